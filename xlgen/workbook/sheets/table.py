"""A table's sheet: rows that the unit defines itself, each with its measures, score and status."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.describe import expected_of
from xlgen.scheme.inputs import MAX_CHARACTERS, Input, InputType
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.points import ByRule, condition, measure_value, rule_points, written_out
from xlgen.scoring.repeats import key_formula, repeated_formula
from xlgen.scoring.status import Status, blank_formula, status_formula
from xlgen.scoring.tables import own_columns
from xlgen.workbook.layout import TABLE_HEAD_ROW, Layout, TablePlace
from xlgen.workbook.sheets.entry import panel_look, unit_of
from xlgen.workbook.validation import add_validation
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height

WIDEST_UPRIGHT = 110
"""A table with wider columns is printed across the page."""
MEASURE_WIDTH, SCORE_WIDTH, STATUS_WIDTH = 12, 9, 9


def write_table_sheet(sheet: Worksheet, layout: Layout, name: str, filling: FormData, locked: FormData) -> None:
    """Write a table with its reserved rows, those of the filling filled in; what is in `locked` cannot be changed."""
    table, place = layout.scheme.tables[name], layout.tables[name]
    sheet.column_dimensions["A"].width = 6
    merge(sheet, f"A1:{place.status}1")
    styles.TITLE(put(sheet, "A1", table.label))
    sheet.row_dimensions[1].height = 30
    _heads(sheet, layout, name)
    help_width = sum(spec.width for spec in table.columns.values())
    if help_width > WIDEST_UPRIGHT:
        sheet.page_setup.orientation = "landscape"
    merge(sheet, f"A2:{place.status}2")
    explained = [f"{each.label}：{each.zero.because}" for each in table.measures.values() if each.zero]
    text = "\n".join([table.help or f"每行填一项，最多 {table.rows} 项；不用的行留空。", *explained])
    styles.PLAIN(put(sheet, "A2", text))
    sheet.row_dimensions[2].height = text_height(text, help_width, styles.PLAIN.size)
    styles.CellStyle(bold=True, border=False)(put(sheet, "A3", "状态"))
    styles.CellStyle(bold=True, border=False)(put(sheet, "B3", _overall(layout, name)))
    for number in range(table.rows):
        _inputs(sheet, layout, name, number, (_nth(filling, name, number), _nth(locked, name, number)))
        _computed(sheet, layout, name, place.first + number)
    for column, spec in table.columns.items():
        cells = f"{place.columns[column]}{place.first}:{place.columns[column]}{place.last}"
        add_validation(sheet, cells, spec, expected_of(column, table.columns))
    _colours(sheet, layout, name)
    sheet.freeze_panes = f"C{place.first}"
    sheet.print_title_rows = f"{TABLE_HEAD_ROW}:{TABLE_HEAD_ROW}"


def _nth(filling: FormData, table: str, number: int) -> Row:
    rows = filling.tables.get(table, ())
    return rows[number] if number < len(rows) else {}


def _inputs(sheet: Worksheet, layout: Layout, name: str, number: int, given: tuple[Row, Row]) -> None:
    table, place, (values, locked) = layout.scheme.tables[name], layout.tables[name], given
    row = place.first + number
    styles.CENTRED(put(sheet, f"A{row}", float(number + 1)))
    for column, spec in table.columns.items():
        look = replace(panel_look(spec, locked.get(column) is not None), size=10)
        look(put(sheet, f"{place.columns[column]}{row}", values.get(column)))
    tallest = max(spec.lines for spec in table.columns.values())
    if tallest > 1:
        sheet.row_dimensions[row].height = text_height("\n" * (tallest - 1), 10, 10)
    if any(
        values.get(column) is not None for column in own_columns(table, number)
    ):  # a blank row keeps no height of its own: Excel then fits it to what is typed
        shown = [text_height(str(values.get(column) or ""), spec.width, 10) for column, spec in table.columns.items()]
        sheet.row_dimensions[row].height = max(20.0, *shown)


def _heads(sheet: Worksheet, layout: Layout, name: str) -> None:
    table, place = layout.scheme.tables[name], layout.tables[name]
    styles.HEAD(put(sheet, f"A{TABLE_HEAD_ROW}", "序号"))
    for column, spec in table.columns.items():
        sheet.column_dimensions[place.columns[column]].width = spec.width
        styles.HEAD(put(sheet, f"{place.columns[column]}{TABLE_HEAD_ROW}", _head(layout, spec)))
    for measure_name, measure in table.measures.items():
        sheet.column_dimensions[place.measures[measure_name]].width = MEASURE_WIDTH
        styles.HEAD(put(sheet, f"{place.measures[measure_name]}{TABLE_HEAD_ROW}", measure.label))
    styles.HEAD(put(sheet, f"{place.score}{TABLE_HEAD_ROW}", "得分"))
    styles.HEAD(put(sheet, f"{place.status}{TABLE_HEAD_ROW}", "状态"))
    sheet.column_dimensions[place.score].width = SCORE_WIDTH
    sheet.column_dimensions[place.score].hidden = part_of_rows(layout.scheme, name) is None
    sheet.column_dimensions[place.status].width = STATUS_WIDTH
    for letter in filter(None, (place.key, place.silent)):
        sheet.column_dimensions[letter].hidden = True
    widest = max(text_height(spec.label, spec.width, styles.HEAD.size) for spec in table.columns.values())
    sheet.row_dimensions[TABLE_HEAD_ROW].height = max(32, widest)


def _head(layout: Layout, spec: Input) -> ex.Value:
    if spec.kind is InputType.MONEY:
        return joined_text([f"{spec.label}（", unit_of(layout, spec, ""), "）"])
    return f"{spec.label}（{spec.unit}）" if spec.unit else spec.label


def _computed(sheet: Worksheet, layout: Layout, name: str, row: int) -> None:
    """A row's status, measures and score: blank until the row is complete."""
    table, place = layout.scheme.tables[name], layout.tables[name]
    names = layout.row_names(name, row)
    status = Formula(f"{place.status}{row}")
    complete = ex.equals(status, Status.FILLED)
    repeated: ex.Truth = False
    if place.key:
        put(sheet, f"{place.key}{row}", key_formula(table, names, complete))
        above = [Formula(f"{place.key}{number}") for number in range(place.first, row)]
        repeated = repeated_formula(Formula(f"{place.key}{row}"), above)
    for measure_name, measure in table.measures.items():
        value = ex.when(repeated, 0.0, cast(ex.Number, measure_value(measure, names)))
        cell = put(sheet, f"{place.measures[measure_name]}{row}", call("IF", complete, value, ""))
        styles.COMPUTED(cell).number_format = styles.PERCENT_FORMAT if measure.format == "percent" else "General"
    score = row_score(layout, name, row)
    if score is not None:
        styles.COMPUTED(put(sheet, f"{place.score}{row}", score)).number_format = "0.00"
    if place.silent:
        put(sheet, f"{place.silent}{row}", _lost_in_silence(layout, name, row))
    styles.CENTRED(put(sheet, status.text, _row_status(layout, name, row)))


