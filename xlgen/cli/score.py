"""`xlgen score`: the score by rule beside the score that a filled workbook shows."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes, schemes_of_returns
from xlgen.cli.output import complain, print_json
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen score 评分表.xlsx"
    parser.arguments.add_argument("file", type=Path, metavar="评分表.xlsx", help="填好的评分表")
    add_schemes(parser)
    parser.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")


def run(args: argparse.Namespace) -> int:
    """Print the comparison."""
    from xlgen.api import compare
    from xlgen.submissions.checks.first_edition import edition_told
    from xlgen.xlsx.read.unreadable import Reason, UnreadableError

    comparison = compare(args.file, schemes_of_returns(args))
    if comparison.returned.without_functions:
        complain(str(UnreadableError(args.file, Reason.WITHOUT_FUNCTIONS)))
    for told in edition_told(comparison):
        complain(f"{args.file}：{told.message}。{told.remedy}")
    if args.json:
        print_json(comparison.to_json())
    else:
        from rich.console import Console

        from xlgen.reports.score_table import print_comparison

        print_comparison(Console(), comparison)
    return EXIT_OK if comparison.clean else EXIT_FINDINGS
