"""The command line: a thin door to the rooms behind it. Heavy imports wait until a command needs them.

Exit codes: 0 fine, 1 findings or incomplete, 2 cannot read or write, 3 broken scheme or wrong usage.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen import __version__
from xlgen.arguments import BROKEN_SCHEME, FINDINGS, FINE, UNREADABLE, ChineseParser, UsageError
from xlgen.commands import addin, summary, validate
from xlgen.workbook.formulas import Formulas

if TYPE_CHECKING:
    from xlgen.scheme.model import Scheme
    from xlgen.scoring.filling import Filling

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; no traceback for what a user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows ? instead of failing
    given = _parser().parse_args(arguments)
    command: Command = given.command
    raise SystemExit(_guarded(command, given))


def _guarded(command: Command, given: argparse.Namespace) -> int:
    from xlgen.returned.unreadable import Unreadable
    from xlgen.saving import system_reason
    from xlgen.scheme.load import UnknownScheme
    from xlgen.scheme.problems import BrokenFile, BrokenScheme
    from xlgen.workbook.cells import NotPortable

    try:
        return command(given)
    except BrokenScheme as error:
        _complain(f"方案有 {len(error.problems)} 处问题，不能使用：\n{error}")
        return BROKEN_SCHEME
    except BrokenFile as error:
        _complain(f"数据有 {len(error.problems)} 处问题，什么也没有写：\n{error}")
        return UNREADABLE if error.unreadable else FINDINGS
    except (UnknownScheme, NotPortable, UsageError) as error:
        _complain(str(error))
        return BROKEN_SCHEME
    except Unreadable as error:
        _complain(str(error))
        return UNREADABLE
    except OSError as error:
        failed = f"{error.filename2 or error.filename or ''}：读写失败（{system_reason(error)}）"
        _complain(f"{failed}。请检查路径、权限、磁盘空间，并关闭占用它的程序")
        return UNREADABLE
    except KeyboardInterrupt:
        _complain("已中止，没有留下写了一半的文件")
        return FINDINGS


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

    each = command("new", _new, "生成空白的年度评分表")
    _takes_scheme(each)
    each.options.add_argument("--unit", default="", metavar="单位", help="预填单位名称")
    each.options.add_argument(
        "--approved", type=Path, metavar="数据.yaml", help="预填并锁定的数据，如批复的目标值（格式见 xlgen inputs）"
    )
    _takes_rows(each)
    each.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件或文件夹", help="写到哪里")

    _takes_formulas(each)

    each = command("inputs", _inputs, "列出一个方案要填的全部数据（YAML 骨架）")
    _takes_scheme(each)
    each.options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则显示在屏幕上")

    each = command("fill", _fill, "用数据文件填好一份评分表")
    _takes_scheme(each)
    each.arguments.add_argument("data", type=Path, metavar="数据.yaml", help="按 xlgen inputs 的骨架填好的数据")
    each.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件或文件夹", help="写到哪里")

    _takes_rows(each)
    _takes_formulas(each)

    each = command("score", _score, "按规则重新计分，与表中的分数对照")
    each.arguments.add_argument("file", type=Path, metavar="评分表.xlsx", help="填好的评分表")
    each.options.add_argument("--scheme", default="", metavar="方案", help="方案文件；随附的方案不必写")
    each.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")

    validate.take_options(command("validate", validate.run, "核对交回的全部评分表，写出问题清单和退回意见"))
    summary.take_options(command("summary", summary.run, "汇总交回的评分表：各单位得分和排名、各项指标的分析和图表"))

    purpose = "在 Excel 里直接使用计分函数：安装、检查、自检，为 Microsoft 365 提供服务"
    addin.take_options(commands.add_parser("addin", help=purpose, description=purpose))

    each = command("lint", _lint, "检查方案文件，并列出其中的勘误和推定")
    each.arguments.add_argument("files", nargs="*", metavar="方案", help="方案名或文件；不写则检查全部随附的方案")

    each = command("diff", _diff, "说明两个方案有哪些不同")
    each.arguments.add_argument("old", metavar="旧方案", help="方案名或文件")
    each.arguments.add_argument("new", metavar="新方案", help="方案名或文件")
    return parser


def _takes_scheme(parser: ChineseParser) -> None:
    parser.arguments.add_argument("scheme", metavar="方案", help="方案名（见 xlgen schemes）或方案文件的路径")
    parser.options.add_argument("--year", type=int, metavar="年度", help="评价年度；不写则用方案自己的年度")


def _takes_rows(parser: ChineseParser) -> None:
    what = "一张表预留的行数，如 履职指标=20；可写多次"
    parser.options.add_argument("--rows", action="append", default=[], metavar="表=行数", help=what)


def _takes_formulas(parser: ChineseParser) -> None:
    what = (
        "得分由什么计算：native 普通公式（默认，不需要加载项）、udf Windows 版 Excel 的函数加载项、"
        "officejs Microsoft 365 的函数加载项"
    )
    known = [str(each) for each in Formulas]
    parser.options.add_argument("--formulas", default=known[0], choices=known, metavar="方式", help=what)


def _schemes(given: argparse.Namespace) -> int:
    from xlgen.places import scheme_files
    from xlgen.scheme.load import load_file

    schemes = [load_file(file) for file in scheme_files().values()]
    if given.json:
        _print_json(
            [
                {
                    "id": scheme.id,
                    "version": scheme.version,
                    "year": scheme.year,
                    "name": scheme.name,
                    "issuer": scheme.issuer,
                    "indicators": len(scheme.indicators),
                    "points": scheme.points,
                }
                for scheme in schemes
            ]
        )
        return FINE
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("方案", "版本", "年度", Column("名称", overflow="fold"), "指标", "满分")
    for scheme in schemes:
        beside = f" + {len(scheme.adjustments)}" if scheme.adjustments else ""
        counts = f"{len(scheme.indicators) - len(scheme.adjustments)}{beside}", f"{scheme.points:g}"
        table.add_row(scheme.id, scheme.version, f"{scheme.year}", scheme.name, *counts)
    Console().print(table)
    return FINE


def _scheme(given: argparse.Namespace, year: int | None = None) -> Scheme:
    """The scheme that was asked for; for another year where the data say so and the command does not."""
    from xlgen.scheme.load import load_scheme
    from xlgen.scheme.model import YEARS

    if given.year is not None and given.year not in YEARS:
        raise UsageError(f"--year 应当是 {YEARS[0]} 至 {YEARS[-1]} 的年度，写的却是 {given.year}")
    scheme = load_scheme(given.scheme, given.year or year)
    return scheme.with_rows(dict(_rows(asked, scheme) for asked in getattr(given, "rows", [])))


def _scheme_of_data(given: argparse.Namespace, scheme: Scheme, filling: Filling) -> Scheme:
    """The scheme for the year of the data, where the command names none."""
    other = given.year is None and filling.year not in (None, scheme.year)
    return _scheme(given, filling.year) if other else scheme


def _rows(asked: str, scheme: Scheme) -> tuple[str, int]:
    """A table's id and the number of rows asked for, from 表=行数."""
    from xlgen.scheme.inputs import MOST_ROWS

    label, _, count = asked.rpartition("=") if "=" in asked else (asked, "", "")
    found = [name for name, table in scheme.tables.items() if label in (name, table.label)]
    if not found:
        known = "、".join(table.label for table in scheme.tables.values())
        raise UsageError(f"--rows {asked}：方案里没有名为“{label}”的表。可用的有：{known}")
    table = scheme.tables[found[0]]
    least = max(table.at_least_rows, len(table.preset), 1)
    if not re.fullmatch("[0-9]{1,3}", count) or not least <= int(count) <= MOST_ROWS:
        raise UsageError(f"--rows {asked}：行数应当是 {least} 至 {MOST_ROWS} 的整数，如 {label}={table.rows}")
    return found[0], int(count)


