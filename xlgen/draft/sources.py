"""The grids of a file: each sheet of a workbook, each table of a Word document with the texts around it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from lxml.etree import XMLSyntaxError

from xlgen.draft.grid import COMPUTED, DEFAULT_WIDTH, Cell, Grid, grid_of
from xlgen.xlsx.read.looks import Area, areas_of
from xlgen.xlsx.read.old_workbook import as_xlsx
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.sheet import CellRead, SheetRead, position
from xlgen.xlsx.read.sheet_list import WORKSHEET
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of
from xlgen.xlsx.values import CellValue

if TYPE_CHECKING:
    from docx.table import Table

WORD = ".docx"
OLD = ".xls"
"""Of its cells the values alone can be read."""
SUM = re.compile(r"=?\s*SUM\(", re.IGNORECASE)
MAX_COLUMNS = 60
"""Columns further right are ignored: no form on paper has so many."""
MAX_ROWS = 600
MAX_BLANK_ROWS = 30
"""Ruled rows below the last text that belong to a form."""
MAX_WORD_BYTES = 64 * 2**20
"""Of all parts of a document together."""
TWIPS_PER_CHARACTER = 110.0


def grids_in(file: Path) -> list[Grid]:
    """The grids of an .xlsx or .docx that hold any text. Raises UnreadableError and OSError."""
    if file.suffix.lower() == WORD:
        return list(_of_document(file))
    book = workbook_of(package_of(file, as_xlsx(file, file.read_bytes())))
    visible = (entry for entry in book.sheets if entry.kind == WORKSHEET and entry.state == "visible")
    grids = [_of_sheet(book, entry.title) for entry in visible]
    return [grid for grid in grids if grid.cells]


def _of_sheet(book: WorkbookRead, title: str) -> Grid:
    """A sheet, of which only what is printed counts where it says so."""
    sheet = book.sheet(title)
    assert sheet is not None, "only worksheets are asked for"
    printed = next(areas_of(book.print_areas.get(title, "")), None)
    looks = book.looks[title]
    texts: dict[tuple[int, int], str] = {}
    for address, cell in sheet.cells.items():
        row, column = position(address)
        inside = printed is None or printed.holds(row, column)
        if inside and row <= MAX_ROWS and column <= MAX_COLUMNS and not looks.hides_row(row):
            texts[row - 1, column - 1] = COMPUTED if _is_computed(cell) else _text(cell.value)
    merged = []
    for written in sorted(looks.merged):
        for area in areas_of(written):
            if printed is None or printed.holds(area.first_row, area.first_column):
                rows, columns = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
                merged.append(Cell(area.first_row - 1, area.first_column - 1, rows, columns, ""))
    widths, portrait = _page(book, title)
    merged = [area for area in merged if area.last_column < MAX_COLUMNS]
    return grid_of(title, texts, merged, widths, portrait, _ruled(sheet, printed, texts))


def _ruled(sheet: SheetRead, printed: Area | None, texts: dict[tuple[int, int], str]) -> int:
    """The last row (from 0) that belongs to the form although nothing stands in it: it is printed, or has a style."""
    if printed is not None:
        return min(printed.last_row, MAX_ROWS) - 1
    last = max((row for (row, _), text in texts.items() if text.strip()), default=0)
    styled = (position(address)[0] - 1 for address in sheet.styles)
    return max((row for row in styled if row <= last + MAX_BLANK_ROWS), default=last)


def _page(book: WorkbookRead, title: str) -> tuple[list[float], bool]:
    """The widths of the columns, and whether the page stands upright."""
    part = next(entry.part for entry in book.sheets if entry.title == title)
    root = book.package.spreadsheet(part, "worksheet")
    widths = [DEFAULT_WIDTH] * MAX_COLUMNS
    for column in root.iterfind("{*}cols/{*}col"):
        for number in range(int(column.get("min", "1")), min(int(column.get("max", "1")), MAX_COLUMNS) + 1):
            widths[number - 1] = round(float(column.get("width", str(DEFAULT_WIDTH))), 1)
    setup = root.find("{*}pageSetup")
    return widths, setup is None or setup.get("orientation", "portrait") != "landscape"


def _is_computed(cell: CellRead) -> bool:
    """Whether a sum stands there that has no value yet, or that of blank cells."""
    return SUM.match(cell.stored or "") is not None and cell.value in (None, 0, "")


def _text(value: CellValue) -> str:
    """A cell as text; a whole number without decimals."""
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _of_document(file: Path) -> Iterator[Grid]:
    """The tables of a document, each with the paragraphs right before it, the last also with those after it."""
    from docx import Document  # a second only where it is needed
    from docx.enum.section import WD_ORIENT
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    data = file.read_bytes()
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MAX_WORD_BYTES:
            raise UnreadableError(file, Reason.PART_TOO_LARGE, part=file.name, limit=MAX_WORD_BYTES // 2**20)
        document = Document(io.BytesIO(data))
        blocks = list(document.iter_inner_content())
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError, XMLSyntaxError) as error:
        raise UnreadableError(file, Reason.BAD_ZIP, detail="不是完整的 Word 文档") from error
    portrait = document.sections[0].orientation == WD_ORIENT.PORTRAIT
    tables: list[tuple[Table, list[str]]] = []
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            tables.append((block, texts))
            texts = []
        elif block.text.strip():
            texts.append(block.text)
    for number, (table, before) in enumerate(tables, 1):
        after = texts if number == len(tables) else []
        yield _of_table(f"第{number}张表格", table, before, after, portrait)


def _of_table(name: str, table: Table, before: list[str], after: list[str], portrait: bool) -> Grid:
    """A table of a document; texts around it are rows over its whole width."""
    width = len(table.columns)
    texts: dict[tuple[int, int], str] = {}
    merged: list[Cell] = []
    for number, text in enumerate(before):
        texts[number, 0] = text
        merged.append(Cell(number, 0, 1, width, ""))
    height = len(table.rows)
    seen: dict[object, tuple[int, int, int, int]] = {}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells[: width - cells.grid_cols_before], cells.grid_cols_before):
            first = seen.get(cell._tc, (row, column, row, column))  # cells that are merged share their element
            seen[cell._tc] = (first[0], first[1], max(first[2], row), max(first[3], column))
            texts[first[0] + len(before), first[1]] = "\n".join(line.text for line in cell.paragraphs).strip()
    for top, left, bottom, right in seen.values():
        if (bottom, right) != (top, left):
            merged.append(Cell(top + len(before), left, bottom - top + 1, right - left + 1, ""))
    for number, text in enumerate(after, len(before) + height):
        texts[number, 0] = text
        merged.append(Cell(number, 0, 1, width, ""))
    widths = [round((column.width or 0) / 635 / TWIPS_PER_CHARACTER, 1) or DEFAULT_WIDTH for column in table.columns]
    return grid_of(name, texts, merged, widths, portrait, len(before) + height - 1)
