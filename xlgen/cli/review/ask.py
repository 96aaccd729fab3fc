"""`xlgen review ask`: 征求意见表 for the units under review."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes, day_given
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, add_units, say_written, session


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review ask 下发 -o 征求意见 --until 2026-05-20 --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="征求意见表写到哪个文件夹，已有的不覆盖")
    add("--until", type=day_given, metavar="日期", help="请单位在哪天以前回复")
    add_units(parser, "已有初步意见、还没有征求意见的全部单位")
    add_by(parser, "由谁征求意见")
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Write the workbooks and enter that the units were asked."""
    from xlgen.reviewing.asking import ask_units
    from xlgen.reviewing.reviews import Stage

    with session(args.folder) as opened:
        units = opened.units(args, Stage.FIRST)
        who = {"author": args.by, "time": opened.time, "until": args.until or ""}
        done = ask_units(opened.record, opened.reviews, opened.scheme(args), units, args.output, **who)
    if not units:
        say("没有要征求意见的单位。要再征求一次的，写 --unit")
    return say_written(done)
