"""`xlgen review materials`: what every unit under review is asked to show."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_schemes, day_given
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_folder, add_units, session
from xlgen.errors import EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review materials 下发 -o 资料清单 --until 2026-05-10"
    add_folder(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹，一个单位一份")
    add("--until", type=day_given, metavar="日期", help="请单位在哪天以前提供")
    add_units(parser, "抽取的全部单位")
    add_schemes(parser)


def run(args: argparse.Namespace) -> int:
    """Write a workbook and a text for each unit."""
    from xlgen.campaign.clock import day
    from xlgen.reviewing.material import write_materials
    from xlgen.reviewing.reviews import Stage

    with session(args.folder) as opened:
        units, about = opened.units(args, *Stage), opened.reviews.progress.about
        scheme, today = opened.scheme(args), day("", opened.time)
        files = write_materials(opened.record, scheme, units, about, args.output, today, args.until or "")
    say(*(f"已写出 {file}" for file in files))
    return EXIT_OK
