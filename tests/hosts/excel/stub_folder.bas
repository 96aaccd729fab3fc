Attribute VB_Name = "StartFolder"
Option Explicit

' Stands in for the module of this name, which asks Windows: where Excel stands, and a folder that cannot be entered.

Public standing As String
Public locked As Boolean

Public Function CurrentFolder() As String
    CurrentFolder = standing
End Function

Public Function EntersFolder(ByVal folder As String) As Boolean
    If locked Or folder = "" Then Exit Function
    standing = folder
    EntersFolder = True
End Function
