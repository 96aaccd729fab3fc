"""A validation report in the terminal: a line per file, the findings, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from xlgen.campaign.progress import State
from xlgen.campaign.validation_report import ValidationReport
from xlgen.reports.totals import (
    about_suspicions,
    form_counts,
    heading,
    labelled_counts,
    labelled_files,
    names_of_several,
    score_text,
)
from xlgen.reports.unit_lines import NOT_LISTED, Line, dates_of, unit_lines
from xlgen.submissions.findings.code import Level
from xlgen.submissions.verdict import Verdict
from xlgen.text import first_lines, one_line

STATE_STYLES = {
    State.PASSED.value: "green",
    State.WARNED.value: "yellow",
    State.RETURNED.value: "red",
    State.OPEN.value: "cyan",
    State.NOT_CHECKED.value: "magenta",
    Verdict.UNREADABLE.value: "magenta",
    Verdict.FAILED.value: "magenta",
}
LEVEL_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTICE: "dim"}
MAX_DETAILED = 20
"""Findings of more units or files are only written to an HTML page or a workbook."""
MAX_LISTED_UNITS = 50
MAX_DIFFERENCES = 10


def print_report(console: Console, validation: ValidationReport, advice: str = "") -> None:
    """Print the report. advice: where to find the findings of many files, which are not printed."""
    _print_line(console, escape("　".join(heading(validation))))
    lines = [line for line in unit_lines(validation) if line.state not in NOT_LISTED]
    in_full, forms = len(lines) <= MAX_DETAILED, names_of_several(validation)
    for line in lines:
        _print_unit(console, line, in_full, forms.get(line.scheme, ""))
    if not in_full and advice and not validation.clean:
        what = "单位" if validation.rounds else "文件"
        _print_line(console, f"{what}超过 {MAX_DETAILED} 个，{advice}")
    _print_lists(console, validation, forms)
    if about := about_suspicions(validation):
        _print_line(console, about)
    if forms:
        _print_forms(console, validation)
    for counts in (labelled_files(validation), labelled_counts(validation)):
        if counts:
            _print_line(console, "，".join(f"{label} {number}" for label, number in counts.items()))


def _print_unit(console: Console, line: Line, in_full: bool, form: str) -> None:
    parts = [escape(line.who or "（单位不明）")]
    total, by_rule, grade = line.scores
    if total is not None or by_rule is not None:
        parts.append(f"表中 {score_text(total)}，按规则 {score_text(by_rule)} {grade}".rstrip())
    counts = [f"{level} {line.count(level)}" for level in Level if line.count(level)]
    parts += ["、".join(counts)] if counts else []
    parts += [escape(text) for text in (form, line.file, line.why) if text]
    style = STATE_STYLES.get(line.state, "dim")
    _print_line(console, f"[{style}]{line.state}[/]　{'　'.join(parts)}")
    if in_full:
        for finding in line.report.findings if line.report else ():
            style = LEVEL_STYLES[finding.level]
            _print_line(console, f"    [{style}]{finding.level}[/]{escape(str(finding).removeprefix(finding.level))}")
        _print_copies(console, line)


def _print_copies(console: Console, line: Line) -> None:
    for copy, role in line.copies:
        _print_line(console, escape(f"    {role}　{one_line(copy.file)}　{dates_of(copy)}"))
    for step in line.history.steps[:1]:
        _print_line(console, f"    {step}")
    if line.history.compared:
        earlier, later = (one_line(copy.file) for copy in line.history.compared)
        _print_line(console, escape(f"    {earlier} 与 {later} 有 {len(line.history.differing)} 处不同："))
        for text in first_lines([str(each) for each in line.history.differing], MAX_DIFFERENCES, "处"):
            _print_line(console, escape(f"    {text}"))


def _print_forms(console: Console, validation: ValidationReport) -> None:
    every = form_counts(validation)
    labels = list(dict.fromkeys(label for each in every for label in each["counts"]))
    table = Table("表样", *(Column(label, overflow="fold") for label in labels))
    for each in every:
        table.add_row(escape(each["form"]), *(str(each["counts"].get(label, 0)) for label in labels))
    console.print(table)


def _print_lists(console: Console, validation: ValidationReport, forms: Mapping[str, str]) -> None:
    for scheme, missing in groupby(validation.missing, key=lambda each: each.scheme):
        lines, form = [str(each.unit) for each in missing], forms.get(scheme, "")
        _print_line(console, f"未报送 {len(lines)} 个{f'（{escape(form)}）' if form else ''}：")
        for line in first_lines(lines, MAX_LISTED_UNITS, "个"):
            _print_line(console, escape(line))
    for name, files, scheme in validation.twice:
        _print_line(
            console, f"多次报送：{escape('　'.join(filter(None, (name, forms.get(scheme), '、'.join(files)))))}"
        )
    for name, file, _ in validation.outside:
        _print_line(console, f"名单外：{escape(name)}　{escape(file)}")
    unclaimed = [arrival.told for arrival in validation.unclaimed]
    if unclaimed:
        _print_line(console, f"不知是谁的文件 {len(unclaimed)} 个：")
        for line in first_lines(unclaimed, MAX_LISTED_UNITS, "个"):
            _print_line(console, escape(line))
    known = {arrival.file for arrival in validation.unclaimed} | validation.claimed_files
    skipped = (file for file in validation.skipped if file.name not in known)
    for why, number in Counter(file.why for file in skipped).items():
        _print_line(console, f"没有审核：{number} 个文件（{why}）")


def _print_line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False)
