"""`xlgen validate`: checks everything that was returned."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import executor_of, watched
from xlgen.cli.messages import hints, say_last
from xlgen.cli.options import add_path_arguments, day_given, refuse_inside, schemes_of_returns
from xlgen.cli.output import complain, say, write
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, UsageError
from xlgen.files.storage import Location, parse_location
from xlgen.text import note_lines

if TYPE_CHECKING:
    from xlgen.campaign.validation import ValidationResult
    from xlgen.campaign.validation_report import ValidationReport
    from xlgen.execution.executor import Executor


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen validate 交回 --units 下发 --html 审核报告.html --feedback 审核意见"
    add_path_arguments(parser)
    add = parser.options.add_argument
    what = (
        "应报送单位名单（.csv、.xlsx 或 .xls，有“单位名称”一列）；写下发的文件夹，就照下发记录核对，并记下结果，"
        "几种表下发在几个文件夹的可写多次"
    )
    add("--units", action="append", default=[], type=Path, metavar="名单", help=what)
    add("--year", type=int, metavar="年度", help="本次应报的年度；不写则不核对年度")
    what = "这些文件是哪天收到的，如 2026-03-05；不写则算今天（文件自己的时间，下载一次就变了）"
    add("--received", type=day_given, metavar="日期", help=what)
    what = "财政已有的数（决算导出，.xlsx、.xls 或 .csv），一个单位一行，列名写填报项；与 --units 同用"
    add("--reference", type=Path, metavar="清单", help=what)
    add("--json", type=Path, metavar="文件", help="结果写成 JSON，供其他程序读取")
    add("--html", type=Path, metavar="文件", help="结果写成网页，可筛选、可打印")
    add("--xlsx", type=Path, metavar="文件", help="结果写成工作簿，可筛选")
    add("--feedback", type=parse_location, metavar="文件夹", help="为每份要退回的表写一份批注副本和退回修改意见")


def run(args: argparse.Namespace) -> int:
    """Check, print and write the reports that were asked for; the exit code is that of the worst result."""
    from rich.console import Console

    from xlgen.campaign.validation import validate_returns
    from xlgen.reports.outcomes import known_lines, recorded_lines
    from xlgen.reports.terminal import print_report

    _check_targets(args)
    executor = executor_of(args)
    result = validate_returns(
        args.paths,
        roster=args.units,
        schemes=schemes_of_returns(args),
        year=args.year,
        received=args.received or "",
        reference=args.reference,
        executor=executor,
        progress=watched,
        announce=say_last,
    )
    say(*known_lines(result.known))
    for what, notes in result.notes.items():
        say(*note_lines(what, notes))
    if args.year is None and not result.records:
        _print_years(result.report)
    written = any((args.json, args.html, args.xlsx))
    print_report(Console(), result.report, "" if written else "每一处问题请用 --html 或 --xlsx 写出来看")
    _print_hints(args, result.report)
    _write_reports(args, result.report)
    say(*recorded_lines(result))
    complete = args.feedback is None or _write_feedback(args.feedback, result, executor)
    if result.report.unread or not complete:
        return EXIT_UNREADABLE
    return EXIT_OK if result.clean else EXIT_FINDINGS


def _check_targets(args: argparse.Namespace) -> None:
    """Refuse targets that cannot be written before anything is checked."""
    for option, target in (("--json", args.json), ("--html", args.html), ("--xlsx", args.xlsx)):
        if target is not None and target.is_dir():
            raise UsageError(f"{option} {target}：是文件夹。请写一个文件名")
    if isinstance(args.feedback, Path) and args.feedback.exists() and not args.feedback.is_dir():
        raise UsageError(f"--feedback {args.feedback}：是文件。请写一个文件夹")
    for option, target in (("--xlsx", args.xlsx), ("--feedback", args.feedback)):
        refuse_inside(args, option, target)


def _print_hints(args: argparse.Namespace, report: ValidationReport) -> None:
    codes = (code.name for code in report.tally.codes)
    for hint in [] if args.scheme else hints(codes):
        say(hint)


def _print_years(report: ValidationReport) -> None:
    years = sorted(report.tally.years)
    if years:
        say(f"没有写 --year，没有核对年度：这些表是 {'、'.join(years)} 年度的")


def _write_reports(args: argparse.Namespace, report: ValidationReport) -> None:
    from xlgen.reports.html import html_report
    from xlgen.reports.json_report import json_report
    from xlgen.reports.workbook import findings_workbook

    writers: list[tuple[Path | None, Callable[[ValidationReport], bytes]]] = [
        (args.json, json_report),
        (args.html, html_report),
        (args.xlsx, findings_workbook),
    ]
    for target, content in writers:
        if target is not None:
            write(target, content(report))


def _write_feedback(folder: Location, result: ValidationResult, executor: Executor) -> bool:
    """Write the feedback to units; returns whether all of it was written."""
    from xlgen.reports.feedback_files import write_feedback
    from xlgen.reports.outcomes import failure_lines, feedback_lines

    feedback = write_feedback(result, folder, executor=executor, progress=watched)
    complain(*failure_lines(feedback))
    say(*feedback_lines(feedback, folder))
    return not feedback.failures
