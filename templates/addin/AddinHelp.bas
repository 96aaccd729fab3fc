Attribute VB_Name = "AddinHelp"
Option Explicit

' What Excel shows of the functions, and whether they work. The Chinese texts stand on a sheet of the add-in:
' the source of a module is stored in the code page of one language, a sheet in Unicode.

Public Sub RegisterHelp()
    On Error Resume Next
    If Not IsRegistered() Then
        ' Excel may refuse a hidden workbook while no other is open: show it for a moment.
        ThisWorkbook.IsAddin = False
        IsRegistered
        ThisWorkbook.IsAddin = True
    End If
    ThisWorkbook.Saved = True
End Sub

Private Function IsRegistered() As Boolean
    Dim atRow As Long
    On Error GoTo failed
    atRow = {{ first_row }}
    Do While TextAt(atRow, 1) <> ""
        RegisterLine atRow
        atRow = atRow + 1
    Loop
    IsRegistered = True
failed:
End Function

Private Sub RegisterLine(ByVal atRow As Long)
    Dim helps() As String
    Dim count As Long, place As Long
    count = Val(TextAt(atRow, 4))
    If count = 0 Then
        Application.MacroOptions Macro:=Qualified(atRow), Description:=TextAt(atRow, 3), Category:=TextAt(atRow, 2)
        Exit Sub
    End If
    ReDim helps(1 To count)
    For place = 1 To count
        helps(place) = TextAt(atRow, 4 + place)
    Next place
    Application.MacroOptions Macro:=Qualified(atRow), Description:=TextAt(atRow, 3), Category:=TextAt(atRow, 2), _
        ArgumentDescriptions:=helps
End Sub

Private Function Qualified(ByVal atRow As Long) As String
    Qualified = "'" & ThisWorkbook.Name & "'!" & TextAt(atRow, 1)
End Function

Private Function TextAt(ByVal atRow As Long, ByVal place As Long) As String
    TextAt = ThisWorkbook.Worksheets("{{ texts }}").Cells(atRow, place).Value
End Function

Public Function {{ status }}() As Variant
    Dim half As Variant
    ForgetRefusal
    half = Answer("EXEC_RATE", Array(1, 2))
    {{ status }} = TextAt(2, 1) & LastRefusal()
    If Not IsError(half) Then
        If half = 0.5 Then {{ status }} = TextAt(1, 1)
    End If
End Function
