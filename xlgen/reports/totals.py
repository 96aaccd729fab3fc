"""The totals that every report of a validation begins with, and their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypedDict

from xlgen.roster.details import UnitStatus
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings.code import Code, Level
from xlgen.submissions.verdict import Verdict, verdict_of
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
        "due": len(validation.roster.all_due) if validation.roster is not None else None,
        "missing": len(validation.missing) if has_roster else None,
        "outside": len(validation.outside) if has_roster else None,
        "twice": len(validation.twice),
    }


class FormTotals(TypedDict):
    """The numbers of files of a form by verdict, and of those missing, off the roster, and returned more than once."""

    scheme: str
    form: str
    files: int
    passed: int
    warned: int
    returned: int
    missing: int | None  # null without a roster
    outside: int | None
    twice: int


FORM_LABELS = {
    "form": "表样",
    "files": "核对文件",
    "passed": Verdict.PASSED.value,
    "warned": Verdict.WARNED.value,
    "returned": Verdict.RETURNED.value,
    "missing": "未报送",
    "outside": "名单外",
    "twice": "重复报送",
}
"""The columns of the totals by form, and their labels."""
ROSTER_COUNTS = frozenset({"missing", "outside"})
"""Those of them that are counted only with a roster."""


def form_totals(validation: ValidationReport) -> list[FormTotals]:
    """The totals of each form that came or is missing; a file of which nobody knows the form is in none."""
    names = {missing.scheme: missing.form for missing in validation.missing if missing.form}
    names |= {report.scheme: report.form for report in validation.reports if report.form}
    has_roster = validation.roster is not None
    return [
        {
            "scheme": scheme,
            "form": _form_name(scheme, names),
            "files": sum(report.scheme == scheme for report in validation.reports),
            "passed": _verdicts(validation, scheme, Verdict.PASSED),
            "warned": _verdicts(validation, scheme, Verdict.WARNED),
            "returned": _verdicts(validation, scheme, Verdict.RETURNED),
            "missing": sum(each.scheme == scheme for each in validation.missing) if has_roster else None,
            "outside": sum(each.scheme == scheme for each in validation.outside) if has_roster else None,
            "twice": sum(each.scheme == scheme for each in validation.twice),
        }
        for scheme in sorted(names)
    ]


def _form_name(scheme: str, names: Mapping[str, str]) -> str:
    """What a form is called: by its scheme's name, with the id where another scheme has the same name."""
    is_only = sum(each == names[scheme] for each in names.values()) == 1
    return names[scheme] if is_only else f"{names[scheme]}（{scheme}）"


def form_names(validation: ValidationReport) -> dict[str, str]:
    """What the forms are called, by the ids of their schemes, where there are several; else nothing need be called."""
    totals_of_forms = form_totals(validation)
    return {each["scheme"]: each["form"] for each in totals_of_forms} if len(totals_of_forms) > 1 else {}


def _verdicts(validation: ValidationReport, scheme: str, verdict: Verdict) -> int:
    return sum(report.scheme == scheme and verdict_of(report) is verdict for report in validation.reports)


def labelled_totals(validation: ValidationReport) -> Iterator[tuple[str, int]]:
    """The totals with their labels, without those that are unknown or that do not occur."""
    if validation.roster is not None:
        yield "应报单位", len({unit.identity[0] for unit in validation.roster.all_due})
        if validation.roster.has_subjects:
            yield "应报的表", len(validation.roster.all_due)
        yield from (
            (status, validation.roster.not_due[status]) for status in UnitStatus if validation.roster.not_due[status]
        )
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
