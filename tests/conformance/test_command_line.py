"""Every case of conformance/ through the command line, in a fresh process for each file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conformance.carrying_out import Difference, differences
from conformance.commands import EachInAProcess, InOneProcess
from conformance.files import File, RuleCase, RuleFile, SchemeCase, SchemeFile, files, read
from tests.conftest import ALL_FORMS

pytestmark = pytest.mark.slow
SMALLEST = "jiangsu-2020"
"""The form whose cases take 5 seconds and not 20; the others are for `make test-all` and `make conformance`."""
SWEPT = [file for file in files() if ALL_FORMS or file.parent.name == "rules" or file.stem == SMALLEST]


def _carried_out(file: File, folder: Path) -> list[Difference]:
    with InOneProcess() as commands:
        return list(differences(file, commands, folder))


@pytest.mark.parametrize("file", SWEPT, ids=lambda file: file.stem)
def test_cases__come_out_as_expected(file: Path, tmp_path: Path) -> None:
    assert _carried_out(read(file), tmp_path) == []


def _rule_file() -> RuleFile:
    file = read(next(file for file in files() if file.stem == "sized_deduct_score"))
    assert isinstance(file, RuleFile)
    (form, *_) = file.forms
    some = [case for case in form.cases if case.refused][:1] + [case for case in form.cases if case.score == 1.5]
    return file.model_copy(update={"forms": [form.model_copy(update={"cases": some})]})


def test_cases__the_same_with_a_process_for_every_command(tmp_path: Path) -> None:
    assert list(differences(_rule_file(), EachInAProcess([sys.executable, "-m", "xlgen"]), tmp_path)) == []


def _wrong(case: RuleCase) -> RuleCase:
    return case.model_copy(update={"refused": {"due": "WRONG_VALUE"}} if case.refused else {"score": 1.49})


def test_rule_that_comes_out_otherwise__is_told(tmp_path: Path) -> None:
    file = _rule_file()
    form = file.forms[0]
    wrong = file.model_copy(update={"forms": [form.model_copy(update={"cases": [*map(_wrong, form.cases)]})]})
    assert [(found.what, found.found) for found in _carried_out(wrong, tmp_path)] == [
        ("score", 1.5),
        ("refused", {"pre_evaluation_missed": "WRONG_VALUE"}),
    ]


def test_form_that_comes_out_otherwise__is_told(tmp_path: Path) -> None:
    file = read(next(file for file in files() if file.stem == SMALLEST))
    assert isinstance(file, SchemeFile)
    base = file.cases[0]
    expected = {
        "scores": {**base.scores, "staff_management": 9.0}, "total": 98.0, "grade": "良", "findings": [("BLANK", "")],
    }  # fmt: skip
    refused: SchemeCase = next(case for case in file.cases if case.refused)
    cases = [base.model_copy(update=expected), refused.model_copy(update={"refused": {}})]
    found = _carried_out(file.model_copy(update={"cases": cases}), tmp_path)
    assert {difference.what for difference in found} == {"staff_management", "total", "grade", "findings", "refused"}
