"""Checks one submitted workbook: its report with all findings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.sheet_names import FORM, GUIDE, IDENTITY
from xlgen.scheme.subject import NO_SUBJECT, Subject, subject_of
from xlgen.submissions.checks import (
    approved,
    audit,
    computed,
    evidence,
    first_edition,
    hidden,
    identity,
    inputs,
    looks,
    moved,
    narrative,
    problems,
    report,
    scores,
    sense,
    stored,
    structure,
)
from xlgen.submissions.finding import Finding, by_weight, finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.foreign_form import ForeignForm, recognize
from xlgen.submissions.narrative.report import file_name
from xlgen.submissions.read import identity_in
from xlgen.submissions.sources import Source
from xlgen.submissions.submission import Submission, submission_of
from xlgen.submissions.template import SHIPPED_TEMPLATES, NoTemplateError, Templates
from xlgen.text import display_text
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import workbook_of

Check = Callable[[Submission], Iterator[Finding]]
ALWAYS_CHECKS: tuple[Check, ...] = (
    identity.places,
    structure.sheets,
    structure.rows,
    structure.protection,
    structure.settings,
    structure.other_programs,
    structure.labels,
    structure.stray_contents,
    structure.rows_below_tables,
    hidden.sheets,
    hidden.cells,
    hidden.drawn_over,
    looks.cells,
)
"""Run on every workbook."""
CONTENT_CHECKS: tuple[Check, ...] = (
    identity.unit,
    identity.subject,
    structure.formulas,
    moved.cells,
    computed.results,
    stored.results,
    inputs.cells,
    inputs.reasons,
    inputs.percents,
    inputs.money_units,
    inputs.tables,
    scores.row_scores,
    scores.total,
    scores.levels,
    scores.grade,
    scores.sums,
    sense.scores_above_points,
    sense.unexplained_losses,
    audit.rules,
    sense.needless_reasons,
    sense.duplicate_rows,
    sense.far_above_target,
    approved.approved_values,
    approved.copy_not_compared,
    evidence.material_handed_in,
    evidence.material_named,
    narrative.total,
    narrative.grade,
    narrative.scores,
    narrative.numbers,
    narrative.figures,
    narrative.left_over,
    problems.lost_points,
    report.readable,
    report.year,
    report.unit,
)
"""Check what was filled in and computed; skipped if the workbook's structure is not that of its template."""
COMPARED_WITH_TEMPLATE: frozenset[Check] = frozenset(
    {
        structure.formulas,
        moved.cells,
        computed.results,
        stored.results,
        scores.row_scores,
        scores.total,
        scores.levels,
        scores.grade,
        sense.scores_above_points,
        narrative.numbers,
        narrative.figures,
    }
)
"""Those of them that need the cells to be where the template has them …"""
FIRST_EDITION_CHECKS: tuple[Check, ...] = (
    first_edition.edition,
    first_edition.typed_scores,
    identity.places,
    structure.settings,
    structure.other_programs,
    *(check for check in CONTENT_CHECKS if check not in COMPARED_WITH_TEMPLATE),
)
"""… which workbooks of the first edition have not."""
STRUCTURE_BREAKING = frozenset({StructureCode.SHEET_MISSING, StructureCode.SHEET_RENAMED, StructureCode.ROWS_MOVED})
"""Findings after which cells cannot be identified, so that content checks would only add noise …"""
UNREAD_SHEETS = frozenset({GUIDE, IDENTITY})
"""… unless they concern these sheets, from which nothing is read."""


@dataclass(frozen=True)
class FileReport:
    """What was found in one file, by weight. unit, scheme, year … are empty or None if they could not be read."""

    name: str
    fingerprint: str = ""  # of the file's bytes
    unit: str = ""
    scheme: str = ""
    year: str = ""
    total: float | None = None  # as the workbook shows it
    by_rule: float | None = None
    grade: str = ""  # by rule
    findings: tuple[Finding, ...] = ()
    form: str = ""  # the name of the scheme
    subject: Subject = NO_SUBJECT  # what the form is about beside its unit
    check_code: str = ""  # 核对码 of its answers and scores; empty while something is open
    saved: str = ""  # when it was last saved, by its own word, as 2026-03-01 09:30:00 UTC

    def __post_init__(self) -> None:
        """Put the findings in order: every report, letter and list shows them so."""
        object.__setattr__(self, "findings", by_weight(self.findings))

    @property
    def who(self) -> str:
        """The unit, and what its form is about."""
        return "　".join(filter(None, (self.unit, self.subject.label)))

    @property
    def readable(self) -> bool:
        """Whether the file could be read."""
        return all(finding.code is not IdentityCode.UNREADABLE for finding in self.findings)

    @property
    def passed(self) -> bool:
        """Whether nothing was found that sends the form back."""
        return self.count(Level.ERROR) == 0

    def count(self, level: Level) -> int:
        """The number of findings of a level."""
        return sum(finding.level is level for finding in self.findings)


