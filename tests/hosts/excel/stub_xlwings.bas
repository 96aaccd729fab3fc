Attribute VB_Name = "xlwings"
Option Explicit

' Stands in for xlwings' module: a Python that is there, is not, or is lost. And for the clock.

Public starts As Long
Public behaviour As String
Public startedIn As String
Public clock As Double

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
    STORY = After(0)
    STORY = STORY & " | " & After(0.9)
    STORY = STORY & " | " & After(0.2)
    STORY = STORY & " | " & After(4.9)
    STORY = STORY & " | " & After(0.2)
    STORY = STORY & " | " & After(29.9)
    STORY = STORY & " | " & After(0.2)
    STORY = STORY & " | " & After(29.9)
    ForgetRefusal
    behaviour = ""
    STORY = STORY & " | " & After(0)
    STORY = STORY & " | " & After(0)
    behaviour = "lost"
    STORY = STORY & " | " & After(0)
    behaviour = "wrong entry"
    STORY = STORY & " | " & After(0)
    behaviour = "no module"
    STORY = STORY & " | " & After(0)
    STORY = STORY & " | " & After(1.1)
    STORY = STORY & " | " & After(1.1)
    STORY = STORY & " | " & LastRefusal()
End Function

Private Function After(ByVal minutes As Double) As String
    clock = clock + minutes / 1440
    After = Told()
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
