"""A workbook that says 可以报送 is sent back only for what it cannot know; one that does not say so is sent back."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.defects.checking import cases, checked_case, found_in
from xlgen.submissions.findings.catalogue import CODES
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.law import SEEN, Seen
from xlgen.submissions.findings.structure import StructureCode
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.workbook.verdict import READY
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of

NOT_COMPUTED = {StructureCode.NOT_COMPUTED, StructureCode.FUNCTIONS_MISSING}
"""No program has computed these workbooks: they say nothing."""


def verdict(file: Path) -> str:
    sheet = workbook_of(package_of(file, file.read_bytes())).sheet(VERDICT_ON_CHECK.sheet)
    return "" if sheet is None else str(sheet.value(VERDICT_ON_CHECK.address) or "")


def test_every_error__is_classified() -> None:
    assert set(SEEN) == {code for code in CODES.values() if code.level is Level.ERROR}


SEEN_IN_FORM = [case for code, seen in SEEN.items() if seen is Seen.FORM for case in cases(code)]


@pytest.mark.parametrize("case", SEEN_IN_FORM, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_error_that_the_form_sees__is_said_by_the_workbook(case: Path) -> None:
    assert not verdict(case).startswith(READY)


NO_ERRORS = [
    case
    for code in CODES.values()
    if code.level is not Level.ERROR and code not in NOT_COMPUTED
    for case in cases(code)
    if case.suffix == ".xlsx"
]


@pytest.mark.parametrize("case", NO_ERRORS, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_workbook_without_errors__says_that_it_is_ready(case: Path) -> None:
    findings = found_in(checked_case(case))
    assert not [finding for finding in findings if finding.level is Level.ERROR]
    moved = any(finding.code is StructureCode.CELLS_MOVED for finding in findings)
    assert verdict(case).startswith(READY) is not moved
