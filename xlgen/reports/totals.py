"""The numbers of a campaign that every report begins with, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings import Code, Level
from xlgen.submissions.verdict import Verdict
from xlgen.xlsx.write import styles

LEVEL_FILLS = {Level.ERROR: styles.INVALID_FILL, Level.WARNING: styles.MISSING_FILL, Level.NOTICE: styles.SECTION_FILL}
"""The colour of a cell with a finding of a level."""


class Totals(TypedDict):
    """How many files came to which verdict, how many findings there are, and how the roster stands."""

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


def totals(campaign: ValidationReport) -> Totals:
    """The numbers of a campaign."""
    known = campaign.roster is not None
    return {
        "files": len(campaign.reports),
        "passed": campaign.count(Verdict.PASSED),
        "warned": campaign.count(Verdict.WARNED),
        "returned": campaign.count(Verdict.RETURNED),
        "unreadable": campaign.count(Verdict.UNREADABLE),
        "failed": campaign.count(Verdict.FAILED),
        "errors": sum(each.count(Level.ERROR) for each in campaign.reports),
        "warnings": sum(each.count(Level.WARNING) for each in campaign.reports),
        "notices": sum(each.count(Level.NOTICE) for each in campaign.reports),
        "due": len(campaign.roster.units) if campaign.roster is not None else None,
        "missing": len(campaign.missing) if known else None,
        "outside": len(campaign.outside) if known else None,
        "twice": len(campaign.twice),
    }


def in_words(campaign: ValidationReport) -> Iterator[tuple[str, int]]:
    """The same as labels and numbers, without what is not known or does not occur."""
    if campaign.roster is not None:
        yield "应报单位", len(campaign.roster.units)
    yield "核对文件", len(campaign.reports)
    for verdict in Verdict:
        if verdict is not Verdict.FAILED or campaign.count(verdict):
            yield verdict, campaign.count(verdict)
    if campaign.roster is not None:
        yield "未报送", len(campaign.missing)
        yield "名单外", len(campaign.outside)
    yield "重复报送", len(campaign.twice)


def by_code(campaign: ValidationReport) -> list[tuple[Code, int, int]]:
    """Each code that was found, with the number of findings and of files; the most frequent of a level first."""
    findings = Counter(each.code for report in campaign.reports for each in report.findings)
    files = Counter(code for report in campaign.reports for code in {each.code for each in report.findings})
    ranks = list(Level)
    order = sorted(findings, key=lambda code: (ranks.index(code.level), -files[code], -findings[code], code.name))
    return [(code, findings[code], files[code]) for code in order]


def shown_score(score: float | None) -> str:
    """A score as reports show it."""
    return "—" if score is None else f"{score:.2f}"
