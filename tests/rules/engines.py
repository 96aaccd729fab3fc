"""One workbook with a row per example, computed by formualizer and by LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import formualizer
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.oracles.cells import Value, stored
from tests.oracles.libreoffice import recalculated
from tests.rules.inputs import Argument, Example
from xlgen.rules.expression import Formula, as_formula, rounded
from xlgen.rules.registry import RULES
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.rules.rule import Rule

Results = dict[str, list[Value | None]]
"""Sheet to the result of each of its rows."""


def in_python(rule: str, example: Example) -> float:
    """The score of an example as the validator computes it."""
    points = RULES[rule].score(example.arguments, example.parameters)
    assert not isinstance(points, Formula)
    return excel_round(points, SCORE_PLACES)


def in_workbooks(examples: Mapping[str, Sequence[Example]], folder: Path) -> tuple[Results, Results]:
    """The scores by formula: computed by formualizer, and by LibreOffice. `examples` are by name of the rule."""
    return computed(list(examples), _writer(examples), folder)


def in_formualizer(examples: Mapping[str, Sequence[Example]]) -> Results:
    """The scores by formula, computed by formualizer alone: fast, and needs no other program."""
    return _by_formualizer(_workbook(list(examples), _writer(examples)))


def computed(sheets: Sequence[str], write: Callable[[Worksheet], None], folder: Path) -> tuple[Results, Results]:
    """Column A of each sheet, filled by `write`: computed by formualizer, and by LibreOffice."""
    written = _workbook(sheets, write)
    file = folder / "formulas.xlsx"
    file.write_bytes(written)
    return _by_formualizer(written), _column(recalculated([file], folder / "office")[file])


def _writer(examples: Mapping[str, Sequence[Example]]) -> Callable[[Worksheet], None]:
    def write(sheet: Worksheet) -> None:
        for row, example in enumerate(examples[sheet.title], 1):
            sheet.cell(row, 1).value = f"={_written(sheet, row, RULES[sheet.title], example)}"

    return write


def _workbook(sheets: Sequence[str], write: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title in sheets:
        write(book.create_sheet(title))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _by_formualizer(workbook: bytes) -> Results:
    return _column(bytes(formualizer.recalculate_xlsx_bytes(workbook)["bytes"]))


def _column(workbook: bytes | Path) -> Results:
    cells = stored(workbook)
    return {
        title: [values.get(f"A{row}") for row in range(1, 1 + sum(address.startswith("A") for address in values))]
        for title, values in cells.items()
    }


def _written(sheet: Worksheet, row: int, rule: Rule, example: Example) -> str:
    """Write the inputs into the cells of a row; gives the formula of their score."""
    column = 1

    def cell(value: float | str) -> Formula:
        nonlocal column
        column += 1
        sheet.cell(row, column).value = value or None if isinstance(value, str) else value
        return Formula(f"{get_column_letter(column)}{row}")

    def reference(argument: Argument) -> Formula | list[Formula]:
        return [cell(value) for value in argument] if isinstance(argument, list) else cell(argument)

    arguments = {name: reference(argument) for name, argument in example.arguments.items()}
    points = rule.score(arguments, example.parameters)
    return as_formula(rounded(points, SCORE_PLACES)).text
