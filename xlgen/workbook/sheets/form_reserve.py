"""The rows of 指标评分表 that are reserved for rows of tables and that a filled form does not use."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scoring.form_data import FormData
from xlgen.scoring.status import is_blank
from xlgen.workbook.layout import Layout, LineKind


def unused_rows(layout: Layout, filling: FormData, locked: FormData) -> Iterator[int]:
    """The rows to hide; none of a table in which the unit filled in nothing.

    locked: what was laid down in the tables, which does not count as filled in.
    """
    kept = {name: _kept(layout, name, filling, locked) for name in layout.tables}
    return (row for table, index, row in _reserved(layout) if index >= kept[table])


def reserved_rows(layout: Layout) -> frozenset[int]:
    """All rows that may be hidden in a filled form."""
    return frozenset(row for _, _, row in _reserved(layout))


def _reserved(layout: Layout) -> Iterator[tuple[str, int, int]]:
    """Table, number of its row, and row of the form, but for those beside which something is asked."""
    asked = {line.row for line in layout.lines if line.kind is not LineKind.ROW}
    for block_row in (*layout.header_rows, *layout.footer_rows):
        if block_row.index is not None and block_row.form_row.each is not None:
            yield from (
                (block_row.form_row.each, block_row.index, row) for row in block_row.span.rows if row not in asked
            )
    for indicator in layout.scheme.table_indicators:
        if indicator.expansion is not None:
            for index, key in enumerate(layout.scheme.form_rows(indicator)):
                rows = (row for row in layout.spans[key].rows if row not in asked)
                yield from ((indicator.expansion.table, index, row) for row in rows)


def _kept(layout: Layout, name: str, filling: FormData, locked: FormData) -> int:
    """How many rows of a table stay in view."""
    table, fixed = layout.scheme.tables[name], locked.tables.get(name, ())
    used = 0
    for number, row in enumerate(filling.tables.get(name, ()), 1):
        laid_down = fixed[number - 1] if number <= len(fixed) else {}
        if any(not is_blank(value) and laid_down.get(column) is None for column, value in row.items()):
            used = number
    return max(used, len(fixed), table.at_least_rows) if used else table.rows
