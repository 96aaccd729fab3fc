"""Options and arguments that several commands share, and what the library makes of them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.execution import add_engine
from xlgen.cli.output import complain
from xlgen.cli.parser import ChineseParser
from xlgen.errors import UsageError
from xlgen.files.storage import Location, is_inside, parse_location
from xlgen.workbook.formula_style import FormulaStyle

if TYPE_CHECKING:
    from xlgen.scheme.known_schemes import KnownSchemes
    from xlgen.scheme.model import Scheme
    from xlgen.scoring.form_data import FormData


def add_folder(parser: ChineseParser) -> None:
    """Declare the campaign."""
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help="下发评分表的文件夹，其中有下发记录")


def add_scheme(parser: ChineseParser) -> None:
    """Declare the scheme and its year."""
    parser.arguments.add_argument(
        "scheme", metavar="表样", help="表样的编号、名称中的几个字（如 深圳，见 xlgen schemes）或表样文件"
    )
    parser.options.add_argument("--year", type=int, metavar="年度", help="评价年度；不写则用表样自己的年度")


def add_rows(parser: ChineseParser) -> None:
    """Declare the number of rows of tables."""
    what = "一张表预留的行数，如 履职指标=20；可写多次"
    parser.options.add_argument("--rows", action="append", default=[], metavar="表=行数", help=what)


def add_formulas(parser: ChineseParser) -> None:
    """Declare what computes the scores."""
    what = "得分由什么计算：native 普通公式（默认，不需要加载项）、udf Windows 版 Excel 的函数加载项"
    known = [str(formulas) for formulas in FormulaStyle]
    parser.options.add_argument("--formulas", default=known[0], choices=known, metavar="方式", help=what)


def scheme_of(args: argparse.Namespace, year: int | None = None) -> Scheme:
    """The scheme of the command's arguments; for the year of the data where the command names none."""
    from xlgen.scheme.load import check_year, load_file

    check_year(args.year or year)
    scheme = load_file(scheme_file(args.scheme), args.year or year)
    return scheme.with_rows(dict(_rows(asked, scheme) for asked in getattr(args, "rows", [])))


def scheme_file(name: str) -> Path:
    """The file of a scheme that the command names; which one is meant by a part of its name is said.

    On standard error: the output may be data. Raises UnknownSchemeError and UsageError.
    """
    from xlgen.scheme.naming import named_scheme

    file, found = named_scheme(name)
    if found:
        complain(f"“{name}”用的是表样 {found}")
    return file


def scheme_of_data(args: argparse.Namespace, scheme: Scheme, data: FormData) -> Scheme:
    """The scheme for the year of the data, where the command names none."""
    other = args.year is None and data.year not in (None, scheme.year)
    return scheme_of(args, data.year) if other else scheme


def _rows(asked: str, scheme: Scheme) -> tuple[str, int]:
    """A table's id and the number of rows asked for, from 表=行数."""
    from xlgen.scheme.inputs import MAX_ROWS

    label, _, count = asked.rpartition("=") if "=" in asked else (asked, "", "")
    names = [name for name, table in scheme.tables.items() if label in (name, table.label)]
    if not names:
        known = "、".join(table.label for table in scheme.tables.values())
        raise UsageError(f"--rows {asked}：表样里没有名为“{label}”的表。可用的有：{known}")
    table = scheme.tables[names[0]]
    min_rows = max(table.at_least_rows, len(table.preset), 1)
    if not re.fullmatch("[0-9]{1,3}", count) or not min_rows <= int(count) <= MAX_ROWS:
        raise UsageError(f"--rows {asked}：行数应当是 {min_rows} 至 {MAX_ROWS} 的整数，如 {label}={table.rows}")
    return names[0], int(count)


def output_file(output: Path, scheme: Scheme, unit: str, data: FormData, formulas: FormulaStyle) -> Path:
    """The output file: as given, or in the folder given, named after scheme, year, unit, subject and formulas."""
    from xlgen.files.atomic import safe_file_name
    from xlgen.scheme.subject import subject_of

    if not output.is_dir() and output.suffix:
        if output.suffix.lower() != ".xlsx":
            raise UsageError(f"{output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名，或写一个文件夹")
        return output
    by_functions = "函数版" if formulas is FormulaStyle.UDF else ""
    subject = subject_of(scheme.subject, data.inputs)
    parts = [f"{scheme.year}年度", scheme.name, unit, subject.code, subject.name, by_functions]
    return output / f"{safe_file_name('_'.join(part for part in parts if part))}.xlsx"


def day_given(text: str) -> str:
    """A day as an option is given it, 2026-03-05. Raises argparse's error."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}：请写日期，如 2026-03-05") from None


def add_path_arguments(parser: ChineseParser) -> None:
    """Declare which files are checked and how: the same for every command on returned forms."""
    what = "交回的评分表：文件、文件夹（连同其中的各级文件夹）或 .zip 压缩包，可写多个；也可以是 s3:// 等地址"
    parser.arguments.add_argument("paths", nargs="+", type=parse_location, metavar="路径", help=what)
    add_schemes(parser)
    add_engine(parser)


def add_schemes(parser: ChineseParser) -> None:
    """Declare the schemes that forms may be of."""
    what = (
        "这些表所用的表样：编号、名称中的几个字、文件或放表样的文件夹，可写多次；"
        "不写则每份按它自己的表样，随附的和 XLGEN_SCHEMES 里的都认得"
    )
    parser.options.add_argument("--scheme", action="append", default=[], metavar="表样", help=what)


def schemes_of_returns(args: argparse.Namespace) -> KnownSchemes:
    """The schemes that the command names, else every known one: each form says its own."""
    from xlgen.scheme.known_schemes import named_schemes

    return named_schemes([name if Path(name).exists() else str(scheme_file(name)) for name in args.scheme])


def refuse_inside(args: argparse.Namespace, option: str, target: Location | None) -> None:
    """Refuse to write among the files that are checked: the next run would take it for a returned form."""
    inside = [path for path in args.paths if target is not None and is_inside(target, path)]
    if inside:
        raise UsageError(f"{option} {target}：在要核对的文件夹 {inside[0]} 之中。请写到别的文件夹")


def output_to(example: str) -> Callable[[ChineseParser], None]:
    """Declare nothing but the file or folder to write, which the example ends with."""

    def declare(parser: ChineseParser) -> None:
        parser.example = example
        what = example.rpartition(" ")[2]
        parser.options.add_argument("-o", "--output", type=Path, required=True, metavar=what, help="写到哪里")

    return declare


def refuse_other_than(ending: str, output: Path | None) -> None:
    """Refuse to write a file of a kind under another name."""
    if output is not None and (output.suffix.lower() != ending or output.is_dir()):
        raise UsageError(f"-o {output}：只能写成 {ending} 文件。请改用 {ending} 结尾的文件名")
