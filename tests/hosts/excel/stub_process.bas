Attribute VB_Name = "PythonProcess"
Option Explicit

' Stands in for the module of this name where there is no Excel: a script of LibreOffice passes the call on.

Public Function AskPython(ByVal functionName As String, ByVal values As Variant) As Variant
    Dim provider As Object, script As Object
    Dim told As Variant
    provider = CreateUnoService("com.sun.star.script.provider.MasterScriptProviderFactory").createScriptProvider("")
    script = provider.getScript("vnd.sun.star.script:answering.py$answer?language=Python&location=user")
    told = script.invoke(Array(functionName, values), Array(), Array())
    If told(0) = "raised" Then Err.Raise 1000, , told(1)
    If IsArray(told(1)) Then
        AskPython = AsTable(told(1))
    Else
        AskPython = told(1)
    End If
End Function

' A script gives rows of rows, xlwings a table.
Private Function AsTable(ByVal lines As Variant) As Variant
    Dim made() As Variant
    Dim atRow As Long, place As Long
    ReDim made(0 To UBound(lines), 0 To UBound(lines(0)))
    For atRow = 0 To UBound(lines)
        For place = 0 To UBound(lines(0))
            made(atRow, place) = lines(atRow)(place)
        Next place
    Next atRow
    AsTable = made
End Function

Public Sub ForgetRefusal()
End Sub

Public Function LastRefusal() As String
    LastRefusal = "no Python"
End Function
