Attribute VB_Name = "StartFolder"
Option Explicit
Option Private Module

' The folder that Excel stands in, which a process that it starts inherits. It is often that of the workbook opened last,
' and Windows, cmd.exe and Python look there for programs, libraries and modules: whatever came with a form could run.
' ChDir knows neither \\server\share nor names that the system's code page lacks, so Windows itself is asked.

Private Const LONGEST As Long = 32767

Private Declare PtrSafe Function GetCurrentDirectoryW Lib "kernel32" (ByVal size As Long, ByVal buffer As LongPtr) As Long
Private Declare PtrSafe Function SetCurrentDirectoryW Lib "kernel32" (ByVal folder As LongPtr) As Long

Public Function CurrentFolder() As String
    Dim told As String
    Dim length As Long
    told = String$(LONGEST, " ")
    length = GetCurrentDirectoryW(LONGEST, StrPtr(told))
    CurrentFolder = Left$(told, length)
End Function

Public Function EntersFolder(ByVal folder As String) As Boolean
    If folder <> "" Then EntersFolder = (SetCurrentDirectoryW(StrPtr(folder)) <> 0)
End Function
