"""A validation report as JSON, for other programs."""

from __future__ import annotations

import io
import json
from typing import TypedDict

from xlgen.campaign.arrivals import Arrival
from xlgen.campaign.progress import CampaignProgress, UnitProgress
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.campaign.validation_report import MissingForm, ValidationReport
from xlgen.reports.totals import FormCounts, Totals, form_counts, labelled_counts, totals
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of
from xlgen.suspicions.suspicion import Suspicion
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
    saved: str
    errors: int
    warnings: int
    notices: int
    findings: list[FindingJson]


class MissingJson(TypedDict):
    """A form that did not come: of which unit, about what, and which form; empty where nobody knows."""

    code: str
    name: str
    subject_code: str
    subject_name: str
    scheme: str
    form: str


class CopyJson(TypedDict):
    """A copy of a unit's form: when it was saved (UTC) and received, as far as that is known."""

    file: str
    sha256: str
    verdict: str
    total: float | None
    by_rule: float | None
    saved: str
    received: str
    check_code: str
    counts: bool


class UnitJson(TypedDict):
    """How it stands with a form that is due: its state and why, the file that counts, every copy, the newest first.

    details: what the roster says of the unit, by the names of `roster/details.py`. documents: 要件 by name, each with
    the file that it is or what was entered of it; empty where it did not come.
    """

    code: str
    name: str
    subject_code: str
    subject_name: str
    scheme: str
    state: str
    why: str
    overdue: bool
    total: float | None
    by_rule: float | None
    file: str
    copies: list[CopyJson]
    details: dict[str, str]
    documents: dict[str, str]


class ArrivalJson(TypedDict):
    """A file of which nobody knows for sure whose it is."""

    file: str
    proposed: str
    document: str
    why: str


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


class SuspicionJson(TypedDict):
    """A suspicion about a unit's form, to sample by. where: 工作表!单元格; empty for the form as a whole.

    other_…: the form of another unit that it is like; empty where it is like none.
    """

    kind: str
    message: str
    unit: str
    subject: str
    file: str
    where: str
    other_unit: str
    other_file: str
    other_where: str


class ReportJson(TypedDict):
    """The whole report. counts: what every report shows, by label: units with a roster, else files.

    units, missing, outside and unclaimed are null without a roster.
    """

    time: str
    counts: dict[str, int]
    totals: Totals
    forms: list[FormCounts]
    units: list[UnitJson] | None
    files: list[FileJson]
    missing: list[MissingJson] | None
    twice: list[DuplicateJson]
    outside: list[NotOnRosterJson] | None
    unclaimed: list[ArrivalJson] | None
    skipped: list[SkippedJson]
    suspicions: list[SuspicionJson]


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
        "time": validation.time,
        "counts": labelled_counts(validation),
        "totals": totals(validation),
        "forms": [{**each, "scheme": one_line(each["scheme"])} for each in form_counts(validation)],
        "units": [_unit(progress, unit) for progress in validation.rounds for unit in progress.units]
        if has_roster
        else None,
        "files": [_file(report) for report in validation.reports],
        "missing": [_missing(missing) for missing in validation.missing] if has_roster else None,
        "twice": [{"unit": unit, "scheme": scheme, "files": list(files)} for unit, files, scheme in validation.twice],
        "outside": [{"unit": unit, "scheme": scheme, "file": file} for unit, file, scheme in validation.outside]
        if has_roster
        else None,
        "unclaimed": [_arrival(arrival) for arrival in validation.unclaimed] if has_roster else None,
        "skipped": [{"name": file.name, "why": file.why} for file in validation.skipped],
        "suspicions": [_suspicion(each) for each in validation.suspicions],
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
        "saved": report.saved,
        "errors": report.count(Level.ERROR),
        "warnings": report.count(Level.WARNING),
        "notices": report.count(Level.NOTICE),
        "findings": [_finding(finding) for finding in report.findings],
    }


def _suspicion(suspicion: Suspicion) -> SuspicionJson:
    return {
        "kind": suspicion.kind,
        "message": suspicion.message,
        "unit": suspicion.unit,
        "subject": suspicion.subject,
        "file": suspicion.file,
        "where": suspicion.where,
        "other_unit": suspicion.other_unit,
        "other_file": suspicion.other_file,
        "other_where": suspicion.other_where,
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


def _unit(progress: CampaignProgress, unit: UnitProgress) -> UnitJson:
    form, counted = unit.form, unit.counted
    return {
        "code": one_line(form.code),
        "name": one_line(form.name),
        "subject_code": one_line(form.subject_code),
        "subject_name": one_line(form.subject_name),
        "scheme": one_line(progress.scheme),
        "state": unit.state,
        "why": one_line(unit.why),
        "overdue": unit.overdue,
        "total": counted.total if counted else None,
        "by_rule": unit.score,
        "file": one_line(counted.file) if counted else "",
        "copies": [_copy(copy, counted) for copy in unit.copies],
        "details": {key: one_line(text) for key, text in unit.details.items()},
        "documents": {name: one_line(text) for name, text in unit.documents(progress.about).items()},
    }


def _copy(copy: RecordedSubmission, counted: RecordedSubmission | None) -> CopyJson:
    return {
        "file": one_line(copy.file),
        "sha256": copy.fingerprint,
        "verdict": copy.verdict,
        "total": copy.total,
        "by_rule": copy.by_rule,
        "saved": copy.saved,
        "received": copy.received,
        "check_code": copy.code,
        "counts": counted is not None and counted.fingerprint == copy.fingerprint,
    }


def _arrival(arrival: Arrival) -> ArrivalJson:
    file, proposed, document, why = map(one_line, (arrival.file, arrival.proposed, arrival.document, arrival.why))
    return {"file": file, "proposed": proposed, "document": document, "why": why}


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
