"""Putting texts, numbers and formulas into cells, within what Excel 2010, WPS and LibreOffice all take."""

from __future__ import annotations

import re
from functools import lru_cache

from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.utils import FORMULAE
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.errors import NotPortableError
from xlgen.rules.expression import COMPARISON, Formula, Value
from xlgen.xlsx.limits import MAX_FORMULA_LENGTH, MAX_NESTING


def merge(sheet: Worksheet, cells: str) -> None:
    """Merge cells, each of which keeps the look it has.

    openpyxl's own merge_cells gives them new borders, which costs more than all the rest of the sheet.
    """
    sheet.merged_cells.add(cells)


def positive(count: Formula) -> Formula:
    """A count is not 0."""
    return Formula(f"{count.text}>0", COMPARISON)


def checked(text: str, custom: frozenset[str] = frozenset()) -> str:
    """A formula with its =, after a look: its length, its depth, its functions (Excel 2010's, and custom ones)."""
    if len(text) >= MAX_FORMULA_LENGTH:
        raise NotPortableError(f"公式有 {len(text)} 个字符，超过 Excel 的上限 {MAX_FORMULA_LENGTH}：{text[:60]}…")
    problem = _problem(_ROW_NUMBER.sub("1", text), custom)
    if problem:
        raise NotPortableError(f"{problem}：{text[:60]}…")
    return f"={text}"


_ROW_NUMBER = re.compile("(?<=[A-Z$])[0-9]++(?![A-Z(])")
"""Of a reference: not the digits in LOG10( and BIN2DEC(."""


@lru_cache(maxsize=4096)
def _problem(text: str, custom: frozenset[str]) -> str:
    """What is wrong with a formula; all its row numbers are 1, so that one that fills a column is looked at once."""
    depth = deepest = 0
    for token in Tokenizer(f"={text}").items:
        depth += {"OPEN": 1, "CLOSE": -1}.get(token.subtype, 0)
        deepest = max(deepest, depth)
    if deepest > MAX_NESTING:
        return f"公式嵌套 {deepest} 层，超过 Excel 的上限 {MAX_NESTING} 层"
    for token in Tokenizer(f"={text}").items:
        name = token.value.rstrip("(")
        if token.type == "FUNC" and token.subtype == "OPEN" and name not in FORMULAE and name not in custom:
            return f"函数 {token.value} 不在 Excel 2010 之内"
    return ""


def put(sheet: Worksheet, address: str, value: Value | None) -> Cell:
    """Write a value, or a formula after checking it, and return the cell.

    Raises NotPortable for functions that Excel 2010 does not have and for formulas that are too long.
    A text never becomes a formula, whatever it begins with.
    """
    cell: Cell = sheet[address]
    if isinstance(value, Formula):
        cell.value = checked(value.text)
    elif value is not None and value != "":
        cell.value = str(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
    return cell
