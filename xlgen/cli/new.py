"""`xlgen new`: a blank workbook for the year, or one for every unit of a roster."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import located
from xlgen.workbook.formulas import Formulas

if TYPE_CHECKING:
    from xlgen.issuing.issue import IssueResult
    from xlgen.scheme.model import Scheme
    from xlgen.scoring.form_data import FormData

SINGLE_FORM_OPTIONS = ("unit", "approved")
"""Options for one workbook, which do not go with a roster."""
ROSTER_OPTIONS = ("layout", "carry", "record", "drop", "jobs", "engine", "scheduler")
"""Options that need a roster."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    add_scheme(parser)
    add = parser.options.add_argument
    add("--unit", default="", metavar="单位", help="预填单位名称")
    what = "预填并锁定的数据，如批复的目标值（格式见 xlgen inputs）"
    add("--approved", type=Path, metavar="数据.yaml", help=what)
    what = "单位名单（.csv 或 .xlsx，有“单位名称”一列）：为每个单位生成一份；列名是填报项的，预填在表中"
    add("--units", type=Path, metavar="名单", help=what)
    what = "各单位的文件名，如 {district}/{code}_{name}.xlsx；与 --units 同用"
    add("--layout", metavar="样式", help=what)
    add("--carry", type=located, metavar="文件夹", help="上年交回的评分表：从中取“上年”的数；与 --units 同用")
    what = "此前下发过、名单里已没有的单位，不再算应报送（文件不删）；与 --units 同用"
    add("--drop", action="store_const", const=True, help=what)
    add_engine(parser, "；与 --units 同用")
    add_rows(parser)
    add_formulas(parser)
    what = "下发记录放在哪里；不写则在下发的文件夹里，-o 是 s3:// 等地址时必须写；与 --units 同用"
    add("--record", type=Path, metavar="记录.sqlite", help=what)
    what = "写到哪里；有 --units 时也可以是 s3:// 等地址"
    add("-o", "--output", type=located, required=True, metavar="文件或文件夹", help=what)


def add_scheme(parser: ChineseParser) -> None:
    """Declare the scheme and its year."""
    parser.arguments.add_argument("scheme", metavar="方案", help="方案名（见 xlgen schemes）或方案文件的路径")
    parser.options.add_argument("--year", type=int, metavar="年度", help="评价年度；不写则用方案自己的年度")


def add_rows(parser: ChineseParser) -> None:
    """Declare the number of rows of tables."""
    what = "一张表预留的行数，如 履职指标=20；可写多次"
    parser.options.add_argument("--rows", action="append", default=[], metavar="表=行数", help=what)


def add_formulas(parser: ChineseParser) -> None:
    """Declare what computes the scores."""
    what = (
        "得分由什么计算：native 普通公式（默认，不需要加载项）、udf Windows 版 Excel 的函数加载项、"
        "officejs Microsoft 365 的函数加载项"
    )
    known = [str(formulas) for formulas in Formulas]
    parser.options.add_argument("--formulas", default=known[0], choices=known, metavar="方式", help=what)


def run(args: argparse.Namespace) -> int:
    """Write one workbook, or those of a roster."""
    if args.units is None:
        extra = [f"--{name}" for name in ROSTER_OPTIONS if getattr(args, name) is not None]
        if extra:
            raise UsageError(f"{'、'.join(extra)} 要与 --units 同用。请加 --units 名单，或删去")
        if not isinstance(args.output, Path):
            raise UsageError(f"-o {args.output}：不在本机。一份表请写到本机；名单上的各份（--units）才能写到别处")
        return _write_single(args)
    extra = [f"--{name}" for name in SINGLE_FORM_OPTIONS if getattr(args, name)]
    if extra:
        raise UsageError(f"{'、'.join(extra)} 不能与 --units 同用。各单位的数据请写在名单里，一项一列")
    return _issue(args)


def _write_single(args: argparse.Namespace) -> int:
    from xlgen.files.atomic import save
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.data_file import load_form_data
    from xlgen.scoring.form_data import FormData
    from xlgen.scoring.status import why_wrong
    from xlgen.workbook.build import build

    scheme = scheme_of(args)
    wrong = why_wrong(scheme.inputs[UNIT_NAME], args.unit)
    if wrong:
        raise UsageError(f"--unit {wrong}。请重新键入单位名称")
    approved = load_form_data(args.approved, scheme) if args.approved else FormData()
    scheme = scheme_of_data(args, scheme, approved)
    name = str(approved.inputs.get(UNIT_NAME) or "")
    if args.unit and name and args.unit != name:
        raise UsageError(f"--unit 是“{args.unit}”，{args.approved} 里却是“{name}”。请改成一致，或删去其中一个")
    unit = args.unit or name
    path = target(args.output, scheme, unit, Formulas(args.formulas))
    save(path, build(scheme, unit=unit, approved=approved, formulas=Formulas(args.formulas)))
    sys.stdout.write(f"已生成 {path}\n")
    return EXIT_OK


