"""`xlgen new`: a blank workbook for the year, or one for every unit of a roster."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import engine_of, take_engine, watched
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import Location, located
from xlgen.workbook.formulas import Formulas

if TYPE_CHECKING:
    from xlgen.campaign.record import CampaignRecord
    from xlgen.issuing.notices import Notice
    from xlgen.roster.prefill import PrefilledRoster
    from xlgen.scheme.model import Scheme
    from xlgen.scoring.form_data import FormData
    from xlgen.submissions.sources import Sources

ALONE, TOGETHER = ("unit", "approved"), ("layout", "carry", "record", "drop", "jobs", "engine", "scheduler")
"""Options for one workbook, and those for a roster."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    take_scheme(parser)
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
    take_engine(parser, "；与 --units 同用")
    take_rows(parser)
    take_formulas(parser)
    what = "下发记录放在哪里；不写则在下发的文件夹里，-o 是 s3:// 等地址时必须写；与 --units 同用"
    add("--record", type=Path, metavar="记录.sqlite", help=what)
    what = "写到哪里；有 --units 时也可以是 s3:// 等地址"
    add("-o", "--output", type=located, required=True, metavar="文件或文件夹", help=what)


def take_scheme(parser: ChineseParser) -> None:
    """Declare which scheme is meant, for which year."""
    parser.arguments.add_argument("scheme", metavar="方案", help="方案名（见 xlgen schemes）或方案文件的路径")
    parser.options.add_argument("--year", type=int, metavar="年度", help="评价年度；不写则用方案自己的年度")


def take_rows(parser: ChineseParser) -> None:
    """Declare how many rows tables have."""
    what = "一张表预留的行数，如 履职指标=20；可写多次"
    parser.options.add_argument("--rows", action="append", default=[], metavar="表=行数", help=what)


def take_formulas(parser: ChineseParser) -> None:
    """Declare what computes the scores."""
    what = (
        "得分由什么计算：native 普通公式（默认，不需要加载项）、udf Windows 版 Excel 的函数加载项、"
        "officejs Microsoft 365 的函数加载项"
    )
    known = [str(each) for each in Formulas]
    parser.options.add_argument("--formulas", default=known[0], choices=known, metavar="方式", help=what)


def run(given: argparse.Namespace) -> int:
    """Write what was asked for."""
    if given.units is None:
        extra = [f"--{name}" for name in TOGETHER if getattr(given, name) is not None]
        if extra:
            raise UsageError(f"{'、'.join(extra)} 要与 --units 同用。请加 --units 名单，或删去")
        if not isinstance(given.output, Path):
            raise UsageError(f"-o {given.output}：不在本机。一份表请写到本机；名单上的各份（--units）才能写到别处")
        return _one(given)
    extra = [f"--{name}" for name in ALONE if getattr(given, name)]
    if extra:
        raise UsageError(f"{'、'.join(extra)} 不能与 --units 同用。各单位的数据请写在名单里，一项一列")
    return _every(given)


def _one(given: argparse.Namespace) -> int:
    from xlgen.files.atomic import save
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.data_file import load_form_data
    from xlgen.scoring.form_data import FormData
    from xlgen.scoring.status import why_wrong
    from xlgen.workbook.build import build

    scheme = scheme_of(given)
    wrong = why_wrong(scheme.inputs[UNIT_NAME], given.unit)
    if wrong:
        raise UsageError(f"--unit {wrong}。请重新键入单位名称")
    approved = load_form_data(given.approved, scheme) if given.approved else FormData()
    scheme = scheme_of_data(given, scheme, approved)
    named = str(approved.inputs.get(UNIT_NAME) or "")
    if given.unit and named and given.unit != named:
        raise UsageError(f"--unit 是“{given.unit}”，{given.approved} 里却是“{named}”。请改成一致，或删去其中一个")
    unit = given.unit or named
    path = target(given.output, scheme, unit, Formulas(given.formulas))
    save(path, build(scheme, unit=unit, approved=approved, formulas=Formulas(given.formulas)))
    sys.stdout.write(f"已生成 {path}\n")
    return EXIT_OK


