"""Checks whether the workbook is as it was issued: its sheets, rows, texts, formulas and settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

from xlgen.rules.calls import ADDIN_FILE
from xlgen.scheme.sheet_names import IDENTITY, LIST, MATERIAL
from xlgen.scoring.status import is_blank
from xlgen.submissions.checks import scores, sense
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.submission import Submission
from xlgen.text import shorten
from xlgen.workbook.function_library import is_shipped
from xlgen.workbook.sheets import input_list
from xlgen.xlsx.read.formula_text import asks_other_programs
from xlgen.xlsx.read.looks import areas_of
from xlgen.xlsx.read.references import taken_apart
from xlgen.xlsx.read.sheet import CellRead, place_of, position
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number

MAX_PER_CODE = 20
"""Findings with the same code on a sheet; more would not help anybody."""
MAX_FILES_LISTED = 3
MAX_TEXT_SHOWN = 30
"""Characters of a text in a message."""
EMPTY_CELL = CellRead(None, None, False)
_T = TypeVar("_T")


def sheets(submission: Submission) -> Iterator[Finding]:
    """Every sheet of the template is present under its name, and there are no others."""
    structure = submission.structure
    for title in structure.missing:
        yield finding(StructureCode.SHEET_MISSING, title, title=title)
    for title, new_title in structure.renamed.items():
        yield finding(StructureCode.SHEET_RENAMED, title, title=title, found=new_title)
    for title in structure.added:
        if title not in structure.doubles:
            yield finding(StructureCode.SHEET_ADDED, title, found=title)


def rows(submission: Submission) -> Iterator[Finding]:
    """No row, column or cell was inserted, deleted or moved."""
    for title, row_shift in submission.structure.row_shifts.items():
        yield finding(StructureCode.ROWS_MOVED, CellRef(title, "A", row_shift.row), change=row_shift.change)


def protection(submission: Submission) -> Iterator[Finding]:
    """The sheets are protected as issued; one finding, which names the visible ones."""
    unprotected = [
        title
        for title, issued in submission.template.issued.items()
        if issued.protected and (sheet := submission.book.sheet(title)) is not None and not sheet.protected
    ]
    visible = [title for title in unprotected if title != IDENTITY] or unprotected
    if visible:
        yield finding(StructureCode.PROTECTION_REMOVED, visible[0], titles=f"“{'”“'.join(visible)}”")


def settings(submission: Submission) -> Iterator[Finding]:
    """The workbook calculates automatically, refers to no other file, and has no program but our own functions."""
    book = submission.book
    if book.calculation == "manual":
        yield finding(StructureCode.MANUAL_CALCULATION)
    if book.programs.macros or not all(map(is_shipped, book.programs.libraries)):
        yield finding(StructureCode.MACROS)
    if book.external_links and not book.asks_other_programs:
        names = [PurePosixPath(unquote(link).replace("\\", "/")).name for link in book.external_links]
        others = [name for name in names if name.lower() != ADDIN_FILE]  # Excel stores calls of the add-in as links
        if others:
            yield finding(StructureCode.EXTERNAL_LINKS, found=_list_some(others, "个"))


def other_programs(submission: Submission) -> Iterator[Finding]:
    """Nothing in the workbook starts or asks another program."""
    book, reported = submission.book, False
    for title in book.titles:
        sheet = book.sheet(title)
        for address in sheet.asks_other_programs if sheet else ():
            reported = True
            yield finding(StructureCode.OTHER_PROGRAMS, place_of(title, address))
    if book.asks_other_programs and not reported:
        yield finding(StructureCode.OTHER_PROGRAMS)


def labels(submission: Submission) -> Iterator[Finding]:
    """The printed texts are as issued."""
    for title, changed in submission.structure.changed.items():
        constants, sheet = submission.template.issued[title].constants, submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        for address, more in first_items(changed.constants):
            expected, cell = _text(constants[address]), cells.get(address, EMPTY_CELL)
            now = _text(cell.value) if cell.stored is None else f"={cell.stored}"
            before, after = _where_they_differ(expected, now)
            change = "被删去" if not now.strip() else f"改成了“{after}”"
            yield finding(
                StructureCode.LABEL_CHANGED, place_of(title, address), expected=before, change=change, more=more
            )


def stray_contents(submission: Submission) -> Iterator[Finding]:
    """Cells that are empty in the template and not to be filled in are empty."""
    for title in submission.structure.changed:
        issued, sheet = submission.template.issued[title], submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        unknown = (address for address in cells.keys() - issued.known if not issued.is_call(address, cells[address][1]))
        extra = [address for address in unknown if _is_stray(cells[address])] + _uncovered(submission, title)
        below = {address for row in _rows_below(submission, title, extra) for address in row}
        for address, more in first_items(sorted((each for each in extra if each not in below), key=position)):
            text = _short(_text(cells[address].value))
            yield finding(StructureCode.CELL_FILLED, place_of(title, address), found=text, more=more)


def _uncovered(submission: Submission, title: str) -> list[str]:
    """The filled cells of a sheet that merged ones cover in the template, but no longer in the workbook."""
    issued, sheet = submission.template.issued[title], submission.book.sheet(title)
    cells = {} if sheet is None else sheet.cells
    filled = [address for address in issued.hidden & cells.keys() if _is_stray(cells[address])]
    merged = list(areas_of(" ".join(submission.book.looks[title].merged))) if filled else []
    return [address for address in filled if not any(area.covers(*position(address)) for area in merged)]


def rows_below_tables(submission: Submission) -> Iterator[Finding]:
    """No row was filled in below the last one of a table: it would not count."""
    for table in submission.layout.tables.values():
        sheet = submission.book.sheet(table.sheet)
        if sheet is None or table.sheet not in submission.structure.changed:
            continue
        unknown = sheet.cells.keys() - submission.template.issued[table.sheet].known
        extra = [address for address in unknown if _is_stray(sheet.cells[address])]
        for row, more in first_items(_rows_below(submission, table.sheet, extra)):
            place, texts = place_of(table.sheet, row[0]), [_text(sheet.cells[address].value) for address in row]
            found = _short("　".join(texts))
            ends = {"last": table.last, "row": place.row}
            yield finding(StructureCode.ROW_BELOW_TABLE, place, "", table=table.sheet, found=found, more=more, **ends)


def _rows_below(submission: Submission, title: str, extra: Sequence[str]) -> list[list[str]]:
    """Of stray cells, those in rows below a sheet's table that look like one of its rows, row by row.

    A single text is a note; a number, or several cells in columns of the table, are a row.
    """
    table = next((place for place in submission.layout.tables.values() if place.sheet == title), None)
    sheet = submission.book.sheet(title)
    if table is None or sheet is None:
        return []
    rows: dict[int, list[str]] = {}
    for address in sorted(extra, key=position):
        place = place_of(title, address)
        if place.row > table.last and place.column in table.columns.values():
            rows.setdefault(place.row, []).append(address)
    return [row for row in rows.values() if len(row) > 1 or is_number(sheet.value(row[0]))]


REPLACEMENT_CHECKS = (
    scores.row_scores,
    scores.total,
    scores.levels,
    scores.grade,
    sense.scores_above_points,
)
"""Checks of values typed over formulas: what they find is reported instead of the changed formula."""


def formulas(submission: Submission) -> Iterator[Finding]:
    """Every formula is as issued. If a wrong score, sum or grade replaced it, only that is reported."""
    structure = submission.structure
    if not structure.formulas_comparable or not any(changed.formulas for changed in structure.changed.values()):
        return
    reported = {(wrong.sheet, wrong.cell) for check in REPLACEMENT_CHECKS for wrong in check(submission)}
    for title, changed in structure.changed.items():
        sheet = submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        places = [place_of(title, address) for address in changed.formulas if (title, address) not in reported]
        places = [place for place in places if place not in submission.moved.explained]
        cells_now = {place: cells.get(place.address, EMPTY_CELL) for place in places}
        replaced = [place for place, cell in cells_now.items() if cell.stored is None]
        for place, more in first_items(replaced):
            text = _text(cells_now[place].value)
            change = f"改填了“{_short(text)}”" if text.strip() else "的公式被删去"
            yield finding(StructureCode.FORMULA_REPLACED, place, change=change, more=more)
        others = [place for place, cell in cells_now.items() if cell.stored and not asks_other_programs(cell.stored)]
        shown = [place for place in others if _only_shown(submission, place, str(cells_now[place].stored))]
        if shown:
            count, first = len(shown), shown[0]
            yield finding(StructureCode.DISPLAY_CHANGED, first, title=title, count=count, cell=first.address)
        for place, more in first_items([place for place in others if place not in shown]):
            issued = submission.template.issued[title].formulas[place.address]
            before, after = _where_they_differ(f"={issued}", f"={cells_now[place].stored}")
            yield finding(StructureCode.FORMULA_CHANGED, place, expected=before, found=after, more=more)


def _only_shown(submission: Submission, place: CellRef, stored: str) -> bool:
    """Whether a formula, which reads other cells than it did, only shows what stands elsewhere.

    LibreOffice restores formulas of the same sheet alone when one undoes a drag.
    """
    if place.sheet != MATERIAL and (place.sheet, place.column) != (LIST, input_list.VALUE):
        return False
    return taken_apart(submission.template.issued[place.sheet].formulas[place.address])[0] == taken_apart(stored)[0]


def first_items(items: Sequence[_T]) -> Iterator[tuple[_T, str]]:
    """The first MAX_PER_CODE items, each with a note, which is empty but for the last: how many more there are."""
    for number, item in enumerate(items[:MAX_PER_CODE], 1):
        left = len(items) - number
        yield item, f"（本表另有 {left} 处，不再列出）" if number == MAX_PER_CODE and left else ""


def _is_stray(cell: CellRead) -> bool:
    return not is_blank(cell.value) and not (cell.stored and asks_other_programs(cell.stored))


def _text(value: CellValue) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _short(text: str) -> str:
    return shorten(" ".join(text.split()), MAX_TEXT_SHOWN)


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Two texts as a finding shows them: long ones from a little before the first difference on."""
    before, after = (" ".join(text.split()) for text in (before, after))
    both = enumerate(zip(before, after, strict=False))
    same = next((at for at, pair in both if pair[0] != pair[1]), min(len(before), len(after)))
    start = max(0, same - 5) if max(len(before), len(after)) > MAX_TEXT_SHOWN else 0
    lead = "…" if start else ""
    return _short(lead + before[start:]), _short(lead + after[start:])


def _list_some(names: Sequence[str], counter: str) -> str:
    shown = "、".join(_short(name) for name in names[:MAX_FILES_LISTED])
    return shown if len(names) <= MAX_FILES_LISTED else f"{shown} 等 {len(names)} {counter}"
