"""`xlgen new`: a blank workbook for the year, or one for every unit of a roster."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.messages import say_last
from xlgen.cli.options import add_formulas, add_rows, add_scheme, day_given, output_file, scheme_of, scheme_of_data
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import parse_location
from xlgen.workbook.formula_style import FormulaStyle

if TYPE_CHECKING:
    from xlgen.scheme.model import Scheme

LISTINGS = (".xlsx", ".xls", ".xlsm", ".et", ".ods", ".csv", ".txt")
"""Endings of rosters, which no unit's name has."""
ROSTER_OPTIONS = ("layout", "carry", "drop", "due", "bureau", "jobs", "engine", "scheduler")
"""Options that need a roster."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen new 深圳 --year 2026 --units 名单.xlsx -o 下发"
    add_scheme(parser)
    add = parser.options.add_argument
    what = "写到哪里；有 --units 时也可以是 s3:// 等地址"
    add("-o", "--output", type=parse_location, required=True, metavar="文件或文件夹", help=what)
    add("--unit", default="", metavar="单位", help="预填单位名称")
    what = (
        "预填并锁定的数据，如批复的目标值：一份表的写成 .yaml（格式见 xlgen inputs）；"
        "与 --units 同用的写成 .xlsx、.xls 或 .csv，一个单位的一项指标一行"
    )
    add("--approved", type=Path, metavar="数据", help=what)
    what = "单位名单（.csv、.xlsx 或 .xls，有“单位名称”一列）：为每个单位生成一份；列名是填报项的，预填在表中"
    add("--units", type=Path, metavar="名单", help=what)
    what = "各单位的文件名，如 {district}/{code}_{name}.xlsx；与 --units 同用"
    add("--layout", metavar="样式", help=what)
    add("--carry", type=parse_location, metavar="文件夹", help="上年交回的评分表：从中取“上年”的数；与 --units 同用")
    what = "此前下发过、名单里已没有的单位，不再算应报送（文件不删）；与 --units 同用"
    add("--drop", action="store_const", const=True, help=what)
    add("--due", type=day_given, metavar="日期", help="报送的截止日期，如 2026-03-31；与 --units 同用")
    what = "下发的单位，写在报告和进度的表头；不写则是表样的印发单位；与 --units 同用"
    add("--bureau", metavar="名称", help=what)
    add_engine(parser, "；与 --units 同用")
    add_rows(parser)
    add_formulas(parser)
    what = (
        "下发记录放在哪里；不写则在下发的文件夹里，-o 是 s3:// 等地址时必须写。"
        "与 --unit 同用：这一份补发给记录中的单位，记下其中批复的内容"
    )
    add("--record", type=Path, metavar="记录.sqlite", help=what)


def run(args: argparse.Namespace) -> int:
    """Write one workbook, or those of a roster."""
    if args.units is None:
        if args.record is not None and not args.unit and args.approved is None:
            raise UsageError("--record 要与 --units 或 --unit 同用。请补上，或删去")
        extra = [f"--{name}" for name in ROSTER_OPTIONS if getattr(args, name) is not None]
        if extra:
            raise UsageError(f"{'、'.join(extra)} 要与 --units 同用。请加 --units 名单，或删去")
        if not isinstance(args.output, Path):
            raise UsageError(f"-o {args.output}：不在本机。一份表请写到本机；名单上的各份（--units）才能写到别处")
        return _write_single(args)
    if args.unit:
        raise UsageError("--unit 不能与 --units 同用。各单位的数据请写在名单里，一项一列")
    return _issue(args)


def _write_single(args: argparse.Namespace) -> int:
    from xlgen.api import build, read_data
    from xlgen.issuing.single_form import record_for, record_single
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.form_data import FormData
    from xlgen.scoring.status import why_wrong

    scheme = scheme_of(args)
    if args.approved is not None and args.approved.suffix.lower() in LISTINGS:
        how = "请加 --units 名单；只为一个单位生成的，写成 .yaml（格式见 xlgen inputs）"
        raise UsageError(f"--approved {args.approved}：各单位批复的目标要与 --units 同用。{how}")
    if Path(args.unit).suffix.lower() in LISTINGS:
        raise UsageError(f"--unit 写的是单位名称，不是文件。{args.unit} 是单位名单的，请用 --units {args.unit}")
    wrong = why_wrong(scheme.inputs[UNIT_NAME], args.unit)
    if wrong:
        raise UsageError(f"--unit {wrong}。请重新键入单位名称")
    approved = read_data(args.approved, scheme) if args.approved else FormData()
    scheme = scheme_of_data(args, scheme, approved)
    name = str(approved.inputs.get(UNIT_NAME) or "")
    if args.unit and name and args.unit != name:
        raise UsageError(f"--unit 是“{args.unit}”，{args.approved} 里却是“{name}”。请改成一致，或删去其中一个")
    unit = args.unit or name
    path = output_file(args.output, scheme, unit, approved, FormulaStyle(args.formulas))
    record = args.record or (record_for(path) if args.approved else None)
    with record_single(record, scheme, unit, approved, required=args.record is not None) as recorded:
        build(scheme, unit=unit, approved=approved, formulas=args.formulas).save(path)
    _say_year(args, scheme)
    say(f"已生成 {path}{f'；批复的内容已记入 {record}' if recorded else ''}")
    say(_code(scheme))
    return EXIT_OK


def _code(scheme: Scheme) -> str:
    """The code by which one sees that what is issued is what was approved."""
    from xlgen.scheme.load import approval_code

    return f"表样校验码 {approval_code(scheme)}"


def _say_year(args: argparse.Namespace, scheme: Scheme) -> None:
    """Say the year first of all, where the command does not."""
    if args.year is None:
        say(f"没有写 --year：按 {scheme.year} 年度生成")


def _issue(args: argparse.Namespace) -> int:
    from xlgen.issuing.issue import issue_forms
    from xlgen.issuing.issue_result import result_lines

    executor, scheme = executor_of(args), scheme_of(args)
    result = issue_forms(
        scheme,
        args.units,
        args.output,
        layout=args.layout,
        carry=args.carry,
        approved=args.approved,
        record=args.record,
        drop=bool(args.drop),
        due=args.due or "",
        bureau=args.bureau or "",
        formulas=FormulaStyle(args.formulas),
        executor=executor,
        progress=watched,
        announce=partial(_say_beginning, args, scheme),
    )
    advice = "" if args.drop else "不再报送的，加 --drop 再运行一次"
    say(*result_lines(result, scheme.subject is not None, advice))
    say(_code(scheme))
    return EXIT_OK if result.complete else EXIT_FINDINGS


def _say_beginning(args: argparse.Namespace, scheme: Scheme, options: Mapping[str, str]) -> None:
    """Say the year, and what is taken from the last run, before anything is read or written."""
    _say_year(args, scheme)
    say_last(options)
