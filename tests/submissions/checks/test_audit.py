"""Audit rules in returned forms: what is found, where, and what becomes of the explanations."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tests.factories.audited_form import CASES, Case, audited_form
from tests.factories.returned_forms import codes, typed
from tests.factories.schemes import templates_of
from xlgen.reports.feedback import annotated_copy
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.repair.fresh import fresh_form
from xlgen.submissions.validate import examine
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.workbook.verdict import READY
from xlgen.xlsx.refs import CellRef

FORM_UNDER_TEST = audited_form()
LAYOUT = layout_of(FORM_UNDER_TEST.scheme)
OURS = {"AUDIT_BROKEN", "AUDIT_UNEXPLAINED", "AUDIT_EXPLAINED"}
EXPLAINED = CASES["explained"]


def _place(cell: CellRef) -> str:
    return f"{cell.sheet}!{cell.address}"


STEADY = _place(LAYOUT.explanations["steady"])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("all hold, of numbers that are none in binary", []),
        ("a sum that is off by a cent", [("AUDIT_BROKEN", FORM_UNDER_TEST.place("basic"))]),
        ("beyond the tolerance", [("AUDIT_BROKEN", FORM_UNDER_TEST.place("projects"))]),
        ("more than 30 %", [("AUDIT_UNEXPLAINED", STEADY)]),
        ("explained", [("AUDIT_EXPLAINED", STEADY)]),
        ("explained by a symbol", [("AUDIT_UNEXPLAINED", STEADY)]),
        ("explained by blanks", [("AUDIT_UNEXPLAINED", STEADY)]),
        ("explained although it holds", []),
        ("a figure is missing", [("AUDIT_UNEXPLAINED", _place(LAYOUT.explanations["not_above"]))]),
    ],
)
def test_rule_that_does_not_hold__one_finding_at_its_cell(name: str, found: list[tuple[str, str]]) -> None:
    findings = FORM_UNDER_TEST.findings(CASES[name].filling)
    assert [each for each in codes(findings) if each[0] in OURS] == found


def test_messages__say_the_figures_and_what_to_check() -> None:
    broken, explained = (
        next(each for each in FORM_UNDER_TEST.findings(CASES[name].filling) if each.code.name in OURS)
        for name in ("a sum that is off by a cent", "explained")
    )
    assert broken.message == "基本支出0.1与项目支出0.2之和不等于支出合计0.31"
    assert "“基本支出”“项目支出”“支出合计”" in broken.remedy
    assert explained.message == "支出合计0.3与上年0.43相差30%以上。单位说明：新成立"
    assert (explained.level, explained.indicator) == (Level.WARNING, "")


def test_explanation_that_is_too_long() -> None:
    filling = Case({}, (), {"steady": "长" * 2001}).filling
    assert codes(FORM_UNDER_TEST.findings(filling)) == [("UNFIT_TEXT", STEADY)]


def _random_fillings() -> list[FormData]:
    """Cases mixed at random: each input as one of them has it."""
    chance, fillings = random.Random(15), [case.filling for case in CASES.values()]
    mixed = []
    for _ in range(30):
        inputs = {name: chance.choice(fillings).inputs[name] for name in fillings[0].inputs}
        mixed.append(replace(fillings[0], inputs=inputs, explanations=chance.choice(fillings).explanations))
    return mixed


@pytest.mark.slow
@pytest.mark.parametrize("filling", [*(case.filling for case in CASES.values()), *_random_fillings()])
def test_verdict_of_the_workbook__is_that_of_the_check(filling: FormData) -> None:
    data = build(FORM_UNDER_TEST.scheme, filling)
    verdict = load_workbook(io.BytesIO(data), data_only=True)[VERDICT_ON_CHECK.sheet][VERDICT_ON_CHECK.address].value
    errors = [each for each in FORM_UNDER_TEST.check(data) if each.level is Level.ERROR]
    assert (verdict == READY) == (not errors), errors


def test_explanation__typed_and_read_back() -> None:
    report, submission = examine(
        "表.xlsx",
        typed({STEADY: "新成立的单位"}, build(FORM_UNDER_TEST.scheme, CASES["more than 30 %"].filling)),
        templates_of(FORM_UNDER_TEST.name),
    )
    assert submission is not None
    assert submission.filling.explanations == {"steady": "新成立的单位"}
    assert [each.code for each in report.findings] == [SenseCode.AUDIT_EXPLAINED]


def test_explanation__survives_a_repair_and_stands_in_the_annotated_copy() -> None:
    data = build(FORM_UNDER_TEST.scheme, EXPLAINED.filling)
    templates = templates_of(FORM_UNDER_TEST.name)
    report, submission = examine("表.xlsx", data, templates)
    assert submission is not None
    cell = LAYOUT.explanations["steady"].address
    for copy in (fresh_form("表.xlsx", data, templates).content, annotated_copy(submission, report.findings)):
        assert load_workbook(io.BytesIO(copy))[FORM][cell].value == "新成立"


def test_comparison__tells_programs() -> None:
    _, submission = examine(
        "表.xlsx", build(FORM_UNDER_TEST.scheme, EXPLAINED.filling), templates_of(FORM_UNDER_TEST.name)
    )
    assert submission is not None
    told = {each["id"]: each for each in submission.comparison.to_json()["checks"]}
    assert told["steady"] == {
        "id": "steady",
        "level": "核实性",
        "broken": True,
        "message": "支出合计0.3与上年0.43相差30%以上。",
        "explanation": "新成立",
    }
    assert not told["adds_up"]["broken"]