def _new(given: argparse.Namespace) -> int:
    from xlgen.saving import save
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.data import load_filling
    from xlgen.scoring.filling import Filling
    from xlgen.scoring.status import why_wrong
    from xlgen.workbook.build import build

    scheme = _scheme(given)
    wrong = why_wrong(scheme.inputs[UNIT_NAME], given.unit)
    if wrong:
        raise UsageError(f"--unit {wrong}。请重新键入单位名称")
    approved = load_filling(given.approved, scheme) if given.approved else Filling()
    scheme = _scheme_of_data(given, scheme, approved)
    named = str(approved.inputs.get(UNIT_NAME) or "")
    if given.unit and named and given.unit != named:
        raise UsageError(f"--unit 是“{given.unit}”，{given.approved} 里却是“{named}”。请改成一致，或删去其中一个")
    unit = given.unit or named
    path = _target(given.output, scheme, unit, Formulas(given.formulas))
    save(path, build(scheme, unit=unit, approved=approved, formulas=Formulas(given.formulas)))
    _say(f"已生成 {path}")
    return FINE


def _target(output: Path, scheme: Scheme, unit: str, formulas: Formulas) -> Path:
    """The file itself, or one in a folder, named after scheme, year, unit and what computes its scores."""
    from xlgen.saving import file_name

    if not output.is_dir() and output.suffix:
        if output.suffix.lower() != ".xlsx":
            raise UsageError(f"{output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名，或写一个文件夹")
        return output
    by_functions = {Formulas.NATIVE: "", Formulas.UDF: "函数版", Formulas.OFFICEJS: "函数版365"}[formulas]
    parts = [f"{scheme.year}年度", scheme.name, unit, by_functions]
    return output / f"{file_name('_'.join(part for part in parts if part))}.xlsx"


