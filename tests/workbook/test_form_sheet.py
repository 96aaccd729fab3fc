"""指标评分表 beside its scores: notes, page breaks, covered cells, and the texts of 评分依据."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import formualizer
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.form_workbooks import BLANK, BOOKS, FILLED, built
from tests.factories.schemes import ROWS, edited
from tests.factories.typist import Typist
from tests.oracles.cells import Cells, stored
from xlgen.scheme.form import Content
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

SHENZHEN, JIANGSU = "shenzhen-2021", "jiangsu-2020"
TALL_HEADERS = {"jiangmen-2024", "jiangning", "jiangsu-2020"}
CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)


@cache
def book(name: str) -> Workbook:
    return load_workbook(io.BytesIO(built(name, BLANK)))


@pytest.mark.parametrize("name", SCHEMES)
def test_notes__every_erratum_and_reading_on_its_indicator_and_nothing_else(name: str) -> None:
    scheme, layout = shipped_scheme(name), layout_of(shipped_scheme(name))
    column = layout.form_column(Content.INDICATOR)
    notes = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book(name).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    said: dict[tuple[str, str], list[str]] = {(FORM, "A1"): scheme.reconstructed} if scheme.reconstructed else {}
    for indicator in scheme.indicators:
        errata = [part for each in indicator.errata for part in (each.printed, each.meant, each.because)]
        if errata or indicator.readings:
            first = layout.score_rows[scheme.form_rows(indicator)[0]]
            said[FORM, f"{column}{first}"] = [*errata, *indicator.readings]
    assert set(notes) == set(said)
    assert [(place, text) for place, texts in said.items() for text in texts if text not in notes[place]] == []


@pytest.mark.parametrize("name", SCHEMES)
def test_page_break__only_below_a_tall_header_block(name: str) -> None:
    breaks = {sheet.title: [each.id for each in sheet.row_breaks.brk] for sheet in book(name).worksheets}
    above_the_table = [layout_of(shipped_scheme(name)).heading_row - 1] if name in TALL_HEADERS else []
    assert breaks == {title: above_the_table if title == FORM else [] for title in breaks}


@pytest.mark.parametrize(("name", "state"), BOOKS, ids=["-".join(each) for each in BOOKS])
def test_covered_cells__hold_nothing(name: str, state: str) -> None:
    merged, hidden = 0, []
    with zipfile.ZipFile(io.BytesIO(built(name, state))) as archive:
        for part in archive.namelist():
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                text = archive.read(part).decode("utf-8")
                holding = {address for address, inside in CELL.findall(text) if inside}
                for area in re.findall(r'<mergeCell ref="([^"]+)"', text):
                    merged += 1
                    cells = [f"{get_column_letter(column)}{row}" for row, column in CellRange(area).cells]
                    hidden += [f"{part} {cell}" for cell in cells[1:] if cell in holding]
    assert merged > 20
    assert hidden == []


@cache
def _typist(name: str) -> Typist:
    return Typist(shipped_scheme(name))


def _basis(name: str, indicator: str, filling: FormData) -> str:
    typist = _typist(name)
    cells: Cells = stored(bytes(formualizer.recalculate_xlsx_bytes(typist.filled(filling))["bytes"]))
    column = typist.layout.form_column(Content.BASIS)
    return str(cells[FORM].get(f"{column}{typist.layout.score_rows[indicator]}", ""))


def _with(name: str, **inputs: CellValue) -> FormData:
    filling = published_filling(name)
    return replace(filling, inputs={**filling.inputs, **inputs})


DEDUCTION = "政策功能落实不到位酌情扣分"


@pytest.mark.parametrize(("deduction", "said"), [(None, False), (0, False), (0.5, True)])
def test_composed_basis__discretionary_deduction_only_where_points_are_lost(deduction: CellValue, said: bool) -> None:
    filling = _with(SHENZHEN, procurement_policy_deduction=deduction, procurement_policy_reason="未优先采购。")
    basis = _basis(SHENZHEN, "procurement", filling)
    assert basis.startswith("政府采购执行率=100÷100=100.00%")
    assert (f"；{DEDUCTION}：{deduction}分" in basis, DEDUCTION in basis) == (said, said)
    assert basis.endswith("\n未优先采购。")


@pytest.mark.parametrize(
    ("inputs", "remark", "shown"),
    [
        ({"funds_completion": "已完成。"}, "", "已完成。\n支出预决算差异较大。"),
        ({"funds_completion": "已完成。", "funds_deduction": 0, "funds_reason": None}, "", "已完成。"),
        (
            {"funds_completion": "已完成。", "funds_deduction": 0, "funds_reason": None},
            "见附件。",
            "已完成。\n见附件。",
        ),
        ({"funds_completion": None}, "", ""),
        ({"funds_completion": None}, "见附件。", "见附件。"),
        ({"funds_completion": "=1+1", "funds_deduction": 0, "funds_reason": None}, "", "=1+1"),
    ],
)
def test_basis_in_the_scheme_s_own_texts__nothing_for_blanks(
    inputs: dict[str, CellValue], remark: str, shown: str
) -> None:
    filling = replace(_with(JIANGSU, **inputs), remarks={"funds_management": remark} if remark else {})
    assert _basis(JIANGSU, "funds_management", filling) == shown


@pytest.mark.parametrize("name", SCHEMES)
def test_basis__begins_with_no_separator_and_ends_with_no_blank_line(name: str) -> None:
    layout, cells = layout_of(shipped_scheme(name)), stored(built(name, FILLED))[FORM]
    column = layout.form_column(Content.BASIS)
    shown = [str(cells.get(f"{column}{row}", "")) for row in layout.score_rows.values()]
    assert sum(text != "" for text in shown) > len(shipped_scheme(name).indicators) / 2
    assert [text for text in shown if text != text.lstrip("；，、\n ").rstrip("\n ")] == []


def test_worst_grade__with_a_number_format_is_still_the_grade(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(edited(ROWS, ("{grade}（", "{grade:0}（")), encoding="utf-8")
    inputs: dict[str, CellValue] = {"plan": "达成", "goal": "部分达成", "done": 1, "planned": 1}
    scheme = load_file(tmp_path / "scheme.yaml")
    place = layout_of(scheme).score("planning")
    shown = stored(build(scheme, FormData(inputs=inputs)))[FORM][f"C{place.row}"]
    assert shown == "部分达成（100.0%）"
