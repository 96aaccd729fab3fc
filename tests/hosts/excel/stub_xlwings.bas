Attribute VB_Name = "xlwings"
Option Explicit

' Stands in for xlwings' module: a Python that is there, is not, or is lost.

Public starts As Long
Public behaviour As String
Public startedIn As String

Public Function XLPy() As Variant
    starts = starts + 1
    startedIn = standing
    If behaviour = "absent" Then Err.Raise 1000, , "Could not activate Python"
    Set XLPy = New FakePython
End Function

Public Function STORY() As Variant
    ForgetRefusal
    starts = 0
    behaviour = "absent"
    STORY = Told()
    STORY = STORY & " | " & Told()
    Wait 4100
    STORY = STORY & " | " & Told()
    STORY = STORY & " | " & Told()
    ForgetRefusal
    behaviour = ""
    STORY = STORY & " | " & Told()
    STORY = STORY & " | " & Told()
    behaviour = "lost"
    STORY = STORY & " | " & Told()
    behaviour = "wrong entry"
    STORY = STORY & " | " & Told()
    behaviour = "no module"
    STORY = STORY & " | " & Told()
    STORY = STORY & " | " & LastRefusal()
End Function

' Where Excel stands while Python is started, and after that.
Public Function FOLDERS() As Variant
    starts = 0
    FOLDERS = Places("absent") & " | " & Places("") & " | " & Places("no module")
    ForgetRefusal
    locked = True
    FOLDERS = FOLDERS & " | " & Places("") & " | " & LastRefusal()
    locked = False
End Function

Private Function Places(ByVal kind As String) As String
    ForgetRefusal
    behaviour = kind
    startedIn = "not started"
    standing = "\\server\forms"
    Places = Told() & ": " & startedIn & ", " & standing
End Function

Private Function Told() As String
    Dim result As Variant
    result = Answer("GRADE", Array(7))
    Told = result & " after " & starts
End Function
