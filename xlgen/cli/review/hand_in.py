"""`xlgen review in`: a third party's package taken back."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, say_taken, session


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review in 下发 复核包.zip --party 某某事务所 --by 姓名"
    add_folder(parser)
    parser.arguments.add_argument("path", type=Path, metavar="复核包", help="第三方交回的 .zip")
    parser.options.add_argument("--party", required=True, metavar="第三方", help="是谁交回的")
    add_by(parser, "由谁收回")
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Take the package back; the exit code tells whether all of it was in order."""
    from xlgen.reviewing.packages import take_package

    with session(args.folder) as opened:
        who = {"party": args.party, "author": args.by, "time": opened.time}
        taken = take_package(opened.record, opened.reviews, opened.scheme(args), args.path, **who)
    return say_taken(taken)
