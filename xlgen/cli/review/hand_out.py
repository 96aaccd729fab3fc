"""`xlgen review out`: a package of review workbooks for a third party."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_folder, add_units, session
from xlgen.errors import EXIT_FINDINGS, EXIT_OK
from xlgen.files.storage import parse_location


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review out 下发 --papers 底稿 --returns 交回 --party 某某事务所 -o 复核包.zip --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("--papers", type=Path, required=True, metavar="文件夹", help="复核底稿所在的文件夹")
    add("--returns", type=parse_location, required=True, metavar="路径", help="交回的文件，连同材料一并装入")
    add("--party", required=True, metavar="第三方", help="交给谁复核")
    add("-o", "--output", type=Path, required=True, metavar="复核包.zip", help="写到哪个文件")
    add_units(parser, "底稿已发出的全部单位")
    add_by(parser, "由谁交出")


def run(args: argparse.Namespace) -> int:
    """Write the package; the exit code tells whether everything is in it."""
    from xlgen.reviewing.packages import hand_out_reviews
    from xlgen.reviewing.reviews import Stage

    with session(args.folder) as opened:
        who = {"party": args.party, "author": args.by, "time": opened.time}
        units = opened.units(args, Stage.OPENED)
        paths = args.papers, [args.returns], args.output
        done = hand_out_reviews(opened.record, opened.reviews, units, *paths, **who)
    for left in done.left:
        complain(f"{left.unit}：{left.why}")
    say(f"已写出 {done.file}：{len(done.units)} 份底稿")
    return EXIT_FINDINGS if done.left else EXIT_OK
