"""`xlgen review answer`: what units say of their results, from their workbooks or entered by hand."""

from __future__ import annotations

import argparse

from xlgen.cli.options import add_schemes
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, session
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import parse_location

OPINIONS = ("同意", "不同意")


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review answer 下发 征求意见 --by 姓名"
    add_folder(parser)
    what = "单位填好的征求意见表：文件、文件夹或压缩包；没有表、来函来电的，不写，改写 --unit 和 --value"
    parser.arguments.add_argument("paths", nargs="*", type=parse_location, metavar="路径", help=what)
    add = parser.options.add_argument
    add("--unit", default="", metavar="单位", help="哪个单位（名称或编码）")
    add("--project", default="", metavar="项目", help="一个单位有几份表的，写项目编码或名称")
    add("--value", default="", choices=OPINIONS, metavar="意见", help="、".join(OPINIONS))
    add("--row", default="", metavar="指标", help="对哪一项指标；不写则是总体意见")
    add("--reason", default="", metavar="理由", help="不同意的理由；逾期未回复的，登记为同意，写明缘由")
    add_by(parser, "由谁登记")
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Enter the opinions; the exit code tells whether all workbooks were in order."""
    from xlgen.reports.review_lines import answered_line
    from xlgen.reviewing.deciding import answer
    from xlgen.reviewing.opinion import take_answers

    if bool(args.paths) == bool(args.unit):
        raise UsageError("写征求意见表的路径，或写 --unit 和 --value，写一样")
    with session(args.folder) as opened:
        if args.unit:
            if args.value not in OPINIONS:
                raise UsageError("--value：请写 同意 或 不同意")
            review = opened.reviews.find(args.unit, args.project)
            said = {"reason": args.reason, "row": args.row, "author": args.by, "time": opened.time}
            event = answer(opened.record, review, args.value == OPINIONS[0], **said)
            say(f"已记入：{review.unit.who}　{event.value}")
            return EXIT_OK
        who = {"author": args.by, "time": opened.time}
        taken = take_answers(opened.record, opened.reviews, opened.scheme(args), args.paths, **who)
    for result in taken:
        (say if result.events else complain)(answered_line(result))
        complain(*(f"　　{told}" for told in result.objections))
    return EXIT_OK if all(result.events for result in taken) else EXIT_FINDINGS
