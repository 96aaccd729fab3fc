"""Rows of the form that come back: scores of their own typed over, in rows that are used and in rows that are not."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories.form_workbooks import read_back
from tests.factories.schemes import ROWS
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData, Row
from xlgen.submissions.compare import Comparison, compare
from xlgen.submissions.read import read_returned
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

FULL: Row = {"grade": "达成", "share": 1}
FILLED = FormData(
    inputs={"unit_name": "甲", "plan": "达成", "goal": "达成", "done": 8, "planned": 8},
    tables={"duties": [FULL, {"name": "服务", "points": 6, **FULL, "share": 0.9, "why": "延期"}]},
)
READY, ONE_OPEN = "可以报送", "暂不能报送：还有 1 处待完善"


@cache
def scheme() -> Scheme:
    return load_file(ROWS)


def _returned(filling: FormData, cells: Mapping[CellRef, CellValue] | None = None) -> tuple[Comparison, object]:
    """A workbook of this filling as it comes back with some cells changed; and the verdict that it shows."""
    book = load_workbook(io.BytesIO(build(scheme(), filling)), data_only=True)
    for place, value in (cells or {}).items():
        book[place.sheet][place.address].value = value
    verdict = book[VERDICT_ON_CHECK.sheet][VERDICT_ON_CHECK.address].value
    saved = io.BytesIO()
    book.save(saved)
    return compare(scheme(), read_returned(read_back(saved.getvalue()), scheme(), Path("returned.xlsx")), ""), verdict


def _reported(**scores: float) -> tuple[Comparison, object]:
    """A workbook with scores typed over their formulas; its verdict is about what it asks for, these are locked."""
    return _returned(replace(FILLED, reported={f"work.{key[1:]}": score for key, score in scores.items()}))


def test_rows__agree_as_filled() -> None:
    comparison, verdict = _reported()
    assert comparison.clean
    assert (comparison.returned.reported, comparison.by_rule.total, verdict) == (
        {"planning": 10, "work.1": 4, "work.2": 5.4, "work.3": None, "work.4": None},
        19.4,
        READY,
    )


def test_reported_row__is_shown_and_named() -> None:
    comparison, verdict = _reported(_2=5.5)
    assert comparison.returned.reported["work.2"] == 5.5
    assert comparison.returned.total == 19.5
    assert comparison.differing_rows == [("服务", 5.4, 5.5)]
    assert (comparison.total_agrees, comparison.open, verdict) == (False, [], READY)
    (work,) = [indicator for indicator in comparison.to_json()["indicators"] if indicator["id"] == "work"]
    assert (work["score"], work["reported"]) == (9.4, 9.5)
    assert [(row["id"], row["name"], row["score"], row["reported"]) for row in work["rows"]] == [
        ("work.1", "依法履职", 4, 4),
        ("work.2", "服务", 5.4, 5.5),
    ]


def test_differences_that_compensate__are_found_in_both_rows() -> None:
    comparison, verdict = _reported(_1=3.9, _2=5.5)
    assert (comparison.total_agrees, comparison.clean, verdict) == (True, False, READY)
    assert comparison.differing_rows == [("依法履职", 4, 3.9), ("服务", 5.4, 5.5)]
    assert [str(point) for point in comparison.open] == ["待说明：履职——评分说明（未达标原因、改进措施）"]


@pytest.mark.parametrize(("row", "score"), [("_2", 6.01), ("_1", 4.01)])
def test_score_above_the_points_of_its_row__is_wrong(row: str, score: float) -> None:
    comparison, verdict = _reported(**{row: score})
    assert [point.status for point in comparison.open] == ["有误"]
    assert verdict == READY


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_score_in_a_row_that_is_not_used__is_wrong(score: float) -> None:
    comparison, verdict = _reported(_4=score)
    assert comparison.differing_rows == [("履职", None, score)]
    assert [str(point) for point in comparison.open] == ["有误：履职——得分不是由公式算出的数，或超过分值"]
    assert verdict == READY


@pytest.mark.parametrize("typed", [None, "六分", True])
def test_score_that_is_no_number__is_wrong(typed: CellValue) -> None:
    comparison, _ = _returned(FILLED, {layout_of(scheme()).score("work.2"): typed})
    assert comparison.differing_rows == [("服务", 5.4, None)]
    assert [point.status for point in comparison.open] == ["有误"]


def test_preset_cells_altered__the_form_s_own_count() -> None:
    table = layout_of(scheme()).tables["duties"]
    name, points = (CellRef(table.sheet, table.columns[column], table.first) for column in ("name", "points"))
    comparison, _ = _returned(FILLED, {name: "别的", points: 1})
    assert [row.name for row in comparison.by_rule.indicators[1].rows.values()] == ["依法履职", "服务"]
    assert (comparison.by_rule.total, comparison.open) == (19.4, [])


def test_preset_row_filled_by_nobody__counts_as_blank() -> None:
    comparison, verdict = _returned(replace(FILLED, tables={"duties": [{}, *FILLED.tables["duties"][1:]]}))
    assert [str(point) for point in comparison.open] == ["待填：履职——《履职指标》"]
    assert verdict == ONE_OPEN


DATA = """
inputs: {unit_name: 甲, plan: 达成, goal: 达成, done: 8, planned: 8}
tables:
  duties:
    - {grade: 达成, share: 100%}
    - {name: 服务, points: 6, grade: 达成, share: 0.9, why: 延期}
reported: {work.2: 6.0}
"""


def test_data__presets_need_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text(DATA, encoding="utf-8")
    filling = load_form_data(tmp_path / "data.yaml", scheme())
    assert filling.tables["duties"][0] == {"name": "依法履职", "points": 4, **FULL}
    assert filling.reported == {"work.2": 6.0}
    assert _returned(filling)[0].differing_rows == [("服务", 5.4, 6.0)]
