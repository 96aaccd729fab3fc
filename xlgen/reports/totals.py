"""The totals that every report of a validation begins with, and their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings.code import Code, Level
from xlgen.submissions.verdict import Verdict
from xlgen.xlsx.write import styles

LEVEL_FILLS = {Level.ERROR: styles.INVALID_FILL, Level.WARNING: styles.MISSING_FILL, Level.NOTICE: styles.SECTION_FILL}
"""Fill colours of cells with a finding, by level."""


class Totals(TypedDict):
    """Numbers of files by verdict, of findings by level, and of units on and off the roster."""

    files: int
    passed: int
    warned: int
    returned: int
    unreadable: int
    failed: int
    errors: int
    warnings: int
    notices: int
    due: int | None  # null without a roster
    missing: int | None
    outside: int | None
    twice: int


def totals(validation: ValidationReport) -> Totals:
    """The totals of a validation."""
    has_roster = validation.roster is not None
    return {
        "files": len(validation.reports),
        "passed": validation.count(Verdict.PASSED),
        "warned": validation.count(Verdict.WARNED),
        "returned": validation.count(Verdict.RETURNED),
        "unreadable": validation.count(Verdict.UNREADABLE),
        "failed": validation.count(Verdict.FAILED),
        "errors": sum(report.count(Level.ERROR) for report in validation.reports),
        "warnings": sum(report.count(Level.WARNING) for report in validation.reports),
        "notices": sum(report.count(Level.NOTICE) for report in validation.reports),
        "due": len(validation.roster.units) if validation.roster is not None else None,
        "missing": len(validation.missing) if has_roster else None,
        "outside": len(validation.outside) if has_roster else None,
        "twice": len(validation.twice),
    }


def labelled_totals(validation: ValidationReport) -> Iterator[tuple[str, int]]:
    """The totals with their labels, without those that are unknown or that do not occur."""
    if validation.roster is not None:
        yield "应报单位", len(validation.roster.units)
    yield "核对文件", len(validation.reports)
    for verdict in Verdict:
        if verdict is not Verdict.FAILED or validation.count(verdict):
            yield verdict, validation.count(verdict)
    if validation.roster is not None:
        yield "未报送", len(validation.missing)
        yield "名单外", len(validation.outside)
    yield "重复报送", len(validation.twice)


def count_by_code(validation: ValidationReport) -> list[tuple[Code, int, int]]:
    """Codes with their numbers of findings and of files, by level, then the most frequent first."""
    findings = Counter(finding.code for report in validation.reports for finding in report.findings)
    files = Counter(code for report in validation.reports for code in {finding.code for finding in report.findings})
    ranks = list(Level)
    order = sorted(findings, key=lambda code: (ranks.index(code.level), -files[code], -findings[code], code.name))
    return [(code, findings[code], files[code]) for code in order]


def score_text(score: float | None) -> str:
    """A score as shown in reports."""
    return "—" if score is None else f"{score:.2f}"
