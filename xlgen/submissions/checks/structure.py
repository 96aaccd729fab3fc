"""Whether the workbook is still the one that was issued: its sheets, rows, texts, formulas and settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

from xlgen.scheme.sheet_names import IDENTITY, POINTS_TO_CHECK
from xlgen.scoring.status import is_blank
from xlgen.submissions.checks import scores as arithmetic
from xlgen.submissions.checks import sense
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.submission import Submission
from xlgen.workbook.formula_style import ADDIN_FILE
from xlgen.xlsx.read.formula_text import asks_other_programs
from xlgen.xlsx.read.sheet import CellRead, place_of, position
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

MAX_PER_CODE = 20
"""Findings of one kind on a sheet: whoever has more of them has read enough."""
MAX_NAMED = 3
MAX_SHOWN = 30
"""Characters of a text."""
NOTHING = CellRead(None, None, False)
_T = TypeVar("_T")


def sheets(submission: Submission) -> Iterator[Finding]:
    """Every sheet of the template is there under its name, and no other."""
    shape = submission.shape
    for title in shape.missing:
        yield finding(Code.SHEET_MISSING, title, title=title)
    for title, found in shape.renamed.items():
        yield finding(Code.SHEET_RENAMED, title, title=title, found=found)
    for found in shape.added:
        yield finding(Code.SHEET_ADDED, found, found=found)


def rows(submission: Submission) -> Iterator[Finding]:
    """No row, column or cell was inserted, deleted or moved."""
    for title, move in submission.shape.row_shifts.items():
        yield finding(Code.ROWS_MOVED, CellRef(title, "A", move.row), change=move.change)


def protection(submission: Submission) -> Iterator[Finding]:
    """The sheets are protected as they were issued; told once, of those that can be seen."""
    open_ones = [
        title
        for title, issued in submission.template.issued.items()
        if issued.protected and (sheet := submission.book.sheet(title)) is not None and not sheet.protected
    ]
    seen = [title for title in open_ones if title not in (POINTS_TO_CHECK, IDENTITY)] or open_ones
    if seen:
        yield finding(Code.PROTECTION_REMOVED, seen[0], titles=f"“{'”“'.join(seen)}”")


def settings(submission: Submission) -> Iterator[Finding]:
    """The workbook calculates by itself, rests on no other file, and holds no macros."""
    book = submission.book
    if book.calculation == "manual":
        yield finding(Code.MANUAL_CALCULATION)
    if book.macros:
        yield finding(Code.MACROS)
    if book.external_links and not book.asks_other_programs:
        names = [PurePosixPath(unquote(link).replace("\\", "/")).name for link in book.external_links]
        others = [name for name in names if name.lower() != ADDIN_FILE]  # how Excel stores calls is no one's doing
        if others:
            yield finding(Code.EXTERNAL_LINKS, found=_some(others, "个"))


def other_programs(submission: Submission) -> Iterator[Finding]:
    """Nothing in the workbook starts or asks another program."""
    book, found = submission.book, False
    for title in book.titles:
        sheet = book.sheet(title)
        for address in sheet.asks_other_programs if sheet else ():
            found = True
            yield finding(Code.OTHER_PROGRAMS, place_of(title, address))
    if book.asks_other_programs and not found:
        yield finding(Code.OTHER_PROGRAMS)


def labels(submission: Submission) -> Iterator[Finding]:
    """What is printed stands as it was issued."""
    for title, changed in submission.shape.changed.items():
        constants, sheet = submission.template.issued[title].constants, submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        for address, more in _first(changed.constants):
            expected, cell = _text(constants[address]), cells.get(address, NOTHING)
            now = _text(cell.value) if cell.stored is None else f"={cell.stored}"
            before, after = _where_they_differ(expected, now)
            change = "被删去" if not now.strip() else f"改成了“{after}”"
            yield finding(Code.LABEL_CHANGED, place_of(title, address), expected=before, change=change, more=more)


def filled(submission: Submission) -> Iterator[Finding]:
    """Nothing is written beside the cells that are to be filled in."""
    for title in submission.shape.changed:
        issued, sheet = submission.template.issued[title], submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        unknown = (address for address in cells.keys() - issued.known if not issued.is_call(address, cells[address][1]))
        extra = [address for address in unknown if _counts(cells[address])]
        for address, more in _first(sorted(extra, key=position)):
            found = _short(_text(cells[address].value))
            yield finding(Code.CELL_FILLED, place_of(title, address), found=found, more=more)


INSTEAD = (arithmetic.scores, arithmetic.total, arithmetic.levels, arithmetic.grade, sense.above_points)
"""What is said of a cell that these find wrong, instead of its formula."""


def formulas(submission: Submission) -> Iterator[Finding]:
    """Every formula is the one that was issued. A wrong score, sum or grade in its place is told as such alone."""
    if not submission.shape.referable or not any(each.formulas for each in submission.shape.changed.values()):
        return
    told = {(each.sheet, each.cell) for check in INSTEAD for each in check(submission)}
    for title, changed in submission.shape.changed.items():
        sheet = submission.book.sheet(title)
        cells = {} if sheet is None else sheet.cells
        places = [place_of(title, address) for address in changed.formulas if (title, address) not in told]
        texts = {place: cells.get(place.address, NOTHING) for place in places}
        replaced = [place for place, cell in texts.items() if cell.stored is None]
        for place, more in _first(replaced):
            found = _text(texts[place].value)
            change = f"改填了“{_short(found)}”" if found.strip() else "的公式被删去"
            yield finding(Code.FORMULA_REPLACED, place, change=change, more=more)
        others = [place for place, cell in texts.items() if cell.stored and not asks_other_programs(cell.stored)]
        for place, more in _first(others):
            yield finding(Code.FORMULA_CHANGED, place, found=_short(f"={texts[place].stored}"), more=more)


def _first(found: Sequence[_T]) -> Iterator[tuple[_T, str]]:
    """The first ones; the last of them says how many there are."""
    for number, each in enumerate(found[:MAX_PER_CODE], 1):
        left = len(found) - number
        yield each, f"（本表另有 {left} 处，不再列出）" if number == MAX_PER_CODE and left else ""


def _counts(cell: CellRead) -> bool:
    return not is_blank(cell.value) and not (cell.stored and asks_other_programs(cell.stored))


def _text(value: CellValue) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Of two texts, long ones from a little before the first difference on."""
    before, after = (" ".join(each.split()) for each in (before, after))
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, same - 5) if max(len(before), len(after)) > MAX_SHOWN else 0
    lead = "…" if start else ""
    return _short(lead + before[start:]), _short(lead + after[start:])


def _some(names: Sequence[str], counter: str) -> str:
    shown = "、".join(_short(name) for name in names[:MAX_NAMED])
    return shown if len(names) <= MAX_NAMED else f"{shown} 等 {len(names)} {counter}"
