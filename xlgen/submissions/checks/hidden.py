"""Checks whether all that the template shows and prints is still seen: nothing hidden, covered or left unprinted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter

from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.issued import IssuedSheet
from xlgen.submissions.submission import Submission
from xlgen.workbook.sheets.form_reserve import reserved_rows
from xlgen.xlsx.read.drawings import drawings
from xlgen.xlsx.read.looks import Area, SheetLooks, areas_of
from xlgen.xlsx.read.sheet import SheetRead, place_of, position
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

MAX_LISTED = 6
"""Rows, columns or kinds of drawings that are named in one finding."""
ROW, COLUMN = "行", "列"


def sheets(submission: Submission) -> Iterator[Finding]:
    """No sheet of the template is hidden, and no other sheet looks like one of them."""
    issued_sheets, structure = submission.template.issued, submission.structure
    for entry in submission.book.sheets:
        issued = issued_sheets.get(entry.title)
        if issued is not None and issued.visible and entry.state != "visible":
            yield finding(StructureCode.CONTENTS_HIDDEN, entry.title, what=f"工作表“{entry.title}”被隐藏")
        elif entry.title in structure.doubles:
            yield finding(
                StructureCode.SHEET_DOUBLED, entry.title, found=entry.title, like=structure.doubles[entry.title]
            )


def cells(submission: Submission) -> Iterator[Finding]:
    """Every row and column that holds something is seen, is printed, and is not covered by a merged cell."""
    for title in submission.structure.changed:
        issued, sheet = submission.template.issued[title], submission.book.sheet(title)
        if issued.visible and sheet is not None:
            looks = submission.book.looks[title]
            yield from _hidden(issued, sheet, looks, _unused(submission, sheet))
            yield from _covered(issued, sheet, looks)
            yield from _unprinted(issued, sheet, submission.book.print_areas.get(title, ""))


def drawn_over(submission: Submission) -> Iterator[Finding]:
    """Nothing is drawn over the sheets of the template; of its comments only the marks are seen."""
    for entry in submission.book.sheets:
        if entry.title in submission.template.issued and submission.template.issued[entry.title].visible:
            found = drawings(submission.book.package, entry.part)
            if found:
                kinds = "、".join(list(dict.fromkeys(found))[:MAX_LISTED])
                yield finding(StructureCode.DRAWING_ADDED, entry.title, kinds=kinds, count=len(found))


def _unused(submission: Submission, sheet: SheetRead) -> frozenset[int]:
    """The rows of the form that are reserved for tables and show nothing but a label: they may be hidden."""
    if sheet.title != FORM:
        return frozenset()
    issued, layout = submission.template.issued[FORM], submission.layout
    filled = (address for address, cell in sheet.cells.items() if cell.value not in (None, ""))
    places = (place_of(FORM, address) for address in filled if address not in issued.constants)
    return reserved_rows(layout) - {place.row for place in places if layout.is_printed(place.column)}


def _hidden(issued: IssuedSheet, sheet: SheetRead, looks: SheetLooks, unused: frozenset[int]) -> Iterator[Finding]:
    if not looks.hides_more_than(issued.looks):
        return
    merged = {(area.first_row, area.first_column): area for area in areas_of(" ".join(issued.looks.merged))}
    rows: dict[int, str] = {}
    columns: dict[int, str] = {}
    for address in _contents(issued, sheet):
        row, column = position(address)
        area = merged.get((row, column)) or Area(row, column, row, column)  # part of a merged cell shows its contents
        if all(map(looks.hides_row, range(area.first_row, area.last_row + 1))):
            if not issued.looks.hides_row(row) and row not in unused:
                rows.setdefault(row, address)
        elif all(map(looks.hides_column, range(area.first_column, area.last_column + 1))):
            columns.setdefault(column, address)
    for hidden, name in ((rows, ROW), (columns, COLUMN)):
        if hidden:
            yield _finding(issued, sheet, next(iter(hidden.values())), f"{_listed(list(hidden), name)}被隐藏")


def _covered(issued: IssuedSheet, sheet: SheetRead, looks: SheetLooks) -> Iterator[Finding]:
    new = sorted(looks.merged - issued.looks.merged)
    contents = {position(address): address for address in _contents(issued, sheet)} if new else {}
    for area in areas_of(" ".join(new)):
        covered = [place for place in contents if area.holds(*place) and place != (area.first_row, area.first_column)]
        if covered:
            what = f"合并单元格 {_area(area)} 盖住了 {len(covered)} 个单元格"
            yield _finding(issued, sheet, contents[covered[0]], what)
            return


def _unprinted(issued: IssuedSheet, sheet: SheetRead, print_area: str) -> Iterator[Finding]:
    areas = list(areas_of(print_area))
    if not areas or areas == issued.print_areas:
        return
    outside = [
        (place, address)
        for address in _contents(issued, sheet)
        if not _within(areas, place := position(address))
        and (not issued.print_areas or _within(issued.print_areas, place))
    ]
    if outside:
        rows = [row for (row, _), _ in outside]
        yield _finding(issued, sheet, outside[0][1], f"{_listed(rows, ROW)}的内容不在打印区域之内")


def _contents(issued: IssuedSheet, sheet: SheetRead) -> list[str]:
    """The cells whose contents must be seen: filled in, printed in words or, in other rows, computed and printed.

    Rows of a table that the unit does not use may be hidden: they print their number only, beside it stands a status.
    """
    fillable = {position(address)[0] for address in issued.inputs}
    areas = issued.print_areas
    return [
        address
        for address, cell in sheet.cells.items()
        if cell.value not in (None, "")
        and not isinstance(cell.value, ErrorValue)
        and address in issued.seen
        and (
            address in issued.inputs
            or (
                (isinstance(issued.constants.get(address), str) or position(address)[0] not in fillable)
                and (not areas or _within(areas, position(address)))
            )
        )
    ]


def _finding(issued: IssuedSheet, sheet: SheetRead, address: str, what: str) -> Finding:
    value: CellValue = sheet.value(address)
    place: CellRef = place_of(issued.title, address)
    return finding(StructureCode.CONTENTS_HIDDEN, place, what=f"{what}，其中 {address} 是“{display_value(value)}”")


def _within(areas: Sequence[Area], place: tuple[int, int]) -> bool:
    return any(area.holds(*place) for area in areas)


def _listed(numbers: Sequence[int], name: str) -> str:
    """The rows or columns, each once, in a few words."""
    each = sorted(set(numbers))
    shown = "、".join(str(number) if name == ROW else get_column_letter(number) for number in each[:MAX_LISTED])
    more = f" 等 {len(each)} " if len(each) > MAX_LISTED else " "
    return f"第 {shown}{more}{name}"


def _area(area: Area) -> str:
    first, last = (
        f"{get_column_letter(column)}{row}"
        for row, column in ((area.first_row, area.first_column), (area.last_row, area.last_column))
    )
    return f"{first}:{last}"
