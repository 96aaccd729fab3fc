Attribute VB_Name = "Answers"
Option Explicit
Option Private Module

' Between a cell and Python: arguments as values, and an error as the error of a cell.
' Never as a text: SUM would pass over it, and a total would be wrong without anybody noticing.

' What xlwings takes for an argument that is not given; Basic's own sign of it cannot be put into an array everywhere.
Public Const NOT_GIVEN As Long = -2147352572

Private Const RAISED As String = "ExcelError: "
Private Const INVALID_CALL As Long = 5

Public Function Answer(ByVal functionName As String, ByVal given As Variant) As Variant
    Dim values() As Variant
    Dim position As Long
    On Error GoTo failed
    If UBound(given) < LBound(given) Then Err.Raise INVALID_CALL
    ReDim values(0 To UBound(given) - LBound(given))
    For position = 0 To UBound(values)
        If IsObject(given(LBound(given) + position)) Then
            values(position) = ValuesOfRange(given(LBound(given) + position))
        ElseIf IsArray(given(LBound(given) + position)) Then
            values(position) = InRows(given(LBound(given) + position))
        Else
            values(position) = given(LBound(given) + position)
        End If
    Next position
    Answer = AskPython(functionName, values)
    Exit Function
failed:
    Answer = ErrorOfCell(Err.Description)
End Function

' What a function takes once, and after it what it takes any number of times. Among these xlwings makes an argument
' that is not given look like a blank cell, so a blank cell goes as a space.
Public Function Joined(ByVal first As Variant, ByVal repeated As Variant) As Variant
    Dim given() As Variant
    Dim singles As Long
    Dim position As Long
    singles = UBound(first) - LBound(first) + 1
    ReDim given(0 To singles + UBound(repeated) - LBound(repeated))
    For position = 0 To UBound(given)
        If position < singles Then
            Place given, position, first(LBound(first) + position)
        Else
            Place given, position, repeated(LBound(repeated) + position - singles)
        End If
    Next position
    Joined = given
End Function

Private Sub Place(ByRef given() As Variant, ByVal position As Long, ByVal argument As Variant)
    If IsObject(argument) Then
        given(position) = ValuesOfRange(argument)
        If IsEmpty(given(position)) Then given(position) = " "
    ElseIf IsMissing(argument) Then
        given(position) = NOT_GIVEN
    Else
        given(position) = argument
    End If
End Sub

' xlwings hands over the last line of Python's message first: "udf.outcome.ExcelError: #N/A ...".
Public Function ErrorOfCell(ByVal description As String) As Variant
    Dim told As String
    told = description
    If InStr(told, RAISED) > 0 Then told = Mid$(told, InStr(told, RAISED) + Len(RAISED))
    If Begins(told, "#N/A") Then
        ErrorOfCell = CVErr(xlErrNA)
    ElseIf Begins(told, "#DIV/0!") Then
        ErrorOfCell = CVErr(xlErrDiv0)
    ElseIf Begins(told, "#REF!") Then
        ErrorOfCell = CVErr(xlErrRef)
    ElseIf Begins(told, "#NAME?") Then
        ErrorOfCell = CVErr(xlErrName)
    ElseIf Begins(told, "#NUM!") Then
        ErrorOfCell = CVErr(xlErrNum)
    ElseIf Begins(told, "#NULL!") Then
        ErrorOfCell = CVErr(xlErrNull)
    Else
        ErrorOfCell = CVErr(xlErrValue)
    End If
End Function

Private Function Begins(ByVal told As String, ByVal errorName As String) As Boolean
    Begins = (Left$(told, Len(errorName)) = errorName)
End Function
