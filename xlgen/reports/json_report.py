"""A campaign for other programs."""

from __future__ import annotations

import io
import json
from typing import TypedDict

from xlgen.reports.totals import Totals, totals
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of


class FindingJson(TypedDict):
    """A finding; sheet, cell and indicator are empty where it is about the file as a whole."""

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
    """A file; unit, scheme and year are empty, the scores null, as far as they are not known."""

    name: str
    sha256: str
    verdict: str
    unit: str
    scheme: str
    year: str
    total: float | None
    by_rule: float | None
    grade: str
    errors: int
    warnings: int
    notices: int
    findings: list[FindingJson]


class UnitJson(TypedDict):
    """A unit on the roster."""

    code: str
    name: str


class TwiceJson(TypedDict):
    """A unit that returned several files."""

    unit: str
    files: list[str]


class OutsideJson(TypedDict):
    """A unit that is not on the roster."""

    unit: str
    file: str


class SkippedJson(TypedDict):
    """A file that was not checked."""

    name: str
    why: str


class CampaignJson(TypedDict):
    """Everything: missing, outside are null without a roster."""

    totals: Totals
    files: list[FileJson]
    missing: list[UnitJson] | None
    twice: list[TwiceJson]
    outside: list[OutsideJson] | None
    skipped: list[SkippedJson]


def json_report(campaign: ValidationReport) -> bytes:
    """The campaign as JSON in UTF-8."""
    written = io.BytesIO()  # piece by piece: all pieces together take many times the memory of the text
    for piece in json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(as_data(campaign)):
        written.write(piece.encode("utf-8"))
    return written.getvalue() + b"\n"


def as_data(campaign: ValidationReport) -> CampaignJson:
    """The campaign as plain data."""
    known = campaign.roster is not None
    return {
        "totals": totals(campaign),
        "files": [_file(each) for each in campaign.reports],
        "missing": [{"code": unit.code, "name": unit.name} for unit in campaign.missing] if known else None,
        "twice": [{"unit": unit, "files": list(files)} for unit, files in campaign.twice],
        "outside": [{"unit": unit, "file": file} for unit, file in campaign.outside] if known else None,
        "skipped": [{"name": each.name, "why": each.why} for each in campaign.skipped],
    }


def _file(report: FileReport) -> FileJson:
    return {
        "name": report.name,
        "sha256": report.fingerprint,
        "verdict": verdict_of(report),
        "unit": report.unit,
        "scheme": report.scheme,
        "year": report.year,
        "total": report.total,
        "by_rule": report.by_rule,
        "grade": report.grade,
        "errors": report.count(Level.ERROR),
        "warnings": report.count(Level.WARNING),
        "notices": report.count(Level.NOTICE),
        "findings": [_finding(each) for each in report.findings],
    }


def _finding(each: Finding) -> FindingJson:
    return {
        "code": each.code.name,
        "level": each.level,
        "part": each.code.part,
        "title": each.code.title,
        "sheet": each.sheet,
        "cell": each.cell,
        "indicator": each.indicator,
        "message": each.message,
        "remedy": each.remedy,
    }
