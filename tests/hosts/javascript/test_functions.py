"""functions.js is what Python generates, and gives what Python gives: results, errors, reasons, to the last bit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest

from javascript.script import functions_js, functions_json
from tests.conftest import ALL_FORMS
from tests.hosts.javascript import cases
from tests.hosts.javascript.engine import Call, differing, in_node
from tests.javascript.mutants import Mutant, mutants, unnoticed
from tests.rules import inputs
from udf.catalogue import FUNCTIONS
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS, FUNCTIONS_JSON, digest, digest_of, functions, guide_rows
from xlgen.rules.registry import RULES

MAX_BYTES = 60_000
RANDOM_CALLS = 8_000 if ALL_FORMS else 1_000
"""Of each of the 14 rules: 112,000 in all with `make test-all`, 14,000 with `make test`."""
SOME_CALLS = 100

SHIPPED = FUNCTIONS_JS.read_text(encoding="utf-8")


def test_shipped_files__are_what_python_generates() -> None:
    assert functions_js() == SHIPPED, "run make functions"
    assert functions_json() == FUNCTIONS_JSON.read_text(encoding="utf-8"), "run make functions"


def test_script__small_and_alone() -> None:
    assert len(SHIPPED.encode("utf-8")) <= MAX_BYTES
    assert digest() == digest_of(SHIPPED)
    assert SHIPPED.count(digest()) == 2, "in the first line and in the object"
    assert not re.search(r"\brequire\b|\bimport\b|\bfetch\b|\beval\b|https?:", SHIPPED)
    assert not re.search(r"\?\?|\?\.\w|replaceAll|\.at\(", SHIPPED), "WPS may have an old browser"


def test_script__another_digest_when_anything_changes() -> None:
    head, code = SHIPPED.split("\n", 1)
    assert digest_of(f"{head}\n{code.replace('0.0001', '0.001')}") != digest()


def test_described__as_in_python() -> None:
    described = functions()
    assert [function.name for function in described] == list(FUNCTIONS)
    for function in described:
        python = FUNCTIONS[function.name]
        assert function.help == python.help
        assert [vars(argument) for argument in python.arguments] == [
            argument._asdict() for argument in function.arguments
        ]
    assert [row[0] for row in guide_rows()[1:]] == [f"XLGEN.{name}" for name in FUNCTIONS]


@pytest.mark.parametrize("calls", [cases.official, cases.kinds, cases.borders, cases.characters])
def test_answers__those_of_python(calls: Callable[[], Iterator[Call]]) -> None:
    assert differing(list(calls())) == []


@pytest.mark.slow
def test_random_calls__answered_as_in_python() -> None:
    assert set(inputs.ARGUMENTS) == set(RULES)
    assert differing(list(cases.random_calls(RANDOM_CALLS))) == []


def test_calls__in_the_ways_of_hosts() -> None:
    calls, answers = zip(*cases.hosts(), strict=True)
    assert in_node(calls) == list(answers)


def test_failure_of_the_script__is_a_sentence() -> None:
    (answer,) = in_node([("RATIO_SCORE", None)])
    assert answer["error"] == "#VALUE!"
    assert re.fullmatch("函数出了错（TypeError: .*）。请把公式和所填的数发给维护人员", answer["reason"])


@pytest.mark.slow
def test_mutants_of_the_run_time__are_noticed() -> None:
    calls = [*cases.official(), *cases.kinds(), *cases.borders(), *cases.characters(), *cases.random_calls(SOME_CALLS)]
    changed = mutants(SHIPPED)
    assert len(changed) > 100
    untouched = Mutant(SHIPPED, "nothing is changed")
    assert unnoticed([untouched, *changed], calls) == [untouched.line]


def test_json__is_read_as_it_was_written() -> None:
    described = json.loads(FUNCTIONS_JSON.read_text(encoding="utf-8"))
    assert [found["name"] for found in described["functions"]] == list(FUNCTIONS)
