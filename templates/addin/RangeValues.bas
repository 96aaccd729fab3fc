Attribute VB_Name = "RangeValues"
Option Explicit
Option Private Module

' What stands in the cells that a function is given.

Private Const INVALID_CALL As Long = 5

' Cells apart from each other are refused: Value would hold those of the first area alone.
Public Function ValuesOfRange(ByVal area As Object) As Variant
    Dim used As Object
    If area.Areas.Count > 1 Then Err.Raise INVALID_CALL
    Set used = UsedPart(area)
    If used Is Nothing Then Exit Function
    If used.Rows.Count = 1 And used.Columns.Count = 1 Then
        ValuesOfRange = OneValue(used.Value, used.Value2)
    Else
        ValuesOfRange = AllValues(used.Value, used.Value2)
    End If
End Function

' A whole column is a million cells; those beyond the used ones are left out.
Private Function UsedPart(ByVal area As Object) As Object
    Dim sheet As Object
    Set sheet = area.Worksheet
    If area.Rows.Count < sheet.Rows.Count And area.Columns.Count < sheet.Columns.Count Then
        Set UsedPart = area
    Else
        Set UsedPart = Application.Intersect(area, sheet.UsedRange)
    End If
End Function

Private Function AllValues(ByVal shown As Variant, ByVal exact As Variant) As Variant
    Dim lineNumber As Long, place As Long
    For lineNumber = LBound(exact, 1) To UBound(exact, 1)
        For place = LBound(exact, 2) To UBound(exact, 2)
            exact(lineNumber, place) = OneValue(shown(lineNumber, place), exact(lineNumber, place))
        Next place
    Next lineNumber
    AllValues = exact
End Function

' Value cuts an amount in a currency cell to four decimals, Value2 makes a date a number: each where it is right.
Private Function OneValue(ByVal shown As Variant, ByVal exact As Variant) As Variant
    If VarType(shown) = vbDate Then
        OneValue = shown
    Else
        OneValue = exact
    End If
End Function

' A constant such as {1,2,3} comes without rows, which xlwings cannot read.
Public Function InRows(ByVal given As Variant) As Variant
    Dim made() As Variant
    Dim place As Long
    If HasRows(given) Then
        InRows = given
        Exit Function
    End If
    ReDim made(1 To 1, LBound(given) To UBound(given))
    For place = LBound(given) To UBound(given)
        made(1, place) = given(place)
    Next place
    InRows = made
End Function

Private Function HasRows(ByVal given As Variant) As Boolean
    Dim last As Long
    On Error GoTo onlyOne
    last = UBound(given, 2)
    HasRows = True
onlyOne:
End Function