def _every(given: argparse.Namespace) -> int:
    from xlgen.campaign import record as manifest
    from xlgen.issuing import carry_over as carry
    from xlgen.issuing import file_names, issue
    from xlgen.scheme.load import load_scheme, name_anywhere, scheme_fingerprint

    engine = engine_of(given)
    if given.layout is not None:
        file_names.check_layout(given.layout)
    _refuse(given)
    scheme = scheme_of(given)
    roster = _roster(given, scheme)
    _last_year(given.carry)
    due = roster.due
    noted: list[Notice] = []
    rows = tuple((name, table.rows) for name, table in scheme.tables.items())
    folder, record_file = _places(given)
    name = name_anywhere(given.scheme)
    said = scheme_fingerprint(load_scheme(name, scheme.year))
    issuing = issue.Issuing(name, scheme.year, rows, folder, Formulas(given.formulas), said)
    try:
        with manifest.open_record(record_file, alone=True) as record:
            record.refuse_other(issue.campaign(scheme))
            layout, last_year = _as_before(given, record)
            paths, renamed = file_names.paths_for(due, layout)
            if last_year is not None:
                forms = carry.read_last_year(last_year, scheme, name, record, engine)
                last, read = carry.by_unit(watched(forms, len(last_year.workbooks), "读上年"))
                due, left = carry.carried(scheme, due, last)
                noted = [*left, *read, *carry.not_used(last_year, due, last)]
            tasks, plan = issue.planned(issuing, record, scheme, due, paths, bool(given.drop))
            written = list(watched(issue.issue(issuing, record, tasks, engine), len(tasks), "生成"))
    except manifest.RecordError as error:
        raise UsageError(str(error)) from error
    failed = issue.failures(written, tasks, due)
    _say_all(given.output, roster.unused, [*failed, *issue.dropped_notices(plan), *renamed, *noted])
    kept = f"；{len(due) - len(tasks)} 份此前已生成，没有变化" if len(due) > len(tasks) else ""
    missed = f"；{len(failed)} 份没有写出，见上" if failed else ""
    sys.stdout.write(f"已为 {len(tasks) - len(failed)} 个单位生成评分表：{given.output}{kept}{missed}\n")
    return EXIT_FINDINGS if failed else EXIT_OK


def _say_all(folder: Location, unused: Sequence[str], found: Sequence[Notice]) -> None:
    """Print what an officer should know, in full in a file; a file of an earlier run that is not true now goes."""
    from xlgen.files.atomic import save
    from xlgen.issuing import notices as notes

    if unused:
        sys.stdout.write(f"名单中没有用到的列：{'、'.join(unused)}\n")
    file = folder / notes.FILE
    if not found:
        file.unlink(missing_ok=True)
        return
    for line in notes.shown(found):
        sys.stdout.write(f"{line}\n")
    save(file, notes.notices_file(found))
    sys.stdout.write(f"以上逐条见 {file}\n")


def _places(given: argparse.Namespace) -> tuple[Location, Path]:
    """The folder of the workbooks, and the record; made where they are on this machine."""
    from xlgen.campaign.record import RECORD_NAME

    if not isinstance(given.output, Path):
        return given.output, given.record
    folder = given.output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder, given.record or folder / RECORD_NAME


def _refuse(given: argparse.Namespace) -> None:
    """What cannot be meant is refused before anything is read."""
    from xlgen.campaign.returns import RECORD

    if given.record is not None:
        if given.record.suffix.lower() != RECORD:
            raise UsageError(
                f"--record {given.record}：请写以 {RECORD} 结尾的文件名，以后 --units 才认得出它是下发记录"
            )
        if not given.record.parent.is_dir():
            raise UsageError(f"--record {given.record}：没有文件夹 {given.record.parent}。请先新建，或写到别处")
    if not isinstance(given.output, Path):
        if given.record is None:
            raise UsageError(f"-o {given.output}：不在本机。请加 --record 下发记录.sqlite，写明下发记录放在本机哪里")
    elif not given.output.is_dir() and (given.output.exists() or given.output.suffix.lower() == ".xlsx"):
        raise UsageError(f"-o {given.output}：是文件。有 --units 时请写一个文件夹")


