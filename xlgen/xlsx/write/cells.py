"""Writing texts, numbers and formulas into cells, within what Excel 2010, WPS and LibreOffice all support."""

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
    """Merge cells without changing their styles.

    openpyxl's own merge_cells sets new borders, which takes longer than writing the rest of the sheet.
    """
    sheet.merged_cells.add(cells)


def is_positive(count: Formula) -> Formula:
    """The condition that a count is not 0."""
    return Formula(f"{count.text}>0", COMPARISON)


def checked_formula(text: str, custom: frozenset[str] = frozenset()) -> str:
    """Return the formula with its `=` after checking length, nesting and functions (those of Excel 2010 and `custom`).

    Raises NotPortableError.
    """
    if len(text) >= MAX_FORMULA_LENGTH:
        raise NotPortableError(f"公式有 {len(text)} 个字符，超过 Excel 的上限 {MAX_FORMULA_LENGTH}：{text[:60]}…")
    problem = _portability_problem(_ROW_NUMBER.sub("1", text), custom)
    if problem:
        raise NotPortableError(f"{problem}：{text[:60]}…")
    return f"={text}"


_ROW_NUMBER = re.compile("(?<=[A-Z$])[0-9]++(?![A-Z(])")
"""The row number of a reference, but not the digits in LOG10( and BIN2DEC(."""


@lru_cache(maxsize=4096)
def _portability_problem(text: str, custom: frozenset[str]) -> str:
    """What is wrong with a formula, or "". Its row numbers are all 1, so that a filled-down formula is checked once."""
    depth = max_depth = 0
    for token in Tokenizer(f"={text}").items:
        depth += {"OPEN": 1, "CLOSE": -1}.get(token.subtype, 0)
        max_depth = max(max_depth, depth)
    if max_depth > MAX_NESTING:
        return f"公式嵌套 {max_depth} 层，超过 Excel 的上限 {MAX_NESTING} 层"
    for token in Tokenizer(f"={text}").items:
        name = token.value.rstrip("(")
        if token.type == "FUNC" and token.subtype == "OPEN" and name not in FORMULAE and name not in custom:
            return f"函数 {token.value} 不在 Excel 2010 之内"
    return ""


def put(sheet: Worksheet, address: str, value: Value | None) -> Cell:
    """Write a value or a checked formula and return the cell.

    A text never becomes a formula, whatever it starts with. Raises NotPortableError for functions that Excel 2010
    does not have and for formulas that are too long or too deeply nested.
    """
    cell: Cell = sheet[address]
    if isinstance(value, Formula):
        cell.value = checked_formula(value.text)
    elif value is not None and value != "":
        cell.value = str(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
    return cell
