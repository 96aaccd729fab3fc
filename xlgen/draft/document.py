"""The tables of a Word document as grids, each with the paragraphs around it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl

from xlgen.docx.text import blocks, cells, paragraph_text, rows
from xlgen.draft.errors import NoDraftError
from xlgen.draft.grid import MAX_COLUMNS, MAX_ROWS, USUAL_WIDTH, Cell, Grid, compact, filled_up, printed
from xlgen.xlsx.read.package import MAX_PART_BYTES, Package

TWIPS_PER_CHARACTER = 110.0
EMU_PER_MILLIMETRE = 36_000
A3_HEIGHT = 380
"""Millimetres from which the longer side of a page is that of A3."""


def tables_of(package: Package) -> list[Grid]:
    """The tables of a document, in order. Raises NoDraftError where it is damaged or far too large."""
    if any(member.file_size > MAX_PART_BYTES for member in package.members.values()):
        raise NoDraftError(package.path, "内容展开后过大，不像一份空白表，没有打开", "请删去图片、附件后另存再试")
    try:
        document = Document(io.BytesIO(package.data))
        section = document.sections[0]
        sides = [(section.page_width or 0) / EMU_PER_MILLIMETRE, (section.page_height or 0) / EMU_PER_MILLIMETRE]
        return list(_tables(document.element.body, sides))
    except NoDraftError:
        raise
    except Exception as error:  # python-docx says nothing of what it raises for a damaged document
        raise NoDraftError(package.path, "文档已损坏，读不出", "请用 Word 或 WPS 打开修复，另存后再试") from error


def _tables(body: Any, sides: list[float]) -> Iterator[Grid]:
    """Each table with the paragraphs before it; the last with those after it, too."""
    found = list(blocks(body))
    tables = [number for number, block in enumerate(found) if isinstance(block, CT_Tbl)]
    start = 0
    for place, number in enumerate(tables):
        before = [line for block in found[start:number] for line in _lines(block)]
        last = place == len(tables) - 1
        after = [line for block in found[number + 1 :] for line in _lines(block)] if last else []
        yield _grid(f"第{place + 1}张表格", found[number], before, after, sides)
        start = number + 1


Line = tuple[str, str]
"""A line of text, and where it stands from left to right."""


def _lines(block: Any) -> Iterator[Line]:
    """The lines of a paragraph that are not blank."""
    align = _align(block)
    return ((text, align) for text in _text(block).splitlines() if text.strip())


def _align(element: Any) -> str:
    """Where the text of a paragraph, or of the first of a cell, stands; empty where only a style says it."""
    found = next(element.iter(qn("w:jc")), None)
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _grid(name: str, table: CT_Tbl, before: list[Line], after: list[Line], sides: list[float]) -> Grid:
    widths = [int(column.get(qn("w:w")) or 0) / TWIPS_PER_CHARACTER for column in table.tblGrid.gridCol_lst]
    lines = list(rows(table))
    placed = list(_cells(lines, len(before)))
    width = max([1, *(cell.end for cell in placed)])
    height = len(before) + len(lines) + len(after)
    if width > MAX_COLUMNS or height > MAX_ROWS:
        raise ValueError("more rows or columns than a form has")
    around = [*enumerate(before), *enumerate(after, len(before) + len(lines))]
    placed += [Cell(printed(text), row, 0, 1, width, framed=False, align=align) for row, (text, align) in around]
    shown = [*(each or USUAL_WIDTH for each in widths), *[USUAL_WIDTH] * width][:width]
    paper: Literal["A3", "A4"] = "A3" if max(sides) >= A3_HEIGHT else "A4"
    upright = sides[1] >= sides[0]
    placed = filled_up(placed, height, width)
    return compact(Grid(name, placed, shown, paper, "portrait" if upright else "landscape"))


def _cells(lines: list[Any], first: int) -> Iterator[Cell]:
    """The cells of a table; those that continue the one above make it longer."""
    open_cells: dict[tuple[int, int], list[Any]] = {}
    done: list[list[Any]] = []
    for number, row in enumerate(lines, first):
        column = row.grid_before
        for element in cells(row):
            span = max(element.grid_span, 1)
            above = open_cells.get((column, span))
            if element.vMerge == "continue" and above is not None:
                above[3] += 1
            else:
                done.append([_text(element), number, column, 1, span, _align(element)])
                for place in [place for place in open_cells if place[0] < column + span and column < sum(place)]:
                    del open_cells[place]
                if element.vMerge == "restart":
                    open_cells[column, span] = done[-1]
            column += span
    return (Cell(text, row, column, height, span, align=align) for text, row, column, height, span, align in done)


def _text(element: Any) -> str:
    """The text of a paragraph or a cell, a line for each paragraph; numbers of automatic lists are not in it."""
    if element.tag == qn("w:p"):
        return paragraph_text(element)
    if element.tag == qn("w:tbl"):
        return ""
    return printed("\n".join(_text(block) for block in blocks(element)))
