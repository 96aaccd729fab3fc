"""`xlgen review open`: review workbooks from the copies that count."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.options import add_schemes, schemes_of_returns
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, add_units, say_written, session
from xlgen.files.storage import parse_location


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review open 下发 --returns 交回 -o 底稿 --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    what = "交回的文件所在的文件夹或压缩包；只用审核过的那一份，改动过的不用"
    add("--returns", type=parse_location, required=True, metavar="路径", help=what)
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="复核底稿写到哪个文件夹，已有的不覆盖")
    add_units(parser, "还没有发底稿的全部单位")
    add_by(parser, "由谁发出")
    add_schemes(parser)
    add_engine(parser)


def run(args: argparse.Namespace) -> int:
    """Write the workbooks; the exit code tells whether every unit has one."""
    from xlgen.reviewing.opening import open_reviews
    from xlgen.reviewing.reviews import Stage

    with session(args.folder) as opened:
        units = opened.units(args, Stage.DRAWN)
        done = open_reviews(
            opened.record,
            opened.reviews,
            units,
            [args.returns],
            args.output,
            author=args.by,
            time=opened.time,
            schemes=schemes_of_returns(args),
            executor=executor_of(args),
            progress=watched,
        )
    if not units:
        say("没有要发底稿的单位：都已发出。要重发的，写 --unit")
    return say_written(done)
