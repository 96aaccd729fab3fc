"""A form that a unit retyped instead of filling in the one issued, recognised by its headings and indicators."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import cast

from openpyxl.utils import get_column_letter

from xlgen.scheme.dependencies import incoming_transfers
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import MAX_NUMBER
from xlgen.scheme.model import Adjustment, Indicator, Scheme
from xlgen.scoring.total import TotalTerms, form_total, has_note
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.arithmetic import SUM_OF_SCORES, ArithmeticCode
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.sense import SenseCode
from xlgen.text import without_spaces
from xlgen.xlsx.read.sheet import SheetRead, position
from xlgen.xlsx.read.sheet_list import WORKSHEET
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

MIN_INDICATORS_FOUND = 0.6
"""The share of a form's indicators that a sheet must hold, in the form's order, to be recognised as that form."""
MAX_ROWS = 1000
"""Rows further down are ignored."""
MAX_CHARACTERS = 1000
"""Characters of a text that are read: the longest name or heading has fewer."""
SCORE_WORDS = frozenset({"得分", "评分", "自评分", "自评得分", "自评分数"})
TOTAL_WORDS = frozenset({"合计", "总计", "总分", "总得分", "得分合计"})
SUBTOTAL = "小计"
_GRADE = re.compile(r"等[次级][：:]?(.*)")
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")

Grid = Mapping[int, Mapping[int, CellValue]]
"""Rows of cells by the numbers of rows and columns."""


@dataclass(frozen=True)
class ForeignForm:
    """A retyped form: its scheme, the total that it shows, and the findings in it."""

    scheme: Scheme
    total: float | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Form:
    """A sheet read as a form: its indicators by row, and the number of the score column."""

    scheme: Scheme
    title: str
    grid: Grid
    rows: Mapping[int, Indicator]
    score: int


def recognize(book: WorkbookRead, schemes: Iterable[Scheme]) -> ForeignForm | None:
    """The form that a workbook resembles most, of these schemes; None if none. Raises UnreadableError."""
    schemes = list(schemes)
    forms = [
        form
        for entry in book.sheets
        if entry.kind == WORKSHEET and entry.state == "visible" and (sheet := book.sheet(entry.title)) is not None
        for grid in [_grid(sheet)]
        for scheme in schemes
        if (form := _form(scheme, entry.title, grid)) is not None
    ]
    best = max(forms, key=lambda form: len(form.rows) / len(form.scheme.indicators), default=None)
    if best is None:
        return None
    total_row = _total_row(best)
    total = None if total_row is None else _number(best.grid[total_row].get(best.score))
    retyped = finding(IdentityCode.RETYPED, best.title, scheme=best.scheme.name)
    findings = retyped, *_score_findings(best), *_total_findings(best, total_row), *_grade_findings(best, total)
    return ForeignForm(best.scheme, total, findings)


def _grid(sheet: SheetRead) -> Grid:
    grid: dict[int, dict[int, CellValue]] = {}
    for address, cell in sheet.cells.items():
        row, column = position(address)
        if row <= MAX_ROWS:
            value = cell.value
            grid.setdefault(row, {})[column] = value[:MAX_CHARACTERS] if isinstance(value, str) else value
    return {row: dict(sorted(grid[row].items())) for row in sorted(grid)}


def _compact(value: CellValue) -> str:
    return without_spaces(value) if isinstance(value, str) else ""


def _form(scheme: Scheme, title: str, grid: Grid) -> _Form | None:
    """The sheet as a form of this scheme; None if it is not one."""
    rows = _indicator_rows(scheme.indicators, grid)
    if not rows or len(rows) < MIN_INDICATORS_FOUND * len(scheme.indicators):
        return None
    scores = [column for column in scheme.form.columns if column.content is Content.SCORE]
    headings = SCORE_WORDS | {_compact(title) for column in scores for title in column.title[-1:]}
    above = [grid[row] for row in grid if row < min(rows)]
    candidates = [column for cells in above for column, value in cells.items() if _compact(value) in headings]
    # Who copies the whole sheet has two columns of scores: the printed one also has those of rows, and the total.
    score = max(reversed(candidates), key=lambda column: _numbers_in(grid, column, min(rows)), default=None)
    return None if score is None else _Form(scheme, title, grid, rows, score)


def _numbers_in(grid: Grid, column: int, first: int) -> int:
    """How many numbers a column has from this row on."""
    return sum(row >= first and _number(cells.get(column)) is not None for row, cells in grid.items())


def _indicator_rows(indicators: Sequence[Indicator], grid: Grid) -> dict[int, Indicator]:
    """The indicators by row, as far as they occur in the order of the form."""
    names = [_compact(indicator.name) for indicator in indicators]
    known = set(names)
    found = [(row, column, _compact(value)) for row in grid for column, value in grid[row].items()]
    found = [cell for cell in found if cell[2] in known]
    count = Counter(column for _, column, _ in found)
    # A name also stands where a measure is called like its indicator: the column with more of the names counts.
    best = {name: column for _, column, name in sorted(found, key=lambda cell: count[cell[1]])}
    cells = [(row, name) for row, column, name in found if best[name] == column]
    matcher = SequenceMatcher(None, [name for _, name in cells[:MAX_ROWS]], names, autojunk=False)
    blocks = matcher.get_matching_blocks()
    pairs = [(block.a + offset, block.b + offset) for block in blocks for offset in range(block.size)]
    return {cells[index][0]: indicators[number] for index, number in pairs}


def _score_findings(form: _Form) -> Iterator[Finding]:
    for row, indicator in form.rows.items():
        score, max_points = _number(form.grid[row].get(form.score)), _max_points(form.scheme, indicator)
        if score is not None and score > max_points + HALF_CENT:
            place = CellRef(form.title, get_column_letter(form.score), row)
            fields = {"found": f"{score:g}", "points": f"{max_points:g}"}
            yield finding(SenseCode.SCORE_ABOVE_POINTS, place, indicator.name, **fields)


def _max_points(scheme: Scheme, indicator: Indicator) -> float:
    """The maximum points of an indicator, including those it may receive from inapplicable ones."""
    if isinstance(indicator, Adjustment):
        return indicator.most
    return indicator.points + sum(donor.share for donor in incoming_transfers(scheme, indicator))


def _total_row(form: _Form) -> int | None:
    last = form.scheme.form.total
    words = TOTAL_WORDS | ({_compact(last.label)} if last is not None else frozenset())
    below = (row for row in form.grid if row > max(form.rows))
    return next((row for row in below if any(_compact(value) in words for value in form.grid[row].values())), None)


def _total_findings(form: _Form, total_row: int | None) -> Iterator[Finding]:
    """The total is the sum of all scores above it, including those of rows that the unit added.

    Where it may be rescaled or capped, nobody knows: what the conditions ask for was not read.
    """
    if has_note(form.scheme):
        return
    shown = None if total_row is None else _number(form.grid[total_row].get(form.score))
    if total_row is None or shown is None:
        return
    rows = [form.grid[row] for row in form.grid if min(form.rows) <= row < total_row]
    scores = [_number(cells.get(form.score)) for cells in rows if SUBTOTAL not in map(_compact, cells.values())]
    summed = math.fsum(score for score in scores if score is not None)
    terms = TotalTerms(form.scheme.points, form.scheme.points)
    expected = cast(float, form_total(form.scheme, lambda _: summed, terms))
    if abs(shown - expected) > HALF_CENT:
        place = CellRef(form.title, get_column_letter(form.score), total_row)
        fields = {"found": f"{shown:g}", "expected": f"{expected:g}", "how": SUM_OF_SCORES}
        yield finding(ArithmeticCode.TOTAL_DIFFERS, place, **fields)


def _grade_findings(form: _Form, total: float | None) -> Iterator[Finding]:
    """The grade, where the sheet has one: “等次：优”, or 优 beside a cell that says 等次."""
    if total is None:
        return
    grades, expected = {grade.name for grade in form.scheme.grades}, form.scheme.grade(total)
    for row, cells in form.grid.items():
        before = ""
        for column, value in cells.items():
            text = _compact(value)
            match = _GRADE.search(text)
            grade = match[1] if match else text if _GRADE.search(before) else ""
            if grade in grades and grade != expected:
                place = CellRef(form.title, get_column_letter(column), row)
                fields = {"found": grade, "total": f"{total:g}", "expected": expected}
                yield finding(ArithmeticCode.GRADE_DIFFERS, place, **fields)
            before = text


def _number(value: CellValue) -> float | None:
    """A number, or a text that is one: 4.5分."""
    if isinstance(value, str):
        text = _compact(value).removesuffix("分")
        value = float(text) if _NUMBER.fullmatch(text) else None
    return None if value is None or isinstance(value, bool) else min(max(float(value), -MAX_NUMBER), MAX_NUMBER)
