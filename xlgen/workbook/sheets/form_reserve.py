"""The rows of 指标评分表 that are reserved for rows of tables and that a filled form does not use."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scoring.form_data import FormData
from xlgen.scoring.status import is_blank
from xlgen.workbook.layout import Layout, LineKind


def unused_rows(layout: Layout, filling: FormData, locked: FormData) -> Iterator[int]:
    """The rows to hide; none of a table in which the unit filled in nothing, and none beside which something is asked.

    locked: what was laid down in the tables, which does not count as filled in.
    """
    asked = {line.row for line in layout.lines if line.kind is not LineKind.ROW}
    kept = {name: _kept(layout, name, filling, locked) for name in layout.tables}
    for block_row in (*layout.header_rows, *layout.footer_rows):
        if block_row.index is not None and block_row.index >= kept[str(block_row.form_row.each)]:
            yield from (row for row in block_row.span.rows if row not in asked)
    for indicator in layout.scheme.indicators:
        if indicator.expansion is not None:
            for key in layout.scheme.form_rows(indicator)[kept[indicator.expansion.table] :]:
                yield from (row for row in layout.spans[key].rows if row not in asked)


def _kept(layout: Layout, name: str, filling: FormData, locked: FormData) -> int:
    """How many rows of a table stay in view."""
    table, fixed = layout.scheme.tables[name], locked.tables.get(name, ())
    used = 0
    for number, row in enumerate(filling.tables.get(name, ()), 1):
        laid_down = fixed[number - 1] if number <= len(fixed) else {}
        if any(not is_blank(value) and laid_down.get(column) is None for column, value in row.items()):
            used = number
    return max(used, len(fixed), table.at_least_rows) if used else table.rows
