"""Audit rules: which of them do not hold, what they say, and what is open then."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.factories.audited_form import CASES, Case, audited_form
from xlgen.rules.expression import Column, Value, exact_sum
from xlgen.scheme.arithmetic import evaluate, parse
from xlgen.scoring.audit import home_of
from xlgen.scoring.form_score import FormScore, score_form
from xlgen.scoring.open_points import open_points
from xlgen.scoring.status import Status


def _scored(case: Case) -> FormScore:
    return score_form(audited_form().scheme, case.filling)


@pytest.mark.parametrize("name", CASES)
def test_rules__that_do_not_hold(name: str) -> None:
    audits = _scored(CASES[name]).audits
    assert tuple(rule for rule, audit in audits.items() if audit.broken) == CASES[name].broken


@pytest.mark.parametrize(
    ("name", "rule", "status"),
    [
        ("a sum that is off by a cent", "adds_up", Status.INVALID),
        ("a figure is missing", "adds_up", None),
        ("more than 30 %", "steady", Status.UNEXPLAINED),
        ("explained", "steady", Status.FILLED),
        ("explained by a symbol", "steady", Status.INVALID),
        ("explained by blanks", "steady", Status.UNEXPLAINED),
        ("explained although it holds", "steady", Status.FILLED),
        ("nothing of last year", "steady", Status.OPTIONAL),
    ],
)
def test_status(name: str, rule: str, status: Status | None) -> None:
    assert _scored(CASES[name]).audits[rule].status is status


def test_message__with_the_figures_of_the_form() -> None:
    assert _scored(CASES["beyond the tolerance"]).audits["of_projects"].message == (
        "《项目明细》金额合计与项目支出0.21相差超过0.01"
    )
    assert _scored(CASES["a rate just above 100 %"]).audits["not_above"].message == "预算执行率100.03%，超过100%"


def test_rules__leave_the_scores_alone() -> None:
    whole = _scored(CASES["a sum that is off by a cent"])
    assert whole.complete
    assert [score.score for score in whole.indicators] == [6, 4]


def test_open_points__are_the_rules_that_want_something() -> None:
    case = CASES["two at once"]
    scored, form = _scored(case), audited_form()
    shown = {key: row.score for score in scored.indicators for key, row in score.rows.items()}
    assert [(point.where, point.status) for point in open_points(form.scheme, case.filling, scored, shown)] == [
        ("单位基本情况", Status.INVALID),
        ("单位基本情况", Status.UNEXPLAINED),
        ("预算执行率", Status.UNEXPLAINED),
    ]


def test_home__the_last_indicator_whose_figures_it_uses() -> None:
    scheme = audited_form().scheme
    homes = {name: home_of(scheme, check) for name, check in scheme.checks.items()}
    assert {name: home and home.id for name, home in homes.items()} == {
        **dict.fromkeys(["adds_up", "of_projects", "steady", "no_projects"]),
        "not_above": "execution",
    }


def test_exact_sum__of_amounts_to_the_cent() -> None:
    """Against fractions: whatever the amounts, what agrees to the cent agrees, and a cent is a cent."""
    chance = random.Random(1)
    for _ in range(300):
        size = 10 ** chance.randint(1, 13)
        cents = [chance.randint(0, size) for _ in range(chance.randint(1, 8))]
        amounts = [cent / 100 for cent in cents]
        off = chance.choice([-1, 0, 0, 1])
        whole = (sum(cents) + off) / 100
        assert exact_sum(amounts, [whole]) == float(Fraction(-off, 100))


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("a + b == c", True),
        ("c - b - a == 0", True),
        ("-(a + b) != -c", False),
        ("a - (b - c) == 0.2", True),
        ("abs(a - b) <= 0.1", True),
        ("abs(a - b) < 0.1", False),
        ("a * 3 <= c", True),
        ("t == u", False),
        ("t == '甲' and a == min(a, c)", True),
    ],
)
def test_comparisons__exact_in_decimals(text: str, truth: bool) -> None:
    names: dict[str, Value | Column] = {"a": 0.1, "b": 0.2, "c": 0.3, "t": "甲", "u": "乙"}
    assert evaluate(parse(text), names, numbers={"a", "b", "c"}) is truth
