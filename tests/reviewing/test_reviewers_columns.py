"""Reviewers' columns: locked for the unit, and alone open in the workbook that the bureau reviews."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

import xlgen
from tests.factories.schemes import MINIMAL, edited
from xlgen.reviewing.opening import workbook_of_review
from xlgen.reviewing.review_rows import Opened
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.approved import items_of
from xlgen.workbook.arrangement import layout_of

SCORE = "    - {title: [得分], content: score, width: 8}\n"
REVIEWED = SCORE + "    - {title: [财政审核评分], content: reviewed_score, width: 10, reviewed: true}\n"
UNIT = '"单位名称：{unit_name}", columns: 4}'
FILLING = FormData(
    {"unit_name": "甲", "money_unit": "万元", "spent": 10, "budget": 10, "late": 0, "falsified": "否"},
    {"tasks": [{"task": "一", "done": "完成"}]},
)


def _scheme(folder: Path) -> Scheme:
    file = folder / "scheme.yaml"
    file.write_text(edited(MINIMAL, (SCORE, REVIEWED), (UNIT, UNIT.replace("4", "5"))), encoding="utf-8")
    return load_file(file)


def _open_cells(file: Path) -> set[str]:
    sheet = load_workbook(io.BytesIO(file.read_bytes()))[FORM]
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}


def _reviewed_cells(scheme: Scheme) -> set[str]:
    layout = layout_of(scheme)
    rows = [row for indicator in scheme.indicators for row in layout.block(indicator).rows]
    return {f"{layout.form_column('reviewed_score')}{row}" for row in rows}


def test_reviewers_column__locked_for_the_unit_alone_open_for_the_bureau(tmp_path: Path) -> None:
    scheme = _scheme(tmp_path)
    issued = xlgen.build(scheme, FILLING).save(tmp_path / "issued.xlsx")
    assert not _open_cells(issued) & _reviewed_cells(scheme)
    review = tmp_path / "review.xlsx"
    opened = Opened("1", "f", "甲.xlsx", "甲", "3", items_of(FILLING), {})
    review.write_bytes(workbook_of_review(scheme, "甲", "甲", opened))
    assert _open_cells(review) == _reviewed_cells(scheme)


def test_value_in_a_reviewers_column__is_told(tmp_path: Path) -> None:
    scheme = _scheme(tmp_path)
    file = xlgen.build(scheme, FILLING).save(tmp_path / "returned.xlsx")
    book = load_workbook(file)
    layout = layout_of(scheme)
    book[FORM][f"{layout.form_column('reviewed_score')}{layout.spans['execution'].first}"] = 9
    book.save(file)
    assert "CELL_FILLED" in {finding.code.name for finding in xlgen.validate(file, scheme=scheme).findings}
