"""Random complete forms, damaged at random and repaired: everything is back, or it is told what is not."""

from __future__ import annotations

import random
from functools import cache

import pytest

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.corruptions import corruptions
from tests.factories.damages import DESTRUCTIVE, HARMLESS, damaged, pasted_as_values
from tests.factories.form_workbooks import minimal_form
from tests.factories.random_fillings import COMPLETE, HABITS, random_filling
from tests.factories.repaired import contents, repaired
from tests.factories.schemes import MINIMAL, ROWS, templates_of
from xlgen.errors import XlgenError
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.submissions.repair.fresh import fresh_form
from xlgen.workbook.build import build

SMALL = [str(MINIMAL), str(ROWS)]
FORMS = [(name, seed) for name in SMALL for seed in range(5)]
LARGE = [pytest.param(name, seed, marks=pytest.mark.slow) for name in SCHEMES for seed in range(2)]
COMPLETE_SEEDS = [seed for seed, habits in enumerate(HABITS) if habits is COMPLETE]


def scheme_of(name: str) -> Scheme:
    return load_file(MINIMAL if name == str(MINIMAL) else ROWS) if name in SMALL else shipped_scheme(name)


@cache
def complete_form(name: str, seed: int) -> tuple[Scheme, bytes]:
    scheme = scheme_of(name)
    seed = seed // len(COMPLETE_SEEDS) * len(HABITS) + COMPLETE_SEEDS[seed % len(COMPLETE_SEEDS)]
    return scheme, build(scheme, random_filling(scheme, seed))


def named(name: str) -> str:
    """The scheme as templates are asked for it: a shipped one is found by itself."""
    return name if name in SMALL else ""


@pytest.mark.parametrize(("name", "seed"), [*FORMS, *LARGE])
def test_damaged__the_same_is_filled_in(name: str, seed: int) -> None:
    scheme, data = complete_form(name, seed)
    chance = random.Random(seed)
    damages = chance.sample(HARMLESS, chance.randint(1, 3))
    form = repaired(damaged(data, chance, *damages), named(name))
    assert contents(form.content, scheme) == contents(data, scheme), damages


@pytest.mark.parametrize(("name", "seed"), [*FORMS, *LARGE[::2]])
def test_copied_as_values__the_same_is_filled_in(name: str, seed: int) -> None:
    scheme, data = complete_form(name, seed)
    form = repaired(pasted_as_values(data, seed % 4, seed % 3), named(name))
    assert contents(form.content, scheme) == contents(data, scheme)
    assert form.unplaced == []


@pytest.mark.parametrize(("name", "seed"), [*FORMS, *LARGE[::2]])
def test_something_destroyed__told_and_nothing_else_changed(name: str, seed: int) -> None:
    """What is gone is blank and named; no value has slipped into another's place."""
    scheme, data = complete_form(name, seed)
    chance = random.Random(seed)
    form = repaired(damaged(data, chance, chance.choice(DESTRUCTIVE), *chance.sample(HARMLESS, 1)), named(name))
    before, after = contents(data, scheme), contents(form.content, scheme)
    wrong = {key: (value, after[key]) for key, value in before.items() if after.get(key, value) != value}
    lost = [key for key in before if key not in after]
    for key in [key for key in wrong if isinstance(before[key], (dict, list))]:
        lost += _only_less(*wrong.pop(key))
    assert wrong == {}
    assert not lost or form.unplaced


def _only_less(before: object, after: object) -> list[str]:
    """What lacks in texts or rows; fails where anything is another."""
    if isinstance(before, dict) and isinstance(after, dict):
        assert all(before[key] == value for key, value in after.items())
        return [str(key) for key in before if key not in after]
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert all(row in before or row == {} or any(row.items() <= each.items() for each in before) for row in after)
    return ["row"]


@pytest.mark.slow
@pytest.mark.usefixtures("hang_guard")
def test_damaged_bytes__read_or_refused() -> None:
    for what, data in corruptions(minimal_form(), 120, 14):
        try:
            form = fresh_form(what, data, templates_of(str(MINIMAL)))
        except XlgenError as refused:
            assert "请" in str(refused)  # noqa: PT017  # of each file, not of one
        else:
            assert form.content
