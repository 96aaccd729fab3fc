"""The totals that every report of a validation begins with, and their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypedDict

from xlgen.campaign.progress import DUE_STATES, counts
from xlgen.campaign.validation_report import ValidationReport
from xlgen.submissions.findings.code import Code, Level
from xlgen.submissions.verdict import Verdict
from xlgen.suspicions.sheet import WHAT_IT_IS, count_text
from xlgen.text import display_text
from xlgen.xlsx.write import styles

LEVEL_FILLS = {Level.ERROR: styles.INVALID_FILL, Level.WARNING: styles.MISSING_FILL, Level.NOTICE: styles.SECTION_FILL}
"""Fill colours of cells with a finding, by level."""
TITLE = "评分表审核报告"
FILES, OUTSIDE, UNCLAIMED, TWICE = "审核文件", "名单外", "不知是谁的", "多次报送"


class Totals(TypedDict):
    """Numbers of files by verdict, of findings by level, of forms that are due or missing, and of other files."""

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
    unclaimed: int | None
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
        "errors": validation.tally.levels[Level.ERROR],
        "warnings": validation.tally.levels[Level.WARNING],
        "notices": validation.tally.levels[Level.NOTICE],
        "due": sum(unit.state in DUE_STATES for unit in validation.units) if has_roster else None,
        "missing": len(validation.missing) if has_roster else None,
        "outside": len(validation.outside) if has_roster else None,
        "unclaimed": len(validation.unclaimed) if has_roster else None,
        "twice": sum(len(unit.copies) > 1 for unit in validation.units) if has_roster else len(validation.twice),
    }


class FormCounts(TypedDict):
    """What is counted of a form, by label: its units with a roster, else its files."""

    scheme: str
    form: str
    counts: dict[str, int]


def form_counts(validation: ValidationReport) -> list[FormCounts]:
    """What is counted of each form that came or is due; a file of which nobody knows the form is in none."""
    names = form_names(validation)
    if validation.rounds:
        return [
            {"scheme": each.scheme, "form": names[each.scheme], "counts": counts(each.units, each.with_subjects)}
            for each in validation.rounds
        ]
    return [
        {"scheme": scheme, "form": name, "counts": _file_counts(validation, scheme)} for scheme, name in names.items()
    ]


def _file_counts(validation: ValidationReport, scheme: str | None = None) -> dict[str, int]:
    """The numbers of files by verdict, of a form or of all."""
    tally = validation.tally
    verdicts = {each: tally.verdicts[each] if scheme is None else tally.by_scheme[scheme, each] for each in Verdict}
    twice = sum(each.scheme == scheme or scheme is None for each in validation.twice)
    return {
        FILES: sum(verdicts.values()),
        **{
            verdict.value: verdicts[verdict]
            for verdict in Verdict
            if verdict is not Verdict.FAILED or verdicts[verdict]
        },
        **({TWICE: twice} if twice else {}),
    }


def form_names(validation: ValidationReport) -> dict[str, str]:
    """What the forms are called, by the ids of their schemes: by name, with the id where another has the same name."""
    names = {progress.scheme: progress.form for progress in validation.rounds}
    names |= validation.tally.forms
    names = {scheme: display_text(name) for scheme, name in names.items()}
    several = Counter(names.values())
    return {scheme: name if several[name] == 1 else f"{name}（{scheme}）" for scheme, name in sorted(names.items())}


def names_of_several(validation: ValidationReport) -> dict[str, str]:
    """The same where there are several forms; else nothing need be called."""
    names = form_names(validation)
    return names if len(names) > 1 else {}


def labelled_counts(validation: ValidationReport) -> dict[str, int]:
    """What is counted, by label: units where it is known which are due, else files."""
    if not validation.rounds:
        return _file_counts(validation)
    several = len(validation.rounds) > 1 or any(progress.with_subjects for progress in validation.rounds)
    others = {OUTSIDE: len(validation.outside), UNCLAIMED: len(validation.unclaimed)}
    return {
        **counts(validation.units, several),
        **{label: number for label, number in others.items() if number},
    }


def labelled_files(validation: ValidationReport) -> dict[str, int]:
    """The numbers of files in this run by verdict, where units are counted."""
    return {label: number for label, number in _file_counts(validation).items() if number} if validation.rounds else {}


def heading(validation: ValidationReport) -> list[str]:
    """The lines below a report's title: form, year, bureau, and when it was made."""
    names = form_names(validation)
    years = sorted(validation.tally.years)
    years = sorted({progress.campaign.get("年度", "") for progress in validation.rounds} - {""}) or years
    bureaus = dict.fromkeys(progress.about.bureau for progress in validation.rounds if progress.about.bureau)
    lines: Mapping[str, str] = {
        "表样": "、".join(names.values()),
        "年度": "、".join(f"{year}年度" for year in years),
        "审核单位": "、".join(bureaus),
        "审核时间": validation.time[:16],
    }
    return [f"{label}：{display_text(text)}" for label, text in lines.items() if text]


def count_by_code(validation: ValidationReport) -> list[tuple[Code, int, int]]:
    """Codes with their numbers of findings and of files, by level, then the most frequent first."""
    findings, files = validation.tally.codes, validation.tally.files_by_code
    ranks = list(Level)
    order = sorted(findings, key=lambda code: (ranks.index(code.level), -files[code], -findings[code], code.name))
    return [(code, findings[code], files[code]) for code in order]


def score_text(score: float | None) -> str:
    """A score as shown in reports."""
    return "—" if score is None else f"{score:.2f}"


def about_suspicions(validation: ValidationReport) -> str:
    """How many suspicions there are, of which kinds, and that they decide nothing; empty where there are none."""
    counts = Counter(suspicion.kind.value for suspicion in validation.suspicions)
    return f"{count_text(counts)}（{WHAT_IT_IS}）" if counts else ""
