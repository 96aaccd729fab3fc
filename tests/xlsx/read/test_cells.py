"""What a cell holds, however the program that saved it wrote it down."""

from __future__ import annotations

import pytest

from tests.factories.hostile import COMPATIBILITY
from tests.factories.packages import MAIN, SHEET, only_cell, only_sheet, sheet, small_parts
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.values import CellValue, ErrorValue

STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>评分</t></si><si><r><t>评</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 分</t></r>'
    "<rPh sb='0' eb='1'><t>ping</t></rPh><phoneticPr fontId='1'/></si><si/><si><t>a_x000D_b_x005F_x0041_</t></si></sst>"
)
VALUES: dict[str, tuple[str, CellValue]] = {
    "number": ("<c r='A1'><v>12.5</v></c>", 12.5),
    "whole number": ("<c r='A1' t='n'><v>5</v></c>", 5),
    "whole number with a point": ("<c r='A1'><v>5.0</v></c>", 5),
    "scientific": ("<c r='A1'><v>-1.5E-3</v></c>", -0.0015),
    "with spaces": ("<c r='A1'><v> 1 </v></c>", 1),
    "infinite": ("<c r='A1'><v>1e999</v></c>", ErrorValue("#NUM!")),
    "shared": ("<c r='A1' t='s'><v>0</v></c>", "评分"),
    "shared in runs": ("<c r='A1' t='s'><v>1</v></c>", "评 分"),
    "shared, empty": ("<c r='A1' t='s'><v>2</v></c>", ""),
    "shared, escaped": ("<c r='A1' t='s'><v>3</v></c>", "a\rb_x0041_"),
    "inline": ("<c r='A1' t='inlineStr'><is><t>评分</t></is></c>", "评分"),
    "inline in runs": (
        "<c r='A1' t='inlineStr'><is><r><t>评</t></r><r><t>分</t></r><rPh><t>p</t></rPh></is></c>",
        "评分",
    ),
    "inline, two halves": ("<c r='A1' t='inlineStr'><is><t>_xD83D__xDE00_</t></is></c>", "😀"),
    "inline, half a character": ("<c r='A1' t='inlineStr'><is><t>_xD83D_</t></is></c>", "�"),
    "formula's text": ("<c r='A1' t='str'><f>B1</f><v>已填</v></c>", "已填"),
    "formula's empty text": ("<c r='A1' t='str'><f>B1</f><v></v></c>", ""),
    "formula not computed": ("<c r='A1' t='str'><f>B1</f></c>", None),
    "true": ("<c r='A1' t='b'><v>1</v></c>", True),
    "false": ("<c r='A1' t='b'><v>false</v></c>", False),
    "error": ("<c r='A1' t='e'><v>#DIV/0!</v></c>", ErrorValue("#DIV/0!")),
    "date": ("<c r='A1' t='d'><v>2021-03-01</v></c>", 44256),
    "date and time": ("<c r='A1' t='d'><v>2021-03-01T12:00:00Z</v></c>", 44256.5),
    "time": ("<c r='A1' t='d'><v>06:00:00</v></c>", 0.25),
    "in two pieces": ("<c r='A1'><v>1<!-- 2 -->3</v></c>", 13),
    "character data": ("<c r='A1' t='str'><v><![CDATA[<a>]]></v></c>", "<a>"),
    "inline beside a value": ("<c r='A1' t='inlineStr'><v>1.0</v><is><t>1.</t></is></c>", "1."),
    "inline before a value": ("<c r='A1' t='inlineStr'><is><t>1.</t></is><v>1.0</v></c>", "1."),
    "inline, a value only": ("<c r='A1' t='inlineStr'><f>B1</f><v>POI</v></c>", "POI"),
    "instruction inside": ("<c r='A1'><v>8<?a b?>9</v></c>", 89),
    "with an element of another program": ("<c r='A1'><z:v xmlns:z='urn:z'>2</z:v><v>1</v></c>", 1),
    "duration": ("<c r='A1' t='d'><v>PT0H11M0.000S</v></c>", 11 / 1440),
    "duration of days": ("<c r='A1' t='d'><v>P2DT12H</v></c>", 2.5),
    "duration before": ("<c r='A1' t='d'><v>-PT6H</v></c>", -0.25),
    "date and time to the millisecond": ("<c r='A1' t='d'><v>2021-03-01T12:00:00.000</v></c>", 44256.5),
    "small letters": ("<c r='a1'><v>1</v></c>", 1),
    "empty style": ("<c r='A1' s=''><v>1</v></c>", 1),
    "style that is not there": ("<c r='A1' s='99'><v>1</v></c>", 1),
    "with an extension": ("<c r='A1'><v>1</v><extLst><ext><v>2</v></ext></extLst></c>", 1),
}


