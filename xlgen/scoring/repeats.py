"""Rows that count once however often they are filled in: in Python and as a formula.

Names are compared as people mean them: what cannot be seen, case and the width of digits and brackets do not count.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlgen.rules import expression as ex
from xlgen.scheme.inputs import InputType, Table
from xlgen.scoring.form_data import Row
from xlgen.scoring.status import Status
from xlgen.text import BLANKS
from xlgen.xlsx.values import CellValue

ALIKE = {
    **dict.fromkeys(f"\t\n\r{BLANKS}", ""),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **dict(zip("（），：；－", "(),:;-", strict=True)),
}
"""Characters that stand for another one, or for none. Fewer than 60: the formula nests a SUBSTITUTE for each."""
SEPARATOR = "|"


def repeats(table: Table, rows: Sequence[Row], statuses: Sequence[Status]) -> list[bool]:
    """For each row whether it is filled and alike to a filled one above, in a table whose like rows count once."""
    seen: set[str] = set()
    found = []
    for row, state in zip(rows, statuses, strict=True):
        key = _key(table, row) if table.counted_once and state is Status.FILLED else None
        found.append(key in seen)
        if key is not None:
            seen.add(key)
    return found


def key_formula(table: Table, cells: dict[str, ex.Formula], complete: ex.Truth) -> ex.Formula:
    """What makes a row alike to others, from its cells; nothing while it is not complete."""
    parts: list[ex.Value] = []
    for column in table.counted_once:
        parts += [SEPARATOR, _plain(table, column, cells[column])]
    return ex.call("IF", complete, ex.joined_text(parts), "")


def repeated_formula(key: ex.Formula, above: Sequence[ex.Formula]) -> ex.Truth:
    """Whether the key of a complete row occurs above: cell by cell, as engines differ on comparisons of ranges.

    Spreadsheets compare texts without regard to case.
    """
    return ex.any_of([ex.equals(each, key) for each in above]) if above else False


def _key(table: Table, row: Row) -> str:
    return "".join(f"{SEPARATOR}{_plain_text(row.get(column))}" for column in table.counted_once)


def _plain_text(value: CellValue) -> str:
    return "".join(ALIKE.get(character, character) for character in str(value or "")).upper()


def _plain(table: Table, column: str, cell: ex.Formula) -> ex.Formula:
    if table.columns[column].kind is not InputType.TEXT:
        return cell
    for character, meant in ALIKE.items():
        sought = ex.call("CHAR", float(ord(character))) if character < " " else character
        cell = ex.call("SUBSTITUTE", cell, sought, meant)
    return cell