def row_score(layout: Layout, name: str, row: int, by_rule: ByRule = written_out) -> Formula | None:
    """The score of a row, nothing until it is complete; None for a table that is not scored row by row."""
    part, status = part_of_rows(layout.scheme, name), Formula(f"{layout.tables[name].status}{row}")
    if part is None:
        return None
    return call("IF", ex.equals(status, Status.FILLED), rule_points(part, layout.row_names(name, row), by_rule), "")


def _lost_in_silence(layout: Layout, name: str, row: int) -> Formula:
    """1 for a row that got less than its points and gives no reason."""
    table, place, part = layout.scheme.tables[name], layout.tables[name], part_of_rows(layout.scheme, name)
    score, names = Formula(f"{place.score}{row}"), layout.row_names(name, row)
    full, reason = names[str(part.row_points if part else None)], names[str(table.reason)]
    short = Formula(f"{score.text}<{full.text}", ex.COMPARISON)
    silent = ex.all_of([short, blank_formula(reason)])
    return call("IF", call("ISNUMBER", score), call("IF", silent, 1.0, 0.0), 0.0)


def _row_status(layout: Layout, name: str, row: int) -> Formula:
    """Blank rows need nothing; otherwise wrong cells count before missing ones."""
    columns, cells, conditions = (
        layout.scheme.tables[name].columns,
        layout.row_names(name, row),
        layout.row_conditions(name, row),
    )
    own = own_columns(layout.scheme.tables[name], row - layout.tables[name].first)
    blank = {column: blank_formula(cells[column], spec.kind) for column, spec in columns.items()}
    wrong, missing = [], []
    for column, spec in columns.items():
        wrong.append(_wrong_cell(spec, cells[column], cells[spec.limit_source] if spec.limit_source else None))
        if spec.required:
            missing.append(blank[column])
        elif spec.required_when is not None:
            missing.append(ex.all_of([blank[column], condition(spec.required_when, conditions)]))
    part = part_of_rows(layout.scheme, name)
    if part is not None and part.row_points is not None:
        points = cells[part.row_points]
        wrong.append(ex.opposite(ex.equals(ex.rounded(points, SCORE_PLACES), points)))
    for limit in layout.scheme.tables[name].row_limits:
        summed = call("SUM", *[cells[column] for column in limit.sum_of])
        wrong.append(ex.above(summed, limit.at_most))
    filled: ex.Value = call("IF", ex.any_of(missing), Status.MISSING, Status.FILLED) if missing else Status.FILLED
    judged = call("IF", ex.any_of(wrong), Status.INVALID, filled)
    all_blank = ex.all_of([blank[column] for column in own])
    return call("IFERROR", call("IF", all_blank, Status.OPTIONAL, judged), Status.INVALID)