def _inputs(given: argparse.Namespace) -> int:
    from xlgen.saving import save
    from xlgen.scoring.data import skeleton

    text = skeleton(_scheme(given))
    if given.output is None:
        sys.stdout.write(text)
    else:
        save(given.output, text.encode("utf-8"))
        _say(f"已写出 {given.output}")
    return FINE


def _fill(given: argparse.Namespace) -> int:
    from xlgen.saving import save
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.data import load_filling
    from xlgen.scoring.form import score_form
    from xlgen.scoring.open_points import open_points
    from xlgen.workbook.build import build

    scheme = _scheme(given)
    filling = load_filling(given.data, scheme)
    scheme = _scheme_of_data(given, scheme, filling)
    path = _target(given.output, scheme, str(filling.inputs.get(UNIT_NAME) or ""), Formulas(given.formulas))
    save(path, build(scheme, filling, formulas=Formulas(given.formulas)))
    score = score_form(scheme, filling)
    shown = {**{key: row.score for each in score.indicators for key, row in each.rows.items()}, **filling.reported}
    missing = list(open_points(scheme, filling, score, shown))
    result = "还不能报送" if score.total is None else f"按规则 {score.total:.2f} 分，{score.grade}"
    reported = f"；{len(filling.reported)} 项照单位自评的分数填写" if filling.reported else ""
    _say(f"已生成 {path}：{result}{reported}")
    for point in missing:
        _say(str(point))
    return FINDINGS if missing else FINE


def _score(given: argparse.Namespace) -> int:
    from xlgen.returned.compare import compare
    from xlgen.returned.read import open_workbook, read_returned
    from xlgen.returned.template import NoTemplate, template_for
    from xlgen.returned.unreadable import Reason, Unreadable

    workbook, identity = open_workbook(given.file)
    try:
        scheme = template_for(identity, given.scheme).scheme
    except NoTemplate as error:
        _complain(f"{given.file}：{error}")
        return UNREADABLE
    returned = read_returned(workbook, scheme, given.file)
    if not returned.computed:
        raise Unreadable(given.file, Reason.NOT_COMPUTED)
    if returned.without_functions:
        _complain(str(Unreadable(given.file, Reason.WITHOUT_FUNCTIONS)))
    comparison = compare(scheme, returned, identity.unit)
    if given.json:
        _print_json(comparison.json())
    else:
        from rich.console import Console

        from xlgen.returned.score_table import print_comparison

        print_comparison(Console(), comparison)
    return FINE if comparison.clean else FINDINGS


def _lint(given: argparse.Namespace) -> int:
    from xlgen.places import scheme_files
    from xlgen.scheme.lint import lint

    worst = FINE
    for name in given.files or scheme_files():
        report = lint(name)
        sys.stdout.write(report.text + "\n")
        worst = max(worst, UNREADABLE if report.unreadable else FINDINGS if report.problems else FINE)
    return worst


def _diff(given: argparse.Namespace) -> int:
    from xlgen.scheme.diff import compare_schemes, report

    changes = compare_schemes(given.old, given.new)
    for line in report(changes):
        _say(line)
    return FINDINGS if changes else FINE


def _print_json(value: object) -> None:
    # JSON for programs is UTF-8 on every console: written as bytes, not in the console's encoding.
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def _say(message: str) -> None:
    sys.stdout.write(f"{message}\n")