@pytest.mark.parametrize("case", VALUES.values(), ids=VALUES)
def test_value(case: tuple[str, CellValue]) -> None:
    cell = only_cell(case[0], strings=STRINGS)
    assert cell is not None
    assert cell.value == case[1]
    assert type(cell.value) is type(case[1]) or isinstance(case[1], (int, float))


@pytest.mark.parametrize("cell", ["<c r='A1'/>", "<c r='A1' s='0' t='s'><v/></c>", "<c r='A1' t='inlineStr'/>", "<c/>"])
def test_nothing__is_no_cell(cell: str) -> None:
    assert only_cell(cell) is None


BROKEN = {
    "no number": "<c r='A1'><v>abc</v></c>",
    "NaN": "<c r='A1'><v>NaN</v></c>",
    "infinity": "<c r='A1'><v>INF</v></c>",
    "as Python writes numbers": "<c r='A1'><v>1_0</v></c>",
    "full-width digits": "<c r='A1'><v>\uff11</v></c>",
    "endless digits": f"<c r='A1'><v>{'1' * 5000}</v></c>",
    "no date": "<c r='A1' t='d'><v>heute</v></c>",
    "no truth": "<c r='A1' t='b'><v>2</v></c>",
    "unknown kind": "<c r='A1' t='x'><v>2</v></c>",
    "shared text that is not there": "<c r='A1' t='s'><v>4</v></c>",
    "shared text before the first": "<c r='A1' t='s'><v>-1</v></c>",
    "twice": "<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>",
    "no place": "<c r='A0'><v>1</v></c>",
    "beyond the last column": "<c r='XFE1'><v>1</v></c>",
    "beyond the last row": "<c r='A1048577'><v>1</v></c>",
    "no duration": "<c r='A1' t='d'><v>P</v></c>",
    "duration of a month": "<c r='A1' t='d'><v>P1M</v></c>",
    "twice, once empty": "<c r='A1'><v>1</v></c><c r='A1'/>",
    "twice, once in small letters": "<c r='A1'><v>1</v></c><c r='a1'><v>2</v></c>",
    "twice, once without a place": "<c r='B1'><v>1</v></c><c r='A1'/><c><v>2</v></c>",
    "in another row": "<c r='A2'><v>1</v></c>",
    "in a row that ends alike": "<c r='A11'><v>1</v></c>",
    "two values": "<c r='A1'><v>1</v><v>2</v></c>",
    "two formulas": "<c r='A1'><f>B1</f><f>B2</f><v>1</v></c>",
    "two inline texts": "<c r='A1' t='inlineStr'><is><t>a</t></is><is><t>b</t></is></c>",
    "inline text in a number": "<c r='A1'><v>1</v><is><t>2</t></is></c>",
    "element in a value": "<c r='A1'><v>1<x/>2</v></c>",
    "element in a formula": "<c r='A1'><f>B1<x/>+1</f></c>",
    "element in an inline text": "<c r='A1' t='inlineStr'><is><t>1<x/>2</t></is></c>",
    "inline text in two pieces": "<c r='A1' t='inlineStr'><is><t>1</t><t>2</t></is></c>",
    "inline text plain and in runs": "<c r='A1' t='inlineStr'><is><t>1</t><r><t>2</t></r></is></c>",
    "run in two pieces": "<c r='A1' t='inlineStr'><is><r><t>1</t><t>2</t></r></is></c>",
    "shared formula of two": "<c r='A1'><f t='shared' si='0'>B1</f></c><c r='B1'><f t='shared' si='0'>D1</f></c>",
    "formula within an array": "<c r='A1'><f t='array' ref='A1:B2'>C1</f></c><c r='B1'><f>D1</f></c>",
    "formula within a what-if table": "<c r='A1'><f t='dataTable' ref='A1:B2'/></c><c r='B1'><f>D1</f></c>",
    "array of no area": "<c r='A1'><f t='array' ref='B1'>C1</f></c>",
    "two places": "<c r='A1 B1'><v>1</v></c>",
    "shared formula that is not there": "<c r='A1'><f t='shared' si='7'/><v>1</v></c>",
}


