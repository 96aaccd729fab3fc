"""`xlgen summary`: the scores of all units in one workbook, ready to hand up."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.execution import executor_of, watched
from xlgen.cli.options import add_path_arguments, refuse_inside, schemes_of_returns
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, UsageError


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
    add_summing_up(parser)
    what = "另写一份公开版：只有数值，没有公式、备注、文件名、扣分原因、疑点、签批表和未计入的名单"
    add("--public", type=Path, metavar="公开版.xlsx", help=what)


def add_summing_up(parser: ChineseParser) -> None:
    """Declare what is summed up: the files, the campaigns of this year and of the year before."""
    add_path_arguments(parser)
    add = parser.options.add_argument
    what = "下发的文件夹：照下发记录，一个单位只计入有效的一份，审核过的不再审核；几种表下发在几个文件夹的可写多次"
    add("--units", action="append", default=[], type=Path, metavar="文件夹", help=what)
    what = "上年下发的文件夹（其中有下发记录）：各单位的上年总分和增减列在今年的旁边；几种表的可写多次"
    add("--last-year", action="append", default=[], type=Path, metavar="文件夹", help=what)
    add("--include-failed", action="store_true", help="有错误的表也计入，并在备注中注明")


def run(args: argparse.Namespace) -> int:
    """Check, sum up and write; the exit code is that of the worst result."""
    from xlgen.campaign.summarizing import summarize_returns
    from xlgen.reports.outcomes import known_lines
    from xlgen.reports.summary_lines import NOTHING, doubtful_lines, written_lines
    from xlgen.summary.book import write_summaries

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
        written = list(write_summaries(args.output, result.parts, args.public)) if result.parts else []
        if written:
            say(*written_lines(written, args.public))
        else:
            complain(f"{NOTHING}，或加 --include-failed")
        say(*doubtful_lines(result.summary, bool(written)))
        if not result.summary.readable:
            return EXIT_UNREADABLE
        return EXIT_OK if result.summary.clean else EXIT_FINDINGS
