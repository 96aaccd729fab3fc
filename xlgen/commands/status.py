"""`xlgen status`: how a campaign stands: what was issued, what came back, who is missing."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.arguments import FINDINGS, FINE, ChineseParser, UsageError


def take_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    what = "下发评分表的文件夹，其中有下发记录"
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help=what)


def run(given: argparse.Namespace) -> int:
    """Print the counts and the lists; the exit code says whether every unit's form was accepted."""
    from rich.console import Console

    from xlgen.issuing.manifest import NotOurs, existing, opened
    from xlgen.issuing.standing import print_standing, standing_of

    try:
        with opened(existing(given.folder)) as manifest:
            standing = standing_of(manifest)
    except NotOurs as error:
        raise UsageError(str(error)) from error
    print_standing(Console(), standing)
    return FINE if standing.complete else FINDINGS
