"""`xlgen summary`: the scores of all units in one workbook, ready to hand up."""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import executor_of, watched
from xlgen.cli.options import add_path_arguments, refuse_inside, schemes_of_returns
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, UsageError

if TYPE_CHECKING:
    from xlgen.campaign.summarizing import SummaryResult
    from xlgen.summary.database import Summary

MAX_LISTED = 100
"""Lines of each kind that are printed where all of them are in the workbook."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen summary 交回 --units 下发 -o 汇总.xlsx"
    add = parser.options.add_argument
    add(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="汇总.xlsx",
        help="汇总写到哪个文件；有几种表的，各写一份，文件名后加表名",
    )
    add_path_arguments(parser)
    what = "下发的文件夹：照下发记录，一个单位只计入有效的一份，审核过的不再审核；几种表下发在几个文件夹的可写多次"
    add("--units", action="append", default=[], type=Path, metavar="文件夹", help=what)
    what = "上年下发的文件夹（其中有下发记录）：各单位的上年总分和增减列在今年的旁边；几种表的可写多次"
    add("--last-year", action="append", default=[], type=Path, metavar="文件夹", help=what)
    what = "另写一份公开版：只有数值，没有公式、备注、文件名、扣分原因、疑点、签批表和未计入的名单"
    add("--public", type=Path, metavar="公开版.xlsx", help=what)
    add("--include-failed", action="store_true", help="有错误的表也计入，并在备注中注明")


def run(args: argparse.Namespace) -> int:
    """Check, sum up and write; the exit code is that of the worst result."""
    from xlgen.campaign.summarizing import summarize_returns
    from xlgen.reports.outcomes import known_lines

    for option, target in (("--output", args.output), ("--public", args.public)):
        if target is not None and (target.suffix.lower() != ".xlsx" or target.is_dir()):
            raise UsageError(f"{target}：汇总只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名")
        refuse_inside(args, option, target)
    if args.public == args.output:
        raise UsageError(f"--public {args.public}：与 --output 是同一个文件。请写另一个文件名")
    executor = executor_of(args)
    returns = summarize_returns(
        args.paths,
        campaign=args.units,
        schemes=schemes_of_returns(args),
        include_failed=args.include_failed,
        last_year=args.last_year,
        executor=executor,
        progress=watched,
    )
    with returns as result:
        say(*known_lines(result.known))
        written = _write(args.output, args.public, result)
        return _print_summary(result.summary, written)


def _write(output: Path, public: Path | None, result: SummaryResult) -> bool:
    """Write the summary; returns whether there was anything to sum up."""
    from xlgen.summary.book import write_summaries

    if not result.parts:
        complain("没有可以汇总的表，什么也没有写。请按所列原因处理，或加 --include-failed")
        return False
    if len(result.parts) > 1:
        say(f"有 {len(result.parts)} 种表，各写一份汇总")
    for workbook, summary, lists in write_summaries(output, result.parts, public):
        say(f"已写出 {workbook}：{summary}")
        for file in lists:
            say(f"已写出 {file}：每份一行，工作表放不下，可用 Excel 打开")
    if public is not None:
        say(f"已写出公开版 {public}{'（各种表各一份）' if len(result.parts) > 1 else ''}")
    return True


def _print_summary(summary: Summary, written: bool) -> int:
    """Print what is left out and what is there twice, in full where nothing was written; returns the exit code."""
    max_listed = MAX_LISTED if written else None
    for left_out in islice((each for each in summary.left_out() if each.name), max_listed):
        say(f"未计入：{left_out.name}　{left_out.why}")
    if max_listed is not None and summary.not_counted > max_listed:
        say(f"未计入的还有 {summary.not_counted - max_listed} 份，见工作表“未计入”")
    twice = summary.duplicates()
    for unit in islice(twice, max_listed):
        say(f"多次报送：{unit}，各份都已计入；请删去多余的，再汇总一次")
    more = sum(1 for _ in twice)
    if more:
        say(f"多次报送的还有 {more} 个单位，“备注”栏都已注明")
    if not summary.readable:
        return EXIT_UNREADABLE
    return EXIT_OK if summary.clean else EXIT_FINDINGS
