"""formualizer as a judge of workbooks that call our functions, each the very function of the catalogue.

It hands over an empty cell as None, in a range too, TRUE as True, an error value as a mapping, a date as its number,
a range of one cell as a value, and an argument left out between others as 0, which no function can tell from a 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import formualizer
from openpyxl.utils import get_column_letter

from tests.oracles.cells import CellError, Cells, Value
from tests.oracles.failed import OracleFailedError
from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError

KINDS = {
    "#N/A": "Na",
    "#VALUE!": "Value",
    "#DIV/0!": "Div",
    "#NAME?": "Name",
    "#NULL!": "Null",
    "#NUM!": "Num",
    "#REF!": "Ref",
}
"""What formualizer calls the errors of a cell."""
NAMES = {kind: name for name, kind in KINDS.items()}
COLUMNS = 16384
"""A sheet has so many."""


def computed(workbook: bytes) -> Cells:
    """Every value of every sheet, computed again, as `stored` gives those of a file."""
    book = formualizer.Workbook.from_bytes(workbook)
    failures = register_functions(book)
    book.set_temporal_egress("serial")
    book.evaluate_all()
    if failures:
        raise OracleFailedError("\n".join(failures))
    return {sheet: _cells(book, sheet) for sheet in book.sheet_names}


def register_functions(book: formualizer.Workbook) -> list[str]:
    """Make our functions those of a workbook; gives a list that fills with what breaks in them."""
    failures: list[str] = []
    for name, function in FUNCTIONS.items():
        book.register_function(name, _callback(name, function.call, failures))
    return failures


def _callback(name: str, call: Callable[..., Any], failures: list[str]) -> Callable[..., Any]:
    def answer(*given: Any) -> Any:
        try:
            return call(*map(_argument, given))
        except ExcelError as error:
            return {"type": "Error", "kind": KINDS[error.name]}
        except Exception as error:  # formualizer would make it #VALUE!, as if the function had said so
            failures.append(f"{name}({', '.join(map(repr, given))}): {error!r}")
            raise

    return answer


def _argument(given: Any) -> Any:
    if isinstance(given, list):
        return [_argument(each) for each in given]
    return NAMES.get(given["kind"], "#VALUE!") if isinstance(given, dict) else given


def _cells(book: formualizer.Workbook, sheet: str) -> dict[str, Value]:
    quoted = sheet.replace("'", "''")
    rows = book.range_page(f"'{quoted}'!A:XFD", limit=1).total // COLUMNS
    columns = book.range_page(f"'{quoted}'!1:{rows}", limit=1).total // rows if rows else 0
    if not columns:
        return {}
    values = book.sheet(sheet).get_values(formualizer.RangeAddress(sheet, 1, 1, rows, columns))
    return {
        f"{get_column_letter(column)}{row}": value_of(value)
        for row, line in enumerate(values, 1)
        for column, value in enumerate(line, 1)
        if value is not None and value != ""
    }


def value_of(value: Any) -> Value:
    """A value as formualizer gives it, as a cell holds it."""
    if isinstance(value, dict):
        return CellError(NAMES.get(value["kind"], f"#{value['kind']}"))
    return value if isinstance(value, (int, float, str, bool)) else str(value)
