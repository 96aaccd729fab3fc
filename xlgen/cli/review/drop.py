"""`xlgen review drop`: a form taken out of the review, with why."""

from __future__ import annotations

import argparse

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, add_unit, session
from xlgen.errors import EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review drop 下发 --unit 甲局 --reason 正在接受审计 --by 姓名"
    add_folder(parser)
    add_unit(parser)
    parser.options.add_argument("--reason", default="", metavar="理由", help="为什么不复核它")
    add_by(parser, "由谁决定")


def run(args: argparse.Namespace) -> int:
    """Enter that it is taken out."""
    from xlgen.reviewing.deciding import drop

    with session(args.folder) as opened:
        review = opened.reviews.find(args.unit, args.project)
        drop(opened.record, review, reason=args.reason, author=args.by, time=opened.time)
    say(f"已移出复核：{review.unit.who}")
    return EXIT_OK
