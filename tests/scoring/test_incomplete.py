"""Blank is not 0: an indicator that lacks something has no score, nor has the form a total."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import PUBLISHED, published_filling, shipped_scheme
from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import input_statuses, score_form
from xlgen.scoring.status import Status
from xlgen.xlsx.values import CellValue

REQUIRED = [
    (name, indicator, key)
    for name in PUBLISHED
    for indicator in shipped_scheme(name).indicators
    for key in dependencies_of(shipped_scheme(name), indicator).inputs
    if shipped_scheme(name).all_inputs[key].required
]


def _with(filling: FormData, **inputs: CellValue) -> FormData:
    return replace(filling, inputs={**filling.inputs, **inputs})


@pytest.mark.parametrize("blank", [None, "", " "], ids=["nothing", "empty text", "spaces"])
@pytest.mark.parametrize(("name", "indicator", "key"), REQUIRED, ids=[f"{n}-{i.id}-{k}" for n, i, k in REQUIRED])
def test_required_input_blank__indicator_and_total_have_no_score(
    name: str, indicator: Indicator, key: str, blank: CellValue
) -> None:
    scheme, filling = shipped_scheme(name), published_filling(name)
    form = score_form(scheme, _with(filling, **{key: blank}))
    (score,) = [each for each in form.indicators if each.indicator.id == indicator.id]
    assert (score.score, score.complete) == (None, False)
    assert key in score.open
    assert (form.total, form.grade, form.complete) == (None, None, False)
    sharing = [each.id for each in scheme.indicators if key in dependencies_of(scheme, each).inputs]
    assert [each.indicator.id for each in form.indicators if not each.complete] == sharing


@pytest.mark.parametrize(("name", "indicator", "key"), REQUIRED, ids=[f"{n}-{i.id}-{k}" for n, i, k in REQUIRED])
def test_required_input_missing_or_wrong__status(name: str, indicator: Indicator, key: str) -> None:
    scheme, filling = shipped_scheme(name), published_filling(name)
    assert input_statuses(scheme, filling)[key] is Status.FILLED
    assert input_statuses(scheme, _with(filling, **{key: None}))[key] is Status.MISSING
    if scheme.all_inputs[key].kind is not InputType.TEXT:  # any text is a text
        assert input_statuses(scheme, _with(filling, **{key: "待定"}))[key] is Status.INVALID


def test_blank_form__nothing_has_a_score(scheme: Scheme) -> None:
    form = score_form(scheme, FormData())
    scores = {each.indicator.id: each.score for each in form.indicators}
    adjustments = dict.fromkeys((each.id for each in scheme.adjustments), 0.0)  # nobody was praised or blamed
    assert scores == {**dict.fromkeys(scores), **adjustments}
    assert form.total is None
    assert [form.of_group(group) for group in scheme.groups] == [None] * len(scheme.groups)


def test_incomplete_form__the_others_keep_their_scores(scheme: Scheme, filling: FormData) -> None:
    whole = score_form(scheme, filling)
    first = next(each for each in reversed(whole.indicators) if dependencies_of(scheme, each.indicator).inputs)
    key = next(iter(dependencies_of(scheme, first.indicator).inputs))
    form = score_form(scheme, _with(filling, **{key: None}))
    others = {each.indicator.id: each.score for each in whole.indicators if each is not first}
    assert {each.indicator.id: each.score for each in form.indicators} == {**others, first.indicator.id: None}
    touched = [group for group in scheme.groups if first.indicator in list(group.leaves())]
    for group in scheme.groups:
        assert form.of_group(group) == (None if group in touched else whole.of_group(group))
