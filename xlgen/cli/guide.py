"""`xlgen help`, and `xlgen` alone: what one can do, by who does it and when, with a line to type for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK

TASKS = {
    "财政部门、主管部门财务科": {
        "在浏览器里办理": "desk",
        "下发": "new",
        "审核交回的表": "validate",
        "看进度、催报": "status",
        "记下决定": "decide",
        "两级收表": "package out",
        "汇总、排名": "summary",
        "财政复核": "review draw",
        "写 Word 文档": "report summary",
    },
    "表样编制人员": {"由印发的空白表起草": "scheme draft", "审核、签字": "scheme explain"},
}
"""Who does what, in its order, by the command for it. Whoever fills in a form needs no command."""
FILLING_IN = "单位会计：什么也不用安装，用 Excel 或 WPS 填收到的工作簿。"
MORE = "xlgen manual 打开使用手册；xlgen help new 说明一个命令；xlgen --help 列出全部命令。"


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    what = "哪个命令，如 new、scheme draft；不写则说明能做什么"
    parser.arguments.add_argument("words", nargs="*", metavar="命令", help=what)
    parser.example = "xlgen help new"


def run(args: argparse.Namespace) -> int:
    """Show the help of the command that is named, else what one can do."""
    if args.words:
        args.parser.parse([*args.words, "--help"])  # leaves
    say(*overview(args.parser))
    return EXIT_OK


def offer_desk(start: Callable[[], int]) -> int:
    """Start the desk when Enter is pressed, and give its exit code.

    A window that was opened by a double click is gone with the program: it stays until what went wrong was read.
    """
    try:
        if input("\n按回车键打开工作台（在浏览器里办理），按 Ctrl+C 退出。"):
            return EXIT_OK
        code = start()
        if code != EXIT_OK:
            input("按回车键关闭。")
    except (EOFError, KeyboardInterrupt):
        return EXIT_OK
    return code


def overview(parser: ChineseParser) -> Iterator[str]:
    """What one can do, with the example of each command from its own help."""
    yield f"xlgen：{parser.description}"
    for who, tasks in TASKS.items():
        yield from ("", f"{who}：")
        yield from (f"  {task}：{parser.command(name.split()).example}" for task, name in tasks.items())
    yield from ("", FILLING_IN, MORE)
