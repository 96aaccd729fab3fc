"""`xlgen review rule`: whether what a unit objects to is adopted, and why."""

from __future__ import annotations

import argparse

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, add_unit, session
from xlgen.errors import EXIT_OK

RULINGS = ("采纳", "不采纳")


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review rule 下发 --unit 甲局 --row 预算执行率 --value 采纳 --reason 补了决算 --by 姓名"
    add_folder(parser)
    add_unit(parser)
    add = parser.options.add_argument
    add("--row", default="", metavar="指标", help="单位不同意的哪一项指标；不写则是总体意见")
    add("--value", required=True, choices=RULINGS, metavar="处理", help="、".join(RULINGS))
    add("--reason", default="", metavar="理由", help="采纳与否的理由")
    add_by(parser, "由谁决定")


def run(args: argparse.Namespace) -> int:
    """Enter the ruling."""
    from xlgen.reviewing.deciding import rule

    with session(args.folder) as opened:
        review = opened.reviews.find(args.unit, args.project)
        said = {"reason": args.reason, "row": args.row, "author": args.by, "time": opened.time}
        event = rule(opened.record, review, args.value == RULINGS[0], **said)
    say(f"已记入：{review.unit.who}　{event.value}")
    if args.value == RULINGS[0]:
        say("采纳的，请在底稿上改正，用 xlgen review take 再收一次")
    return EXIT_OK
