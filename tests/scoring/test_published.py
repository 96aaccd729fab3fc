"""Scores that units published, against what the rules give: case by case, and whole forms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PUBLISHED, published_filling, shipped_scheme
from xlgen.files.resources import SAMPLES
from xlgen.rules.rounding import excel_round
from xlgen.scheme.model import Scheme
from xlgen.scheme.yaml_file import read_yaml
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import FormScore, score_form
from xlgen.scoring.points import measure_value, rule_points

FOLDER = Path(__file__).with_name("published")
TOTALS = {
    "guangdong-2019": (95.97, 96),
    "jiangmen-2024": (99.99, 99.99),
    "jiangning": (99.44, 99.72),
    "jiangsu-2020": (99.00, 99.00),
    "national-project-2020": (98.62, 98.62),
    "shenzhen-2021": (95.25, 95.24),
}
"""By scheme: the total by rule, and as published."""


def _yaml(file: Path) -> Any:
    return read_yaml(file.read_text(encoding="utf-8"), file).data


CASES = [(name, case) for name in PUBLISHED for case in _yaml(FOLDER / f"{name}.yaml")]


def _part_score(scheme: Scheme, filling: FormData, indicator: str, number: int) -> float:
    (found,) = [each for each in scheme.indicators if each.id == indicator]
    names: dict[str, Any] = {name: filling.inputs.get(name) or 0.0 for name in scheme.all_inputs}
    for name, measure in found.measures.items():
        names[name] = measure_value(measure, names)
    points = rule_points(found.parts[number], names)
    assert isinstance(points, (int, float))
    return excel_round(points, 2)


def _by_indicator(form: FormScore) -> dict[str, float | None]:
    return {each.indicator.id: each.score for each in form.indicators}


def _by_row(form: FormScore) -> dict[str, float | None]:
    return {key: row.score for each in form.indicators for key, row in each.rows.items()}


@pytest.mark.parametrize(
    ("name", "case"), CASES, ids=[f"{name}-{case['indicator']}-{number}" for number, (name, case) in enumerate(CASES)]
)
def test_published_case__by_rule(name: str, case: dict[str, Any]) -> None:
    scheme, filling = shipped_scheme(name), published_filling(name)
    inputs, tables = {**filling.inputs, **case.get("inputs", {})}, {**filling.tables, **case.get("tables", {})}
    filling = replace(filling, inputs=inputs, tables=tables)
    if "part" in case:
        score: float | None = _part_score(scheme, filling, case["indicator"], case["part"])
    else:
        score = _by_indicator(score_form(scheme, filling))[case["indicator"]]
    assert score == case["by_rule"]
    assert (score == case["published"]) is ("because" not in case), "a disagreement needs its reason, and only it"


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_form__every_score_but_the_declared_disagreements(name: str) -> None:
    published = _yaml(SAMPLES / name / "published.yaml")
    scores = _by_row(score_form(shipped_scheme(name), published_filling(name)))
    assert set(scores) == set(published["scores"])
    differing = {
        key: (published["scores"][key], score) for key, score in scores.items() if score != published["scores"][key]
    }
    assert differing == {each["indicator"]: (each["published"], each["by_rule"]) for each in published["disagreements"]}
    assert all(each["because"] for each in published["disagreements"])


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_form__totals(name: str) -> None:
    published, by_rule = (
        _yaml(SAMPLES / name / "published.yaml"),
        score_form(shipped_scheme(name), published_filling(name)),
    )
    assert (by_rule.total, published["total"]) == TOTALS[name]
    assert excel_round(sum(published["scores"].values()), 2) == published["total"]
    assert by_rule.grade == "优"


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_form__reported_scores_are_the_disagreements(name: str) -> None:
    published = _yaml(SAMPLES / name / "published.yaml")
    assert published_filling(name).reported == {
        each["indicator"]: each["published"] for each in published["disagreements"]
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_form__assumed_values_are_named(name: str) -> None:
    scheme, data = shipped_scheme(name), _yaml(SAMPLES / name / "inputs.yaml")
    assert set(data["assumed"]) <= {*scheme.all_inputs, *scheme.tables}
    assert all(data["assumed"].values())
