"""The command line: a thin door to the rooms behind it. Heavy imports wait until a command needs them.

Exit codes: 0 fine, 1 findings or incomplete, 2 cannot read or write, 3 broken scheme or wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from xlgen import __version__
from xlgen.cli import addin, new, status, summary, validate
from xlgen.cli.messages import complaint, hints
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, XlgenError
from xlgen.files.atomic import system_reason
from xlgen.workbook.formulas import Formulas
from xlgen.xlsx.read.unreadable import UnreadableError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; no traceback for what a user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows ? instead of failing
    raise SystemExit(_guarded(arguments))


def _guarded(arguments: Sequence[str] | None) -> int:
    try:
        given = _parser().parse_args(arguments)
        command: Command = given.command
        return command(given)
    except XlgenError as error:
        _complain(complaint(error))
        return error.exit_code
    except OSError as error:
        failed = f"{error.filename2 or error.filename or ''}：读写失败（{system_reason(error)}）"
        _complain(f"{failed}。请检查路径、权限、磁盘空间，并关闭占用它的程序")
        return EXIT_UNREADABLE
    except KeyboardInterrupt:
        _complain("已中止，没有留下写了一半的文件。要接着做，请再运行同一条命令")
        return EXIT_FINDINGS


def _complain(message: str) -> None:
    sys.stderr.write(f"{message}\n")


def _parser() -> ChineseParser:
    parser = ChineseParser("xlgen", "生成自动计分的绩效自评表，并核对交回的表。")
    parser.options.add_argument("--version", action="version", version=f"xlgen {__version__}", help="显示版本")
    commands = parser.add_subparsers(
        prog="xlgen", title="命令", metavar="命令", required=True, parser_class=ChineseParser
    )

    def command(name: str, run: Command, purpose: str) -> ChineseParser:
        added = commands.add_parser(name, help=purpose, description=purpose)
        added.set_defaults(command=run)
        return added

    each = command("schemes", _schemes, "列出现有的方案")
    each.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")

    new.add_options(command("new", new.run, "生成空白的年度评分表：一份，或名单上每个单位一份"))

    each = command("inputs", _inputs, "列出一个方案要填的全部数据（YAML 骨架）")
    new.add_scheme(each)
    each.options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则显示在屏幕上")

    each = command("fill", _fill, "用数据文件填好一份评分表")
    new.add_scheme(each)
    each.arguments.add_argument("data", type=Path, metavar="数据.yaml", help="按 xlgen inputs 的骨架填好的数据")
    each.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件或文件夹", help="写到哪里")

    new.add_rows(each)
    new.add_formulas(each)

    each = command("score", _score, "按规则重新计分，与表中的分数对照")
    each.arguments.add_argument("file", type=Path, metavar="评分表.xlsx", help="填好的评分表")
    each.options.add_argument("--scheme", default="", metavar="方案", help="方案文件；随附的方案不必写")
    each.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")

    validate.add_options(command("validate", validate.run, "核对交回的全部评分表，写出问题清单和退回意见"))
    status.add_options(command("status", status.run, "下发和报送的进度：谁还没有报，谁的被退回"))
    summary.add_options(command("summary", summary.run, "汇总交回的评分表：各单位得分和排名、各项指标的分析和图表"))

    purpose = "在 Excel 里直接使用计分函数：安装、检查、自检，为 Microsoft 365 提供服务"
    addin.take_options(commands.add_parser("addin", help=purpose, description=purpose))

    each = command("lint", _lint, "检查方案文件，并列出其中的勘误和推定")
    each.arguments.add_argument("files", nargs="*", metavar="方案", help="方案名或文件；不写则检查全部随附的方案")

    each = command("diff", _diff, "说明两个方案有哪些不同")
    each.arguments.add_argument("old", metavar="旧方案", help="方案名或文件")
    each.arguments.add_argument("new", metavar="新方案", help="方案名或文件")
    return parser


def _schemes(given: argparse.Namespace) -> int:
    from xlgen.files.resources import scheme_files
    from xlgen.scheme.listing import listed

    schemes = [listed(file) for file in scheme_files().values()]
    if given.json:
        _print_json([{key: value for key, value in each._asdict().items() if key != "adjustments"} for each in schemes])
        return EXIT_OK
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("方案", "版本", "年度", Column("名称", overflow="fold"), "指标", "满分")
    for scheme in schemes:
        beside = f" + {scheme.adjustments}" if scheme.adjustments else ""
        counts = f"{scheme.indicators - scheme.adjustments}{beside}", f"{scheme.points:g}"
        table.add_row(scheme.id, scheme.version, f"{scheme.year}", scheme.name, *counts)
    Console().print(table)
    return EXIT_OK


def _inputs(given: argparse.Namespace) -> int:
    from xlgen.files.atomic import save
    from xlgen.scoring.data_file import skeleton

    text = skeleton(new.scheme_of(given))
    if given.output is None:
        sys.stdout.write(text)
    else:
        save(given.output, text.encode("utf-8"))
        _say(f"已写出 {given.output}")
    return EXIT_OK


def _fill(given: argparse.Namespace) -> int:
    from xlgen.files.atomic import save
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.data_file import load_form_data
    from xlgen.scoring.form_score import score_form
    from xlgen.scoring.open_points import open_points
    from xlgen.workbook.build import build

    scheme = new.scheme_of(given)
    filling = load_form_data(given.data, scheme)
    scheme = new.scheme_of_data(given, scheme, filling)
    path = new.target(given.output, scheme, str(filling.inputs.get(UNIT_NAME) or ""), Formulas(given.formulas))
    save(path, build(scheme, filling, formulas=Formulas(given.formulas)))
    score = score_form(scheme, filling)
    shown = {**{key: row.score for each in score.indicators for key, row in each.rows.items()}, **filling.reported}
    missing = list(open_points(scheme, filling, score, shown))
    result = "还不能报送" if score.total is None else f"按规则 {score.total:.2f} 分，{score.grade}"
    reported = f"；{len(filling.reported)} 项照单位自评的分数填写" if filling.reported else ""
    _say(f"已生成 {path}：{result}{reported}")
    for point in missing:
        _say(str(point))
    return EXIT_FINDINGS if missing else EXIT_OK


def _score(given: argparse.Namespace) -> int:
    from xlgen.submissions.compare import compare
    from xlgen.submissions.read import open_workbook, read_returned
    from xlgen.submissions.template import NoTemplateError, Templates
    from xlgen.xlsx.read.unreadable import Reason

    workbook, identity = open_workbook(given.file)
    try:
        scheme = Templates(validate.scheme_of(given)).template(identity).scheme
    except NoTemplateError as error:
        _complain("\n".join([f"{given.file}：{error}", *hints([error.finding.code.name])]))
        return EXIT_UNREADABLE
    returned = read_returned(workbook, scheme, given.file)
    if not returned.computed:
        raise UnreadableError(given.file, Reason.NOT_COMPUTED)
    if returned.without_functions:
        _complain(str(UnreadableError(given.file, Reason.WITHOUT_FUNCTIONS)))
    comparison = compare(scheme, returned, identity.unit)
    if given.json:
        _print_json(comparison.json())
    else:
        from rich.console import Console

        from xlgen.reports.score_table import print_comparison

        print_comparison(Console(), comparison)
    return EXIT_OK if comparison.clean else EXIT_FINDINGS


def _lint(given: argparse.Namespace) -> int:
    from xlgen.files.resources import scheme_files
    from xlgen.scheme.lint import lint

    worst = EXIT_OK
    for name in given.files or scheme_files():
        report = lint(name)
        sys.stdout.write(report.text + "\n")
        worst = max(worst, EXIT_UNREADABLE if report.unreadable else EXIT_FINDINGS if report.problems else EXIT_OK)
    return worst


def _diff(given: argparse.Namespace) -> int:
    from xlgen.scheme.diff import compare_schemes, report

    changes = compare_schemes(given.old, given.new)
    for line in report(changes):
        _say(line)
    return EXIT_FINDINGS if changes else EXIT_OK


def _print_json(value: object) -> None:
    # JSON for programs is UTF-8 on every console: written as bytes, not in the console's encoding.
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def _say(message: str) -> None:
    sys.stdout.write(f"{message}\n")
