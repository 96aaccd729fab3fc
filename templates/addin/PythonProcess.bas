Attribute VB_Name = "PythonProcess"
Option Explicit
Option Private Module

' The Python process that xlwings starts. It is kept between calls: asking xlwings each time reads all settings anew.

Private Const PATIENCE As Double = 60 / 86400
Private Const REFUSED As Long = 1000
Private Const NOT_HERE As String = "#NAME? "
Private Const SERVER_GONE As Long = 462
Private Const SERVER_UNAVAILABLE As Long = &H800706BA
Private Const CALL_FAILED As Long = &H800706BE
Private Const DISCONNECTED As Long = &H80010108

Private python As Object
Private refusal As String
Private refusedAt As Double

Public Function AskPython(ByVal functionName As String, ByVal values As Variant) As Variant
    Dim again As Boolean
    If python Is Nothing Then Connect
    On Error GoTo failed
    AskPython = python.CallUDF("{{ module }}", functionName, (values))
    Exit Function
failed:
    If again Or Not IsLost(Err.Number) Then
        If InStr(Err.Description, "ModuleNotFoundError: ") > 0 Then Refuse Err.Description
        Err.Raise Err.Number, , Err.Description
    End If
    again = True
    Set python = Nothing
    Connect
    Resume
End Function

' Starting a Python that is not there takes seconds: a sheet of a thousand formulas asks once a minute, not each.
Private Sub Connect()
    If Now - refusedAt < PATIENCE Then Err.Raise REFUSED, , NOT_HERE & refusal
    On Error GoTo failed
    Set python = StartedElsewhere()
    ForgetRefusal
    Exit Sub
failed:
    Refuse Err.Description
End Sub

' Never from where Excel stands, see StartFolder: Windows' own folder is on every computer, and no user may write there.
Private Function StartedElsewhere() As Object
    Dim before As String, reason As String
    before = CurrentFolder()
    If Not EntersFolder(Environ("SystemRoot")) Then Err.Raise REFUSED, , "Windows' own folder cannot be entered"
    On Error GoTo failed
    Set StartedElsewhere = XLPy
    EntersFolder before
    Exit Function
failed:
    reason = Err.Description
    EntersFolder before
    Err.Raise REFUSED, , reason
End Function

' The functions are not there: #NAME?, as without the add-in, so that nobody looks for a wrong entry.
Private Sub Refuse(ByVal reason As String)
    refusedAt = Now
    refusal = reason
    Set python = Nothing
    Err.Raise REFUSED, , NOT_HERE & reason
End Sub

Private Function IsLost(ByVal number As Long) As Boolean
    Select Case number
        Case SERVER_GONE, SERVER_UNAVAILABLE, CALL_FAILED, DISCONNECTED
            IsLost = True
    End Select
End Function

' For whoever wants to know now, before the minute is over.
Public Sub ForgetRefusal()
    refusal = ""
    refusedAt = 0
End Sub

Public Function LastRefusal() As String
    LastRefusal = refusal
End Function
