Attribute VB_Name = "PythonProcess"
Option Explicit
Option Private Module

' The Python process that xlwings starts. It is kept between calls: asking xlwings each time reads all settings anew.

Private Const ONE_MINUTE As Double = 1 / 1440
Private Const REFUSED As Long = 1000
Private Const NOT_HERE As String = "#NAME? "
Private Const SERVER_GONE As Long = 462
Private Const SERVER_UNAVAILABLE As Long = &H800706BA
Private Const CALL_FAILED As Long = &H800706BE
Private Const DISCONNECTED As Long = &H80010108

Private python As Object
Private refusal As String
Private refusedAt As Double
Private failures As Long

Public Function AskPython(ByVal functionName As String, ByVal values As Variant) As Variant
    Dim again As Boolean
    If python Is Nothing Then Connect
    On Error GoTo failed
    AskPython = python.CallUDF("{{ module }}", functionName, (values))
    ForgetRefusal
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

' Excel stands still while it waits for a Python that does not answer, a minute at worst: so it is asked ever more rarely.
Private Sub Connect()
    If Now - refusedAt < Patience() Then Err.Raise REFUSED, , NOT_HERE & refusal
    On Error GoTo failed
    Set python = StartedElsewhere()
    Exit Sub
failed:
    Refuse Err.Description
End Sub

' How long nothing is tried after so many failures in a row.
Private Function Patience() As Double
    Select Case failures
        Case 0: Patience = 0
        Case 1: Patience = ONE_MINUTE
        Case 2: Patience = 5 * ONE_MINUTE
        Case Else: Patience = 30 * ONE_MINUTE
    End Select
End Function

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
    failures = failures + 1
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

' It works; or somebody wants to know now.
Public Sub ForgetRefusal()
    refusal = ""
    failures = 0
End Sub

Public Function LastRefusal() As String
    LastRefusal = refusal
End Function
