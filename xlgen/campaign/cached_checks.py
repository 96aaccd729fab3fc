"""Checking what came back, with what the record of the campaign remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.result_cache import CachedRunner
from xlgen.execution.executor import Executor
from xlgen.submissions.file_check import CheckedFile, FileChecker, failed_check
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings import Code
from xlgen.submissions.unit_row import FormOf, UnitRow
from xlgen.submissions.validate import FileReport


def cached_checks(manifest: CampaignRecord, checking: FileChecker, engine: Executor) -> CachedRunner[CheckedFile]:
    """Checking with a record; what could not be read, or our own program failed on, is tried again."""
    scheme, year = checking.scheme, checking.year
    return CachedRunner(manifest, engine, "核对", checking, failed_check, _packed, _unpacked, scheme, year)


def _packed(checked: CheckedFile) -> Any:
    report, row = checked
    if not report.fingerprint:  # nothing of the file was seen: it was open in Excel, out of reach, or killed us
        return None
    findings = [{**vars(each), "code": each.code.name} for each in report.findings]
    return [{**vars(report), "findings": findings}, row and vars(row)]


def _unpacked(plain: Any) -> CheckedFile:
    report, row = plain
    findings = tuple(_finding(each) for each in report["findings"])
    return CheckedFile(FileReport(**{**report, "findings": findings}), row and _row(row))


def _finding(facts: Mapping[str, Any]) -> Finding:
    return Finding(**{**facts, "code": Code[facts["code"]]})


def _row(facts: Mapping[str, Any]) -> UnitRow:
    reasons = {name: tuple(texts) for name, texts in facts["reasons"].items()}
    return UnitRow(**{**facts, "form": FormOf(*facts["form"]), "reasons": reasons})