class ExaminedFile(NamedTuple):
    """A file's report and, if its structure is that of its template, all that was read from it."""

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
    reports: tuple[Source, ...] = (),
) -> ExaminedFile:
    """Check a workbook's bytes.

    name: of the file, as reports show it. templates: what it may have been made from. year: the one that is due.
    material: the names of the files submitted with it; reports: those of them that are reports on it. Whatever is in
    the files, no error is raised.
    """
    fingerprint = hashlib.sha256(data).hexdigest()
    try:
        book = workbook_of(package_of(Path(name), data))
        identity = identity_in(book)
        if identity is None:
            return ExaminedFile(_foreign_report(name, fingerprint, recognize(book, templates.schemes(year))))
        try:
            submission = submission_of(name, book, identity, templates, material, reports)
        except NoTemplateError as error:
            made_for = display_text(identity.unit), display_text(identity.scheme), display_text(identity.year)
            report = FileReport(name, fingerprint, *made_for, findings=(error.finding,), subject=identity.subject)
            return ExaminedFile(report)
        examined = _check_with_reports(submission, fingerprint, year)
        return examined._replace(report=replace(examined.report, saved=book.saved))
    except UnreadableError as error:
        return ExaminedFile(FileReport(name, fingerprint, findings=(unreadable(error),)))


def _check_with_reports(submission: Submission, fingerprint: str, year: int | None) -> ExaminedFile:
    """Check the form and the reports on it; if our program fails on these, the form alone: its verdict must stand."""
    try:
        return _check_submission(submission, fingerprint, year)
    except UnreadableError:
        raise
    except Exception as error:
        if not submission.reports:
            raise
        examined = _check_submission(replace(submission, reports=()), fingerprint, year)
        failed = f"核对程序出错（{type(error).__name__}：{error}）"
        names = "、".join(map(file_name, submission.reports))
        told = finding(NarrativeCode.REPORT_UNREADABLE, names, reason=failed, remedy="请把文件发给维护人员")
        return examined._replace(report=replace(examined.report, findings=(*examined.report.findings, told)))


def unreadable(error: UnreadableError) -> Finding:
    """The finding for a file that cannot be read."""
    return finding(IdentityCode.UNREADABLE, reason=error.message, remedy=error.remedy)


def _foreign_report(name: str, fingerprint: str, form: ForeignForm | None) -> FileReport:
    """The report on a workbook that was not made by xlgen."""
    if form is None:
        return FileReport(name, fingerprint, findings=(finding(IdentityCode.NOT_A_FORM),))
    return FileReport(
        name, fingerprint, scheme=form.scheme.id, form=form.scheme.name, total=form.total, findings=form.findings
    )


def _unit_at_its_label(submission: Submission) -> str:
    """The unit's name, if its label is still in place although rows may have moved elsewhere; else empty."""
    place, sheet = submission.layout.values[UNIT_NAME], submission.book.sheet(FORM)
    label = f"{submission.layout.panel.label}{submission.layout.statuses[UNIT_NAME].row}"
    if sheet is None or sheet.value(label) != submission.template.issued[FORM].constants.get(label):
        return ""
    return str(sheet.value(place.address) or "")


def _check_submission(submission: Submission, fingerprint: str, year: int | None) -> ExaminedFile:
    identity, scheme = submission.identity, submission.scheme
    always, content = (FIRST_EDITION_CHECKS, ()) if submission.first_edition else (ALWAYS_CHECKS, CONTENT_CHECKS)
    findings = [finding for check in always for finding in check(submission)]
    if year is not None and str(year) != identity.year:
        findings.append(finding(IdentityCode.WRONG_YEAR, found=identity.year, expected=year))
    if any(finding.code in STRUCTURE_BREAKING and finding.sheet not in UNREAD_SHEETS for finding in findings):
        unit = display_text(identity.unit or _unit_at_its_label(submission))
        made_for = unit, scheme.id, identity.year
        report = FileReport(submission.name, fingerprint, *made_for, form=scheme.name, findings=tuple(findings))
        return ExaminedFile(replace(report, subject=subject_of(scheme.subject, {}, identity.subject)))
    findings += [finding for check in content for finding in check(submission)]
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
        tuple(findings),
        scheme.name,
        submission.subject,
        submission.comparison.check_code,
    )
    return ExaminedFile(report, submission)
