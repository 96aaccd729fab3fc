"""`xlgen report`: Word documents of what a form, a check or a campaign says."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.commands import Command, add_commands
from xlgen.cli.options import add_schemes, refuse_inside, schemes_of_returns
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the commands of the group."""
    commands: dict[str, Command] = {
        "self": (_add_self, _run_self, "由填好的评分表写自评报告的初稿，照规定的提纲；须由人写的地方标【待填】"),
    }
    add_commands(parser, commands)


def _add_self(parser: ChineseParser) -> None:
    what = "填好的评分表：文件、文件夹或 .zip 压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=Path, metavar="路径", help=what)
    what = "初稿写到哪个文件夹，一份表一份 .docx；已有的文件不覆盖"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件夹", help=what)
    add_schemes(parser)


def _run_self(args: argparse.Namespace) -> int:
    from xlgen.reports.word.self_report import write_self_reports

    refuse_inside(args, "-o", args.output)
    complete = True
    for draft in write_self_reports(args.paths, args.output, schemes=schemes_of_returns(args)):
        if draft.file is None:
            complain(f"{draft.name}：没有写初稿。{draft.why}")
            complete = False
        else:
            say("　".join(filter(None, (f"{draft.name} → {draft.file}", draft.why))))
    return EXIT_OK if complete else EXIT_FINDINGS
