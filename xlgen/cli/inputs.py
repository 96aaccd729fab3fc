"""`xlgen inputs`: everything a unit fills in, as a YAML skeleton."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xlgen.cli.options import add_scheme, scheme_of
from xlgen.cli.output import write
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen inputs 深圳 -o 数据.yaml"
    add_scheme(parser)
    parser.options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则显示在屏幕上")


def run(args: argparse.Namespace) -> int:
    """Print the skeleton, or write it into a file."""
    from xlgen.scoring.data_file import skeleton

    text = skeleton(scheme_of(args))
    if args.output is None:
        sys.stdout.write(text)
    else:
        write(args.output, text.encode("utf-8"))
    return EXIT_OK
