"""`xlgen review open`, `out`, `in` and `take`: review workbooks given out and taken back, also by a third party."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.options import add_folder, add_schemes
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_units, say_taken, say_written, session, units
from xlgen.errors import EXIT_FINDINGS, EXIT_OK
from xlgen.files.storage import parse_location


def add_open(parser: ChineseParser) -> None:
    """Declare from what the workbooks are made, and where they go."""
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


def give_out(args: argparse.Namespace) -> int:
    """Write the workbooks from the copies that count; the exit code tells whether every unit has one."""
    from xlgen.reviewing.opening import open_reviews
    from xlgen.reviewing.reviews import Stage

    executor = executor_of(args)
    with session(args) as opened:
        chosen = units(opened, args, Stage.DRAWN)
        done = open_reviews(opened, chosen, [args.returns], args.output, executor=executor, progress=watched)
    if not chosen:
        say("没有要发底稿的单位：都已发出。要重发的，写 --unit")
    return say_written(done)


def add_out(parser: ChineseParser) -> None:
    """Declare what goes into the package, and to whom."""
    parser.example = "xlgen review out 下发 --papers 底稿 --returns 交回 --party 某某事务所 -o 复核包.zip --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("--papers", type=Path, required=True, metavar="文件夹", help="复核底稿所在的文件夹")
    add("--returns", type=parse_location, required=True, metavar="路径", help="交回的文件，连同材料一并装入")
    add("--party", required=True, metavar="第三方", help="交给谁复核")
    add("-o", "--output", type=Path, required=True, metavar="复核包.zip", help="写到哪个文件")
    add_units(parser, "底稿已发出的全部单位")
    add_by(parser, "由谁交出")


def hand_out(args: argparse.Namespace) -> int:
    """Write a package for a third party; the exit code tells whether everything is in it."""
    from xlgen.reviewing.packages import hand_out_reviews
    from xlgen.reviewing.reviews import Stage

    with session(args) as opened:
        chosen = units(opened, args, Stage.OPENED)
        done = hand_out_reviews(opened, chosen, args.papers, [args.returns], args.output, party=args.party)
    for left in done.left:
        complain(f"{left.unit}：{left.why}")
    say(f"已写出 {done.file}：{len(done.units)} 份底稿")
    return EXIT_FINDINGS if done.left else EXIT_OK


def add_in(parser: ChineseParser) -> None:
    """Declare the package, and whose it is."""
    parser.example = "xlgen review in 下发 复核包.zip --party 某某事务所 --by 姓名"
    add_folder(parser)
    parser.arguments.add_argument("path", type=Path, metavar="复核包", help="第三方交回的 .zip")
    parser.options.add_argument("--party", required=True, metavar="第三方", help="是谁交回的")
    add_by(parser, "由谁收回")
    add_schemes(parser)


def hand_in(args: argparse.Namespace) -> int:
    """Take the package of a third party back; the exit code tells whether all of it was in order."""
    from xlgen.reviewing.packages import take_package

    with session(args) as opened:
        taken = take_package(opened, args.path, args.party)
    return say_taken(taken)


def add_take(parser: ChineseParser) -> None:
    """Declare the filled workbooks."""
    parser.example = "xlgen review take 下发 底稿 --by 姓名"
    add_folder(parser)
    what = "填好的复核底稿：文件、文件夹或压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=parse_location, metavar="路径", help=what)
    add_by(parser, "由谁收回")
    add_schemes(parser)
    add_engine(parser)


def take(args: argparse.Namespace) -> int:
    """Take filled workbooks back as 初步意见; the exit code tells whether all were in order."""
    from xlgen.reviewing.taking import take_reviews

    executor = executor_of(args)
    with session(args) as opened:
        taken = take_reviews(opened, args.paths, executor=executor, progress=watched)
    return say_taken(taken)
