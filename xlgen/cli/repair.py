"""`xlgen repair`: puts what stands in damaged workbooks into fresh ones."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.options import add_schemes, refuse_inside, schemes_of_returns
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE

if TYPE_CHECKING:
    from xlgen.reports.repaired_files import RepairedFile

MAX_LISTED = 20
"""Lines of a file that are printed; its text has all of them."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen repair 交回/某某中心.xls -o 修复"
    what = "损坏的评分表（.xlsx 或旧版 .xls）：文件、文件夹或 .zip 压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=Path, metavar="路径", help=what)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="新表和转入说明写到哪里")
    add_schemes(parser)
    add("--year", type=int, metavar="年度", help="表中没有标识的，按哪个年度的表转入；不写则看表上的标题")


def run(args: argparse.Namespace) -> int:
    """Write the fresh workbooks; print what was put in, what is to be checked and what was left out."""
    from xlgen.api import repair

    refuse_inside(args, "-o", args.output)
    files = repair(args.paths, args.output, scheme=schemes_of_returns(args), year=args.year)
    for file in files:
        _print(file)
    if any(file.form is None for file in files):
        return EXIT_UNREADABLE
    return EXIT_OK if all(file.complete for file in files) else EXIT_FINDINGS


def _print(file: RepairedFile) -> None:
    from xlgen.submissions.repair.report import transfer_lines
    from xlgen.text import first_lines

    if file.form is None or file.text is None:
        complain(f"{file.name}：没有转入。{file.why}")
        return
    say(f"{file.name} → {file.workbook}")
    for line in first_lines([line for line in transfer_lines(file.form) if line], MAX_LISTED, "行"):
        say(line)
    say(f"    说明见 {file.text.name}")
