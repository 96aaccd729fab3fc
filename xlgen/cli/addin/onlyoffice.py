"""`xlgen addin onlyoffice`: the custom functions as a library for ONLYOFFICE."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.addin.programs import print_checks
from xlgen.cli.commands import Command
from xlgen.cli.options import output_to, refuse_other_than
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK

STEPS = """装进 ONLYOFFICE（8.1 或更高版本，桌面版和网页版相同）：
1. 打开要用函数的工作簿，点“视图”选项卡里的“宏”。
2. 在“自定义函数”一栏点加号，删去右边原有的几行，把这个文件的全部内容粘贴进去，点“保存”。
3. 在单元格里写 =GRADE(95)，显示“优”就装好了。
4. 照常存为 .xlsx。函数库会存在工作簿里，用 xlgen addin onlyoffice doctor 工作簿.xlsx 可以检查。"""


def _doctor_options(parser: ChineseParser) -> None:
    parser.example = "xlgen addin onlyoffice doctor 评分表.xlsx"
    parser.arguments.add_argument("workbook", type=Path, metavar="工作簿", help="用 ONLYOFFICE 保存的工作簿")


def _build(args: argparse.Namespace) -> int:
    from xlgen.files.atomic import save
    from xlgen.files.resources import FUNCTIONS_JS

    refuse_other_than(".js", args.output)
    save(args.output, FUNCTIONS_JS.read_bytes())
    for line in (f"已生成 {args.output}", *STEPS.splitlines()):
        say(line)
    return EXIT_OK


def _doctor(args: argparse.Namespace) -> int:
    from xlgen.hosts.onlyoffice.doctor import checks

    return print_checks(checks(args.workbook))


COMMANDS: dict[str, Command] = {
    "build": (
        output_to("xlgen addin onlyoffice build -o functions.js"),
        _build,
        "生成函数库，并写出怎样装进 ONLYOFFICE",
    ),
    "doctor": (_doctor_options, _doctor, "检查一份工作簿里有没有函数库、是不是现在的版本，说明怎么办"),
}
