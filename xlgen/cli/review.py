"""`xlgen review`: 财政复核, from the drawing to what was put right."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.commands import Command, add_commands
from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.options import add_schemes, schemes_of_returns
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import parse_location

if TYPE_CHECKING:
    from xlgen.suspicions.suspicion import Suspicion

METHODS = ("全部", "指定", "按金额", "按疑点", "随机")
"""Those of `Method`, which would load the record's modules; a test holds the two together."""


def add_options(parser: ChineseParser) -> None:
    """Declare the commands of the group."""
    commands: dict[str, Command] = {
        "draw": (_add_draw, _run_draw, "抽取要复核的单位：全部、指定、按金额、按疑点、随机"),
        "open": (_add_open, _run_open, "给抽取的单位各写一份复核底稿"),
        "take": (_add_take, _run_take, "收回填好的复核底稿：逐项检查、按规则计分，形成初步意见"),
    }
    add_commands(parser, commands)


def _folder(parser: ChineseParser) -> None:
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help="下发评分表的文件夹，其中有下发记录")


def _by(parser: ChineseParser, what: str) -> None:
    parser.options.add_argument("--by", default="", metavar="姓名", help=f"{what}，记入下发记录")


def _units(parser: ChineseParser) -> None:
    what = "哪个单位（名称或编码），可写多次；不写则全部"
    parser.options.add_argument("--unit", action="append", default=[], metavar="单位", help=what)


def _add_draw(parser: ChineseParser) -> None:
    _folder(parser)
    add = parser.options.add_argument
    add("--method", required=True, choices=METHODS, metavar="方法", help=f"怎样抽取：{'、'.join(METHODS)}")
    add("--count", type=int, default=0, metavar="个数", help="抽几份（按金额、按疑点、随机）")
    add("--share", type=float, default=0.0, metavar="比例", help="抽到占全部资金的多少，如 0.6；与 --count 写一个")
    add("--seed", default="", metavar="种子", help="随机抽取的种子：任意数字或词；同一种子抽出的相同，可以复查")
    what = "按表上哪一项金额（名称或编号）；不写则用表样里写明的，或实际支出"
    add("--amount", default="", metavar="填报项", help=what)
    what = "近三年复核过的，不再抽取：往年下发的文件夹或记录，或单位名单；可写多次"
    add("--earlier", action="append", default=[], type=Path, metavar="路径", help=what)
    add("--returns", type=parse_location, metavar="路径", help="交回的文件（按疑点抽取时用）")
    add("-o", "--output", type=Path, metavar="抽取清单.xlsx", help="可签字的抽取清单写到哪个文件")
    _units(parser)
    _by(parser, "由谁抽取")
    add_schemes(parser)


def _add_open(parser: ChineseParser) -> None:
    _folder(parser)
    add = parser.options.add_argument
    what = "交回的文件所在的文件夹或压缩包；只用审核过的那一份，改动过的不用"
    add("--returns", type=parse_location, required=True, metavar="路径", help=what)
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="复核底稿写到哪个文件夹，已有的不覆盖")
    _units(parser)
    _by(parser, "由谁发出")
    add_schemes(parser)
    add_engine(parser)


def _add_take(parser: ChineseParser) -> None:
    _folder(parser)
    what = "填好的复核底稿：文件、文件夹或压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=parse_location, metavar="路径", help=what)
    _by(parser, "由谁收回")
    add_schemes(parser)
    add_engine(parser)


