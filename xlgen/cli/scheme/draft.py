"""`xlgen scheme draft`: a draft of a scheme from a bureau's blank form."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from xlgen.draft.scheme import Draft

FILE_NAME = "scheme.yaml"


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

    target = args.output / FILE_NAME
    if target.exists():
        raise UsageError(f"{target} 已经有了，没有改动它。请换一个文件夹", "output")
    name = args.output.resolve().name
    written = draft_from(args.file, name, args.year, args.sheet)
    save(target, written.text.encode("utf-8"))
    say(f"已写出草稿 {target}", *_read(written.draft))
    todos = len(written.draft.todos)
    say(f"待办 {todos} 处：在文件里找 todo，逐处核对、补写后删去；用 xlgen lint {target} 查还剩哪些")
    return EXIT_FINDINGS


def _read(draft: Draft) -> Iterator[str]:
    """What was read, line by line."""
    points = f"，满分 {draft.data['points']:g} 分" if "points" in draft.data else ""
    if draft.levels:
        yield f"读出 {draft.levels} 级指标、{len(draft.data['form']['columns'])} 栏{points}"
    if draft.indicators:
        yield f"指标 {draft.indicators} 项，其中 {draft.understood} 项的评分标准整句读懂，写成了计分规则"
    if draft.own_rows:
        yield f"由单位自己写指标的 {draft.own_rows} 行，写成了明细表"
    yield f"表头、表尾要填的 {len(draft.data['inputs'])} 项"
