"""`xlgen review summary`: scores of units and of the review side by side, in one workbook to sign."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_folder, refuse_other_than_xlsx, session
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review summary 下发 -o 复核汇总.xlsx"
    add_folder(parser)
    what = "复核汇总写到哪个文件"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="复核汇总.xlsx", help=what)
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Write the workbook; the exit code tells whether every review has a result."""
    from xlgen.campaign.clock import day
    from xlgen.files.atomic import save
    from xlgen.reviewing.result import review_results
    from xlgen.reviewing.summary import review_numbers, summary_book

    refuse_other_than_xlsx(args.output)
    with session(args.folder) as opened:
        scheme, about = opened.scheme(args), opened.reviews.progress.about
        results = review_results(scheme, opened.reviews)
    if not results:
        say("还没有抽取，没有可以汇总的")
        return EXIT_FINDINGS
    today = day("", opened.time)
    save(args.output, summary_book(results, f"{scheme.year}年度{scheme.name}", about.bureau, today))
    numbers = review_numbers(results)
    said = [f"已写出 {args.output}：抽取 {numbers.drawn}", f"已有结果 {numbers.reviewed}", f"已定稿 {numbers.settled}"]
    if numbers.mean is not None:
        said.append(f"自评平均 {numbers.own_mean:.2f}，复核平均 {numbers.mean:.2f}")
    say("，".join(said))
    return EXIT_OK if numbers.reviewed == numbers.drawn else EXIT_FINDINGS
