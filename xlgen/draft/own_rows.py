"""Rows of the table in which the unit writes its own indicators: a table, and an indicator that lists its rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from xlgen.draft.block_rows import table_label
from xlgen.draft.headings import LEVEL_NAMES, Column
from xlgen.scheme.form import OF_ROWS, Content
from xlgen.scheme.inputs import MAX_ROWS

IDS = {
    Content.LEVEL_1: "level",
    Content.LEVEL_2: "dimension",
    Content.INDICATOR: "name",
    Content.POINTS: "worth",
    Content.BASIS: "reason",
    Content.REMARK: "note",
}
"""What the columns of such a table are called; the others as what the form shows of them."""


def own_rows_table(
    columns: Sequence[Column], name: str, count: int, dimensions: Sequence[str], printed: int, labels: Collection[str]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The table, and what each row shows on the form by content.

    name: of the level that the rows are below; dimensions: the names of the levels that are printed beside them;
    printed: how many levels the form prints above them; labels: those of other tables.
    """
    inputs: dict[str, dict[str, Any]] = {}
    shows: dict[str, list[str]] = {}
    for column in columns:
        content = column.content
        above = LEVEL_NAMES.index(Content(content)) if content in LEVEL_NAMES else len(LEVEL_NAMES)
        if above < printed or column.reviewed or not (column.own or content in OF_ROWS or content == Content.POINTS):
            continue
        own = IDS.get(Content(content), str(content)) if not column.own else content
        title = column.title[-1] if column.title else own
        inputs[own] = {"kind": "text", "label": title}
        if above == len(LEVEL_NAMES) - 1 and dimensions:
            inputs[own] = {"kind": "choice", "label": title, "options": list(dimensions)}
        elif content == Content.POINTS:
            inputs[own] = {"kind": "number", "label": title, "unit": "分"}
        elif content != Content.INDICATOR:
            inputs[own]["required"] = False
        if content != Content.POINTS:
            shows[content] = [f"{{{own}}}"]
    table = {"label": table_label(name or "自设指标", labels), "rows": min(count, MAX_ROWS), "columns": inputs}
    return table, shows
