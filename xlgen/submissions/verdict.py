"""Verdicts on submitted files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode

if TYPE_CHECKING:
    from xlgen.submissions.validate import FileReport


class Verdict(StrEnum):
    """The verdict on a file, in the words of the reports."""

    PASSED = "通过"
    WARNED = "需核实"
    RETURNED = "退回"
    UNREADABLE = "无法读取"
    FAILED = "核对出错"  # a fault of xlgen, not of the unit


def verdict_of(report: FileReport) -> Verdict:
    """The verdict that follows from a report."""
    if any(finding.code is IdentityCode.CHECK_FAILED for finding in report.findings):
        return Verdict.FAILED
    if not report.readable:
        return Verdict.UNREADABLE
    if not report.passed:
        return Verdict.RETURNED
    return Verdict.WARNED if report.count(Level.WARNING) else Verdict.PASSED
