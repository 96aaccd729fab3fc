"""`xlgen status`: the progress of a campaign: what was issued, what was returned, who is missing; or of one unit."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_folder
from xlgen.cli.output import say, write
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen status 下发 --remind 催报"
    add_folder(parser)
    add = parser.options.add_argument
    add("--xlsx", type=Path, metavar="文件", help="全部单位的情况写成工作簿，可筛选")
    what = "写出今天的催报文字，一个主管部门（没有主管部门的，一个单位）一份，可粘贴发出"
    add("--remind", type=Path, metavar="文件夹", help=what)
    what = "只看一个单位（名称或编码）：报送过的每一份、各份的不同、要件、作过的决定"
    add("--unit", default="", metavar="单位", help=what)
    add("--project", default="", metavar="项目", help="一个单位有几份表的，写项目编码或名称；与 --unit 同用")


def run(args: argparse.Namespace) -> int:
    """Print the progress, and write it if asked for; the exit code tells whether every unit's form was accepted."""
    from rich.console import Console

    from xlgen.campaign.clock import current_time, day
    from xlgen.campaign.progress import progress_of
    from xlgen.campaign.record import find_record, open_record
    from xlgen.reports.progress_terminal import print_progress

    if args.xlsx is not None and args.xlsx.is_dir():
        raise UsageError(f"--xlsx {args.xlsx}：是文件夹。请写一个文件名")
    if args.unit:
        return _show_unit(args)
    with open_record(find_record(args.folder)) as record:
        progress = progress_of(record, day("", current_time()))
    print_progress(Console(), progress)
    if args.xlsx is not None:
        from xlgen.reports.progress_workbook import progress_workbook

        write(args.xlsx, progress_workbook(progress))
    if args.remind is not None:
        from xlgen.reports.reminders import write_reminders

        folder, texts = write_reminders(args.remind, progress)
        say(f"已写出 {folder}：{len(texts)} 份催报文字，涉及 {sum(text.forms for text in texts)} 份表")
    return EXIT_OK if progress.complete else EXIT_FINDINGS


def _show_unit(args: argparse.Namespace) -> int:
    from xlgen.campaign.clock import current_time, day
    from xlgen.campaign.copy_contents import copy_history
    from xlgen.campaign.deciding import unit_named
    from xlgen.campaign.progress import RECEIVED, progress_of
    from xlgen.campaign.record import find_record, open_record
    from xlgen.reports.unit_page import unit_page
    from xlgen.scheme.known_schemes import all_schemes
    from xlgen.submissions.template import templates_of

    with open_record(find_record(args.folder)) as record:
        progress = progress_of(record, day("", current_time()))
        unit = unit_named(progress, args.unit, args.project)
        history = copy_history(record, unit, templates_of(all_schemes()))
    for line in unit_page(unit, history, progress.about):
        say(line)
    return EXIT_OK if unit.state in RECEIVED else EXIT_FINDINGS
