"""How the score of a form must answer to a change of what is filled in, whatever was filled in before."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.random_fillings import COMPLETE, HABITS, random_filling
from tests.factories.rule_orders import orders
from xlgen.rules.rounding import excel_round, score_sum
from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, YUAN, YUAN_PER_TEN_THOUSAND, Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import FormScore, input_statuses, score_form
from xlgen.scoring.status import BLOCKING, Status
from xlgen.xlsx.values import CellValue

FILLINGS = [(name, seed) for name in SCHEMES for seed in range(24) if HABITS[seed % len(HABITS)] is COMPLETE]
CENT = 0.01


def _scores(form: FormScore) -> dict[str, float | None]:
    return {score.indicator.id: score.score for score in form.indicators}


def _with(filling: FormData, **inputs: CellValue) -> FormData:
    return replace(filling, inputs={**filling.inputs, **inputs})


def _in_yuan(specs: Mapping[str, Input], values: Mapping[str, CellValue]) -> dict[str, CellValue]:
    return {
        name: round(value * YUAN_PER_TEN_THOUSAND, 2)
        if isinstance(value, (int, float)) and specs[name].kind is InputType.MONEY
        else value
        for name, value in values.items()
    }


@pytest.mark.parametrize(("name", "seed"), FILLINGS)
def test_amounts_in_yuan__same_scores(name: str, seed: int) -> None:
    scheme = shipped_scheme(name)
    wan = _with(random_filling(scheme, seed), **{MONEY_UNIT: TEN_THOUSAND_YUAN})
    tables = {key: [_in_yuan(scheme.tables[key].columns, row) for row in rows] for key, rows in wan.tables.items()}
    yuan = replace(wan, inputs={**_in_yuan(scheme.all_inputs, wan.inputs), MONEY_UNIT: YUAN}, tables=tables)
    assert yuan.inputs != wan.inputs
    assert _scores(score_form(scheme, yuan)) == _scores(score_form(scheme, wan))
    assert score_form(scheme, yuan).total == score_form(scheme, wan).total


@pytest.mark.parametrize(("name", "seed"), FILLINGS)
def test_rows_in_another_order__scores_go_with_their_rows(name: str, seed: int) -> None:
    scheme, chance = shipped_scheme(name), random.Random(seed)
    filling = random_filling(scheme, seed)
    before = score_form(scheme, filling)
    for key in (key for key, table in scheme.tables.items() if not table.preset):
        order = list(range(len(filling.tables[key])))
        chance.shuffle(order)
        moved = [filling.tables[key][row] for row in order]
        after = score_form(scheme, replace(filling, tables={**filling.tables, key: moved}))
        assert after.tables[key].scores == [before.tables[key].scores[row] for row in order]
        assert after.tables[key].rows == [before.tables[key].rows[row] for row in order]
        assert _scores(after) == _scores(before)


@pytest.mark.parametrize("name", SCHEMES)
def test_blank__is_never_0(name: str) -> None:
    scheme, filling = shipped_scheme(name), random_filling(shipped_scheme(name), 0)
    compared = 0
    for indicator in scheme.indicators:
        for key in dependencies_of(scheme, indicator).inputs:
            if not scheme.all_inputs[key].numeric or not scheme.all_inputs[key].required:
                continue
            blank, nothing = (score_form(scheme, _with(filling, **{key: value})) for value in (None, 0))
            assert (blank.statuses[key], blank.total) == (Status.MISSING, None)
            assert _scores(blank)[indicator.id] is None
            if nothing.statuses[key] is Status.FILLED and not _open(nothing, scheme, indicator.id):
                assert _scores(nothing)[indicator.id] is not None
                compared += 1
    assert compared > 5


def _open(form: FormScore, scheme: Scheme, indicator: str) -> bool:
    """Whether anything else that an indicator needs is missing or wrong: 0 may limit another input."""
    (needed,) = [dependencies_of(scheme, each) for each in scheme.indicators if each.id == indicator]
    states = [form.statuses[key] for key in needed.inputs] + [form.tables[key].status for key in needed.tables]
    return any(state in BLOCKING for state in states)


def _worse(scheme: Scheme) -> Iterator[tuple[str, str, int]]:
    """Indicator, input, and the direction in which its value is no better: as the rule of its part says."""
    for indicator in scheme.indicators:
        for part in indicator.parts:
            for argument, order in orders(part.rule, part.parameters).items():
                for source in part.names(argument):
                    if part.table is None and source in scheme.all_inputs:
                        yield indicator.id, source, -order


@pytest.mark.parametrize(("name", "seed"), FILLINGS)
def test_worse_value__never_more_points(name: str, seed: int) -> None:
    scheme, filling = shipped_scheme(name), random_filling(shipped_scheme(name), seed)
    before, compared = _scores(score_form(scheme, filling)), 0
    for indicator, key, direction in _worse(scheme):
        spec, value = scheme.all_inputs[key], filling.inputs.get(key)
        if spec.options:
            worse: CellValue = spec.options[1 if direction < 0 else 0]
        else:
            step = 0.05 if spec.kind is InputType.PERCENT else 1
            worse = (value if isinstance(value, (int, float)) else 0) + direction * step
        changed = _with(filling, **{key: worse})
        if input_statuses(scheme, changed)[key] is Status.FILLED:
            first, second = before[indicator], _scores(score_form(scheme, changed))[indicator]
            if first is not None and second is not None:
                assert second <= first, (indicator, key, value, worse)
                compared += 1
    assert compared > 1


@pytest.mark.parametrize(("name", "seed"), FILLINGS)
def test_totals__sums_of_what_is_shown_and_never_more_than_full_marks(name: str, seed: int) -> None:
    scheme = shipped_scheme(name)
    form = score_form(scheme, random_filling(scheme, seed))
    shown = [score.score for score in form.indicators]
    summed = score_sum(shown)
    total = min(max(summed, 0.0), scheme.points) if scheme.adjustments else summed
    assert form.total == (None if None in shown else total)
    assert 0 <= total <= scheme.points
    adjusted = {each.id for each in scheme.adjustments}
    for score in form.indicators:
        if score.indicator.id not in adjusted:
            assert 0 <= (score.score or 0.0) <= score.points
        if score.exact is not None:
            assert abs(score.exact - (score.score or 0.0)) <= CENT / 2 + 1e-9
            assert score_sum(row.score for row in score.rows.values()) == score.score
        assert all(row.score <= row.points for row in score.rows.values()) or score.indicator.id in adjusted
    for group in scheme.groups:
        subtotal = form.of_group(group)
        if subtotal is not None:
            assert excel_round(subtotal, 2) == subtotal <= form.points_of_group(group)
