"""`xlgen schemes`, `lint` and `diff`: the schemes that there are, their problems, and how two of them differ."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xlgen.cli.options import scheme_file
from xlgen.cli.output import complain, print_json, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE

if TYPE_CHECKING:
    from xlgen.scheme.listing import ListedScheme


def add_list(parser: ChineseParser) -> None:
    """Declare how the list is shown."""
    parser.example = "xlgen schemes"
    parser.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")


def show(args: argparse.Namespace) -> int:
    """Print a line for each scheme; the exit code tells whether all can be used."""
    from xlgen.scheme.listing import Unusable, list_known

    found = list(list_known())
    schemes = [each for each in found if not isinstance(each, Unusable)]
    if args.json:
        print_json([{k: v for k, v in scheme._asdict().items() if k != "adjustments"} for scheme in schemes])
    else:
        _print(schemes)
    for each in found:
        if isinstance(each, Unusable):
            only = len(each.files) == 1
            complain(f"{each.files[0]}：{each.why}。全部请看 xlgen lint {each.files[0]}" if only else each.why)
    return EXIT_OK if len(schemes) == len(found) else EXIT_FINDINGS


def _print(schemes: list[ListedScheme]) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("表样", "版本", "年度", Column("名称", overflow="fold"), "指标", "满分")
    for scheme in schemes:
        adjustments = f" + {scheme.adjustments}" if scheme.adjustments else ""
        indicators = f"{scheme.indicators - scheme.adjustments}{adjustments}"
        points = f"{scheme.points:g}" if scheme.points else "不计分"
        table.add_row(scheme.id, scheme.version, f"{scheme.year}", scheme.name, indicators, points)
    Console().print(table)


def add_lint(parser: ChineseParser) -> None:
    """Declare which files are checked."""
    parser.example = "xlgen lint 我的表样/scheme.yaml"
    what = "表样的编号或文件；不写则检查全部随附的表样和 XLGEN_SCHEMES 里的"
    parser.arguments.add_argument("files", nargs="*", metavar="表样", help=what)


def check(args: argparse.Namespace) -> int:
    """Print the report of each scheme; the exit code is that of the worst."""
    from xlgen.scheme.known_files import known_files
    from xlgen.scheme.lint import lint

    worst = EXIT_OK
    for name in args.files or known_files():
        report = lint(name)
        say(*report.text.split("\n"))
        worst = max(worst, EXIT_UNREADABLE if report.unreadable else EXIT_FINDINGS if report.problems else EXIT_OK)
    return worst


def add_diff(parser: ChineseParser) -> None:
    """Declare the two schemes."""
    parser.example = "xlgen diff 深圳 我的表样/scheme.yaml"
    parser.arguments.add_argument("old", metavar="旧表样", help="表样的编号或文件")
    parser.arguments.add_argument("new", metavar="新表样", help="表样的编号或文件")


def compare(args: argparse.Namespace) -> int:
    """Print the changes."""
    from xlgen.scheme.diff import compare_schemes, report

    changes = compare_schemes(str(scheme_file(args.old)), str(scheme_file(args.new)))
    for line in report(changes):
        say(line)
    return EXIT_FINDINGS if changes else EXIT_OK
