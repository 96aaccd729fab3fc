"""A table's sheet: rows that the unit defines itself, each with its measures, score and status."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.input_words import expected_of
from xlgen.scheme.inputs import Input, InputType
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.points import ByRule, measure_value, rule_points, written_out
from xlgen.scoring.repeats import key_formula, repeated_formula
from xlgen.scoring.status import Status, begins_with, explains_formula, needed_formula
from xlgen.scoring.tables import own_columns
from xlgen.workbook.layout import TABLE_HEAD_ROW, Layout
from xlgen.workbook.sheets.entry import panel_look, unit_of
from xlgen.workbook.sheets.table_status import RowTexts, row_status, row_texts, table_status
from xlgen.workbook.validation import add_validation
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height

WIDEST_UPRIGHT = 110
"""A table with wider columns is printed across the page."""
MEASURE_WIDTH, SCORE_WIDTH, STATUS_WIDTH = 12, 9, 30


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
    styles.CellStyle(bold=True, border=False, wrap=False)(put(sheet, "B3", table_status(layout, name, place.sheet)))
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
    for letter in filter(None, (place.wrong, place.missing, place.key, place.silent)):
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
        value = ex.when(repeated, 0.0, cast(ex.Number, measure_value(measure, layout.row_numbers(name, row))))
        cell = put(sheet, f"{place.measures[measure_name]}{row}", call("IF", complete, value, ""))
        styles.COMPUTED(cell).number_format = styles.PERCENT_FORMAT if measure.format == "percent" else "General"
    score = row_score(layout, name, row)
    if score is not None:
        styles.COMPUTED(put(sheet, f"{place.score}{row}", score)).number_format = "0.00"
    if place.silent:
        put(sheet, f"{place.silent}{row}", _lost_in_silence(layout, name, row))
    texts = row_texts(layout, name, row)
    cells = RowTexts(Formula(f"{place.wrong}{row}"), Formula(f"{place.missing}{row}"))
    put(sheet, cells.wrong.text, texts.wrong)
    put(sheet, cells.missing.text, texts.missing)
    styles.LABEL(put(sheet, status.text, row_status(layout, name, row, cells)))


def row_score(layout: Layout, name: str, row: int, by_rule: ByRule = written_out) -> Formula | None:
    """The score of a row, nothing until it is complete; None for a table that is not scored row by row."""
    part, status = part_of_rows(layout.scheme, name), Formula(f"{layout.tables[name].status}{row}")
    if part is None:
        return None
    names = layout.row_numbers(name, row) if by_rule is written_out else layout.row_names(name, row)
    return call("IF", ex.equals(status, Status.FILLED), rule_points(part, names, by_rule), "")


def _lost_in_silence(layout: Layout, name: str, row: int) -> Formula:
    """1 for a row that got less than its points and gives no reason."""
    table, place, part = layout.scheme.tables[name], layout.tables[name], part_of_rows(layout.scheme, name)
    score, names = Formula(f"{place.score}{row}"), layout.row_names(name, row)
    full, reason = names[str(part.row_points if part else None)], names[str(table.reason)]
    short = Formula(f"{score.text}<{full.text}", ex.COMPARISON)
    silent = ex.all_of([short, ex.opposite(explains_formula(reason))])
    return call("IF", call("ISNUMBER", score), call("IF", silent, 1.0, 0.0), 0.0)


def _colours(sheet: Worksheet, layout: Layout, name: str) -> None:
    """A row with something wrong: red; in a row that is not finished, the blanks that must not stay: yellow."""
    table, place = layout.scheme.tables[name], layout.tables[name]
    status = f"${place.status}{place.first}"
    last_input = list(place.columns.values())[-1]
    is_wrong = begins_with(Formula(status), Status.INVALID)
    wrong = (f"B{place.first}:{last_input}{place.last}", ex.as_formula(is_wrong).text, styles.INVALID_FILL)
    unfinished = ex.as_formula(begins_with(Formula(status), Status.MISSING)).text
    conditions = layout.row_conditions(name, place.first)
    blank = [
        (f"{letter}{place.first}:{letter}{place.last}", f"AND({unfinished},LEN({letter}{place.first})=0,{needed.text})")
        for column, letter in place.columns.items()
        if (needed := ex.as_formula(needed_formula(table.columns[column], conditions))).text != "FALSE"
    ]
    for cells, formula, colour in [wrong, *((cells, formula, styles.MISSING_FILL) for cells, formula in blank)]:
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[formula], stopIfTrue=False)
        sheet.conditional_formatting.add(cells, rule)
