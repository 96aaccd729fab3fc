"""A campaign in the terminal: a line for each file, what was found, and the totals."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.markup import escape

from xlgen.reports.totals import in_words, shown_score
from xlgen.submissions.batch import ValidationReport
from xlgen.submissions.findings import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.text import first_lines

STYLES = {
    Verdict.PASSED: "green",
    Verdict.WARNED: "yellow",
    Verdict.RETURNED: "red",
    Verdict.UNREADABLE: "magenta",
    Verdict.FAILED: "magenta",
}
LEVEL_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTICE: "dim"}
FILES_IN_FULL = 20
"""With more files than these, their findings are for a page or a workbook."""
UNITS_IN_FULL = 50


def print_report(console: Console, campaign: ValidationReport, advice: str = "") -> None:
    """Print the campaign. advice: where to find the findings of many files, which are not printed."""
    in_full = len(campaign.reports) <= FILES_IN_FULL
    for report in campaign.reports:
        _file(console, report, in_full)
    if not in_full and advice and not campaign.clean:
        _line(console, f"文件超过 {FILES_IN_FULL} 个，{advice}")
    _lists(console, campaign)
    _line(console, "，".join(f"{label} {number}" for label, number in in_words(campaign)))


def _file(console: Console, report: FileReport, in_full: bool) -> None:
    verdict = verdict_of(report)
    said = [escape(report.unit or "（单位不明）")]
    if report.total is not None or report.by_rule is not None:
        said.append(f"表中 {shown_score(report.total)}，按规则 {shown_score(report.by_rule)} {report.grade}".rstrip())
    counts = [f"{level} {report.count(level)}" for level in Level if report.count(level)]
    said += ["、".join(counts)] if counts else []
    _line(console, f"[{STYLES[verdict]}]{verdict}[/]　{'　'.join(said)}　{escape(report.name)}")
    for each in report.findings if in_full else ():
        style = LEVEL_STYLES[each.level]
        _line(console, f"    [{style}]{each.level}[/]{escape(str(each).removeprefix(each.level))}")


def _lists(console: Console, campaign: ValidationReport) -> None:
    if campaign.missing:
        _line(console, f"未报送 {len(campaign.missing)} 个：")
        for line in first_lines([str(unit) for unit in campaign.missing], UNITS_IN_FULL, "个"):
            _line(console, escape(line))
    for name, files in campaign.twice:
        _line(console, f"重复报送：{escape(name)}　{escape('、'.join(files))}")
    for name, file in campaign.outside:
        _line(console, f"名单外：{escape(name)}　{escape(file)}")
    for why, number in Counter(each.why for each in campaign.skipped).items():
        _line(console, f"没有核对：{number} 个文件（{why}）")


def _line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False)