@pytest.mark.parametrize("cell", BROKEN.values(), ids=BROKEN)
def test_broken_cell__error(cell: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        only_cell(cell, strings=STRINGS)
    assert refused.value.code is Reason.BAD_CELL
    assert "工作表“表”单元格" in str(refused.value)


def test_cells_without_places__are_counted() -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='5'><c r='C5'><v>4</v></c><c><v>5</v></c></row><row/>"
        "<row><c><v>6</v></c></row>"
    )
    found = {address: cell.value for address, cell in only_sheet(small_parts(rows)).cells.items()}
    assert found == {"A1": 1, "C1": 3, "C5": 4, "D5": 5, "A7": 6}


ROWS = {
    "row of its first cell": "<row><c r='A7'><v>1</v></c></row>",
    "row of its first cell, not of a lookalike": ("<row><z:c xmlns:z='urn:z' r='A5'/><c r='A7'><v>1</v></c></row>"),
    "after others": "<row r='9'><c><v>0</v></c></row><row><c r='A7'><v>1</v></c></row>",
    "in two pieces": "<row r='7'><c r='A7'><v>1</v></c></row><row r='7'><c r='B7'><v>2</v></c></row>",
    "from right to left": "<row r='7'><c r='B7'><v>2</v></c><c r='A7'><v>1</v></c></row>",
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_cells__are_where_their_addresses_say(rows: str) -> None:
    assert only_sheet(small_parts(rows)).value("A7") == 1


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.0", " 1", "01", "1048577", "", "²"])
def test_row_that_is_none__error(number: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        only_sheet(small_parts(f"<row r='{number}'><c><v>1</v></c></row>"))
    assert refused.value.code is Reason.BAD_CELL


def test_cells_that_are_not_in_a_row__are_none() -> None:
    inside = "<c r='A2'><v>2</v></c><z:row xmlns:z='urn:z' r='3'><c r='A3'><v>3</v></c></z:row>"
    nested = "<c r='A1'><v>1</v><extLst><c r='B1'><v>2</v></c></extLst></c>"
    foreign = "<z:c xmlns:z='urn:z' r='C1'><v>3</v></z:c>"
    assert list(only_sheet(small_parts(f"{inside}<row r='1'>{nested}{foreign}</row>")).cells) == ["A1"]


def test_wrong_dimension__is_not_believed() -> None:
    rows = "<row r='9'><c r='C9'><v>1</v></c></row>"
    part = sheet(rows).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert list(only_sheet(small_parts(sheet=part)).cells) == ["C9"]


def test_far_cells__are_two_cells() -> None:
    rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
    assert list(only_sheet(small_parts(rows)).cells) == ["A1", "XFD1048576"]


def test_formulas__shared_array_and_table() -> None:
    rows = (
        "<row r='1'><c r='A1'><f t='shared' ref='A1:A3' si='0'>B1*$C$1</f><v>1</v></c>"
        "<c r='D1'><f t='array' ref='D1:D2'>_xlfn.unique(A1:A3)</f><v>1</v></c>"
        "<c r='E1'><f t='dataTable' ref='E1:E2' r1='A1'/><v>1</v></c></row>"
        "<row r='2'><c r='A2'><f t='shared' si='0'/><v>2</v></c><c r='B2'><f ca='1'>now()</f></c></row>"
        "<row r='3'><c r='A3'><f t='shared' si='0'></f></c><c r='B3'><f/><v>1</v></c></row>"
    )
    cells = only_sheet(small_parts(rows)).cells
    assert {address: cell.formula for address, cell in cells.items()} == {
        "A1": "B1*$C$1",
        "A2": "B2*$C$1",
        "A3": "B3*$C$1",
        "B2": "NOW()",
        "B3": None,
        "D1": "UNIQUE(A1:A3)",
        "E1": "TABLE()",
    }
    assert cells["A3"].value is None


def test_shared_formula__before_it_is_written_out() -> None:
    first, second = "<c r='A1'><f t='shared' si='0'/></c>", "<c r='A2'><f t='shared' si='0'>B2</f></c>"
    rows = f"<row r='1'>{first}</row><row r='2'>{second}</row>"
    assert [cell.formula for cell in only_sheet(small_parts(rows)).cells.values()] == ["B1", "B2"]


def test_formula_for_another_program__is_named() -> None:
    rows = "<row r='1'><c r='A1'><f>cmd|'/c calc'!A0</f><v>1</v></c><c r='B1'><f>\"a|b\"</f></c></row>"
    assert only_sheet(small_parts(rows)).asks_other_programs == ["A1"]


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="#,##0.00&quot;m&quot;"/>'
    '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="166" formatCode="[Red][$-804]General"/><numFmt numFmtId="167" formatCode="[h]"/>'
    '<numFmt numFmtId="168" formatCode="[DBNum1]0.0_d\\y"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    "<cellXfs>" + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 31, 57, 164, 165, 166, 167, 168, 10))
    + "</cellXfs></styleSheet>"
)  # fmt: skip


def test_dates__by_number_format() -> None:
    found = []
    for style in range(10):
        cell = only_cell(f"<c r='A1' s='{style}'><v>44256</v></c>", styles=STYLES)
        assert cell is not None
        found.append(cell.is_date)
        assert cell.value == 44256
    assert found == [False, True, True, True, False, True, False, True, False, False]


@pytest.mark.parametrize("style", ["", "10", "-1", "x"])
def test_style_that_is_not_there__no_date(style: str) -> None:
    assert only_cell(f"<c r='A1' s='{style}'><v>1</v></c>", styles=STYLES) == (1, None, False)


def test_alternatives_in_styles__count_as_one() -> None:
    """As Hancom writes them; Excel takes the fallback."""
    start = f"<styleSheet xmlns='{MAIN}' xmlns:hs='urn:hs' xmlns:mc='{COMPATIBILITY}'><cellXfs><xf numFmtId='0'/>"
    choice = "<mc:Choice Requires='hs'><xf numFmtId='0'/></mc:Choice><mc:Fallback><xf numFmtId='14'/></mc:Fallback>"
    both = f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    styles = f"{start}{both}<xf numFmtId='0'/></cellXfs></styleSheet>"
    cells = [only_cell(f"<c r='A1' s='{style}'><v>1</v></c>", styles=styles) for style in range(3)]
    assert [cell and cell.is_date for cell in cells] == [False, True, False]


def test_workbook_without_styles__ok() -> None:
    assert only_cell("<c r='A1' s='10'><v>1</v></c>") == (1, None, False)


def test_protection() -> None:
    assert only_sheet(small_parts(sheet=sheet("", '<sheetProtection sheet="1"/>'))).protected
    assert not only_sheet(small_parts(sheet=sheet("", '<sheetProtection objects="1"/>'))).protected
    assert not only_sheet(small_parts()).protected


def test_prefixed_names_and_comments__ok() -> None:
    part = (
        f'<?xml version="1.0"?><!-- a --><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><!-- b -->'
        '<?pi?><x:c r="A1" t="inlineStr"><x:is><x:t>评分</x:t></x:is></x:c><c r="B1"><v>1</v></c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert {key: cell.value for key, cell in only_sheet(small_parts(sheet=part)).cells.items()} == {"A1": "评分"}
    assert SHEET in small_parts()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    declared = "UTF-8" if encoding.startswith("utf-8") else "UTF-16"
    part = f"<?xml version='1.0' encoding='{declared}'?>" + sheet("<row><c t='str'><v>评分</v></c></row>")
    assert only_sheet(small_parts(sheet=part.encode(encoding))).value("A1") == "评分"


def declared(encoding: str, text: str, written: str = "utf-8") -> bytes:
    part = sheet(f"<row><c t='str'><v>{text}</v></c></row>")
    return f"<?xml version='1.0' encoding='{encoding}'?>{part}".encode(written)


@pytest.mark.parametrize("encoding", ["UTF-8", "utf8", "ISO-8859-1", "gbk", "us-ascii"])
def test_declared_encoding__of_text_that_is_the_same_in_utf_8(encoding: str) -> None:
    assert only_sheet(small_parts(sheet=declared(encoding, "8"))).value("A1") == "8"


@pytest.mark.parametrize(
    ("encoding", "text", "written"),
    [("gbk", "分", "utf-8"), ("gbk", "评分", "gbk"), ("iso-8859-1", "é", "utf-8"), ("UTF-7", "8+ADE-", "utf-8")],
)
def test_declared_encoding__in_which_the_text_is_another_error(encoding: str, text: str, written: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        only_sheet(small_parts(sheet=declared(encoding, text, written)))
    assert refused.value.code is Reason.BAD_XML
