"""Whatever happens to the text of a scheme, loading it gives a scheme or a list of problems, never a crash."""

from __future__ import annotations

import copy
import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories.schemes import assert_helpful
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_file
from xlgen.scheme.problems import SchemeError
from xlgen.scheme.source import Path as Steps
from xlgen.scheme.source import YamlSource
from xlgen.scheme.yaml_file import read_file

pytestmark = pytest.mark.slow


FILE = scheme_files()["shenzhen-2021"]
LINES = FILE.read_text(encoding="utf-8").splitlines()
ANYTHING: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**30, float("inf"), float("nan")),
    *("", " ", "是", "a/b", "{{", "{{ year }}", "{no where}", "1 +", "sum(effects.deduction)", "x" * 300, "\x07"),
    *([], {}, [[]], [None], {"a": 1}, ["a", 1], {"": {}}, datetime.date(2021, 1, 1), b"x"),
]
WRITTEN = ["", "~", "true", "1", "-1.5", ".nan", ".inf", "''", "[]", "{}", "[[]]", "{a: 1}", "- a", "2021-01-01"]
WRITTEN += ["'{{'", "'{no where}'", "1 +", "&x", "*x", "!!int a", "|", "是: 否", "\t", "'", '"', "@", "\x07", "\ud7ff"]
FUZZ = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],  # explaining a failure would take minutes
    suppress_health_check=list(HealthCheck),
)


def assert_loads_or_explains(file: Path) -> None:
    try:
        indicators, problems = load_file(file).indicators, []
    except SchemeError as error:
        indicators, problems = [], error.problems
    assert indicators or problems
    assert_helpful(problems)


@pytest.mark.parametrize("change", ["delete", "double", "swap", "replace"])
def test_changed_lines__load_or_explain(change: str, tmp_path: Path) -> None:
    number = st.integers(0, len(LINES) - 1)

    @settings(FUZZ, max_examples=15)
    @given(st.lists(number, min_size=2, max_size=2, unique=True), st.sampled_from(WRITTEN))
    def check(places: list[int], value: str) -> None:
        lines = list(LINES)
        first, second = places
        if change == "delete":
            del lines[max(places)], lines[min(places)]
        elif change == "double":
            lines.insert(first, lines[first])
        elif change == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        else:
            key, colon, _ = lines[first].partition(": ")
            lines[first] = f"{key}{colon}{value}"
        file = tmp_path / "scheme.yaml"
        file.write_text("\n".join(lines), encoding="utf-8")
        assert_loads_or_explains(file)

    check()


@cache
def original() -> YamlSource:
    return read_file(FILE)


@cache
def places() -> list[Steps]:
    return [steps for steps in original().places if steps]


PLACE = st.deferred(lambda: st.sampled_from(places()))
"""Any place of the scheme, which is read when the first test asks for it."""


def changed(data: Any, steps: Steps, value: Any) -> None:
    for step in steps[:-1]:
        data = data[step]
    data[steps[-1]] = value


@settings(FUZZ, max_examples=200)
@given(st.lists(st.tuples(PLACE, st.sampled_from(ANYTHING)), min_size=1, max_size=3))
def test_values_of_other_types__load_or_explain(changes: list[tuple[Steps, Any]]) -> None:
    data = copy.deepcopy(original().data)
    for steps, value in sorted(changes, key=lambda change: -len(change[0])):
        changed(data, steps, value)
    with patch("xlgen.scheme.load.read_scheme", lambda _: YamlSource(FILE, data, original().places)):
        assert_loads_or_explains(FILE)


@settings(FUZZ, max_examples=100)
@given(st.lists(PLACE, min_size=1, max_size=4, unique=True))
def test_missing_values__load_or_explain(removed: list[Steps]) -> None:
    data = copy.deepcopy(original().data)
    for steps in sorted(removed, key=lambda steps: (-len(steps), *(str(step) for step in steps))):
        parent = data
        for step in steps[:-1]:
            parent = parent[step]
        if isinstance(parent, dict):
            parent.pop(steps[-1], None)
        elif isinstance(parent, list) and parent:
            parent.pop()
    with patch("xlgen.scheme.load.read_scheme", lambda _: YamlSource(FILE, data, original().places)):
        assert_loads_or_explains(FILE)
