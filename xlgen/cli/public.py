"""`xlgen public`: public editions of the forms that came back."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes, refuse_inside, schemes_of_returns
from xlgen.cli.output import say_each
from xlgen.cli.parser import ChineseParser


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen public 交回 -o 公开"
    what = "审核通过的评分表：文件、文件夹或 .zip 压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=Path, metavar="路径", help=what)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="公开版写到哪里")
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Write the public editions; the exit code tells whether every file got one."""
    from xlgen.reports.public_forms import write_public_forms

    refuse_inside(args, "-o", args.output)
    return say_each(write_public_forms(args.paths, args.output, schemes=schemes_of_returns(args)), "公开版")
