"""`xlgen lint`: the problems of scheme files, and the errata and readings that they declare."""

from __future__ import annotations

import argparse

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen lint 我的表样/scheme.yaml"
    what = "表样的编号或文件；不写则检查全部随附的表样和 XLGEN_SCHEMES 里的"
    parser.arguments.add_argument("files", nargs="*", metavar="表样", help=what)


def run(args: argparse.Namespace) -> int:
    """Print the report of each scheme; the exit code is that of the worst."""
    from xlgen.scheme.known_files import known_files
    from xlgen.scheme.lint import lint

    worst = EXIT_OK
    for name in args.files or known_files():
        report = lint(name)
        say(*report.text.split("\n"))
        worst = max(worst, EXIT_UNREADABLE if report.unreadable else EXIT_FINDINGS if report.problems else EXIT_OK)
    return worst
