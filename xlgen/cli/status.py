"""`xlgen status`: how a campaign stands: what was issued, what came back, who is missing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    what = "下发评分表的文件夹，其中有下发记录"
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help=what)
    what = "全部单位的情况写成工作簿，可筛选"
    parser.options.add_argument("--xlsx", type=Path, metavar="文件", help=what)


def run(given: argparse.Namespace) -> int:
    """Print the counts and who is first in the lists; the exit code says whether every unit's form was accepted."""
    from rich.console import Console

    from xlgen.campaign.progress import print_progress, progress_of
    from xlgen.campaign.record import RecordError, find_record, open_record

    if given.xlsx is not None and given.xlsx.is_dir():
        raise UsageError(f"--xlsx {given.xlsx}：是文件夹。请写一个文件名")
    try:
        with open_record(find_record(given.folder)) as manifest:
            standing = progress_of(manifest)
    except RecordError as error:
        raise UsageError(str(error)) from error
    print_progress(Console(), standing)
    if given.xlsx is not None:
        from xlgen.files.atomic import save
        from xlgen.reports.progress_workbook import progress_workbook

        save(given.xlsx, progress_workbook(standing))
        sys.stdout.write(f"已写出 {given.xlsx}\n")
    return EXIT_OK if standing.complete else EXIT_FINDINGS
