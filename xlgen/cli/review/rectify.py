"""`xlgen review rectify`: what a unit must put right after its review, and the day on which it did."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes, day_given
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, refuse_other_than_xlsx, session
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review rectify 下发 --unit 甲局 --what 完善内控制度 --who 财务科 --due 2026-09-30 --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("--unit", default="", metavar="单位", help="哪个单位（名称或编码）；不写则只列出整改清单")
    add("--project", default="", metavar="项目", help="一个单位有几份表的，写项目编码或名称")
    add("--what", default="", metavar="事项", help="整改什么")
    add("--who", default="", metavar="责任人", help="由谁整改：责任科室或责任人")
    add("--due", type=day_given, metavar="日期", help="何时以前完成")
    add("--done", default="", metavar="序号", help="第几项已完成")
    add("--day", type=day_given, metavar="日期", help="哪天完成的；不写则是今天")
    add("-o", "--output", type=Path, metavar="整改清单.xlsx", help="整改清单写到哪个文件")
    add_by(parser, "由谁登记")
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Enter something, then list what is to be put right; the exit code tells whether all was."""
    from xlgen.campaign.clock import day
    from xlgen.campaign.progress import progress_of
    from xlgen.files.atomic import save
    from xlgen.reviewing.deciding import rectified, rectify
    from xlgen.reviewing.rectification import NOTHING, rectification_book
    from xlgen.reviewing.reviews import reviews_of

    refuse_other_than_xlsx(args.output)
    if not args.unit and (args.what or args.done):
        raise UsageError("--unit：请写明哪个单位")
    with session(args.folder) as opened:
        today, who = day("", opened.time), {"author": args.by, "time": opened.time}
        if args.unit:
            review = opened.reviews.find(args.unit, args.project)
            if args.done:
                rectified(opened.record, review, args.done, day=args.day or today, **who)
            else:
                rectify(opened.record, review, what=args.what, who=args.who, due=args.due or "", **who)
        reviews, about = reviews_of(opened.record, today), progress_of(opened.record, today).about
    found = [(review, item) for review in reviews.units.values() for item in review.rectifications]
    for review, each in found:
        until = f"完成于 {each.done}" if each.done else f"{each.due} 以前"
        say(f"{review.unit.who}　{each.number}　{each.what}　{each.who}　{until}　{each.state(today)}")
    if not found:
        say(NOTHING)
    if args.output is not None:
        save(args.output, rectification_book(reviews, about, today))
        say(f"已写出 {args.output}")
    return EXIT_OK if all(each.done for _, each in found) else EXIT_FINDINGS
