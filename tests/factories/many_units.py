"""Many returned forms of one scheme: filled in completely at random, as workbooks or as rows of a summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from tests.factories.random_fillings import COMPLETE, HABITS, random_filling
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import score_form
from xlgen.submissions.unit_row import FormOf, UnitRow
from xlgen.workbook.build import build


def fillings(scheme: Scheme, count: int) -> Iterator[FormData]:
    """Complete fillings of so many units, each with a name of its own."""
    seeds = (seed for seed in range(count * len(HABITS)) if HABITS[seed % len(HABITS)] is COMPLETE)
    for number, seed in zip(range(1, count + 1), seeds, strict=False):
        filling = random_filling(scheme, seed)
        yield replace(filling, inputs={**filling.inputs, UNIT_NAME: f"第{number:04}单位"})


def workbooks(scheme: Scheme, count: int) -> dict[str, bytes]:
    """The forms of so many units as workbooks, by file name."""
    return {f"{filling.inputs[UNIT_NAME]}.xlsx": build(scheme, filling) for filling in fillings(scheme, count)}


def unit_rows(scheme: Scheme, count: int) -> list[UnitRow]:
    """The same as rows of a summary, without the workbooks."""
    return [_row(scheme, filling) for filling in fillings(scheme, count)]


def _row(scheme: Scheme, filling: FormData) -> UnitRow:
    score, unit = score_form(scheme, filling), str(filling.inputs[UNIT_NAME])
    lost = [each for each in score.indicators if (each.score or 0.0) < each.points]
    return UnitRow(
        f"{unit}.xlsx",
        unit,
        FormOf(scheme.id, str(scheme.year)),
        unit,
        {each.indicator.id: each.score for each in score.indicators},
        {each.indicator.id: each.points for each in score.indicators},
        {each.indicator.id: (filling.remarks.get(each.indicator.id, "未说明"),) for each in lost},
        score.total,
        score.total,
        0,
        None if score.terms is None else cast(float, score.terms.cap),
        score.total_note,
    )
