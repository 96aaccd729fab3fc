"""The levels above the indicators of 指标评分表: their names and points, merged over the rows of each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.scheme.form import Content
from xlgen.scheme.model import Indicator, Scheme
from xlgen.workbook.layout import Layout, Span
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge

POINTS_OF_LEVEL = {Content.LEVEL_1_POINTS: 0, Content.LEVEL_2_POINTS: 1}
NAME_OF_LEVEL = {Content.LEVEL_1: 0, Content.LEVEL_2: 1}
CENTRED = replace(styles.LABEL, horizontal="center")


@dataclass(frozen=True, eq=False)
class Level:
    """A level above an indicator: its name and points, and the indicators below it."""

    name: str
    points: float | None
    leaves: tuple[str, ...]


def paths_of(scheme: Scheme) -> dict[str, tuple[Level, ...]]:
    """The levels above each indicator, from the outermost."""
    paths: dict[str, tuple[Level, ...]] = {}
    path: tuple[Level, ...] = ()
    for above, element in scheme.walk():
        path = path[: len(above)]
        if isinstance(element, Indicator):
            paths[element.id] = path  # the same objects for its neighbours, whose cells are merged
        else:
            path = (*path, Level(element.name, element.points, tuple(leaf.id for leaf in element.leaves())))
    for adjustment in scheme.adjustments:
        paths[adjustment.id] = (Level(adjustment.group, None, (adjustment.id,)),)
    return paths


def merge_levels(sheet: Worksheet, layout: Layout, paths: dict[str, tuple[Level, ...]], pages: Sequence[Span]) -> None:
    """Merge the cells of each level over its rows, page by page, so that every page shows its name and a closed frame.

    The rows hold each level's name and points already, in the first row of each indicator.
    """
    for number, column in enumerate(layout.form_columns, 1):
        level = {**NAME_OF_LEVEL, **POINTS_OF_LEVEL}.get(column.content)
        if level is None:
            continue
        letter = get_column_letter(number)
        for span in _spans(layout, paths, level, column.content):
            value = sheet[f"{letter}{span.first}"].value
            for row in span.rows:
                CENTRED(sheet[f"{letter}{row}"]).value = None
            for page in pages:
                first, last = max(span.first, page.first), min(span.last, page.last)
                if first <= last:
                    repeated = column.content in NAME_OF_LEVEL or first == span.first
                    sheet[f"{letter}{first}"].value = value if repeated else None
                if first < last:
                    _merge(sheet, letter, first, last)


def _merge(sheet: Worksheet, letter: str, first: int, last: int) -> None:
    merge(sheet, f"{letter}{first}:{letter}{last}")


def _spans(layout: Layout, paths: dict[str, tuple[Level, ...]], level: int, content: Content) -> list[Span]:
    """The rows of each level of this depth; of an indicator without one, its own rows.

    Without those in which rows of a table say something of their own.
    """
    spans: dict[int, Span] = {}
    for indicator in layout.scheme.indicators:
        if indicator.expansion is not None and content in indicator.expansion.shows:
            continue
        path, block = paths[indicator.id], layout.block(indicator)
        key = id(path[level]) if level < len(path) else id(indicator)
        spans[key] = Span(spans[key].first if key in spans else block.first, block.last)
    return list(spans.values())
