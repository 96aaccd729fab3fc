"""`xlgen schemes`: the schemes that are known by id, shipped ones and one's own."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xlgen.cli.output import complain, print_json
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK

if TYPE_CHECKING:
    from xlgen.scheme.listing import ListedScheme


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen schemes"
    parser.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")


def run(args: argparse.Namespace) -> int:
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
