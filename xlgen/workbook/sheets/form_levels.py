"""The levels above the indicators of 指标评分表: their names and points, merged over the rows of each page."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Value, call
from xlgen.scheme.form import Content, Expansion
from xlgen.scheme.model import Indicator, Scheme
from xlgen.workbook.layout import Layout, Span
from xlgen.workbook.sheets.form_texts import row_text
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put

POINTS_OF_LEVEL: Mapping[str, int] = {Content.LEVEL_1_POINTS: 0, Content.LEVEL_2_POINTS: 1}
NAME_OF_LEVEL: Mapping[str, int] = {Content.LEVEL_1: 0, Content.LEVEL_2: 1}
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
        level = {**NAME_OF_LEVEL, **POINTS_OF_LEVEL}.get(column.content) if column.content else None
        if level is None or column.content is None:
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


def levels_of_rows(expansion: Expansion) -> frozenset[str]:
    """The contents of the form that say which level a row of a table belongs to, and its points."""
    names = [content for content in NAME_OF_LEVEL if content in expansion.shows]
    points = [content for content, level in POINTS_OF_LEVEL.items() if level in map(NAME_OF_LEVEL.get, names)]
    return frozenset([*names, *points])


def write_row_levels(sheet: Worksheet, layout: Layout, pages: Sequence[Span]) -> None:
    """Write the levels that rows of tables name themselves: once for rows that follow each other, and on each page.

    Rows of one level look merged. They cannot be, because their names are only known once they are filled in.
    """
    starts = {page.first for page in pages}
    for indicator in layout.scheme.table_indicators:
        if indicator.expansion is None:
            continue
        for number, column in enumerate(layout.form_columns, 1):
            level = {**NAME_OF_LEVEL, **POINTS_OF_LEVEL}.get(column.content) if column.content else None
            if column.content in levels_of_rows(indicator.expansion):
                name = next(content for content, known in NAME_OF_LEVEL.items() if known == level)
                letter = get_column_letter(number)
                _row_level(sheet, layout, indicator, letter, name, column.content in POINTS_OF_LEVEL, starts)


def _row_level(
    sheet: Worksheet,
    layout: Layout,
    indicator: Indicator,
    letter: str,
    content: str,
    shows_points: bool,
    starts: Container[int],
) -> None:
    expansion, spans = indicator.expansion, [layout.spans[key] for key in layout.scheme.form_rows(indicator)]
    assert expansion is not None, "only such indicators have rows of a table"
    names = [row_text(layout, expansion.shows[content], expansion.table, index) or "" for index in range(len(spans))]
    for index, (span, name) in enumerate(zip(spans, names, strict=True)):
        begins = index == 0 or span.first in starts
        shown: Value = _points_of_row(indicator, name) if shows_points else name
        if not begins:
            shown = call("IF", ex.equals(name, names[index - 1]), "", shown)
        put(sheet, f"{letter}{span.first}", shown)
        for row in span.rows:
            ends = row == spans[-1].last or row + 1 in starts
            sides = "lr" + "t" * (begins and row == span.first) + "b" * ends
            replace(CENTRED, vertical="top", sides=sides)(sheet[f"{letter}{row}"])
    _frame_levels(sheet, layout, letter, Span(spans[0].first, spans[-1].first - 1), last=False)
    _frame_levels(sheet, layout, letter, spans[-1], last=True)


def _frame_levels(sheet: Worksheet, layout: Layout, letter: str, rows: Span, last: bool) -> None:
    """Borders of names that look merged: above each name, beside used rows, and below the last that is used.

    The first condition that holds decides, because not every program draws the borders of several.
    """
    if rows.last < rows.first:
        return
    column = layout.form_column(Content.INDICATOR)
    begins, used = f"LEN({letter}{rows.first})>0", f"LEN(${column}{rows.first})>0"
    ends = "FALSE" if last else f"LEN(${column}{rows.first + 1})=0"
    for sides, holds in (
        ("lrtb", f"AND({begins},{ends})"),
        ("lrt", begins),
        ("lrb", f"AND({used},{ends})"),
        ("lr", used),
    ):
        rule = Rule(type="expression", dxf=styles.border_format(sides), formula=[holds], stopIfTrue=True)
        sheet.conditional_formatting.add(f"{letter}{rows.first}:{letter}{rows.last}", rule)


def _points_of_row(indicator: Indicator, name: Value) -> Value:
    """The points that are laid down for the level that a row names; nothing where none are."""
    by, shown = indicator.parts[0].points_by, ex.as_formula("")
    for option, points in reversed(by.points.items()) if by else ():
        shown = call("IF", ex.equals(name, option), points, shown)
    return shown


def _merge(sheet: Worksheet, letter: str, first: int, last: int) -> None:
    merge(sheet, f"{letter}{first}:{letter}{last}")


def _spans(layout: Layout, paths: dict[str, tuple[Level, ...]], level: int, content: str) -> list[Span]:
    """The rows of each level of this depth; of an indicator without one, its own rows.

    Without those in which rows of a table say something of their own.
    """
    spans: dict[int, Span] = {}
    for indicator in layout.scheme.table_indicators:
        if indicator.expansion is not None and content in levels_of_rows(indicator.expansion):
            continue
        path, block = paths[indicator.id], layout.block(indicator)
        key = id(path[level]) if level < len(path) else id(indicator)
        spans[key] = Span(spans[key].first if key in spans else block.first, block.last)
    return list(spans.values())