def _wrong_cell(spec: Input, cell: Formula, limit: Formula | None) -> ex.Truth:
    """Whether a cell of a row is wrong; of a text only its length can be, which is written short."""
    if spec.kind is InputType.TEXT:
        return Formula(f"LEN({cell.text})>{MAX_CHARACTERS}", ex.COMPARISON)
    alone = spec.model_copy(update={"required": False, "required_when": None})
    return ex.equals(status_formula(alone, cell, {}, limit), Status.INVALID)


def _overall(layout: Layout, name: str) -> Formula:
    """The table as a whole: no wrong or unfinished row, enough rows, enough different values, points that add up."""
    table, place = layout.scheme.tables[name], layout.tables[name]
    statuses = Formula(f"{place.status}{place.first}:{place.status}{place.last}")
    count = {state: call("COUNTIF", statuses, state) for state in (Status.INVALID, Status.MISSING, Status.FILLED)}
    unfinished = Formula(f"{count[Status.MISSING].text}>0", ex.COMPARISON)
    short = [Formula(f"{count[Status.FILLED].text}<{table.at_least_rows}", ex.COMPARISON)]
    wrong = [Formula(f"{count[Status.INVALID].text}>0", ex.COMPARISON)]
    if table.distinct is not None:
        values = _column(place, table.distinct.column)
        options = table.columns[table.distinct.column].options
        kinds = [call("COUNTIFS", values, option, statuses, Status.FILLED) for option in options]
        short.append(
            Formula(f"{'+'.join(f'({kind.text}>0)' for kind in kinds)}<{table.distinct.at_least}", ex.COMPARISON)
        )
    part = part_of_rows(layout.scheme, name)
    if part is not None and part.row_points is not None:
        summed = call("SUMIF", statuses, Status.FILLED, _column(place, part.row_points))
        short.append(ex.as_formula(ex.below(summed, part.points)))
        wrong.append(ex.as_formula(ex.above(summed, part.points)))
    enough = call("IF", ex.any_of(short), Status.MISSING, Status.FILLED)
    if table.required_when is not None:
        needed = call("IFERROR", condition(table.required_when, layout.conditions(place.sheet)), False)
        enough = call("IF", needed, enough, Status.OPTIONAL)
    any_wrong = wrong[0] if len(wrong) == 1 else ex.any_of(wrong)
    return call("IF", any_wrong, Status.INVALID, call("IF", unfinished, Status.MISSING, enough))


def _column(place: TablePlace, column: str) -> Formula:
    return Formula(f"{place.columns[column]}{place.first}:{place.columns[column]}{place.last}")


def _colours(sheet: Worksheet, layout: Layout, name: str) -> None:
    """A row with something wrong: red; in a row that is not finished, the blanks that must not stay: yellow."""
    table, place = layout.scheme.tables[name], layout.tables[name]
    status = f"${place.status}{place.first}"
    last_input = list(place.columns.values())[-1]
    wrong = (f"B{place.first}:{last_input}{place.last}", f'{status}="{Status.INVALID}"', styles.INVALID_FILL)
    blank = [
        (f"{letter}{place.first}:{letter}{place.last}", f'AND({status}="{Status.MISSING}",{letter}{place.first}="")')
        for column, letter in place.columns.items()
        if table.columns[column].required or table.columns[column].required_when is not None
    ]
    for cells, formula, colour in [wrong, *((cells, formula, styles.MISSING_FILL) for cells, formula in blank)]:
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=False)
        sheet.conditional_formatting.add(cells, rule)