def _issue(args: argparse.Namespace) -> int:
    from xlgen.issuing.issue import issue_forms

    executor = executor_of(args)
    result = issue_forms(
        scheme_of(args),
        args.units,
        args.output,
        layout=args.layout,
        carry=args.carry,
        record=args.record,
        drop=bool(args.drop),
        formulas=Formulas(args.formulas),
        executor=executor,
        progress=watched,
    )
    _print_result(result, bool(args.drop))
    return EXIT_OK if result.complete else EXIT_FINDINGS


def _print_result(result: IssueResult, dropped: bool) -> None:
    from xlgen.issuing.notices import NoticeKind, shown

    lines = []
    if result.remembered_options:
        options = "、".join(f"--{name} {value}" for name, value in result.remembered_options.items())
        lines.append(f"没有写的，照上次的办：{options}")
    if result.unused_columns:
        lines.append(f"名单中没有用到的列：{'、'.join(result.unused_columns)}")
    lines += shown(result.notices)
    if not dropped and any(notice.kind is NoticeKind.DROPPED_UNIT for notice in result.notices):
        lines.append("不再报送的，加 --drop 再运行一次")
    if result.notices_file is not None:
        lines.append(f"以上逐条见 {result.notices_file}")
    kept = f"；{result.kept} 份此前已生成，没有变化" if result.kept else ""
    failed = f"；{len(result.failed)} 份没有写出，见上" if result.failed else ""
    lines.append(f"已为 {result.written} 个单位生成评分表：{result.folder}{kept}{failed}")
    for line in lines:
        sys.stdout.write(f"{line}\n")


def scheme_of(args: argparse.Namespace, year: int | None = None) -> Scheme:
    """The scheme of the command's arguments; for the year of the data where the command names none."""
    from xlgen.scheme.load import load_scheme
    from xlgen.scheme.model import YEARS

    if args.year is not None and args.year not in YEARS:
        raise UsageError(f"--year 应当是 {YEARS[0]} 至 {YEARS[-1]} 的年度，写的却是 {args.year}")
    scheme = load_scheme(args.scheme, args.year or year)
    return scheme.with_rows(dict(_rows(asked, scheme) for asked in getattr(args, "rows", [])))


def scheme_of_data(args: argparse.Namespace, scheme: Scheme, filling: FormData) -> Scheme:
    """The scheme for the year of the data, where the command names none."""
    other = args.year is None and filling.year not in (None, scheme.year)
    return scheme_of(args, filling.year) if other else scheme


def _rows(asked: str, scheme: Scheme) -> tuple[str, int]:
    """A table's id and the number of rows asked for, from 表=行数."""
    from xlgen.scheme.inputs import MAX_ROWS

    label, _, count = asked.rpartition("=") if "=" in asked else (asked, "", "")
    names = [name for name, table in scheme.tables.items() if label in (name, table.label)]
    if not names:
        known = "、".join(table.label for table in scheme.tables.values())
        raise UsageError(f"--rows {asked}：方案里没有名为“{label}”的表。可用的有：{known}")
    table = scheme.tables[names[0]]
    min_rows = max(table.at_least_rows, len(table.preset), 1)
    if not re.fullmatch("[0-9]{1,3}", count) or not min_rows <= int(count) <= MAX_ROWS:
        raise UsageError(f"--rows {asked}：行数应当是 {min_rows} 至 {MAX_ROWS} 的整数，如 {label}={table.rows}")
    return names[0], int(count)


def target(output: Path, scheme: Scheme, unit: str, formulas: Formulas) -> Path:
    """The output file: as given, or in the folder given, named after scheme, year, unit and kind of formulas."""
    from xlgen.files.atomic import file_name

    if not output.is_dir() and output.suffix:
        if output.suffix.lower() != ".xlsx":
            raise UsageError(f"{output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名，或写一个文件夹")
        return output
    by_functions = {Formulas.NATIVE: "", Formulas.UDF: "函数版", Formulas.OFFICEJS: "函数版365"}[formulas]
    parts = [f"{scheme.year}年度", scheme.name, unit, by_functions]
    return output / f"{file_name('_'.join(part for part in parts if part))}.xlsx"
