"""`xlgen review final`: 定稿, after which nothing changes but by revoking it."""

from __future__ import annotations

import argparse

from xlgen.cli.options import day_given
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, add_units, session
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review final 下发 --signed 张三 --signed 李四 --day 2026-05-31 --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("--signed", action="append", default=[], metavar="姓名", help="签字的人，可写多次")
    add("--day", type=day_given, metavar="日期", help="签字的日期；不写则是今天")
    add("--revoke", default="", metavar="理由", help="撤销定稿，写明理由；与 --unit 同用")
    add_units(parser, "意见已处理的全部单位")
    add_by(parser, "由谁定稿或撤销")


def run(args: argparse.Namespace) -> int:
    """Settle, or revoke; the exit code tells whether it was done for every unit."""
    from xlgen.campaign.clock import day
    from xlgen.reviewing.deciding import reopen, settle
    from xlgen.reviewing.reviews import Stage

    with session(args.folder) as opened:
        units, who = opened.units(args, Stage.RULED), {"author": args.by, "time": opened.time}
        if args.revoke:
            if not args.unit:
                raise UsageError("--revoke：请用 --unit 写明撤销哪个单位的")
            for review in units:
                reopen(opened.record, review, reason=args.revoke, **who)
                say(f"已撤销定稿：{review.unit.who}")
            return EXIT_OK
        refused = 0
        for review in units:
            try:
                settle(opened.record, review, signers=args.signed, day=args.day or day("", opened.time), **who)
                say(f"已定稿：{review.unit.who}")
            except UsageError as error:
                if error.parameter != "unit":
                    raise
                refused += 1
                complain(str(error))
    if not units:
        say("没有可以定稿的：单位都回复、不同意见都处理了才能定稿")
    return EXIT_OK if units and not refused else EXIT_FINDINGS
