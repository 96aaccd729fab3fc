"""`xlgen diff`: what changed from one scheme to another."""

from __future__ import annotations

import argparse

from xlgen.cli.options import scheme_file
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen diff 深圳 我的表样/scheme.yaml"
    parser.arguments.add_argument("old", metavar="旧表样", help="表样的编号或文件")
    parser.arguments.add_argument("new", metavar="新表样", help="表样的编号或文件")


def run(args: argparse.Namespace) -> int:
    """Print the changes."""
    from xlgen.scheme.diff import compare_schemes, report

    changes = compare_schemes(str(scheme_file(args.old)), str(scheme_file(args.new)))
    for line in report(changes):
        say(line)
    return EXIT_FINDINGS if changes else EXIT_OK
