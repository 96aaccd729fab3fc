Option Explicit

' Excel opens what lies in XLSTART before any workbook; help is registered when it has finished starting.
Private Sub Workbook_Open()
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!RegisterHelp"
End Sub
