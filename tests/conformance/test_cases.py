"""The files of conformance/: read strictly, written in one way, and right by an oracle that shares no code with us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance import oracle
from conformance.files import ROOM, RuleCase, RuleFile, RuleForm, SchemeFile, files, read, schema, written
from tests.conftest import PUBLISHED, SCORED_FORMS, published_filling
from tests.rules.inputs import of_schemes
from xlgen.files.resources import SAMPLES
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.yaml_file import read_yaml

RULE_FILES = [file for file in map(read, files()) if isinstance(file, RuleFile)]
SCHEME_FILES = [file for file in map(read, files()) if isinstance(file, SchemeFile)]
CALLS = [(file.rule, form, case) for file in RULE_FILES for form in file.forms for case in form.cases]
SCORED = [call for call in CALLS if not call[2].refused]
SHORTENED = ("见公布的报告", "文字")
"""What stands for the long texts of a published form."""


def _named(call: tuple[str, RuleForm, RuleCase]) -> str:
    return f"{call[0]}-{call[1].id}-{list(call[2].arguments.values())}"


def test_files__one_for_every_rule_and_form() -> None:
    assert {file.rule for file in RULE_FILES} == set(RULES), "conformance/rules lacks a rule"
    assert {file.scheme for file in SCHEME_FILES} == set(SCORED_FORMS), "conformance/schemes lacks a form"
    assert [file.stem for file in files()] == [*(f.rule for f in RULE_FILES), *(f.scheme for f in SCHEME_FILES)]


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_file__is_written_in_the_one_way(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == written(json.loads(file.read_bytes()))


def test_schema__is_that_of_the_files() -> None:
    assert (ROOM / "schema.json").read_text(encoding="utf-8") == schema(), "python -m conformance.renew writes it"


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: file.rule)
def test_rule__has_passing_failing_and_published_cases(file: RuleFile) -> None:
    cases = [case for form in file.forms for case in form.cases]
    assert len(cases) >= 10
    assert any(case.refused for case in cases)
    assert any(case.score is None and not case.refused for case in cases)
    labels = {case.label for case in cases}
    assert "derived" in labels
    assert "published" in labels or not of_schemes(file.rule), "a published form uses the rule"
    assert all(len({str(case.arguments) for case in form.cases}) == len(form.cases) for form in file.forms)


@pytest.mark.parametrize(("rule", "form", "case"), SCORED, ids=map(_named, SCORED))
def test_score__as_the_oracle_computes_it(rule: str, form: RuleForm, case: RuleCase) -> None:
    assert oracle.score(rule, form, case) == case.score


@pytest.mark.parametrize(("rule", "form", "case"), SCORED, ids=map(_named, SCORED))
def test_score__as_the_rule_computes_it(rule: str, form: RuleForm, case: RuleCase) -> None:
    if case.score is None:
        return  # a rule never sees a blank
    points = RULES[rule].score({name: _seen(value) for name, value in case.arguments.items()}, form.parameters)
    assert not isinstance(points, Formula)
    assert excel_round(points, SCORE_PLACES) == case.score


def _seen(value: Any) -> Any:
    """A value as a rule sees it: a quotient computed, a blank share as 0."""
    if isinstance(value, str) and "/" in value:
        dividend, divisor = value.split("/")
        return float(dividend) / float(divisor)
    return [_seen(item) for item in value] if isinstance(value, (list, tuple)) else 0.0 if value is None else value


@pytest.mark.parametrize(
    "file", [file for file in SCHEME_FILES if file.scheme in PUBLISHED], ids=lambda file: file.scheme
)
def test_base__is_the_published_form(file: SchemeFile) -> None:
    filling = published_filling(file.scheme)
    kept = {name: value for name, value in filling.inputs.items() if value is not None}
    assert _differing(kept, file.base.inputs) == {}
    for name, rows in filling.tables.items():
        assert len(rows) == len(file.base.tables.get(name, ()))
        for row, based in zip(rows, file.base.tables.get(name, ()), strict=True):
            assert _differing({column: row[column] for column in based if column in row}, based) == {}
    published: Any = read_yaml((SAMPLES / file.scheme / "published.yaml").read_text(encoding="utf-8"), ROOM).data
    if published["disagreements"]:
        reported = {each["indicator"]: each["published"] for each in published["disagreements"]}
        assert (file.cases[1].label, file.cases[1].change.reported) == ("published", reported)


def _differing(kept: Any, based: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in kept.items()
        if based.get(name) != value and not str(based.get(name)).startswith(SHORTENED)
    }


@pytest.mark.parametrize("file", SCHEME_FILES, ids=lambda file: file.scheme)
def test_total__is_the_sum_of_the_scores(file: SchemeFile) -> None:
    for case in file.cases:
        scores = {**file.cases[0].scores, **case.scores}.values()
        if case.refused:
            assert (case.total, case.scores) == (None, {})
        elif None in scores:
            assert (case.total, case.grade) == (None, None)
        else:
            cents = sum(round(score * 100) for score in scores if score is not None)
            assert case.total == max(min(cents, 100_00), 0) / 100, case.name
