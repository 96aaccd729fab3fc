Attribute VB_Name = "FakeCalls"
Option Explicit

' Calls as Excel makes them and LibreOffice cannot.

Public Function MISSING_IN_THE_MIDDLE() As Variant
    MISSING_IN_THE_MIDDLE = QUARTER_EXEC_SCORE(Array(0.376, 0.5647, 0.7228, 0.9299), , , , True)
End Function

Public Function ERROR_FOR(ByVal told As Variant) As Variant
    ERROR_FOR = ErrorOfCell(told)
End Function

Public Function CURRENCY_CELL() As Variant
    CURRENCY_CELL = Answer("SEEN", Array(OneCell(CCur(0.1235), 0.123456)))
End Function

Public Function DATE_CELL() As Variant
    DATE_CELL = Answer("SEEN", Array(OneCell(CDate(46113), 46112)))
End Function

Public Function ERROR_CELL() As Variant
    ERROR_CELL = TypeName(ValuesOfRange(OneCell(CVErr(2042), CVErr(2042))))
End Function

Public Function DATE_IN_RANGE() As Variant
    Dim shown(1 To 1, 1 To 2) As Variant
    Dim exact(1 To 1, 1 To 2) As Variant
    shown(1, 1) = CDate(46113)
    exact(1, 1) = 46112
    shown(1, 2) = CCur(0.1235)
    exact(1, 2) = 0.123456
    DATE_IN_RANGE = Answer("SEEN", Array(FakeOf(shown, exact, 1, 2, 1)))
End Function

Public Function APART() As Variant
    APART = Answer("SEEN", Array(FakeOf(1, 1, 1, 1, 2)))
End Function

Public Function NOTHING_GIVEN() As Variant
    NOTHING_GIVEN = STACK()
End Function

Public Function REASON_OF_A_CELL() As Variant
    REASON_OF_A_CELL = SCORE_REASON("EXEC_RATE", OneCell("80", "80"), 0)
End Function

Public Function REASON_OF_A_BLANK() As Variant
    REASON_OF_A_BLANK = SCORE_REASON("EXEC_RATE", OneCell(Empty, Empty), 100)
End Function

Public Function REASON_WITH_MISSING() As Variant
    REASON_WITH_MISSING = Answer("SCORE_REASON", Joined(Array("EXEC_RATE"), Array(1, 0, NOT_GIVEN)))
End Function

Public Function REASON_OF_NOTHING() As Variant
    REASON_OF_NOTHING = SCORE_REASON("GRADE")
End Function

Private Function OneCell(ByVal shown As Variant, ByVal exact As Variant) As Object
    Set OneCell = FakeOf(shown, exact, 1, 1, 1)
End Function

Private Function FakeOf(ByVal shown As Variant, ByVal exact As Variant, ByVal rowCount As Long, ByVal columnCount As Long, ByVal areaCount As Long) As Object
    Dim made As New FakeRange
    made.Value = shown
    made.Value2 = exact
    Set made.Rows = Counted(rowCount)
    Set made.Columns = Counted(columnCount)
    Set made.Areas = Counted(areaCount)
    Set made.Worksheet = New FakeRange
    Set made.Worksheet.Rows = Counted(100)
    Set made.Worksheet.Columns = Counted(100)
    Set FakeOf = made
End Function

Private Function Counted(ByVal number As Long) As Object
    Dim made As New Collection
    Dim item As Long
    For item = 1 To number
        made.Add item
    Next item
    Set Counted = made
End Function
