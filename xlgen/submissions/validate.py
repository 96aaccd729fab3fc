"""One returned workbook checked: its findings, and what can be said of it in a line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.sheet_names import DATA, GUIDE, IDENTITY, POINTS_TO_CHECK
from xlgen.submissions.checks import computed, evidence, identity, inputs, narrative, sense, structure
from xlgen.submissions.checks import scores as arithmetic
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code, Level
from xlgen.submissions.foreign_form import ForeignForm, recognize
from xlgen.submissions.read import identity_in
from xlgen.submissions.submission import Submission
from xlgen.submissions.template import SHIPPED_TEMPLATES, NoTemplateError, Templates
from xlgen.text import display_text
from xlgen.workbook.layout import LABEL
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import workbook_of

Check = Callable[[Submission], Iterator[Finding]]
ALWAYS_CHECKS: tuple[Check, ...] = (
    structure.sheets,
    structure.rows,
    structure.protection,
    structure.settings,
    structure.other_programs,
    structure.labels,
    structure.filled,
)
"""They run always."""
CONTENT_CHECKS: tuple[Check, ...] = (
    identity.unit,
    structure.formulas,
    computed.results,
    inputs.cells,
    inputs.percents,
    inputs.money_units,
    inputs.tables,
    arithmetic.scores,
    arithmetic.total,
    arithmetic.levels,
    arithmetic.grade,
    arithmetic.sums,
    sense.above_points,
    sense.unexplained,
    sense.needless_reasons,
    sense.same_rows,
    sense.far_above_target,
    sense.approved,
    evidence.handed_in,
    evidence.named,
    narrative.total,
    narrative.grade,
    narrative.numbers,
)
"""What was filled in and computed: no use where the workbook is not laid out like its template."""
STRUCTURE_BREAKING = frozenset({Code.SHEET_MISSING, Code.SHEET_RENAMED, Code.ROWS_MOVED})
"""Findings after which cells cannot be told apart, so that all others would be noise …"""
UNREAD = frozenset({GUIDE, POINTS_TO_CHECK, IDENTITY})
"""… but for these sheets, from which nothing is read."""


@dataclass(frozen=True)
class FileReport:
    """What was found in one file. unit, scheme, year … are empty or None as far as the file could not be read."""

    name: str
    fingerprint: str = ""  # of the file's bytes
    unit: str = ""
    scheme: str = ""
    year: str = ""
    total: float | None = None  # as the workbook shows it
    by_rule: float | None = None
    grade: str = ""  # by rule
    findings: tuple[Finding, ...] = ()

    @property
    def readable(self) -> bool:
        """The file could be read."""
        return all(each.code is not Code.UNREADABLE for each in self.findings)

    @property
    def passed(self) -> bool:
        """Nothing was found that sends the form back."""
        return self.count(Level.ERROR) == 0

    def count(self, level: Level) -> int:
        """How many findings of a level."""
        return sum(each.level is level for each in self.findings)


class ExaminedFile(NamedTuple):
    """A file's report and, where it is laid out like its template, all that was read of it."""

    report: FileReport
    submission: Submission | None = None


def check_bytes(
    name: str,
    data: bytes,
    templates: Templates = SHIPPED_TEMPLATES,
    year: int | None = None,
    material: tuple[str, ...] = (),
) -> FileReport:
    """The report alone; see `examine`."""
    return examine(name, data, templates, year, material).report


def examine(
    name: str,
    data: bytes,
    templates: Templates = SHIPPED_TEMPLATES,
    year: int | None = None,
    material: tuple[str, ...] = (),
) -> ExaminedFile:
    """Check a workbook's bytes. name: what the file is called; templates: what it may have been made from.

    year: the one that is due. material: the names of the files handed in with it. Never fails on what is in the file.
    """
    fingerprint = hashlib.sha256(data).hexdigest()
    try:
        book = workbook_of(package_of(Path(name), data))
        identity = identity_in(book)
        if identity is None:
            return ExaminedFile(_without_template(name, fingerprint, recognize(book, templates.schemes(year))))
        try:
            template = templates.template(identity)
        except NoTemplateError as error:
            made_for = display_text(identity.unit), display_text(identity.scheme), display_text(identity.year)
            return ExaminedFile(FileReport(name, fingerprint, *made_for, findings=(error.finding,)))
        return _report(Submission(name, book, identity, template, material), fingerprint, year)
    except UnreadableError as error:
        return ExaminedFile(FileReport(name, fingerprint, findings=(unreadable(error),)))


def unreadable(error: UnreadableError) -> Finding:
    """The finding for a file that cannot be read."""
    return finding(Code.UNREADABLE, reason=error.message, remedy=error.remedy)


def _without_template(name: str, fingerprint: str, found: ForeignForm | None) -> FileReport:
    """What can be said of a workbook that was not made by xlgen."""
    if found is None:
        return FileReport(name, fingerprint, findings=(finding(Code.NOT_A_FORM),))
    return FileReport(name, fingerprint, scheme=found.scheme.id, total=found.total, findings=found.findings)


def _unit_in_its_place(submission: Submission) -> str:
    """The unit's name where the cell beside its label still holds it, though the rest may have moved."""
    place, sheet = submission.layout.values[UNIT_NAME], submission.book.sheet(DATA)
    label = None if sheet is None else sheet.value(f"{LABEL}{place.row}")
    if sheet is None or label != submission.scheme.inputs[UNIT_NAME].label:
        return ""
    return str(sheet.value(place.address) or "")


def _report(submission: Submission, fingerprint: str, year: int | None) -> ExaminedFile:
    identity, scheme = submission.identity, submission.scheme
    found = [each for check in ALWAYS_CHECKS for each in check(submission)]
    if year is not None and str(year) != identity.year:
        found.append(finding(Code.WRONG_YEAR, found=identity.year, expected=year))
    if any(each.code in STRUCTURE_BREAKING and each.sheet not in UNREAD for each in found):
        unit = display_text(identity.unit or _unit_in_its_place(submission))
        report = FileReport(submission.name, fingerprint, unit, scheme.id, identity.year, findings=tuple(found))
        return ExaminedFile(report)
    found += [each for check in CONTENT_CHECKS for each in check(submission)]
    by_rule = submission.comparison.by_rule
    report = FileReport(
        submission.name,
        fingerprint,
        submission.unit,
        scheme.id,
        identity.year,
        submission.returned.total,
        by_rule.total,
        by_rule.grade or "",
        tuple(found),
    )
    return ExaminedFile(report, submission)
