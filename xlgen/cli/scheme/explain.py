"""`xlgen scheme explain`: the rules of a scheme with the scores around their bounds, to be approved and signed."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_scheme, scheme_of
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen scheme explain 深圳 -o 审签.html"
    add_scheme(parser)
    what = "写成网页，可打印、签字；不写则把要点显示在屏幕上"
    parser.options.add_argument("-o", "--output", type=Path, metavar="审签.html", help=what)


def run(args: argparse.Namespace) -> int:
    """Write the page, or print the short form."""
    from xlgen.api import explain

    explained = explain(scheme_of(args))
    if args.output is None:
        say(*explained.text.split("\n"))
    else:
        say(f"已写出 {explained.save(args.output)}，表样校验码 {explained.code}。请用浏览器打开、打印，审核后签字")
    return EXIT_OK
