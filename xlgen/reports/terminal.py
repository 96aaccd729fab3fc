"""A validation report in the terminal: a line per file, the findings, and the totals."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.markup import escape

from xlgen.reports.totals import labelled_totals, score_text
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
    in_full = len(validation.reports) <= MAX_DETAILED_FILES
    for report in validation.reports:
        _print_file(console, report, in_full)
    if not in_full and advice and not validation.clean:
        _print_line(console, f"文件超过 {MAX_DETAILED_FILES} 个，{advice}")
    _print_lists(console, validation)
    _print_line(console, "，".join(f"{label} {number}" for label, number in labelled_totals(validation)))


def _print_file(console: Console, report: FileReport, in_full: bool) -> None:
    verdict = verdict_of(report)
    parts = [escape(report.unit or "（单位不明）")]
    if report.total is not None or report.by_rule is not None:
        parts.append(f"表中 {score_text(report.total)}，按规则 {score_text(report.by_rule)} {report.grade}".rstrip())
    counts = [f"{level} {report.count(level)}" for level in Level if report.count(level)]
    parts += ["、".join(counts)] if counts else []
    _print_line(console, f"[{VERDICT_STYLES[verdict]}]{verdict}[/]　{'　'.join(parts)}　{escape(report.name)}")
    for finding in report.findings if in_full else ():
        style = LEVEL_STYLES[finding.level]
        _print_line(console, f"    [{style}]{finding.level}[/]{escape(str(finding).removeprefix(finding.level))}")


def _print_lists(console: Console, validation: ValidationReport) -> None:
    if validation.missing:
        _print_line(console, f"未报送 {len(validation.missing)} 个：")
        for line in first_lines([str(unit) for unit in validation.missing], MAX_LISTED_UNITS, "个"):
            _print_line(console, escape(line))
    for name, files in validation.twice:
        _print_line(console, f"重复报送：{escape(name)}　{escape('、'.join(files))}")
    for name, file in validation.outside:
        _print_line(console, f"名单外：{escape(name)}　{escape(file)}")
    for why, number in Counter(file.why for file in validation.skipped).items():
        _print_line(console, f"没有核对：{number} 个文件（{why}）")


def _print_line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False)
