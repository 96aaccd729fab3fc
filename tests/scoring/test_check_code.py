"""核对码: it changes with every answer and score, with every swap of two, and not with texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import pytest

from tests.conftest import ALL_SCHEMES, SCORED_FORMS, published_filling, shipped_scheme
from tests.factories.random_fillings import random_filling
from xlgen.scheme.inputs import MAX_ROWS, Input, InputType
from xlgen.scoring.check_code import DIGITS, RESIDUES, check_code, items_of
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import score_form
from xlgen.xlsx.values import CellValue

FORMS = ["shenzhen-2021", "jiangning", "ningxiang-2021"]
"""Answers alone; tables and grades with shares; a form without scores."""
NUMBERS = [None, 0, -1, 1, 0.01, -0.01, 1e-6, 1 / 3, 0.9299, 0.93, 2, 20_000, 2e6, 200_000_000, 2e10, 2e12, 1e12, 1e13]
"""万元 and 元 of one amount among them."""
MOST_PAIRS = 300


class Answers:
    """All that counts in a form: the items, and by the weight of each, which no other has, its value."""

    def __init__(self, name: str) -> None:
        self.scheme = scheme = shipped_scheme(name)
        filling = published_filling(name) if name in SCORED_FORMS else random_filling(scheme, 0)
        filling, scored = with_overrides(filling, presets(scheme)), score_form(scheme, filling)
        scores = {key: row.score for score in scored.indicators for key, row in score.rows.items()}
        self.items = list(items_of(scheme))
        self.values: dict[int, CellValue] = {}
        for item in self.items:
            rows = filling.tables.get(item.name, ()) if item.column else ()
            if item.spec is None:
                self.values[item.weight] = scores.get(item.name) if item.name else scored.total
            elif item.column:
                self.values[item.weight] = rows[item.row].get(item.column) if item.row < len(rows) else None
            else:
                self.values[item.weight] = filling.inputs.get(item.name)

    def code(self, changed: Mapping[int, CellValue]) -> str:
        """The code with some values changed."""
        tables = {
            name: [dict[str, CellValue]() for _ in range(table.rows)] for name, table in self.scheme.tables.items()
        }
        inputs: dict[str, CellValue] = {}
        scores: dict[str, float | None] = {}
        for item in self.items:
            value = changed.get(item.weight, self.values[item.weight])
            if item.spec is None:
                scores[item.name] = value  # type: ignore[assignment]  # a score
            elif item.column:
                tables[item.name][item.row][item.column] = value
            else:
                inputs[item.name] = value
        return check_code(self.scheme, FormData(inputs, tables), scores, scores.get(""))


@pytest.fixture(params=FORMS)
def answers(request: pytest.FixtureRequest) -> Answers:
    return Answers(request.param)


def _others(spec: Input | None, value: CellValue) -> Iterator[CellValue]:
    """What may stand in a cell instead: every other option, the next cent or day, nothing."""
    if spec is not None and spec.options:
        yield from (option for option in [*spec.options, None] if option != value)
    elif isinstance(value, str) or value is None:
        yield from (0, 1, 0.01)
    else:
        steps = (1, -1) if spec is not None and spec.kind is InputType.DATE else (0.01, -0.01, 1, -1, 0.0001)
        yield from (value + step for step in steps)
        yield None


def test_code__changes_with_every_change_of_a_cell(answers: Answers) -> None:
    code, first_rows = answers.code({}), 2
    changed = [
        (item.name, item.column, item.row, other, answers.code({item.weight: other}))
        for item in answers.items
        if item.row < first_rows or answers.values[item.weight] is not None
        for other in _others(item.spec, answers.values[item.weight])
    ]
    assert len(changed) > 50
    assert [change for change in changed if change[-1] == code] == []


def test_code__changes_where_two_answers_are_swapped(answers: Answers) -> None:
    code, filled = answers.code({}), [item for item in answers.items if answers.values[item.weight] is not None]
    kinds = {item.weight: item.spec and (item.spec.kind, *item.spec.options) for item in filled}
    values = answers.values
    pairs = [
        (one.weight, other.weight)
        for one, other in combinations(filled, 2)
        if kinds[one.weight] == kinds[other.weight] and values[one.weight] != values[other.weight]
    ]
    assert pairs
    for one, other in pairs[:: len(pairs) // MOST_PAIRS + 1]:
        assert answers.code({one: values[other], other: values[one]}) != code


def test_code__of_each_number_is_another() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    codes = [check_code(scheme, FormData(), {}, number) for number in NUMBERS]
    assert len(set(codes)) == len(NUMBERS)
    assert {len(code) for code in codes} == {DIGITS + 1}
    assert check_code(scheme, FormData(), {}, 0.1 + 0.2) == check_code(scheme, FormData(), {}, 0.3)


def test_code__leaves_words_out() -> None:
    scheme, filling = shipped_scheme("shenzhen-2021"), published_filling("shenzhen-2021")
    texts = {name: "别的字" for name, spec in scheme.all_inputs.items() if spec.kind is InputType.TEXT}
    other = replace(filling, inputs={**filling.inputs, **texts}, remarks={}, evidence={}, notes={})
    assert check_code(scheme, other, {}, None) == check_code(scheme, filling, {}, None)


def test_code__of_another_form_or_year_is_another() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    others = [shipped_scheme("jiangning"), scheme.model_copy(update={"year": scheme.year + 1})]
    assert len({check_code(each, FormData(), {}, None) for each in (scheme, *others)}) == 3


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_weights__none_twice(name: str) -> None:
    scheme = shipped_scheme(name)
    weights = [item.weight for item in items_of(scheme.with_rows(dict.fromkeys(scheme.tables, MAX_ROWS)))]
    assert len(set(weights)) == len(weights)
    assert all(0 < weight < RESIDUES for weight in weights)
