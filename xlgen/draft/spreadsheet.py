"""The sheets of a workbook as grids, read by the hardened reader of submissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter

from xlgen.draft.errors import NoDraftError
from xlgen.draft.grid import MAX_COLUMNS, MAX_ROWS, USUAL_WIDTH, Cell, Grid, compact, filled_up, printed
from xlgen.scheme.sheet_names import FORM, IDENTITY
from xlgen.xlsx.read.looks import Area, SheetLooks, areas_of
from xlgen.xlsx.read.markup import namespace_of
from xlgen.xlsx.read.number_format import shown
from xlgen.xlsx.read.sheet import SheetRead, position
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.values import ErrorValue

OPEN = "待填"
"""How a workbook of ours shows a total of which scores are missing."""
A3 = "8"
"""The number of this size of paper in workbooks."""


class Styles(NamedTuple):
    """Of the styles of a workbook, by their numbers.

    framed: those that draw a line at the side of a cell or below it. aligned: where a text stands from left to right.
    """

    framed: frozenset[str]
    aligned: Mapping[str, str]


def sheets_of(workbook: WorkbookRead) -> Iterator[Grid]:
    """The visible sheets that hold something; of a workbook of ours, the printed form alone.

    Raises UnreadableError and NoDraftError.
    """
    own = {IDENTITY, FORM} <= set(workbook.titles)
    styles = _styles(workbook)
    for entry in workbook.sheets:
        if entry.state != "visible" or (own and entry.title != FORM):
            continue
        sheet = workbook.sheet(entry.title)
        if sheet is None or not sheet.cells:
            continue
        root = workbook.package.spreadsheet(entry.part, "worksheet")
        print_area = next(areas_of(workbook.print_areas.get(entry.title, "")), None) if own else None
        grid = _grid(workbook, sheet, workbook.looks[entry.title], root, styles, print_area)
        if grid.cells:
            yield grid


def _grid(
    workbook: WorkbookRead,
    sheet: SheetRead,
    looks: SheetLooks,
    root: etree._Element,
    styles: Styles,
    print_area: Area | None,
) -> Grid:
    merged = [area for text in looks.merged for area in areas_of(text)]
    area = print_area or _used(workbook, sheet, merged, styles.framed)
    if area.last_row > MAX_ROWS or area.last_column > MAX_COLUMNS:
        reason = f"工作表“{sheet.title}”有 {area.last_row} 行、{area.last_column} 列，不像一张评分表"
        raise NoDraftError(workbook.path, reason, "请删去表外的内容和格式，只留评分表，另存后再试")
    rows = [row for row in range(area.first_row, area.last_row + 1) if not looks.hides_row(row)]
    columns = [column for column in range(area.first_column, area.last_column + 1) if not looks.hides_column(column)]
    row_of, column_of = ({number: place for place, number in enumerate(kept)} for kept in (rows, columns))
    spans = {(each.first_row, each.first_column): each for each in merged if area.holds(*each[:2])}
    places = sorted({*spans, *((row, column) for row in rows for column in columns)}, key=lambda at: at not in spans)
    cells = []
    for row, column in places:
        span = spans.get((row, column), Area(row, column, row, column))
        inside = [row_of[each] for each in range(row, span.last_row + 1) if each in row_of]
        across = [column_of[each] for each in range(column, span.last_column + 1) if each in column_of]
        if inside and across:
            text = _text(workbook, sheet, row, column, print_area is not None)
            style = _style(sheet, row, column)
            lined, align = style in styles.framed, styles.aligned.get(style or "", "")
            found = sheet.cells.get(_address(row, column))
            computed = found is not None and found.stored is not None
            cells.append(Cell(text, inside[0], across[0], len(inside), len(across), lined, computed, align))
    widths = _widths(root)
    paper, orientation = _paper(root)
    grid = Grid(
        sheet.title,
        filled_up(cells, len(rows), len(columns)),
        [widths.get(column, USUAL_WIDTH) for column in columns],
        "A3" if paper == A3 else "A4",
        "landscape" if orientation == "landscape" else "portrait",
    )
    return compact(grid) if grid.cells else grid


def _used(workbook: WorkbookRead, sheet: SheetRead, merged: list[Area], framed: frozenset[str]) -> Area:
    """The rectangle of what is printed: texts, merged cells, and blank cells with a line around them."""
    places = [position(address) for address, cell in sheet.cells.items() if cell.value not in (None, "")]
    places += [position(address) for address, style in sheet.styles.items() if style in framed]
    places += [corner for area in merged for corner in (area[:2], area[2:])]
    rows, columns = [row for row, _ in places] or [1], [column for _, column in places] or [1]
    return Area(min(rows), min(columns), max(rows), max(columns))


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _style(sheet: SheetRead, row: int, column: int) -> str | None:
    return sheet.styles.get(_address(row, column))


def _text(workbook: WorkbookRead, sheet: SheetRead, row: int, column: int, own: bool) -> str:
    """What a cell shows; a number as its format shows it. own: of a workbook of ours."""
    address = _address(row, column)
    value = sheet.value(address)
    if value is None or isinstance(value, (bool, ErrorValue)):
        return ""
    if isinstance(value, str):
        open_score = own and value.startswith(OPEN)
        return "" if open_score else printed(value)
    return shown(value, workbook.appearances.of(sheet.styles.get(address)).code).text.strip()


def _styles(workbook: WorkbookRead) -> Styles:
    """What the styles of a workbook say of the lines around a cell and of the place of its text."""
    if workbook.styles_part is None:
        return Styles(frozenset(), {})
    root = workbook.package.root(workbook.styles_part)
    namespace = namespace_of(root)
    borders = root.findall(f"{namespace}borders/{namespace}border")
    lined = {
        str(number)
        for number, border in enumerate(borders)
        if any(side.get("style") not in (None, "none") for side in border)
    }
    formats = [(str(number), each) for number, each in enumerate(root.iterfind(f"{namespace}cellXfs/{namespace}xf"))]
    placed = ((number, each.find(f"{namespace}alignment")) for number, each in formats)
    return Styles(
        frozenset(number for number, each in formats if each.get("borderId", "0") in lined),
        {number: alignment.get("horizontal", "") for number, alignment in placed if alignment is not None},
    )


def _widths(root: etree._Element) -> dict[int, float]:
    widths: dict[int, float] = {}
    for column in root.iterfind("{*}cols/{*}col"):
        try:
            first, last = int(column.get("min", "")), int(column.get("max", ""))
            width = float(column.get("width", ""))
        except ValueError:
            continue
        if 0 < width <= 255:
            widths |= dict.fromkeys(range(first, min(last, MAX_COLUMNS) + 1), width)
    return widths


def _paper(root: etree._Element) -> tuple[str, str]:
    setup = root.find("{*}pageSetup")
    return ("", "") if setup is None else (setup.get("paperSize", ""), setup.get("orientation", ""))
