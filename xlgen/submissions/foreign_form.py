"""A form that a unit typed itself instead of filling in the one issued: recognised by its headings and indicators."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import cast

from openpyxl.utils import get_column_letter

from xlgen.files.resources import scheme_files
from xlgen.scheme.dependencies import incoming_transfers
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import MAX_NUMBER
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Adjustment, Indicator, Scheme
from xlgen.scoring.points import form_total
from xlgen.submissions.compare import HALF_CENT
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.text import without_spaces
from xlgen.xlsx.read.sheet import SheetRead, position
from xlgen.xlsx.read.workbook import WORKSHEET, WorkbookRead
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

RECOGNISED = 0.6
"""So many of the indicators, in the order of the form, make a sheet that form."""
MAX_ROWS = 1000
"""Further down stands no form."""
SCORE_WORDS = frozenset({"得分", "评分", "自评分", "自评得分", "自评分数"})
TOTAL_WORDS = frozenset({"合计", "总计", "总分", "总得分", "得分合计"})
SUBTOTAL = "小计"
_GRADE = re.compile(r"等[次级][：:]?(.*)")
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")

Grid = Mapping[int, Mapping[int, CellValue]]
"""Rows of cells by the numbers of rows and columns."""


@dataclass(frozen=True)
class ForeignForm:
    """A form that was typed anew: which one, where its total stands, and what is found in it."""

    scheme: Scheme
    total: float | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Form:
    """A sheet seen as a form: the rows of its indicators, and the column of the scores."""

    scheme: Scheme
    title: str
    grid: Grid
    rows: Mapping[int, Indicator]
    score: int


def recognize(book: WorkbookRead, scheme: str = "", year: int | None = None) -> ForeignForm | None:
    """The form that a workbook resembles: of the scheme named, else of the shipped ones. Raises Unreadable.

    Raises BrokenScheme or UnknownScheme where the scheme named cannot be used.
    """
    forms = [
        form
        for entry in book.sheets
        if entry.kind == WORKSHEET and entry.state == "visible" and (sheet := book.sheet(entry.title)) is not None
        for grid in [_grid(sheet)]
        for name in ([scheme] if scheme else scheme_files())
        if (form := _form(_loaded(name, year), entry.title, grid)) is not None
    ]
    best = max(forms, key=lambda form: len(form.rows) / len(form.scheme.indicators), default=None)
    if best is None:
        return None
    at = _total_row(best)
    total = None if at is None else _number(best.grid[at].get(best.score))
    findings = finding(Code.RETYPED, best.title, scheme=best.scheme.name), *_scores(best), *_total(best, at)
    return ForeignForm(best.scheme, total, (*findings, *_grade(best, total)))


_loaded = lru_cache(maxsize=16)(load_scheme)
forget_schemes = _loaded.cache_clear


def _grid(sheet: SheetRead) -> Grid:
    found: dict[int, dict[int, CellValue]] = {}
    for address, cell in sheet.cells.items():
        row, column = position(address)
        if row <= MAX_ROWS:
            found.setdefault(row, {})[column] = cell.value
    return {row: dict(sorted(found[row].items())) for row in sorted(found)}


def _bare(value: CellValue) -> str:
    return without_spaces(value) if isinstance(value, str) else ""


def _form(scheme: Scheme, title: str, grid: Grid) -> _Form | None:
    """The sheet as a form of this scheme; None if it is none."""
    rows = _indicator_rows(scheme.indicators, grid)
    if not rows or len(rows) < RECOGNISED * len(scheme.indicators):
        return None
    words = SCORE_WORDS | {_bare(column.title[-1]) for column in scheme.form.columns if column.content is Content.SCORE}
    first = min(rows)
    headings = [column for row in grid if row < first for column, value in grid[row].items() if _bare(value) in words]
    return _Form(scheme, title, grid, rows, headings[-1]) if headings else None


def _indicator_rows(indicators: Sequence[Indicator], grid: Grid) -> dict[int, Indicator]:
    """The row of each indicator that is found, in the order of the form."""
    names = [_bare(each.name) for each in indicators]
    known = set(names)
    cells = [(row, name) for row in grid for value in grid[row].values() if (name := _bare(value)) in known]
    matcher = SequenceMatcher(None, [name for _, name in cells[:MAX_ROWS]], names, autojunk=False)
    found = [(block.a + step, block.b + step) for block in matcher.get_matching_blocks() for step in range(block.size)]
    return {cells[at][0]: indicators[number] for at, number in found}


def _scores(form: _Form) -> Iterator[Finding]:
    for row, indicator in form.rows.items():
        score, most = _number(form.grid[row].get(form.score)), _most(form.scheme, indicator)
        if score is not None and score > most + HALF_CENT:
            place = CellRef(form.title, get_column_letter(form.score), row)
            fields = {"found": f"{score:g}", "points": f"{most:g}"}
            yield finding(Code.SCORE_ABOVE_POINTS, place, indicator.name, **fields)


def _most(scheme: Scheme, indicator: Indicator) -> float:
    """The most points an indicator can have, with those it may receive from others."""
    if isinstance(indicator, Adjustment):
        return indicator.most
    return indicator.points + sum(donor.share for donor in incoming_transfers(scheme, indicator))


def _total_row(form: _Form) -> int | None:
    words = TOTAL_WORDS | {_bare(form.scheme.form.total.label)}
    below = (row for row in form.grid if row > max(form.rows))
    return next((row for row in below if any(_bare(value) in words for value in form.grid[row].values())), None)


def _total(form: _Form, at: int | None) -> Iterator[Finding]:
    """The total is the sum of all scores above it, also of the unit's own rows."""
    shown = None if at is None else _number(form.grid[at].get(form.score))
    if at is None or shown is None:
        return
    rows = [form.grid[row] for row in form.grid if min(form.rows) <= row < at]
    scores = [_number(cells.get(form.score)) for cells in rows if SUBTOTAL not in map(_bare, cells.values())]
    expected = cast(float, form_total(form.scheme, math.fsum(score for score in scores if score is not None)))
    if abs(shown - expected) > HALF_CENT:
        place = CellRef(form.title, get_column_letter(form.score), at)
        yield finding(Code.TOTAL_DIFFERS, place, found=f"{shown:g}", expected=f"{expected:g}")


def _grade(form: _Form, total: float | None) -> Iterator[Finding]:
    """The grade, where the sheet has one: “等次：优”, or 优 beside a cell that says 等次."""
    if total is None:
        return
    grades, expected = {grade.name for grade in form.scheme.grades}, form.scheme.grade(total)
    for row, cells in form.grid.items():
        before = ""
        for column, value in cells.items():
            text = _bare(value)
            match = _GRADE.search(text)
            found = match[1] if match else text if _GRADE.search(before) else ""
            if found in grades and found != expected:
                place = CellRef(form.title, get_column_letter(column), row)
                fields = {"found": found, "total": f"{total:g}", "expected": expected}
                yield finding(Code.GRADE_DIFFERS, place, **fields)
            before = text


def _number(value: CellValue) -> float | None:
    """A number, also one typed as a text: 4.5分."""
    if isinstance(value, str):
        text = _bare(value).removesuffix("分")
        value = float(text) if _NUMBER.fullmatch(text) else None
    return None if value is None or isinstance(value, bool) else min(max(float(value), -MAX_NUMBER), MAX_NUMBER)
