"""Checking returned files with the results that the record of the campaign keeps."""

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


def cached_checks(record: CampaignRecord, checker: FileChecker, executor: Executor) -> CachedRunner[CheckedFile]:
    """A checker with a cache. Files that could not be read, or that xlgen itself failed on, are checked again."""
    return CachedRunner(record, executor, "核对", checker, failed_check, _pack, _unpack, checker.scheme, checker.year)


# By hand, and not by pydantic: file names may hold halves of characters, which its JSON refuses.
def _pack(checked: CheckedFile) -> Any:
    report, row = checked
    if not report.fingerprint:  # no byte was read: the file was open in Excel, unreachable, or crashed the process
        return None
    findings = [{**vars(finding), "code": finding.code.name} for finding in report.findings]
    return [{**vars(report), "findings": findings}, row and vars(row)]


def _unpack(plain: Any) -> CheckedFile:
    report, row = plain
    findings = tuple(_finding(finding) for finding in report["findings"])
    return CheckedFile(FileReport(**{**report, "findings": findings}), row and _row(row))


def _finding(facts: Mapping[str, Any]) -> Finding:
    return Finding(**{**facts, "code": Code[facts["code"]]})


def _row(facts: Mapping[str, Any]) -> UnitRow:
    reasons = {name: tuple(texts) for name, texts in facts["reasons"].items()}
    return UnitRow(**{**facts, "form": FormOf(*facts["form"]), "reasons": reasons})