def _run_draw(args: argparse.Namespace) -> int:
    from xlgen.campaign.clock import current_time, day
    from xlgen.campaign.record import find_record, open_record
    from xlgen.campaign.validation import validate_returns
    from xlgen.files.atomic import save
    from xlgen.reviewing.campaign_scheme import scheme_of_record
    from xlgen.reviewing.draw_list import coverage_words, draw_list, method_words
    from xlgen.reviewing.drawing import DrawWanted, Method
    from xlgen.reviewing.stages import draw_forms

    if args.output is not None and (args.output.suffix.lower() != ".xlsx" or args.output.is_dir()):
        raise UsageError(f"-o {args.output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名")
    suspicions: tuple[Suspicion, ...] = ()
    if args.method == Method.SUSPICION:
        if args.returns is None:
            raise UsageError("--returns：按疑点抽取要有交回的文件。请写它们所在的文件夹")
        found = validate_returns([args.returns], roster=args.folder, schemes=schemes_of_returns(args), progress=watched)
        suspicions = found.report.suspicions
    wanted = DrawWanted(Method(args.method), args.count, args.share, tuple(args.unit), args.seed)
    time = current_time()
    with open_record(find_record(args.folder)) as record:
        scheme = scheme_of_record(record, schemes_of_returns(args))
        done = draw_forms(
            record,
            scheme,
            wanted,
            author=args.by,
            time=time,
            amount=args.amount,
            suspicions=suspicions,
            earlier=args.earlier,
        )
        bureau = done.reviews.progress.about.bureau
    for each in done.drawing.chosen:
        say("　".join(filter(None, ("抽取", each.code, each.unit, each.why))))
    for each in done.drawing.excluded:
        say(f"不抽　{each.unit}　{each.why}")
    say(method_words(done.drawing))
    say(coverage_words(done.drawing))
    if args.output is not None:
        save(args.output, draw_list(done.drawing, f"{scheme.year}年度{scheme.name}", bureau, day("", time)))
        say(f"已写出 {args.output}")
    return EXIT_OK if done.drawing.chosen else EXIT_FINDINGS


def _run_open(args: argparse.Namespace) -> int:
    from xlgen.campaign.clock import current_time, day
    from xlgen.campaign.record import find_record, open_record
    from xlgen.reviewing.opening import drawn_units, open_reviews
    from xlgen.reviewing.reviews import reviews_of

    time = current_time()
    with open_record(find_record(args.folder)) as record:
        reviews = reviews_of(record, day("", time))
        units = [reviews.find(name) for name in args.unit] or list(drawn_units(reviews))
        done = open_reviews(
            record,
            reviews,
            units,
            [args.returns],
            args.output,
            author=args.by,
            time=time,
            schemes=schemes_of_returns(args),
            executor=executor_of(args),
            progress=watched,
        )
    for written in done.written:
        say(f"已写出 {written.file}")
    for left in done.left:
        complain(f"{left.unit}：{left.why}")
    if not units:
        say("没有要发底稿的单位：都已发出。要重发的，写 --unit")
    return EXIT_FINDINGS if done.left else EXIT_OK


def _run_take(args: argparse.Namespace) -> int:
    from xlgen.campaign.clock import current_time, day
    from xlgen.campaign.record import find_record, open_record
    from xlgen.reviewing.campaign_scheme import scheme_of_record
    from xlgen.reviewing.reviews import reviews_of
    from xlgen.reviewing.taking import take_reviews

    time = current_time()
    with open_record(find_record(args.folder)) as record:
        scheme = scheme_of_record(record, schemes_of_returns(args))
        taken = take_reviews(
            record,
            reviews_of(record, day("", time)),
            scheme,
            args.paths,
            author=args.by,
            time=time,
            executor=executor_of(args),
            progress=watched,
        )
    for each in taken:
        if each.taken is None:
            complain(f"没有收下　{each.unit or each.file}")
        else:
            grade = f"　{each.taken.grade}" if each.taken.grade else ""
            scores = f"自评 {each.taken.own_total or 0:.2f}，复核 {each.taken.total or 0:.2f}{grade}"
            say(f"{'没有变化' if each.known else '已收下'}　{each.unit}　{scores}")
        for told in each.objections:
            (complain if told.blocks else say)(f"　　{told}")
    return EXIT_OK if all(each.accepted for each in taken) else EXIT_FINDINGS
