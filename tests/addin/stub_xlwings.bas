Attribute VB_Name = "xlwings"
Option Explicit

' Stands in for xlwings' module: a Python that is there, is not, or is lost.

Public starts As Long
Public behaviour As String

Public Function XLPy() As Variant
    starts = starts + 1
    If behaviour = "absent" Then Err.Raise 1000, , "Could not activate Python"
    Set XLPy = New FakePython
End Function

Public Function STORY() As Variant
    ForgetRefusal
    starts = 0
    behaviour = "absent"
    STORY = Told()
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

Private Function Told() As String
    Dim result As Variant
    result = Answer("GRADE", Array(7))
    Told = result & " after " & starts
End Function
