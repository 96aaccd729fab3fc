"""The statuses of a table: of each row, naming its first faults, and of the table as a whole."""

from __future__ import annotations

from typing import NamedTuple

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import Input, Table
from xlgen.scoring.ladder import ERROR, rungs_of
from xlgen.scoring.points import condition
from xlgen.scoring.status import MOVED, Status, blank_formula, counted, in_place, needed_formula
from xlgen.scoring.tables import LIMIT_WORDS, TOO_FINE, own_columns, points_due
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import ColumnRange
from xlgen.xlsx.write.cells import is_positive


class RowTexts(NamedTuple):
    """What is wrong in a row and what is missing, each as a text that is empty where nothing is."""

    wrong: Formula
    missing: Formula


def row_texts(layout: Layout, name: str, row: int) -> RowTexts:
    """The texts of a row of the sheet, from its cells."""
    table, cells, conditions = layout.scheme.tables[name], layout.row_names(name, row), layout.row_conditions(name, row)
    wrong, missing = [], []
    for column, spec in table.columns.items():
        needed = needed_formula(spec, conditions)
        blank = blank_formula(cells[column], spec.kind)
        wrong.append(_fault_text(table, spec, cells, column, blank, needed))
        if needed is not False:
            missing.append(call("IF", ex.all_of([blank, needed]), f"“{spec.label}”", ""))
    part = part_of_rows(layout.scheme, name)
    if part is not None and part.row_points is not None:
        points = cells[part.row_points]
        fine = ex.equals(ex.rounded(points, SCORE_PLACES), points)
        wrong.append(call("IF", call("ISNUMBER", points), call("IF", fine, "", TOO_FINE), ""))
    for limit in table.row_limits:
        summed = call("SUM", *[cells[column] for column in limit.sum_of])
        labels = "、".join(f"“{table.columns[column].label}”" for column in limit.sum_of)
        words = LIMIT_WORDS.format(labels=labels, limit=f"{limit.at_most:g}")
        wrong.append(call("IF", ex.above(summed, limit.at_most), words, ""))
    return RowTexts(joined_text(wrong), joined_text(missing) if missing else Formula('""'))


def _fault_text(
    table: Table, spec: Input, cells: dict[str, Formula], column: str, blank: ex.Truth, needed: ex.Truth
) -> Formula:
    label = table.columns[spec.no_more_than].label if spec.no_more_than else ""
    limit = cells[spec.limit_source] if spec.limit_source else None
    text: ex.Value = ""
    for rung in reversed([rung for rung in rungs_of(spec, label) if rung is not ERROR]):
        wrong = rung.formula(cells[column], limit, needed)
        said = rung.words_formula(cells[column], f"“{spec.label}”", "；")
        text = text if wrong is False else call("IF", wrong, said, text)
    return call("IF", blank, "", text)


def row_status(layout: Layout, name: str, row: int, texts: RowTexts) -> Formula:
    """The status of a row; texts: the two of `row_texts`, or the cells that hold them."""
    table, place, cells = layout.scheme.tables[name], layout.tables[name], layout.row_names(name, row)
    own = own_columns(table, row - place.first)
    blank = ex.all_of([blank_formula(cells[column], table.columns[column].kind) for column in own])
    wrong = call("IF", _says(texts.wrong), joined_text([f"{Status.INVALID}：", texts.wrong]), _unless_missing(texts))
    judged = call("IFERROR", call("IF", blank, Status.OPTIONAL, wrong), f"{Status.INVALID}：{ERROR.why}")
    homes = [(cells[column], place.cell(column, row - place.first)) for column in table.columns]
    return call("IF", in_place(homes), judged, MOVED)


def _unless_missing(texts: RowTexts) -> Formula:
    return call("IF", _says(texts.missing), joined_text([f"{Status.MISSING}：", texts.missing]), Status.FILLED)


def _says(text: Formula) -> Formula:
    return is_positive(call("LEN", text))


def table_status(layout: Layout, name: str, sheet: str) -> Formula:
    """The table as a whole: no wrong or unfinished row, enough rows, enough different values, points that add up."""
    table, place = layout.scheme.tables[name], layout.tables[name]

    def column(letter: str) -> Formula:
        return ColumnRange(place.sheet, letter, place.first, place.last).reference_from(sheet)

    statuses = column(place.status)
    filled = call("COUNTIF", statuses, Status.FILLED)
    least = Formula(f"{filled.text}<{table.at_least_rows}", ex.COMPARISON)
    tests: list[tuple[ex.Truth, ex.Value]] = [(least, f"{Status.MISSING}：至少{table.at_least_rows}行")]
    if not table.at_least_rows:
        tests = [(ex.equals(filled, 0.0), Status.OPTIONAL)]
    if table.distinct is not None:
        spec, values = table.columns[table.distinct.column], column(place.columns[table.distinct.column])
        kinds = [call("COUNTIFS", values, option, statuses, Status.FILLED) for option in spec.options]
        few = Formula(f"{'+'.join(f'({kind.text}>0)' for kind in kinds)}<{table.distinct.at_least}", ex.COMPARISON)
        tests.append((few, f"{Status.MISSING}：“{spec.label}”至少{table.distinct.at_least}种"))
    excess: list[tuple[ex.Truth, ex.Value]] = []
    part = part_of_rows(layout.scheme, name)
    if part is not None and part.row_points is not None:
        worth = column(place.columns[part.row_points])
        for name_of_rows, points in points_due(part).items():
            summed, due = call("SUMIF", statuses, Status.FILLED, worth), f"分，应为{points:g}分"
            if part.points_by is not None:
                named = column(place.columns[part.points_by.column])
                summed = call("SUMIFS", worth, named, name_of_rows, statuses, Status.FILLED)
            said = f"{f'“{name_of_rows}”' if name_of_rows else ''}各行分值合计"
            tests.append((ex.below(summed, points), joined_text([f"{Status.MISSING}：{said}", summed, due])))
            excess.append((ex.above(summed, points), joined_text([f"{Status.INVALID}：{said}", summed, due])))
    enough = _first_of(tests, Status.FILLED)
    if table.required_when is not None:
        needed = call("IFERROR", condition(table.required_when, layout.conditions(sheet)), False)
        enough = call("IF", needed, enough, Status.OPTIONAL)
    invalid, missing = counted(statuses, Status.INVALID), counted(statuses, Status.MISSING)
    faults = [(is_positive(invalid), joined_text([f"{Status.INVALID}：有", invalid, "行有误"])), *excess]
    unfinished = (is_positive(missing), joined_text([f"{Status.MISSING}：还有", missing, "行没有填全"]))
    return _first_of([*faults, unfinished], enough)


def _first_of(tests: list[tuple[ex.Truth, ex.Value]], otherwise: ex.Value) -> Formula:
    for test, text in reversed(tests):
        otherwise = call("IF", test, text, otherwise)
    return ex.as_formula(otherwise)
