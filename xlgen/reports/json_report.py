"""A validation report as JSON, for other programs."""

from __future__ import annotations

import io
import json
from typing import TypedDict

from xlgen.reports.totals import FormTotals, Totals, form_totals, totals
from xlgen.submissions.batch import MissingForm, ValidationReport
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of
from xlgen.text import one_line


class FindingJson(TypedDict):
    """A finding. sheet, cell and indicator are empty if it concerns the whole file."""

    code: str
    level: str
    part: str
    title: str
    sheet: str
    cell: str
    indicator: str
    message: str
    remedy: str


class FileJson(TypedDict):
    """A file. What is unknown is empty, unknown scores null. Scores in points. subject: what the form is about."""

    name: str
    sha256: str
    verdict: str
    unit: str
    subject_code: str
    subject_name: str
    scheme: str
    form: str
    year: str
    total: float | None
    by_rule: float | None
    grade: str
    check_code: str
    errors: int
    warnings: int
    notices: int
    findings: list[FindingJson]


class UnitJson(TypedDict):
    """A unit on the roster."""

    code: str
    name: str


class MissingJson(UnitJson):
    """A form that did not come: of which unit, about what, and which form; empty where nobody knows."""

    subject_code: str
    subject_name: str
    scheme: str
    form: str


class DuplicateJson(TypedDict):
    """A unit that submitted several files of one form."""

    unit: str
    scheme: str
    files: list[str]


class NotOnRosterJson(TypedDict):
    """A unit that is not on the roster."""

    unit: str
    scheme: str
    file: str


class SkippedJson(TypedDict):
    """A file that was not checked."""

    name: str
    why: str


class ReportJson(TypedDict):
    """The whole report. missing and outside are null without a roster."""

    totals: Totals
    forms: list[FormTotals]
    files: list[FileJson]
    missing: list[MissingJson] | None
    twice: list[DuplicateJson]
    outside: list[NotOnRosterJson] | None
    skipped: list[SkippedJson]


def json_report(validation: ValidationReport) -> bytes:
    """The report as JSON in UTF-8."""
    buffer = io.BytesIO()  # written piece by piece: a list of all pieces takes many times the memory of the text
    for piece in json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(report_data(validation)):
        buffer.write(piece.encode("utf-8"))
    return buffer.getvalue() + b"\n"


def report_data(validation: ValidationReport) -> ReportJson:
    """The report as plain data."""
    has_roster = validation.roster is not None
    return {
        "totals": totals(validation),
        "forms": [{**counts, "scheme": one_line(counts["scheme"])} for counts in form_totals(validation)],
        "files": [_file(report) for report in validation.reports],
        "missing": [_missing(missing) for missing in validation.missing] if has_roster else None,
        "twice": [{"unit": unit, "scheme": scheme, "files": list(files)} for unit, files, scheme in validation.twice],
        "outside": [{"unit": unit, "scheme": scheme, "file": file} for unit, file, scheme in validation.outside]
        if has_roster
        else None,
        "skipped": [{"name": file.name, "why": file.why} for file in validation.skipped],
    }


def _file(report: FileReport) -> FileJson:
    return {
        "name": report.name,
        "sha256": report.fingerprint,
        "verdict": verdict_of(report),
        "unit": report.unit,
        "subject_code": report.subject.code,
        "subject_name": report.subject.name,
        "scheme": report.scheme,
        "form": report.form,
        "year": report.year,
        "total": report.total,
        "by_rule": report.by_rule,
        "grade": report.grade,
        "check_code": report.check_code,
        "errors": report.count(Level.ERROR),
        "warnings": report.count(Level.WARNING),
        "notices": report.count(Level.NOTICE),
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> FindingJson:
    return {
        "code": finding.code.name,
        "level": finding.level,
        "part": finding.code.part,
        "title": finding.code.title,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "indicator": finding.indicator,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _missing(missing: MissingForm) -> MissingJson:
    unit = missing.unit
    return {
        "code": one_line(unit.code),
        "name": one_line(unit.name),
        "subject_code": one_line(unit.subject.code),
        "subject_name": one_line(unit.subject.name),
        "scheme": one_line(missing.scheme),
        "form": missing.form,
    }