def _roster(given: argparse.Namespace, scheme: Scheme) -> PrefilledRoster:
    """The units of the roster with all that it fills in for them."""
    from xlgen.roster.prefill import read_prefilled_roster
    from xlgen.roster.roster_file import RosterError
    from xlgen.xlsx.read.unreadable import UnreadableError

    try:
        return read_prefilled_roster(given.units, scheme)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"单位名单不能使用，什么也没有写：\n{error}") from error


def _as_before(given: argparse.Namespace, record: CampaignRecord) -> tuple[str, Sources | None]:
    """The layout and the forms of last year; what the command does not say is as it was said last."""
    from xlgen.issuing.file_names import DEFAULT_LAYOUT

    carry = record.option("--carry", None if given.carry is None else str(given.carry.absolute()))
    layout = record.option("--layout", given.layout)
    kept = [f"--carry {carry}"] if carry and given.carry is None else []
    kept += [f"--layout {layout}"] if layout and given.layout is None else []
    if kept:
        sys.stdout.write(f"没有写的，照上次的办：{'、'.join(kept)}\n")
    return layout or DEFAULT_LAYOUT, _last_year(None if carry is None else located(carry))


def _last_year(folder: Location | None) -> Sources | None:
    """The forms of last year, where they are wanted. Raises UsageError where there are none."""
    from xlgen.submissions.sources import NothingToCheckError, find_sources

    try:
        return None if folder is None else find_sources([folder])
    except NothingToCheckError as error:
        raise UsageError(f"--carry {error}") from error


def scheme_of(given: argparse.Namespace, year: int | None = None) -> Scheme:
    """The scheme that was asked for; for another year where the data say so and the command does not."""
    from xlgen.scheme.load import load_scheme
    from xlgen.scheme.model import YEARS

    if given.year is not None and given.year not in YEARS:
        raise UsageError(f"--year 应当是 {YEARS[0]} 至 {YEARS[-1]} 的年度，写的却是 {given.year}")
    scheme = load_scheme(given.scheme, given.year or year)
    return scheme.with_rows(dict(_rows(asked, scheme) for asked in getattr(given, "rows", [])))


def scheme_of_data(given: argparse.Namespace, scheme: Scheme, filling: FormData) -> Scheme:
    """The scheme for the year of the data, where the command names none."""
    other = given.year is None and filling.year not in (None, scheme.year)
    return scheme_of(given, filling.year) if other else scheme


def _rows(asked: str, scheme: Scheme) -> tuple[str, int]:
    """A table's id and the number of rows asked for, from 表=行数."""
    from xlgen.scheme.inputs import MAX_ROWS

    label, _, count = asked.rpartition("=") if "=" in asked else (asked, "", "")
    found = [name for name, table in scheme.tables.items() if label in (name, table.label)]
    if not found:
        known = "、".join(table.label for table in scheme.tables.values())
        raise UsageError(f"--rows {asked}：方案里没有名为“{label}”的表。可用的有：{known}")
    table = scheme.tables[found[0]]
    least = max(table.at_least_rows, len(table.preset), 1)
    if not re.fullmatch("[0-9]{1,3}", count) or not least <= int(count) <= MAX_ROWS:
        raise UsageError(f"--rows {asked}：行数应当是 {least} 至 {MAX_ROWS} 的整数，如 {label}={table.rows}")
    return found[0], int(count)


def target(output: Path, scheme: Scheme, unit: str, formulas: Formulas) -> Path:
    """The file itself, or one in a folder, named after scheme, year, unit and what computes its scores."""
    from xlgen.files.atomic import file_name

    if not output.is_dir() and output.suffix:
        if output.suffix.lower() != ".xlsx":
            raise UsageError(f"{output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名，或写一个文件夹")
        return output
    by_functions = {Formulas.NATIVE: "", Formulas.UDF: "函数版", Formulas.OFFICEJS: "函数版365"}[formulas]
    parts = [f"{scheme.year}年度", scheme.name, unit, by_functions]
    return output / f"{file_name('_'.join(part for part in parts if part))}.xlsx"
