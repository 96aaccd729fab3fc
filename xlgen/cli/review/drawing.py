"""`xlgen review draw`, `drop` and `materials`: which forms are reviewed, and what their units are asked to show."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import watched
from xlgen.cli.options import add_folder, add_schemes, day_given, refuse_other_than, schemes_of_returns
from xlgen.cli.output import say, write
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_unit, add_units, session, units
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import parse_location

if TYPE_CHECKING:
    from xlgen.suspicions.suspicion import Suspicion

METHODS = ("全部", "指定", "按金额", "按疑点", "随机")
"""Those of `Method`, which would load the record's modules; a test holds the two together."""


def add_draw(parser: ChineseParser) -> None:
    """Declare how it is drawn."""
    parser.example = "xlgen review draw 下发 --method 随机 --count 10 --seed 2026 --by 姓名 -o 抽取清单.xlsx"
    add_folder(parser)
    add = parser.options.add_argument
    add("--method", required=True, choices=METHODS, metavar="方法", help=f"怎样抽取：{'、'.join(METHODS)}")
    add("--count", type=int, default=0, metavar="个数", help="抽几份（按金额、按疑点、随机）")
    add("--share", type=float, default=0.0, metavar="比例", help="抽到占全部资金的多少，如 0.6；与 --count 写一个")
    add("--seed", default="", metavar="种子", help="随机抽取的种子：任意数字或词；同一种子抽出的相同，可以复查")
    what = "按表上哪一项金额（名称或编号）；不写则用表样里写明的"
    add("--amount", default="", metavar="填报项", help=what)
    what = "近三年复核过的，不再抽取：往年下发的文件夹或记录，或单位名单；可写多次"
    add("--earlier", action="append", default=[], type=Path, metavar="路径", help=what)
    add("--returns", type=parse_location, metavar="路径", help="交回的文件（按疑点抽取时用）")
    add("--unit", action="append", default=[], metavar="单位", help="指定抽取的单位（名称或编码），可写多次")
    add("-o", "--output", type=Path, metavar="抽取清单.xlsx", help="可签字的抽取清单写到哪个文件")
    add_by(parser, "由谁抽取")
    add_schemes(parser)


def draw(args: argparse.Namespace) -> int:
    """Draw, enter and list; the exit code tells whether anything was drawn."""
    from xlgen.reports.review_lines import drawn_lines
    from xlgen.reviewing.draw_list import draw_list
    from xlgen.reviewing.drawing import DrawWanted, Method
    from xlgen.reviewing.stages import draw_forms

    refuse_other_than(".xlsx", args.output)
    suspicions = _suspicions(args) if args.method == Method.SUSPICION else ()
    wanted = DrawWanted(Method(args.method), args.count, args.share, tuple(args.unit), args.seed)
    with session(args) as opened:
        done = draw_forms(opened, wanted, amount=args.amount, suspicions=suspicions, earlier=args.earlier)
        content = draw_list(done.drawing, opened.title, opened.about.bureau, opened.today)
    say(*drawn_lines(done.drawing))
    if args.output is not None:
        write(args.output, content)
    return EXIT_OK if done.drawing.chosen else EXIT_FINDINGS


def _suspicions(args: argparse.Namespace) -> tuple[Suspicion, ...]:
    from xlgen.campaign.validation import validate_returns

    if args.returns is None:
        raise UsageError("--returns：按疑点抽取要有交回的文件。请写它们所在的文件夹")
    found = validate_returns([args.returns], roster=args.folder, schemes=schemes_of_returns(args), progress=watched)
    return found.report.suspicions


def add_drop(parser: ChineseParser) -> None:
    """Declare which form is taken out, and why."""
    parser.example = "xlgen review drop 下发 --unit 甲局 --reason 正在接受审计 --by 姓名"
    add_folder(parser)
    add_unit(parser)
    parser.options.add_argument("--reason", default="", metavar="理由", help="为什么不复核它")
    add_by(parser, "由谁决定")


def drop(args: argparse.Namespace) -> int:
    """Enter that a form is taken out."""
    from xlgen.reviewing import deciding

    with session(args) as opened:
        review = opened.reviews.find(args.unit, args.project)
        deciding.drop(opened, review, reason=args.reason)
    say(f"已移出复核：{review.unit.who}")
    return EXIT_OK


def add_materials(parser: ChineseParser) -> None:
    """Declare where the lists go."""
    parser.example = "xlgen review materials 下发 -o 资料清单 --until 2026-05-10"
    add_folder(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹，一个单位一份")
    add("--until", type=day_given, metavar="日期", help="请单位在哪天以前提供")
    add_units(parser, "抽取的全部单位")
    add_schemes(parser)


def materials(args: argparse.Namespace) -> int:
    """Write a workbook and a text for each unit."""
    from xlgen.reviewing.material import write_materials
    from xlgen.reviewing.reviews import Stage

    with session(args) as opened:
        files = write_materials(opened, units(opened, args, *Stage), args.output, args.until or "")
    say(*(f"已写出 {file}" for file in files))
    return EXIT_OK
