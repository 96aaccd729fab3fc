"""`xlgen scheme`: what helps whoever writes a scheme."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from xlgen.cli.commands import Command
from xlgen.cli.options import add_scheme, scheme_of, scheme_of_data
from xlgen.cli.output import complain, print_json, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def _add_draft(parser: ChineseParser) -> None:
    parser.example = "xlgen scheme draft 空白表.xlsx -o 我的表样"
    parser.arguments.add_argument("file", type=Path, metavar="空白表", help="印发的空白表：.xlsx 或 .docx")
    parser.options.add_argument("-o", "--output", type=Path, default=Path(), metavar="文件夹", help="草稿写到哪里")
    parser.options.add_argument("--sheet", default="", metavar="名称", help="表在哪张工作表；只有一张像表样的，不必写")
    parser.options.add_argument("--year", type=int, metavar="年度", help="表上没有印年度的，写明年度")


def _run_draft(args: argparse.Namespace) -> int:
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


def _add_explain(parser: ChineseParser) -> None:
    parser.example = "xlgen scheme explain 深圳 -o 审签.html"
    add_scheme(parser)
    what = "写成网页，可打印、签字；不写则把要点显示在屏幕上"
    parser.options.add_argument("-o", "--output", type=Path, metavar="审签.html", help=what)


def _run_explain(args: argparse.Namespace) -> int:
    """Write the page, or print the short form."""
    from xlgen.api import explain

    explained = explain(scheme_of(args))
    if args.output is None:
        say(*explained.text.split("\n"))
    else:
        say(f"已写出 {explained.save(args.output)}，表样校验码 {explained.code}。请用浏览器打开、打印，审核后签字")
    return EXIT_OK


def _add_preview(parser: ChineseParser) -> None:
    parser.example = "xlgen scheme preview 深圳 -o 预览"
    add_scheme(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    what = "用来填表的数据（格式见 xlgen inputs）；不写则用随附的样例，没有样例的自动填一份示例"
    add("--data", type=Path, metavar="数据.yaml", help=what)


def _run_preview(args: argparse.Namespace) -> int:
    """Write the files and name them; say what could not be made and why."""
    from xlgen.api import preview, read_data

    scheme = scheme_of(args)
    data = None if args.data is None else read_data(args.data, scheme)
    written = preview(scheme if data is None else scheme_of_data(args, scheme, data), args.output, data)
    say(f"已写到 {args.output}：{'、'.join(file.name for file in written.files)}")
    if written.missing:
        complain(written.missing)
    return EXIT_FINDINGS if written.missing else EXIT_OK


def _add_schema(parser: ChineseParser) -> None:
    parser.example = "xlgen scheme schema -o 表样.schema.json"
    what = "写到文件；不写则显示在屏幕上"
    parser.options.add_argument("-o", "--output", type=Path, metavar="表样.schema.json", help=what)


def _run_schema(args: argparse.Namespace) -> int:
    """Print the schema, or write it into a file and say how an editor is told of it."""
    from xlgen.files.atomic import save
    from xlgen.scheme.json_schema import json_schema

    if args.output is None:
        print_json(json_schema())
    else:
        save(args.output, f"{json.dumps(json_schema(), ensure_ascii=False, indent=2)}\n".encode())
        say(f"已写出 {args.output}。在表样文件的第一行写上：# yaml-language-server: $schema={args.output}")
    return EXIT_OK


def _add_test(parser: ChineseParser) -> None:
    parser.example = "xlgen scheme test 深圳 用例.yaml"
    add_scheme(parser)
    what = "用例：填什么，应当得几分（写法见手册）"
    parser.arguments.add_argument("cases", type=Path, metavar="用例.yaml", help=what)


def _run_test(args: argparse.Namespace) -> int:
    """Print a line for each case, and its differences below it."""
    from xlgen.authoring.cases import run_cases

    results = run_cases(scheme_of(args), args.cases)
    for result in results:
        say(f"{result.name}：{f'{len(result.differences)} 处不同' if result.differences else '相符'}")
        say(*(f"  {difference}" for difference in result.differences))
    differing = sum(bool(result.differences) for result in results)
    say(f"共 {len(results)} 个用例，{f'{differing} 个不同' if differing else '全部相符'}")
    return EXIT_FINDINGS if differing else EXIT_OK


COMMANDS: dict[str, Command] = {
    "draft": (_add_draft, _run_draft, "由印发的空白表起草表样"),
    "explain": (_add_explain, _run_explain, "说明表样的计分规则和各界限上的得分，供审核签字"),
    "preview": (_add_preview, _run_preview, "预览表样：空白的和填好的表，PDF 和图片"),
    "schema": (_add_schema, _run_schema, "写出表样各项的 JSON Schema，编辑器据此提示、检查"),
    "test": (_add_test, _run_test, "用用例试算表样：填什么，应当得几分"),
}
