"""`xlgen status`: the progress of a campaign: what was issued, what was returned, who is missing."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    what = "下发评分表的文件夹，其中有下发记录"
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help=what)
    what = "全部单位的情况写成工作簿，可筛选"
    parser.options.add_argument("--xlsx", type=Path, metavar="文件", help=what)


def run(args: argparse.Namespace) -> int:
    """Print the progress, and write it if asked for; the exit code tells whether every unit's form was accepted."""
    from rich.console import Console

    from xlgen.campaign.progress import progress_of
    from xlgen.campaign.record import find_record, open_record
    from xlgen.reports.progress_terminal import print_progress

    if args.xlsx is not None and args.xlsx.is_dir():
        raise UsageError(f"--xlsx {args.xlsx}：是文件夹。请写一个文件名")
    with open_record(find_record(args.folder)) as record:
        progress = progress_of(record)
    print_progress(Console(), progress)
    if args.xlsx is not None:
        from xlgen.files.atomic import save
        from xlgen.reports.progress_workbook import progress_workbook

        save(args.xlsx, progress_workbook(progress))
        say(f"已写出 {args.xlsx}")
    return EXIT_OK if progress.complete else EXIT_FINDINGS
