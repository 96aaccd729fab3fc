"""`xlgen status`: how a campaign stands: what was issued, what came back, who is missing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xlgen.arguments import FINDINGS, FINE, ChineseParser, UsageError


def take_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    what = "下发评分表的文件夹，其中有下发记录"
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help=what)
    what = "全部单位的情况写成工作簿，可筛选"
    parser.options.add_argument("--xlsx", type=Path, metavar="文件", help=what)


def run(given: argparse.Namespace) -> int:
    """Print the counts and who is first in the lists; the exit code says whether every unit's form was accepted."""
    from rich.console import Console

    from xlgen.issuing.manifest import NotOurs, existing, opened
    from xlgen.issuing.standing import print_standing, standing_of

    if given.xlsx is not None and given.xlsx.is_dir():
        raise UsageError(f"--xlsx {given.xlsx}：是文件夹。请写一个文件名")
    try:
        with opened(existing(given.folder)) as manifest:
            standing = standing_of(manifest)
    except NotOurs as error:
        raise UsageError(str(error)) from error
    print_standing(Console(), standing)
    if given.xlsx is not None:
        from xlgen.issuing.standing_book import standing_book
        from xlgen.saving import save

        save(given.xlsx, standing_book(standing))
        sys.stdout.write(f"已写出 {given.xlsx}\n")
    return FINE if standing.complete else FINDINGS
