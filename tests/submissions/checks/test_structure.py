"""Whether a workbook is still the one that was issued: one change, one finding, at its cell."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook

from samples.defects.onlyoffice import with_library
from tests.conftest import SCHEMES, published_filling
from tests.factories.form_workbooks import BLANK, BOOKS, FILLED, built, minimal_form, minimal_form_parts
from tests.factories.other_programs import as_wps_saves, reordered, stored_in_one_list
from tests.factories.packages import OFFICE, rels, zipped
from tests.factories.returned_forms import edited, found, message, patched, report, typed, uncomputed, wording
from tests.oracles.libreoffice import recalculated
from xlgen.files.resources import FUNCTIONS_JS
from xlgen.scheme.sheet_names import CHECK, FORM, GUIDE, IDENTITY, LIST, MATERIAL
from xlgen.submissions.checks.computed import MEND_ERRORS, RECOMPUTE
from xlgen.submissions.checks.structure import MAX_PER_CODE
from xlgen.submissions.findings.code import Level, Part
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.validate import FileReport

TABLE = "年度任务"
FORM_PART = "xl/worksheets/sheet2.xml"


def departing(scheme: str) -> list[str]:
    """The codes that a published form must have: its own scores where the rule gives others."""
    return ["SCORE_DIFFERS"] * len(published_filling(scheme).reported)


def structure_of(checked: FileReport) -> list[str]:
    return [finding.code.name for finding in checked.findings if finding.code.part is Part.STRUCTURE]


@pytest.mark.parametrize(("scheme", "state"), BOOKS)
def test_shipped_form__ok(scheme: str, state: str) -> None:
    checked = report(built(scheme, state), "")
    assert checked.readable
    assert structure_of(checked) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_published_form__departs_only_where_the_unit_did(scheme: str) -> None:
    codes = [code for code, _ in found(built(scheme, FILLED), "") if code == "SCORE_DIFFERS"]
    assert codes == departing(scheme)


def test_saved_by_libreoffice__ok(tmp_path: Path) -> None:
    files = {}
    for scheme, state in BOOKS:
        files[tmp_path / f"{scheme}-{state}.xlsx"] = scheme, state
    for file, (scheme, state) in files.items():
        file.write_bytes(built(scheme, state))
    for file, saved in recalculated(list(files), tmp_path / "saved").items():
        checked = report(saved.read_bytes(), "")
        levels = [finding.level for finding in checked.findings if finding.code.part is Part.STRUCTURE]
        assert set(levels) <= {Level.NOTICE}, f"{file.name}: {[str(finding) for finding in checked.findings]}"
        differing = [finding.code.name for finding in checked.findings if finding.code.name == "SCORE_DIFFERS"]
        assert differing == (departing(files[file][0]) if files[file][1] != BLANK else [])


@pytest.mark.parametrize("make", [minimal_form, lambda: as_wps_saves(minimal_form()), stored_in_one_list])
def test_saved_by_other_programs__ok(make: Callable[[], bytes]) -> None:
    assert found(make()) == []


FORMULA = "<f>([^<]*)</f>"


@pytest.mark.parametrize(
    "new",
    [
        r'\1<f t="array" ref="\2">\3</f>',
        r"\1<f>_xlfn.\3</f>",
        r"\1<f>=\3</f>",
        r"\1<f aca='1'>\3</f>",
    ],
    ids=["array", "prefix", "equals sign", "attribute"],
)
def test_formulas__rewritten_by_programs_ok(new: str) -> None:
    assert found(patched(FORM_PART, '(<c r="([A-Z0-9]*)"[^>]*>)<f>(IF[^<]*)</f>', new)) == []


def test_formulas__quoted_sheets_ok() -> None:
    assert found(patched(FORM_PART, "填报清单!", "'填报清单'!")) == []


# sheets


def test_sheets_in_another_order_and_one_more__notice() -> None:
    assert found(reordered()) == [("SHEET_ADDED", "单位加的表")]


def test_sheet_of_wps__ok() -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("WpsReserved_CellImgList").sheet_state = "veryHidden"

    assert found(edited(add)) == []
    assert found(edited(lambda book: book.create_sheet("WpsReserved_看得见"))) == [
        ("SHEET_ADDED", "WpsReserved_看得见")
    ]


@pytest.mark.parametrize("title", [GUIDE, LIST, MATERIAL, IDENTITY, FORM, TABLE, CHECK])
def test_sheet__missing(title: str) -> None:
    data = uncomputed(lambda book: book.remove(book[title]))
    codes = [code for code in found(data) if code[0] != "NOT_COMPUTED"]
    assert codes == [("SHEET_MISSING", title)]


def test_sheet__renamed() -> None:
    def rename(book: Workbook) -> None:
        book[FORM].title = "评分表"

    data = uncomputed(rename)
    assert found(data) == [("SHEET_RENAMED", FORM)]
    assert message(data) == wording(StructureCode.SHEET_RENAMED, title="指标评分表", found="评分表")


def test_sheet__replaced_by_another() -> None:
    def replace(book: Workbook) -> None:
        book.remove(book[TABLE])
        book.create_sheet("自己的表")["A1"] = "任务"

    assert found(uncomputed(replace)) == [("SHEET_MISSING", TABLE), ("SHEET_ADDED", "自己的表")]


# rows and columns


MOVES: list[tuple[str, str, tuple[int, ...], str, str]] = [
    (FORM, "insert_rows", (7,), "A7", "第 7 行前多了 1 行"),
    (FORM, "insert_rows", (5, 3), "A5", "第 5 行前多了 3 行"),
    (FORM, "delete_rows", (7,), "A7", "少了第 7 行（迟报次数）"),
    (FORM, "delete_rows", (7, 2), "A7", "少了第 7 至 8 行"),
    (FORM, "delete_rows", (10,), "A10", "少了第 10 行（评分说明（未达标原因、改进措施））"),
    (FORM, "insert_cols", (2,), "A1", "B 列前多了 1 列"),
    (FORM, "insert_cols", (8,), "A1", "H 列前多了 1 列"),
    (FORM, "delete_cols", (4,), "A1", "少了 D 列"),
    (FORM, "delete_cols", (7,), "A1", "少了 G 列"),
    (TABLE, "insert_rows", (6,), "A6", "第 6 行前多了 1 行"),
    (TABLE, "delete_rows", (6,), "A6", "少了第 6 行"),
    (TABLE, "delete_rows", (7,), "A7", "少了第 7 行"),
    (TABLE, "insert_cols", (3,), "A1", "C 列前多了 1 列"),
    (TABLE, "delete_cols", (2,), "A1", "少了 B 列"),
    (FORM, "delete_rows", (5,), "A5", "少了第 5 行（绩效）"),
    (CHECK, "insert_rows", (5,), "A5", "第 5 行前多了 1 行"),
    (LIST, "insert_rows", (8,), "A8", "第 8 行前多了 1 行"),
]


@pytest.mark.parametrize(("title", "work", "arguments", "cell", "change"), MOVES)
def test_rows_and_columns__moved(title: str, work: str, arguments: tuple[int, ...], cell: str, change: str) -> None:
    data = uncomputed(lambda book: getattr(book[title], work)(*arguments))
    assert found(data) == [("ROWS_MOVED", f"{title}!{cell}")]
    assert message(data) == wording(StructureCode.ROWS_MOVED, change=change)


def test_row_inserted__beside_notes_of_the_unit() -> None:
    def spoil(book: Workbook) -> None:
        for row in range(1, 30):
            _type(book, FORM, f"Q{row}", f"备注{row}")
        book[FORM].insert_rows(7)

    assert message(uncomputed(spoil)) == wording(StructureCode.ROWS_MOVED, change="第 7 行前多了 1 行")


def _swap(title: str, *rows: int) -> Callable[[Workbook], None]:
    def swap(book: Workbook) -> None:
        sheet = book[title]
        values = [[cell.value for cell in sheet[row]] for row in rows]
        for row, cells in zip(rows, [*values[1:], values[0]], strict=True):
            for cell, value in zip(sheet[row], cells, strict=True):
                if not isinstance(cell, MergedCell):
                    cell.value = value

    return swap


def test_rows__in_another_order() -> None:
    data = uncomputed(_swap(FORM, 6, 8))
    assert [code for code, _ in found(data)] == ["ROWS_MOVED"]


def test_rows__sorted() -> None:
    assert [code for code, _ in found(uncomputed(_swap(TABLE, 5, 6, 7)))] == ["ROWS_MOVED"]


def test_row__moved() -> None:
    data = uncomputed(_swap(FORM, 9, 8, 7, 6))  # the last of them becomes the first
    assert found(data) == [("ROWS_MOVED", "指标评分表!A9")]
    assert message(data) == wording(StructureCode.ROWS_MOVED, change="第 9 行（预算执行率）移到了第 6 行")


def test_cells__moved() -> None:
    def shift(book: Workbook) -> None:
        book[FORM].move_range("G5:G11", rows=1)

    data = uncomputed(shift)
    assert [code for code, _ in found(data)] == ["ROWS_MOVED"]


def test_all_texts__replaced() -> None:
    def replace(book: Workbook) -> None:
        for row in book[TABLE].iter_rows(min_row=3):
            for cell in row:
                cell.value = f"别的{cell.coordinate}"
        book[TABLE]["A1"], book[TABLE]["A2"] = "我们的任务", "随便填"

    data = uncomputed(replace)
    assert found(data) == [("ROWS_MOVED", f"{TABLE}!A1")]
    assert message(data) == wording(StructureCode.ROWS_MOVED, change="表内的内容都换了")


def test_row_inserted_in_the_guide__spoils_nothing_else() -> None:
    def insert(book: Workbook) -> None:
        book[GUIDE].insert_rows(3)
        _type(book, FORM, "E5", 6)

    assert found(edited(insert)) == [("ROWS_MOVED", f"{GUIDE}!A3"), ("SCORE_DIFFERS", "指标评分表!E5")]


def _type(book: Workbook, title: str, address: str, value: float | str) -> None:
    book[title][address] = value


def test_moved_rows__suppress_what_follows_from_them() -> None:
    def spoil(book: Workbook) -> None:
        _type(book, FORM, "E5", 6)
        _type(book, FORM, "H3", "另一单位")
        book[FORM].insert_rows(6)

    checked = report(uncomputed(spoil))
    assert [finding.code.name for finding in checked.findings] == ["ROWS_MOVED"]
    assert (checked.unit, checked.by_rule) == ("另一单位", None)


# texts and stray contents


@pytest.mark.parametrize(
    "place", ["指标评分表!G5", "年度任务!C4", "指标评分表!D11", "填报说明!B1", "填报清单!C5", "校验!G9"]
)
def test_label__changed(place: str) -> None:
    data = typed({place: "改过的字"})
    assert found(data) == [("LABEL_CHANGED", place)]
    assert message(data).endswith("改成了“改过的字”")


def test_points__changed() -> None:
    data = typed({"指标评分表!C5": 7})
    assert found(data) == [("LABEL_CHANGED", "指标评分表!C5")]
    assert message(data) == "印好的“6”改成了“7”"


def test_label__deleted() -> None:
    data = typed({"指标评分表!G5": None})
    assert found(data) == [("LABEL_CHANGED", "指标评分表!G5")]
    assert message(data) == "印好的“实际支出”被删去"


def test_long_text__shown_where_it_differs() -> None:
    def change(book: Workbook) -> None:
        cell = book[FORM]["D5"]
        cell.value = str(cell.value).replace("扣1分", "扣2分")

    assert message(edited(change)) == "印好的“…迟报一次扣1分，扣完为止。”改成了“…迟报一次扣2分，扣完为止。”"


@pytest.mark.parametrize("value", [" 实际支出 ", "实际\r\n支出", "实际　支出"])
def test_label__blanks_and_line_ends_ok(value: str) -> None:
    assert found(typed({"指标评分表!G5": value})) == []


def test_many_labels__counted() -> None:
    def change(book: Workbook) -> None:
        sheet = book[LIST]
        rows = [sheet[row][column] for row in range(4, 13) for column in (1, 2)]
        for cell in (sheet["A1"], sheet["A2"], sheet["E8"], sheet["E11"], *rows):
            cell.value = f"{cell.value}（改）"

    findings = report(edited(change)).findings
    assert [finding.code.name for finding in findings] == ["LABEL_CHANGED"] * MAX_PER_CODE
    assert findings[-1].message.endswith("（本表另有 2 处，不再列出）")


def test_stray_cell__notice() -> None:
    data = typed({"指标评分表!Q3": "自己的\n备注"})
    assert found(data) == [("CELL_FILLED", "指标评分表!Q3")]
    assert message(data) == "模板的空白处填有“自己的 备注”，不参与核对"


def test_row_below_the_table__warning() -> None:
    data = typed({"年度任务!B8": "多一项", "年度任务!C8": "是"})
    assert found(data) == [("ROW_BELOW_TABLE", "年度任务!B8")]


def test_note_below_the_table__notice() -> None:
    assert found(typed({"年度任务!B9": "注：任务书见附件"})) == [("CELL_FILLED", "年度任务!B9")]


def test_stray_blank__ok() -> None:
    assert found(typed({"指标评分表!Q3": "  "})) == []


def test_value_below_a_merged_cell__ok() -> None:
    row = r'(<c r="H3"[^>]*>.*?</c>)<c r="I3"([^>]*)/>'
    assert found(patched(FORM_PART, row, r'\1<c r="I3"\2><v>1</v></c>')) == []


def test_value_below_a_score_that_is_no_longer_merged__notice() -> None:
    below = patched(FORM_PART, '<c r="E6"([^>]*)/>', r'<c r="E6"\1><v>2</v></c>')
    assert found(below) == []
    assert found(patched(FORM_PART, '<mergeCell ref="E5:E[0-9]+"/>', "", below)) == [("CELL_FILLED", "指标评分表!E6")]


# formulas


@pytest.mark.parametrize(
    "place", ["指标评分表!H9", "指标评分表!J5", "年度任务!D6", "指标评分表!E13", "校验!H9", "填报清单!D6"]
)
def test_formula__replaced_by_a_number(place: str) -> None:
    data = typed({place: 7})
    assert found(data) == [("FORMULA_REPLACED", place)]
    assert message(data) == "自动计算的单元格改填了“7”"


def test_formula__deleted() -> None:
    data = typed({"指标评分表!I5": None})
    assert found(data) == [("FORMULA_REPLACED", "指标评分表!I5")]
    assert message(data) == "自动计算的单元格的公式被删去"


@pytest.mark.parametrize("place", ["指标评分表!I5", "指标评分表!J11", "校验!J9", "填报清单!D6"])
def test_formula__changed(place: str) -> None:
    data = typed({place: '="万"&"元"'})
    assert found(data) == [("FORMULA_CHANGED", place)]
    assert message(data).endswith('被改成“="万"&"元"”')


def test_formula__shown_where_it_differs() -> None:
    def change(book: Workbook) -> None:
        cell = book["校验"]["A3"]
        cell.value = str(cell.value).replace("可以报送", "审核通过")

    assert "审核通过" in message(edited(change))


def test_formula__only_its_numbers_written_otherwise_ok() -> None:
    def rewrite(book: Workbook) -> None:
        cell = book["指标评分表"]["K5"]
        cell.value = re.sub(r"(?<![\w.$])(\d+\.\d+)(?![\w.])", r"\g<1>00000000000000000011", str(cell.value))

    assert found(edited(rewrite)) == []


def test_values_pasted_over_the_form__told_as_replaced_formulas() -> None:
    """Cells whose formula gave nothing come back empty: no row or column is missing for that."""
    values = load_workbook(io.BytesIO(minimal_form()), data_only=True)
    written = io.BytesIO()
    values.save(written)
    checked = report(written.getvalue())
    assert {finding.code.name for finding in checked.findings} == {"FORMULA_REPLACED"}
    assert checked.total == checked.by_rule


@pytest.mark.parametrize("value", [4, "=2+2"])
def test_score_typed_over__told_once(value: float | str) -> None:
    assert found(typed({"指标评分表!E5": value})) == [("SCORE_DIFFERS", "指标评分表!E5")]


def test_score_typed_over__with_the_right_number() -> None:
    assert found(typed({"指标评分表!E5": 5})) == [("FORMULA_REPLACED", "指标评分表!E5")]
    assert found(typed({"指标评分表!E5": "=2+3"})) == [("FORMULA_CHANGED", "指标评分表!E5")]


def test_score_typed_over__with_a_text() -> None:
    assert ("FORMULA_REPLACED", "指标评分表!E5") in found(typed({"指标评分表!E5": "5分"}))


# results


def test_results__stale() -> None:
    data = patched(FORM_PART, r'(<c r="H5"[^>]*>)<v>80</v>', r"\1<v>60</v>")
    assert found(data) == [("STALE_VALUES", "指标评分表!E5")]
    assert message(data) == wording(StructureCode.STALE_VALUES, cells="E5 是 5.00，应为 4.00", remedy=RECOMPUTE)


@pytest.mark.parametrize(
    ("kind", "value", "shown", "remedy"),
    [("e", "#REF!", "#REF!", MEND_ERRORS), ("str", "五分", "“五分”", RECOMPUTE), ("str", "", "空白", RECOMPUTE)],
)
def test_results__stale_ones_as_they_are_shown(kind: str, value: str, shown: str, remedy: str) -> None:
    data = patched(
        FORM_PART, r'(<c r="E5" s="[0-9]+")[^>]*>(<f>[^<]*</f>)<v>[^<]*</v>', rf'\1 t="{kind}">\2<v>{value}</v>'
    )
    stale = next(finding for finding in report(data).findings if finding.code is StructureCode.STALE_VALUES)
    assert stale.remedy == remedy
    assert stale.message.startswith(f"保存的计算结果不是按现有数据算出的：E5 是 {shown}，应为 ")


def test_total__stale() -> None:
    data = patched(FORM_PART, r'(<c r="E13".*?)<v>7</v>', r"\1<v>8</v>")
    assert found(data) == [("STALE_VALUES", "指标评分表!E13")]


def test_results__none() -> None:
    assert found(uncomputed()) == [("NOT_COMPUTED", "")]


# the workbook


def test_protection__removed() -> None:
    assert found(patched(FORM_PART, "<sheetProtection[^>]*/>", "")) == [("PROTECTION_REMOVED", FORM)]


def test_calculation__manual() -> None:
    assert found(patched("xl/workbook.xml", "<calcPr ", '<calcPr calcMode="manual" ')) == [("MANUAL_CALCULATION", "")]


def test_macros() -> None:
    assert found(zipped({**minimal_form_parts(), "xl/vbaProject.bin": b"\xd0\xcf"})) == [("MACROS", "")]


def test_library_of_onlyoffice__only_our_own_functions_are_no_macro() -> None:
    minimal, ours = zipped(minimal_form_parts()), FUNCTIONS_JS.read_text(encoding="utf-8")
    for pasted in (ours, ours.replace("\n", "\r\n"), f"\ufeff{ours.rstrip()}"):
        assert found(with_library(pasted, minimal)) == []
    for library in (f"{ours}fetch(1);", ours.replace("return", "return 1 +", 1), "", "x"):
        assert found(with_library(library, minimal)) == [("MACROS", "")]
    assert found(with_library(ours, minimal, macro="Api.GetActiveSheet();")) == [("MACROS", "")]


def linked(content: str, target: str) -> bytes:
    """The small form with a link to another file."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = f'<externalLink xmlns="{main}">{content}</externalLink>'
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    links = (
        minimal_form_parts()["xl/_rels/workbook.xml.rels"]
        .decode()
        .replace("</Relationships>", f"{relation}</Relationships>")
    )
    outside = rels(("externalLinkPath", target), mode=' TargetMode="External"')
    return zipped(
        {
            **minimal_form_parts(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "xl/externalLinks/externalLink1.xml": link.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": outside.encode(),
        }
    )


def test_link_to_another_file() -> None:
    data = linked("<externalBook/>", "file:///C:\\预算\\%E5%86%B3%E7%AE%97.xlsx")
    assert found(data) == [("EXTERNAL_LINKS", "")]
    assert message(data) == wording(StructureCode.EXTERNAL_LINKS, found="决算.xlsx")


def test_link_to_another_program() -> None:
    assert found(linked("<ddeLink/>", "x")) == [("OTHER_PROGRAMS", "")]


@pytest.mark.parametrize("place", ["指标评分表!J3", "指标评分表!I5"])
def test_formula_that_asks_another_program(place: str) -> None:
    title, _, address = place.partition("!")
    data = uncomputed(lambda book: _type(book, title, address, "=cmd|'/c calc'!A0"))
    assert [code for code in found(data) if code[0] != "NOT_COMPUTED"] == [("OTHER_PROGRAMS", place)]


def test_every_message__is_filled_in() -> None:
    for data in (typed({"指标评分表!G5": "字", "指标评分表!Q3": "字", "指标评分表!E5": 5}), reordered(), uncomputed()):
        for finding in report(data).findings:
            assert re.search("[{}]", str(finding)) is None
