"""Reading a returned workbook: its identity, what was filled in, and the scores it shows."""

from __future__ import annotations

import sys
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.scheme.model import Scheme
from xlgen.scheme.sheets import DATA, FORM
from xlgen.scoring.filling import Cell, ErrorValue, Filling, Row
from xlgen.scoring.status import is_blank
from xlgen.workbook.cells import Place
from xlgen.workbook.identity import Identity, read_identity
from xlgen.workbook.layout import GRADE_ON_CHECK, Layout, layout_of

MOST_BYTES = 200 * 1024 * 1024
"""Unpacked; a filled form has about 1 MB."""


class Unreadable(Exception):
    """A file that cannot be read as a scoring workbook; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Returned:
    """What a returned workbook holds. reported: by row of the form, the score the workbook shows, None if none."""

    filling: Filling
    reported: Mapping[str, float | None]
    total: float | None
    grade: str | None
    computed: bool  # the file was saved with the results of its formulas


def open_workbook(path: Path) -> tuple[Workbook, Identity]:
    """A workbook made by xlgen, with the values last computed. Raises Unreadable. Nothing in it is run."""
    workbook = _load(path)
    identity = read_identity(workbook)
    if identity is None:
        raise Unreadable(f"{path}：不是由 xlgen 生成的评分表。请使用下发的模板填报")
    return workbook, identity


def _load(path: Path) -> Workbook:
    if path.is_dir():
        raise Unreadable(f"{path}：是文件夹，不是文件。请给出一个 .xlsx 文件")
    try:
        with path.open("rb") as file:  # whatever its ending; and closed whatever openpyxl meets in it
            with zipfile.ZipFile(file) as archive:
                unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > MOST_BYTES:
                raise Unreadable(f"{path}：展开后有 {unpacked // 2**20} MB，远超正常表格，未打开。请检查文件来源")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl's remarks about what it does not keep; nothing is saved here
                return openpyxl.load_workbook(file, data_only=True)
    except Unreadable:
        raise
    except FileNotFoundError as error:
        raise Unreadable(f"{path}：没有这个文件。请检查路径和文件名") from error
    except PermissionError as error:
        raise Unreadable(f"{path}：无权读取，或正被其他程序打开。请关闭后再试") from error
    except (zipfile.BadZipFile, InvalidFileException) as error:
        raise Unreadable(
            f"{path}：不是 .xlsx 工作簿，或已损坏、已加密。请用 Excel 或 WPS 另存为 .xlsx 后再试"
        ) from error
    except Exception as error:  # on damaged parts openpyxl, lxml and zlib fail in many ways, all of them the file's
        raise Unreadable(f"{path}：工作簿内容已损坏，读不出。请用 Excel 或 WPS 打开修复并另存后再试") from error


def read_returned(workbook: Workbook, scheme: Scheme, path: Path) -> Returned:
    """What was filled into a workbook of this scheme, and the scores it shows. Raises Unreadable."""
    layout = layout_of(scheme)
    needed = [DATA, FORM, *(table.label for table in scheme.tables.values())]
    absent = [title for title in needed if title not in workbook.sheetnames]
    if absent:
        raise Unreadable(f"{path}：缺少工作表“{'”“'.join(absent)}”。请恢复工作表原来的名称，或用下发的模板重填")
    filling = Filling(
        inputs={name: _value(workbook, layout.values[name]) for name in scheme.all_inputs},
        tables={name: _rows(workbook, layout, name) for name in scheme.tables},
        remarks=_words(workbook, layout.remarks),
        evidence=_words(workbook, layout.evidence),
        notes=_words(workbook, layout.notes),
        year=scheme.year,
    )
    reported = {key: _number(_value(workbook, layout.score(key))) for key in layout.score_rows}
    shown = _value(workbook, GRADE_ON_CHECK) if GRADE_ON_CHECK.sheet in workbook.sheetnames else None
    grade = shown if isinstance(shown, str) else None
    total = _value(workbook, layout.total)
    return Returned(filling, reported, _number(total), grade, total is not None)


def _words(workbook: Workbook, places: Mapping[str, Place]) -> dict[str, str]:
    words = {name: _value(workbook, place) for name, place in places.items()}
    return {name: str(text) for name, text in words.items() if text is not None}


def _rows(workbook: Workbook, layout: Layout, name: str) -> list[Row]:
    """The rows of a table down to the last one that is not blank."""
    place = layout.tables[name]
    rows: list[Row] = []
    for row in range(place.first, place.last + 1):
        rows.append(
            {column: _value(workbook, Place(place.sheet, letter, row)) for column, letter in place.columns.items()}
        )
    while rows and all(is_blank(value) for value in rows[-1].values()):
        rows.pop()
    return rows


def _value(workbook: Workbook, place: Place) -> Cell:
    sheet = workbook[place.sheet]
    if not isinstance(sheet, Worksheet):
        return None
    cell = sheet[place.address]
    if cell.data_type == "e":
        return ErrorValue(cell.value)
    if cell.is_date:
        # What formulas compute with: a date is a number that looks like one.
        serial: float = to_excel(cell.value)  # type: ignore[no-untyped-call]
        return serial
    value: Cell = cell.value
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        return ErrorValue(value)  # Excel has no such number
    return value


def _number(value: Cell) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
