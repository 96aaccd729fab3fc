"""The verdict turns from 暂不能报送 to 可以报送 with the last thing filled in, and back with anything taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import formualizer
import pytest

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.typist import Typist
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated_cells
from xlgen.scheme.sheet_names import CHECK
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow


READY = "可以报送"
ONE_OPEN = "暂不能报送：还有 1 处待完善"
LAST_FILLED: Mapping[str, Mapping[str, CellValue]] = {
    "shenzhen-2021": {
        "satisfaction_rate": None,
        "unit_name": " ",
        "projects_planned": "11个",
        "misuse_found": "无",
        "key_tasks_unfinished": True,
    },
    "guangdong-2019": {"petitions_channel": None, "carryover_end": "12万元", "projects_finished": 9},
    "jiangning": {"training_planned": None, "long_plan_1": "基本达成", "long_plan_2_share": 0.7, "problems": None},
    "jiangsu-2020": {"control_completion": None, "staff_authorised": "8人", "funds_reason": None},
    "jiangmen-2024": {"evaluation_published": None, "unit_count": 1.5, "budget_passed": None, "result_budget": "Y"},
}
"""By scheme: an input, and what stands in it before it is filled in properly."""
LESS_THAN_FULL = {
    "guangdong-2019": "carryover",
    "jiangmen-2024": "budget_constraint",
    "jiangning": "nontax_completion",
    "shenzhen-2021": "budget_execution",
}
"""By scheme: an indicator that lost points and is explained by a remark alone."""

LAST_CELL = {
    "jiangning": [("duty_targets", 3, "points")],
    "jiangsu-2020": [("effects", 3, "deduction")],
}
"""By scheme: cells in rows of the form; without one of them the row is unfinished."""


class Shown:
    """What a scheme's workbook shows for a filling."""

    def __init__(self, name: str) -> None:
        self.typist = Typist(shipped_scheme(name))

    def verdict(self, filling: FormData) -> object:
        cells = stored(bytes(formualizer.recalculate_xlsx_bytes(self.typist.filled(filling))["bytes"]))
        return cells[CHECK][VERDICT_ON_CHECK.address]


@pytest.mark.parametrize("name", SCHEMES)
def test_verdict__turns_with_the_last_input(name: str) -> None:
    shown, filling = Shown(name), published_filling(name)
    assert shown.verdict(filling) == READY
    for key, before in LAST_FILLED[name].items():
        unfinished = replace(filling, inputs={**filling.inputs, key: before})
        assert (key, shown.verdict(unfinished)) == (key, ONE_OPEN)


@pytest.mark.parametrize("name", LESS_THAN_FULL)
def test_verdict__turns_with_the_last_reason(name: str) -> None:
    shown, filling = Shown(name), published_filling(name)
    below = LESS_THAN_FULL[name]
    silent = replace(filling, remarks={key: words for key, words in filling.remarks.items() if key != below})
    assert shown.verdict(silent) == ONE_OPEN
    assert shown.verdict(filling) == READY


@pytest.mark.parametrize("name", SCHEMES)
def test_verdict__turns_with_the_last_row(name: str) -> None:
    shown, filling = Shown(name), published_filling(name)
    table = next(iter(filling.tables))
    unfinished = [dict(row) for row in filling.tables[table]]
    unfinished[-1][next(iter(unfinished[-1]))] = None
    assert shown.verdict(replace(filling, tables={**filling.tables, table: unfinished})) == ONE_OPEN
    assert shown.verdict(replace(filling, tables={**filling.tables, table: ()})) == ONE_OPEN


@pytest.mark.parametrize("name", SCHEMES)
def test_verdict__blank_form_cannot_be_handed_in(name: str) -> None:
    assert str(Shown(name).verdict(FormData())).startswith("暂不能报送：还有 ")


def _nearly_finished(name: str) -> Iterator[FormData]:
    """The published form with one thing not filled in: a cell of a row, a share, an input."""
    filling = published_filling(name)
    for table, number, column in LAST_CELL.get(name, []):
        rows = [dict(row) for row in filling.tables[table]]
        rows[number][column] = None
        yield replace(filling, tables={**filling.tables, table: rows})
    key, before = next(iter(LAST_FILLED[name].items()))
    others: Mapping[str, CellValue] = {"discipline_2": "未达成"} if name == "jiangning" else {key: before}
    yield replace(filling, inputs={**filling.inputs, **others})


def test_verdict__turns_in_libreoffice_too(tmp_path: Path) -> None:
    expected: dict[Path, str] = {}
    for name in SCHEMES:
        shown = Shown(name)
        for number, filling in enumerate([published_filling(name), *_nearly_finished(name)]):
            file = tmp_path / f"{name}-{number}.xlsx"
            file.write_bytes(shown.typist.filled(filling))
            expected[file] = ONE_OPEN if number else READY
    found = recalculated_cells(list(expected), [CHECK], tmp_path / "office")
    assert list(expected.values()).count(ONE_OPEN) == len(SCHEMES) + sum(name in LAST_CELL for name in SCHEMES)
    assert {file: found[file][CHECK][VERDICT_ON_CHECK.row - 1][0] for file in expected} == expected


def test_verdict__turns_with_the_last_share_of_a_band() -> None:
    shown, filling = Shown("jiangning"), published_filling("jiangning")
    found = {}
    for share, words in ((None, "未切实运用。"), (0.59, ""), (0.59, "未切实运用。")):
        inputs = {**filling.inputs, "discipline_2": "未达成", "discipline_2_share": share}
        remarks = {**filling.remarks, "discipline": words}
        found[share, words != ""] = shown.verdict(replace(filling, inputs=inputs, remarks=remarks))
    assert found == {(None, True): ONE_OPEN, (0.59, False): ONE_OPEN, (0.59, True): READY}
