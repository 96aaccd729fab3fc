"""`xlgen schemes`: the shipped schemes."""

from __future__ import annotations

import argparse

from xlgen.cli.output import print_json
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")


def run(args: argparse.Namespace) -> int:
    """Print a line for each scheme."""
    from xlgen.files.resources import scheme_files
    from xlgen.scheme.listing import listed

    schemes = [listed(file) for file in scheme_files().values()]
    if args.json:
        print_json([{k: v for k, v in scheme._asdict().items() if k != "adjustments"} for scheme in schemes])
        return EXIT_OK
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("方案", "版本", "年度", Column("名称", overflow="fold"), "指标", "满分")
    for scheme in schemes:
        adjustments = f" + {scheme.adjustments}" if scheme.adjustments else ""
        counts = f"{scheme.indicators - scheme.adjustments}{adjustments}", f"{scheme.points:g}"
        table.add_row(scheme.id, scheme.version, f"{scheme.year}", scheme.name, *counts)
    Console().print(table)
    return EXIT_OK
