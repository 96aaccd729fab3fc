Attribute VB_Name = "Seeing"
Option Explicit

Public Function SEEN(argument As Variant) As Variant
    SEEN = Answer("SEEN", Array(argument))
End Function
