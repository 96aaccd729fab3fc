"""Shares by grade, points of rows, reasons, results: stated case by case, for Python, formualizer and LibreOffice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeAlias

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.factories.schemes import ROWS
from tests.factories.typist import Typist
from tests.oracles.cells import Cells, Value, stored
from tests.oracles.libreoffice import Rows, recalculated_cells
from tests.workbook.expected import expected_cells, same
from xlgen.scheme.form import Content
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import CHECK, FORM, LIST
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.status import Status
from xlgen.workbook.layout import VERDICT_ON_CHECK, Layout, LineKind
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

READY, ONE_OPEN = "可以报送", "暂不能报送：还有 1 处待完善"
FULL: Row = {"grade": "达成", "share": 1}
FIRST: Row = {"name": "依法履职", "points": 4, **FULL}
"""Its name and points are laid down by the form."""
SECOND: Row = {"name": "服务", "points": 6, **FULL}
COMPLETE = FormData(
    inputs={"unit_name": "甲", "plan": "达成", "goal": "达成", "done": 7, "planned": 8},
    tables={"duties": [FIRST, SECOND]},
)
REMARK = (LineKind.REMARK, "work")
Computed: TypeAlias = tuple[Layout, dict[str, tuple[Cells, dict[str, Rows]]]]
Shown: TypeAlias = Mapping[str, CellValue]
"""What is looked at (see _place), and what it must show."""


@dataclass(frozen=True)
class Case:
    """A filling and what the workbook must show for it."""

    filling: FormData
    shown: Shown


def _inputs(shown: Shown, **inputs: CellValue) -> Case:
    return Case(replace(COMPLETE, inputs={**COMPLETE.inputs, **inputs}), shown)


def _rows(shown: Shown, *rows: Row, **remarks: str) -> Case:
    return Case(replace(COMPLETE, tables={"duties": rows}, remarks=remarks), shown)


def _band(grade: CellValue, share: CellValue, alone: str, row: str) -> Case:
    """A share beside its grade, one status for both; and as cells of a row, in which both are required."""
    rows = [FIRST, {**SECOND, "grade": grade, "share": share}]
    inputs = {**COMPLETE.inputs, "plan": grade, "plan_share": share}
    return Case(replace(COMPLETE, inputs=inputs, tables={"duties": rows}), {"plan": alone, "row 2": row})


def _points(status: str, *points: CellValue, also: Shown | None = None) -> Case:
    rows = [FIRST, *({**SECOND, "points": each} for each in points)]
    return _rows({"duties": status, "work.1": 4.0 if status == "已填" else "", **(also or {})}, *rows)


def _worst(*grades: str) -> str:
    return max(grades, key=["达成", "部分达成", "未达成"].index)


BANDS = {
    f"{grade} {share}": _band(grade, share, alone, row)
    for grade, share, alone, row in [
        ("达成", 1, "已填", "已填"),
        ("达成", 0.8, "已填", "已填"),
        ("达成", 0.7999, "有误", "有误"),
        ("达成", 1.0001, "有误", "有误"),
        ("达成", None, "已填", "待填"),
        ("部分达成", 0.8, "已填", "已填"),
        ("部分达成", 0.6, "已填", "已填"),
        ("部分达成", 0.8001, "有误", "有误"),
        ("部分达成", 0.5999, "有误", "有误"),
        ("部分达成", None, "已填", "待填"),
        ("未达成", 0.5999, "已填", "已填"),
        ("未达成", 0.6, "有误", "有误"),  # an end that the band does not include
        ("未达成", 0, "已填", "已填"),
        ("未达成", 0.6001, "有误", "有误"),
        ("未达成", -0.0001, "有误", "有误"),
        ("未达成", None, "待填", "待填"),  # the exact share is demanded
        ("未达成", "50%", "有误", "有误"),
        ("未达成", " ", "有误", "有误"),
        (None, 0.3, "待填", "待填"),  # the grade is what is missing
        (None, None, "待填", "待填"),
        ("优", 0.3, "有误", "有误"),  # the grade is what is wrong
        ("优", None, "有误", "有误"),
    ]
}
POINTS = {
    "points below": _points("待填", 5.99),
    "points finer than a cent": _points("有误", 1.6666666667, 1.6666666667, 2.6666666666),  # 1.67 + 1.67 + 2.67 > 6
    "points finer than a cent in a row that is not finished": _rows({"row 2": "有误"}, FIRST, {"points": 0.001}),
    "points that add up": _points("已填", 6, also={"work.2": 6.0, "verdict": READY}),
    "points that add up to the last bit": _points("已填", 5.7, 0.1, 0.2),
    "points above": _points("有误", 6.01),
    "points just above": _points("有误", 6.000000001),
    "row without points": _points("已填", 6, 0, also={"work.3": 0.0, "verdict": READY}),
    "points as text": _points("有误", "6"),
    "points left blank": _points("待填", None),
    "points beyond the column": _points("有误", 10.5),
    "negative points": _points("有误", 7, -1),
    "points of an unfinished row do not count": _rows(
        {"duties": "待填", "row 3": "待填"}, FIRST, SECOND, {"points": 3, **FULL}
    ),
}
PRESETS = {
    "nothing filled in beside what is laid down": _rows({"row 1": "选填", "duties": "待填"}, {}, SECOND),
    "all rows blank": _rows({"row 1": "选填", "row 2": "选填", "duties": "待填", "verdict": ONE_OPEN}),
    "begun beside what is laid down": _rows({"row 1": "待填", "duties": "待填"}, {"why": "无"}, SECOND),
}
HALF: Row = {"grade": "未达成", "share": 0.5}
REASONS = {
    "no points lost": _rows({"remark": "选填", "verdict": READY}, FIRST, SECOND),
    "points lost without a reason": _rows({"remark": "待说明", "verdict": ONE_OPEN}, FIRST, {**SECOND, **HALF}),
    "reason in the row": _rows({"remark": "选填", "verdict": READY}, FIRST, {**SECOND, **HALF, "why": "延期"}),
    "spaces are no reason": _rows({"remark": "待说明"}, FIRST, {**SECOND, **HALF, "why": " \u3000"}),
    "reason in the wrong row": _rows({"remark": "待说明"}, {**FIRST, "why": "延期"}, {**SECOND, **HALF}),
    "reason in one of two rows": _rows({"remark": "待说明"}, {**FIRST, **HALF, "why": "延期"}, {**SECOND, **HALF}),
    "reason in both rows": _rows(
        {"remark": "选填", "verdict": READY}, {**FIRST, **HALF, "why": "甲"}, {**SECOND, **HALF, "why": "乙"}
    ),
    "reason for all rows together": _rows(
        {"remark": "已填", "verdict": READY}, {**FIRST, **HALF}, {**SECOND, **HALF}, work="都延期了"
    ),
    "row without points loses none": _rows({"remark": "选填"}, FIRST, SECOND, {**SECOND, "points": 0, **HALF}),
}
EIGHTY: Row = {"grade": "达成", "share": 0.8335}
ROUNDING = {  # 3.334 + 2.5005 + 2.5005 = 8.335: rounding the sum would give 8.34
    "each row is rounded": _rows(
        {"work.1": 3.33, "work.2": 2.5, "work.3": 2.5, "sum": 8.33, "total": 18.33},
        {**FIRST, **EIGHTY},
        {**SECOND, **EIGHTY, "points": 3},
        {**SECOND, **EIGHTY, "points": 3},
    ),
}
RESULTS = {
    f"{plan}, {goal}": _inputs(
        {"result of planning": f"{_worst(plan, goal)}（87.5%）"},
        plan=plan,
        plan_share=0.6 if plan == "部分达成" else 0.59,
        goal=goal,
        goal_share=0.6 if goal == "部分达成" else 0.59,
    )
    if "达成" not in (plan, goal)
    else _inputs(
        {"result of planning": f"{_worst(plan, goal)}（87.5%）"},
        plan=plan,
        plan_share=0 if plan == "未达成" else None,
        goal=goal,
        goal_share=0 if goal == "未达成" else None,
    )
    for plan, goal in product(["达成", "部分达成", "未达成"], repeat=2)
}
RESULTS |= {
    "result while something is missing": _inputs({"result of planning": ""}, done=None),
    "result while a grade is missing": _inputs({"result of planning": ""}, goal=None),
    "result while something is wrong": _inputs({"result of planning": ""}, plan="优"),
    "result by the words for a divisor of 0": _inputs({"result of planning": "达成（100.0%）"}, done=0, planned=0),
    "result of rows": _rows(
        {"result of work.1": "100%", "result of work.2": "50%，3次", "result of work.3": "", "basis of work.2": "延期"},
        FIRST,
        {**SECOND, **HALF, "times": 3, "why": "延期"},
    ),
    "result of 0 in a row": _rows(
        {"result of work.2": "0%，0次", "work.2": 0.0}, FIRST, {**SECOND, "grade": "未达成", "share": 0, "times": 0}
    ),
}
CASES = {**BANDS, **POINTS, **PRESETS, **REASONS, **ROUNDING, **RESULTS}


def _place(layout: Layout, what: str) -> CellRef:
    """Where it is shown: the status of an input, a row (row 2), the table or the remark; a row's score (work.2)."""
    table, (kind, _, name) = layout.tables["duties"], what.partition(" of ")
    if kind in ("result", "basis"):
        return CellRef(FORM, layout.form_column(Content(kind)) or "", layout.spans[name].first)
    if what.startswith("row "):
        return CellRef(table.sheet, table.status, table.first + int(what[4:]) - 1)
    if what in layout.statuses:
        return layout.statuses[what]
    if what in layout.spans:
        return layout.score(what)
    others = {
        "duties": table.overall,
        "remark": layout.status_of(next(line for line in layout.lines if (line.kind, line.name) == REMARK)),
        "sum": layout.result(next(each for each in layout.scheme.indicators if each.id == "work")),
        "total": layout.total,
        "verdict": VERDICT_ON_CHECK,
    }
    return others[what]


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """By case what formualizer computes, and what LibreOffice does."""
    folder, typist = tmp_path_factory.mktemp("rows"), Typist(load_file(ROWS))
    files = {folder / f"{number}.xlsx": name for number, name in enumerate(CASES)}
    for file, name in files.items():
        file.write_bytes(typist.filled(CASES[name].filling))
    sheets = [FORM, LIST, CHECK, typist.layout.tables["duties"].sheet]
    by_office = recalculated_cells(list(files), sheets, folder / "office")
    return typist.layout, {
        name: (stored(bytes(formualizer.recalculate_xlsx_bytes(file.read_bytes())["bytes"])), by_office[file])
        for file, name in files.items()
    }


def _in_office(sheets: dict[str, Rows], place: CellRef) -> str:
    return sheets[place.sheet][place.row - 1][column_index_from_string(place.column) - 1]


@pytest.mark.parametrize("name", CASES)
def test_case__shown_alike_by_python_formualizer_and_libreoffice(name: str, computed: Computed) -> None:
    layout, (cells, by_office) = computed[0], computed[1][name]
    in_python: dict[CellRef, Value] = dict(expected_cells(layout, CASES[name].filling))
    for what, stated in CASES[name].shown.items():
        place = _place(layout, what)
        expected = Status(stated) if stated in set(Status) else stated
        for shown in (cells[place.sheet].get(place.address, ""), _in_office(by_office, place)):
            assert same(expected, shown), (what, expected, shown)
        if place in in_python:
            assert (what, in_python[place]) == (what, expected)
