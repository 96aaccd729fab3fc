"""`xlgen review take`: filled review workbooks taken back as 初步意见."""

from __future__ import annotations

import argparse

from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.options import add_schemes
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, say_taken, session
from xlgen.files.storage import parse_location


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review take 下发 底稿 --by 姓名"
    add_folder(parser)
    what = "填好的复核底稿：文件、文件夹或压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=parse_location, metavar="路径", help=what)
    add_by(parser, "由谁收回")
    add_schemes(parser)
    add_engine(parser)


def run(args: argparse.Namespace) -> int:
    """Take the workbooks back; the exit code tells whether all were in order."""
    from xlgen.reviewing.taking import take_reviews

    with session(args.folder) as opened:
        taken = take_reviews(
            opened.record,
            opened.reviews,
            opened.scheme(args),
            args.paths,
            author=args.by,
            time=opened.time,
            executor=executor_of(args),
            progress=watched,
        )
    return say_taken(taken)
