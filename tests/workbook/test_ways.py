"""Targets, comparisons, curves, ranks, ways of which one counts: as Python scores them, and as programs show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import formualizer
import pytest

from tests.factories.random_fillings import random_filling
from tests.factories.schemes import MINIMAL
from tests.factories.typist import Typist
from tests.oracles.cells import Cells, stored
from tests.oracles.libreoffice import recalculated
from tests.workbook.expected import expected_cells, same
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.form_score import score_form
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.layout import Layout
from xlgen.xlsx.values import CellValue

WAYS = MINIMAL.with_name("ways.yaml")
SEEDS = range(12)  # two of each of the units' habits
HALF: Row = {"points": 15, "name": "甲", "sign": "≤", "target": 80, "actual": 120, "why": "超支"}
"""Beyond its target by half: half the points."""
SHARE: Row = {"points": 15, "name": "乙", "sign": "定性", "share": 0.6, "why": "部分达成"}
COMPLETE = FormData(
    inputs={
        "unit_name": "甲", "money_unit": "万元", "satisfied": 0.9, "spent": 96, "planned": 80, "left": 0,
        "carried_over": 35, "place": 3, "completed": 0.9, "province": "否", "reports": 10, "funded": "否",
        "base_rate": 0.5,
    },
    tables={"targets": [HALF, SHARE]},
    remarks=dict.fromkeys(("cost", "surplus", "rank", "honours"), "已说明"),
)  # fmt: skip
SCORED = {"results": 16.5, "satisfaction": 10, "cost": 3.33, "surplus": 3, "rank": 3, "honours": 4}
CASES: Mapping[str, tuple[Mapping[str, CellValue], Mapping[str, float]]] = {
    "as it is": ({}, {}),
    "satisfaction below what the form lays down": ({"satisfied": 0.81}, {"satisfaction": 9}),
    "just within the plan": ({"spent": 80}, {"cost": 6}),
    "one 分 beyond the plan": ({"spent": 80.000001}, {"cost": 4}),
    "no more left than carried over": ({"left": 35}, {"surplus": 2}),
    "one 分 more": ({"left": 35.000001}, {"surplus": 0}),
    "first": ({"place": 1, "completed": 1.2}, {"rank": 5}),
    "fourth": ({"place": 4, "completed": 0.8}, {"rank": 0}),
    "best of two": ({"province": "是"}, {"honours": 5}),
    "both for nothing": ({"reports": 4}, {"honours": 1}),
    "other way applies": ({"funded": "是", "fund_rate": 0.75}, {"honours": 4.5}),
    "other way applies, high rate": ({"funded": "是", "fund_rate": 6.81}, {"honours": 5}),
}


@pytest.fixture(scope="module")
def ways() -> Scheme:
    return load_file(WAYS)


@pytest.fixture(scope="module")
def typist(ways: Scheme) -> Typist:
    return Typist(ways)


@pytest.mark.parametrize("name", CASES)
def test_case__scores_as_stated(name: str, ways: Scheme) -> None:
    inputs, scores = CASES[name]
    form = score_form(ways, replace(COMPLETE, inputs={**COMPLETE.inputs, **inputs}))
    assert {score.indicator.id: score.score for score in form.indicators} == {**SCORED, **scores}


def test_way_that_applies__waits_for_its_input(ways: Scheme) -> None:
    form = score_form(ways, replace(COMPLETE, inputs={**COMPLETE.inputs, "funded": "是"}))
    assert [score.indicator.id for score in form.indicators if not score.complete] == ["honours"]


def _fillings(ways: Scheme) -> Iterator[FormData]:
    for inputs, _ in CASES.values():
        yield replace(COMPLETE, inputs={**COMPLETE.inputs, **inputs})
    for seed in SEEDS:
        yield random_filling(ways, seed)


def _differing(layout: Layout, filling: FormData, cells: Cells) -> list[str]:
    shown = (
        (place, expected, cells[place.sheet].get(place.address, ""))
        for place, expected in expected_cells(layout, filling)
    )
    return [f"{place}: {found!r}, not {expected!r}" for place, expected, found in shown if not same(expected, found)]


def test_fillings__shown_by_formualizer_as_python_scores_them(ways: Scheme, typist: Typist) -> None:
    for filling in _fillings(ways):
        cells = stored(bytes(formualizer.recalculate_xlsx_bytes(typist.filled(filling))["bytes"]))
        assert not _differing(typist.layout, filling, cells), filling.inputs


def test_fillings__shown_by_libreoffice_with_formulas_and_with_functions(
    ways: Scheme, typist: Typist, tmp_path: Path
) -> None:
    native = {tmp_path / f"{place}.xlsx": filling for place, filling in enumerate(list(_fillings(ways))[::3])}
    for file, filling in native.items():
        file.write_bytes(typist.filled(filling))
    by_functions = {
        tmp_path / f"udf-{place}.xlsx": filling for place, filling in enumerate(list(_fillings(ways))[1::8])
    }
    for file, filling in by_functions.items():
        file.write_bytes(build(ways, filling, formulas=FormulaStyle.UDF))
    computed = recalculated(list(native), tmp_path / "native")
    computed |= recalculated(list(by_functions), tmp_path / "functions", functions=True)
    for file, filling in {**native, **by_functions}.items():
        assert not _differing(typist.layout, filling, stored(computed[file])), (file.stem, filling.inputs)
