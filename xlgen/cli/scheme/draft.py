"""`xlgen scheme draft`: a draft of a scheme from a bureau's blank form."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen scheme draft 空白表.xlsx -o 我的表样"
    parser.arguments.add_argument("file", type=Path, metavar="空白表", help="印发的空白表：.xlsx 或 .docx")
    parser.options.add_argument("-o", "--output", type=Path, default=Path(), metavar="文件夹", help="草稿写到哪里")
    parser.options.add_argument("--sheet", default="", metavar="名称", help="表在哪张工作表；只有一张像表样的，不必写")
    parser.options.add_argument("--year", type=int, metavar="年度", help="表上没有印年度的，写明年度")


def run(args: argparse.Namespace) -> int:
    """Write the draft, and say what was read and what is still to be done."""
    from xlgen.draft.drafting import draft_from
    from xlgen.files.atomic import save
    from xlgen.scheme.known_files import SCHEME_FILE

    target = args.output / SCHEME_FILE
    if target.exists():
        raise UsageError(f"{target} 已经有了，没有改动它。请换一个文件夹", "output")
    name = args.output.resolve().name
    written = draft_from(args.file, name, args.year, args.sheet)
    save(target, written.text.encode("utf-8"))
    say(f"已写出草稿 {target}", *written.draft.read)
    todos = len(written.draft.todos)
    say(f"待办 {todos} 处：在文件里找 todo，逐处核对、补写后删去；用 xlgen lint {target} 查还剩哪些")
    return EXIT_FINDINGS
