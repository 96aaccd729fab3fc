"""Totals that are rescaled and capped, and what is said of them."""

from __future__ import annotations

import pytest

from tests.factories.capped_form import NO_QUALITY, TOTALS, capped_form
from xlgen.scoring.form_score import FormScore, score_form
from xlgen.xlsx.values import CellValue


def _scored(**changes: CellValue) -> FormScore:
    form = capped_form()
    return score_form(form.scheme, form.filled(changes))


@pytest.mark.parametrize(("changes", "total"), TOTALS.values(), ids=TOTALS)
def test_total(changes: dict[str, CellValue], total: float | None) -> None:
    assert _scored(**changes).total == total


def test_left_out__other_indicators_keep_their_points() -> None:
    points = {score.indicator.id: score.points for score in _scored(**NO_QUALITY).indicators}
    assert points == {"execution": 20, "quality": 0, "benefit": 20, "satisfaction": 20, "bonus": 0}


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, ""),
        ({"audited": None}, ""),
        (NO_QUALITY, "各项得分合计60.00分；适用指标满分60分，按100分折算"),
        ({"spent": 49}, "各项得分合计89.80分；执行率低于50%的，总分最高59分"),
        (
            {**NO_QUALITY, "spent": 55, "audited": "是"},
            "各项得分合计51.00分；适用指标满分60分，按100分折算；审计发现重大问题的，总分最高60分",
        ),
    ],
)
def test_note__why_the_total_is_not_the_sum(changes: dict[str, CellValue], note: str) -> None:
    assert _scored(**changes).total_note == note


def test_nothing_applies__no_points() -> None:
    form = capped_form()
    only = [leaf for leaf in form.scheme.indicators if leaf.id in ("quality", "benefit")]
    group = form.scheme.groups[0].model_copy(update={"indicators": only})
    alone = form.scheme.model_copy(update={"groups": [group], "points": 60, "caps": [], "adjustments": []})
    for cached in ("indicators", "all_inputs", "all_measures", "rescaling", "_dependencies"):
        vars(alone).pop(cached, None)
    assert score_form(alone, form.filled({"quality_applies": "不适用", "benefit_applies": "不适用"})).total == 0
