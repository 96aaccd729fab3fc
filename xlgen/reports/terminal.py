"""A validation report in the terminal: a line per file, the findings, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from xlgen.reports.totals import FORM_LABELS, ROSTER_COUNTS, form_names, form_totals, labelled_totals, score_text
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import first_lines

VERDICT_STYLES = {
    Verdict.PASSED: "green",
    Verdict.WARNED: "yellow",
    Verdict.RETURNED: "red",
    Verdict.UNREADABLE: "magenta",
    Verdict.FAILED: "magenta",
}
LEVEL_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTICE: "dim"}
MAX_DETAILED_FILES = 20
"""Findings of more files are only written to an HTML page or a workbook."""
MAX_LISTED_UNITS = 50


def print_report(console: Console, validation: ValidationReport, advice: str = "") -> None:
    """Print the report. advice: where to find the findings of many files, which are not printed."""
    in_full, forms = len(validation.reports) <= MAX_DETAILED_FILES, form_names(validation)
    for report in validation.reports:
        _print_file(console, report, in_full, forms.get(report.scheme, ""))
    if not in_full and advice and not validation.clean:
        _print_line(console, f"文件超过 {MAX_DETAILED_FILES} 个，{advice}")
    _print_lists(console, validation, forms)
    if forms:
        _print_forms(console, validation)
    _print_line(console, "，".join(f"{label} {number}" for label, number in labelled_totals(validation)))


def _print_file(console: Console, report: FileReport, in_full: bool, form: str) -> None:
    verdict = verdict_of(report)
    parts = [escape(report.who or "（单位不明）")]
    if report.total is not None or report.by_rule is not None:
        parts.append(f"表中 {score_text(report.total)}，按规则 {score_text(report.by_rule)} {report.grade}".rstrip())
    counts = [f"{level} {report.count(level)}" for level in Level if report.count(level)]
    parts += ["、".join(counts)] if counts else []
    parts += [escape(form)] if form else []
    _print_line(console, f"[{VERDICT_STYLES[verdict]}]{verdict}[/]　{'　'.join(parts)}　{escape(report.name)}")
    for finding in report.findings if in_full else ():
        style = LEVEL_STYLES[finding.level]
        _print_line(console, f"    [{style}]{finding.level}[/]{escape(str(finding).removeprefix(finding.level))}")


def _print_forms(console: Console, validation: ValidationReport) -> None:
    labels = {key: label for key, label in FORM_LABELS.items() if validation.roster or key not in ROSTER_COUNTS}
    table = Table(*(Column(label, overflow="fold") for label in labels.values()))
    for counts in form_totals(validation):
        table.add_row(*(escape(str(value)) for key, value in counts.items() if key in labels))
    console.print(table)


def _print_lists(console: Console, validation: ValidationReport, forms: Mapping[str, str]) -> None:
    for scheme, missing in groupby(validation.missing, key=lambda each: each.scheme):
        lines, form = [str(each.unit) for each in missing], forms.get(scheme, "")
        _print_line(console, f"未报送 {len(lines)} 个{f'（{escape(form)}）' if form else ''}：")
        for line in first_lines(lines, MAX_LISTED_UNITS, "个"):
            _print_line(console, escape(line))
    for name, files, scheme in validation.twice:
        _print_line(
            console, f"重复报送：{escape('　'.join(filter(None, (name, forms.get(scheme), '、'.join(files)))))}"
        )
    for name, file, _ in validation.outside:
        _print_line(console, f"名单外：{escape(name)}　{escape(file)}")
    for why, number in Counter(file.why for file in validation.skipped).items():
        _print_line(console, f"没有核对：{number} 个文件（{why}）")


def _print_line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False)
