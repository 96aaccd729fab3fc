"""The 填报区 beside the printed form: a line for everything that is asked for, with its unit and its status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import dependencies_of, names_of_measure
from xlgen.scheme.inputs import InputType, Measure
from xlgen.scheme.model import Indicator
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring import points
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.form_data import FormData
from xlgen.scoring.points import full_points, measure_value
from xlgen.scoring.status import (
    BLOCKING,
    OPEN,
    UNEXPLAINED,
    Status,
    begins_with,
    counted,
    explains_formula,
    needed_formula,
    status_formula,
)
from xlgen.workbook.layout import BAR_ROW, Layout, Line, LineKind
from xlgen.workbook.sheets.entry import REMARK, accept, accept_text, panel_look, unit_of
from xlgen.workbook.sheets.form_audit import rule_label, rule_status
from xlgen.workbook.sheets.form_totals import total_note_formula
from xlgen.workbook.sheets.table_status import row_status, row_texts, table_status
from xlgen.xlsx.refs import ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import is_positive, merge, put
from xlgen.xlsx.write.row_height import PADDING_PIXELS, PIXELS_PER_WIDTH_UNIT, text_width

LABEL_WIDTH, VALUE_WIDTH, SECOND_WIDTH, UNIT_WIDTH, STATUS_WIDTH, RESULT_WIDTH = 31, 14, 9, 6, 27, 9
GAP_WIDTH = 1.5
SIZE = 9.0
LINE_HEIGHT = 13.5
"""Least height of a line, in points: one line of text of SIZE."""
NAME = "填报区（不打印、不报送）"
ON_THE_FORM, CHECKED_ITSELF = "在左边表中填写", "自动核对"
LABEL = styles.CellStyle(size=SIZE, wrap=False)
CENTRED = replace(LABEL, horizontal="center")
STATUS = replace(LABEL, colour=styles.GREY)
COMPUTED = replace(CENTRED, fill=styles.COMPUTED_FILL)
LINK = replace(styles.LINK, size=SIZE, wrap=False)


def write_panel(sheet: Worksheet, layout: Layout, filling: FormData, locked: FormData) -> None:
    """Write all lines; what the unit filled in goes into the unlocked cells, what is in `locked` cannot be changed."""
    _heads(sheet, layout)
    writers = {
        LineKind.INPUT: _input,
        LineKind.TABLE: _table,
        LineKind.ROW: _row,
        LineKind.REMARK: _remark,
        LineKind.SHARED: _shared,
        LineKind.MEASURE: _measure,
        LineKind.CHECK: _rule,
        LineKind.NOTE: _note,
    }
    for line in layout.lines:
        for letter in _letters(layout):
            CENTRED(sheet[f"{letter}{line.row}"])
        writers[line.kind](sheet, layout, line, filling, locked)
    for indicator in layout.scheme.indicators:
        look = replace(COMPUTED, bold=True, format=styles.SCORE_FORMAT)
        look(put(sheet, layout.result(indicator).address, result_formula(layout, indicator)))
    _colours(sheet, layout)


def _letters(layout: Layout) -> list[str]:
    panel = layout.panel
    return [letter for letter in (panel.label, panel.value, panel.second, panel.unit, panel.status) if letter]


def _heads(sheet: Worksheet, layout: Layout) -> None:
    panel = layout.panel
    heads = {
        panel.label: (f"{NAME}　填报项", LABEL_WIDTH),
        panel.value: ("填报内容", VALUE_WIDTH),
        panel.second: ("比例", SECOND_WIDTH),
        panel.unit: ("计量单位", UNIT_WIDTH),
        panel.status: ("状态", STATUS_WIDTH),
        panel.result: ("得分" if layout.scheme.scored else "", RESULT_WIDTH),
    }
    for letter, (text, width) in heads.items():
        if letter:
            sheet.column_dimensions[letter].width = width
            replace(styles.HEAD, size=SIZE)(put(sheet, f"{letter}{BAR_ROW}", text))


def first_words(text: str) -> str:
    """As much of a label as fits into one line, verbatim, then …"""
    room = (LABEL_WIDTH * PIXELS_PER_WIDTH_UNIT - PADDING_PIXELS) / (SIZE / 0.75 / 2)
    if text_width(text) <= room:
        return text
    while text_width(text) > room - 2:
        text = text[:-1]
    return f"{text}…"


def _label(sheet: Worksheet, layout: Layout, line: Line, text: str) -> None:
    LABEL(put(sheet, f"{layout.panel.label}{line.row}", first_words(text)))


def _wide(sheet: Worksheet, layout: Layout, line: Line, look: styles.CellStyle) -> None:
    """Merge the cells from the value to the unit: for a text."""
    panel = layout.panel
    for letter in (panel.second, panel.unit):
        if letter:
            look(sheet[f"{letter}{line.row}"])
    merge(sheet, f"{panel.value}{line.row}:{panel.unit}{line.row}")


def _elsewhere(sheet: Worksheet, layout: Layout, line: Line, text: str) -> None:
    """A link to where a line's answer is typed, if it is not typed in the 填报区."""
    target = layout.target_of(line).reference_from("").text.replace("$", "")
    LINK(put(sheet, f"{layout.panel.value}{line.row}", call("HYPERLINK", f"#{target}", text)))
    _wide(sheet, layout, line, LINK)


def _input(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    spec, place = layout.scheme.all_inputs[line.name], layout.values[line.name]
    _label(sheet, layout, line, spec.label)
    STATUS(put(sheet, layout.status_of(line).address, input_status(layout, line.name)))
    if place.column != layout.panel.value:
        _elsewhere(sheet, layout, line, ON_THE_FORM)
        return
    _typed(sheet, layout, line.name, filling, locked)
    if line.name in layout.seconds:
        _typed(sheet, layout, layout.seconds[line.name], filling, locked)
    if spec.kind is InputType.TEXT:
        _wide(sheet, layout, line, replace(panel_look(spec), size=SIZE))
    else:
        put(sheet, f"{layout.panel.unit}{line.row}", unit_of(layout, spec, FORM))


def _typed(sheet: Worksheet, layout: Layout, name: str, filling: FormData, locked: FormData) -> None:
    spec, place = layout.scheme.all_inputs[name], layout.values[name]
    look = replace(panel_look(spec, locked.inputs.get(name) is not None), size=SIZE)
    look(put(sheet, place.address, filling.inputs.get(name)))
    accept(sheet, layout, name, place)


def input_status(layout: Layout, name: str) -> Formula:
    """The status of an input; where it is right, that of the share beside it."""
    if name not in layout.seconds:
        return _alone(layout, name, Status.FILLED)
    share = _alone(layout, layout.seconds[name], Status.FILLED)
    return _alone(layout, name, call("SUBSTITUTE", share, Status.OPTIONAL, Status.FILLED))


def _alone(layout: Layout, name: str, filled: ex.Value) -> Formula:
    specs, place = layout.scheme.all_inputs, layout.values[name]
    spec = specs[name]
    return status_formula(
        spec,
        place.reference_from(FORM),
        needed_formula(spec, layout.conditions(FORM)),
        layout.limit_source(name, FORM),
        label=specs[spec.no_more_than].label if spec.no_more_than else "",
        home=place,
        filled=filled,
    )


def _table(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    table, place = layout.scheme.tables[line.name], layout.tables[line.name]
    _label(sheet, layout, line, f"《{table.label}》")
    _elsewhere(sheet, layout, line, f"到《{table.label}》填写")
    STATUS(put(sheet, layout.status_of(line).address, place.overall.reference_from(FORM)))


def _row(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    """A row of a table that is typed on the form; its status is that of the row, the first shows the whole table's."""
    _label(sheet, layout, line, f"{layout.scheme.tables[line.name].label}第 {line.index + 1} 行")
    _elsewhere(sheet, layout, line, ON_THE_FORM)
    status = row_status(layout, line.name, line.row, row_texts(layout, line.name, line.row))
    STATUS(put(sheet, layout.status_of(line).address, status))
    if line.index == 0:
        overall = table_status(layout, line.name, FORM)
        replace(STATUS, horizontal="center")(put(sheet, layout.tables[line.name].overall.address, overall))


def _shared(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    spec, cell = layout.scheme.all_inputs[line.name], layout.values[line.name].reference_from(FORM)
    _label(sheet, layout, line, spec.label)
    shown = replace(COMPUTED, format=panel_look(spec).format)
    shown(put(sheet, f"{layout.panel.value}{line.row}", call("IF", ex.equals(call("LEN", cell), 0.0), "", cell)))
    put(sheet, f"{layout.panel.unit}{line.row}", unit_of(layout, spec, FORM))
    STATUS(put(sheet, layout.status_of(line).address, layout.statuses[line.name].reference_from(FORM)))


def _measure(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    measure = layout.scheme.all_measures[line.name]
    value = ex.as_formula(measure_value(measure, layout.numbers(FORM)))
    _label(sheet, layout, line, measure.label)
    look = replace(COMPUTED, format=styles.PERCENT_FORMAT if measure.format == "percent" else "General")
    shown = call("IFERROR", _guarded(layout, measure, value), "")
    look(put(sheet, f"{layout.panel.value}{line.row}", shown))
    STATUS(put(sheet, layout.status_of(line).address, "自动计算"))


def _guarded(layout: Layout, measure: Measure, value: Formula) -> Formula:
    """Nothing until everything that is always required is there."""
    scheme = layout.scheme
    numbers: list[ex.Value] = []
    choices: list[ex.Value] = []
    for name in dict.fromkeys(names_of_measure(measure)):
        spec = scheme.all_inputs.get(name)
        if name in scheme.all_measures or (spec is not None and spec.required):
            (numbers if spec is None or spec.numeric else choices).append(layout.values[name].reference_from(FORM))
    counts = [call(count, *cells) for count, cells in (("COUNT", numbers), ("COUNTA", choices)) if cells]
    if not counts:
        return value
    filled = ex.as_formula(ex.total(counts)).text
    return call("IF", Formula(f"{filled}<{len(numbers) + len(choices)}", ex.COMPARISON), "", value)


def _remark(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    """The unit's explanation; asked for where the score is below the points and no other reason is given."""
    assert line.indicator is not None
    place = layout.remarks[line.name]
    _label(sheet, layout, line, REMARK.label)
    STATUS(put(sheet, layout.status_of(line).address, remark_status(layout, line.indicator)))
    if place.column != layout.panel.value:
        _elsewhere(sheet, layout, line, ON_THE_FORM)
        return
    look = replace(panel_look(REMARK), size=SIZE)
    look(put(sheet, place.address, filling.remarks.get(line.name)))
    _wide(sheet, layout, line, look)
    accept_text(sheet, place, REMARK)


def _rule(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    """An audit rule; beside one that wants it, the unit's explanation."""
    _label(sheet, layout, line, rule_label(layout, line.name))
    STATUS(put(sheet, layout.status_of(line).address, rule_status(layout, line.name)))
    place = layout.explanations.get(line.name)
    if place is None:
        COMPUTED(put(sheet, f"{layout.panel.value}{line.row}", CHECKED_ITSELF))
        _wide(sheet, layout, line, COMPUTED)
        return
    look = replace(panel_look(EXPLANATION), size=SIZE)
    look(put(sheet, place.address, filling.explanations.get(line.name)))
    _wide(sheet, layout, line, look)
    accept_text(sheet, place, EXPLANATION)


def _note(sheet: Worksheet, layout: Layout, line: Line, filling: FormData, locked: FormData) -> None:
    """Why the total is not the sum of the scores, over the whole width."""
    last = layout.panel.status
    replace(COMPUTED, horizontal="left")(put(sheet, f"{layout.panel.label}{line.row}", total_note_formula(layout)))
    merge(sheet, f"{layout.panel.label}{line.row}:{last}{line.row}")


def result_formula(layout: Layout, indicator: Indicator, by_rule: points.ByRule = points.written_out) -> Formula:
    """An indicator's points to the cent; while something is missing, a link to it."""
    first = layout.start_of_indicator(indicator).reference_from("").text.replace("$", "")
    link = call("HYPERLINK", f"#{first}", Status.MISSING)
    if indicator.expansion is None:
        names = layout.numbers(FORM) if by_rule is points.written_out else layout.names(FORM)
        reached = ex.as_formula(points.indicator_points(layout.scheme, indicator, names, by_rule))
    else:
        scores = layout.tables[indicator.expansion.table]
        reached = call("SUM", scores.column("score").reference_from(FORM))
    return call("IF", is_positive(open_count(layout, indicator)), link, ex.rounded(reached, SCORE_PLACES))


def open_count(layout: Layout, indicator: Indicator) -> Formula:
    """How many inputs and tables of an indicator are missing or wrong, its own and those it shares."""
    block, status, needed = layout.block(indicator), layout.panel.status, dependencies_of(layout.scheme, indicator)
    *others, remark = layout.lines_of(indicator)
    rules = [line for line in others if line.kind is LineKind.CHECK]
    ranges = []
    in_header = indicator.id in layout.header_scores  # its lines stand wherever the header has room
    if in_header:
        ranges += [layout.statuses[name].reference_from(FORM) for name in needed.inputs]
    elif others:  # without the reason, which depends on the score, and without audit rules
        ranges.append(Formula(f"{status}{block.first}:{status}{(rules[0] if rules else remark).row - 1}"))
    for name in needed.tables:
        if in_header or layout.tables[name].on_form:
            ranges.append(layout.tables[name].overall.reference_from(FORM))
    counts = [counted(cells, state) for cells in ranges for state in BLOCKING]
    return ex.as_formula(ex.total(counts)) if counts else Formula("0")


def remark_status(layout: Layout, indicator: Indicator) -> Formula:
    """Whether the unit's explanation is due: the score is below the points, and no other reason is given."""
    result = layout.result(indicator).reference_from(FORM)
    full = ex.as_formula(full_points(layout.scheme, indicator, layout.names(FORM)))
    short = call("IF", call("ISNUMBER", result), Formula(f"{result.text}<{full.text}", ex.COMPARISON), False)
    silent: list[ex.Truth] = [
        ex.opposite(explains_formula(layout.values[name].reference_from(FORM))) for name in indicator.reasons
    ]
    table = layout.tables[indicator.expansion.table] if indicator.expansion else None
    if table is not None and table.silent:
        unexplained = ColumnRange(table.sheet, table.silent, table.first, table.last).reference_from(FORM)
        silent.append(is_positive(call("SUM", unexplained)))
    due = ex.all_of([short, *silent]) if layout.scheme.asks_why(indicator) else False
    remark = layout.remarks[indicator.id]
    return status_formula(REMARK, remark.reference_from(FORM), due, home=remark, missing=UNEXPLAINED)


def _colours(sheet: Worksheet, layout: Layout) -> None:
    first, last, panel = layout.lines[0].row, layout.lines[-1].row, layout.panel
    for test, colour in state_colours(f"${panel.status}{first}"):
        end = panel.status if colour == styles.INVALID_FILL else panel.second or panel.value
        rule = Rule(type="expression", dxf=styles.fill_format(colour), formula=[test])
        sheet.conditional_formatting.add(f"{panel.value}{first}:{end}{last}", rule)


def state_colours(status: str) -> Iterator[tuple[str, str]]:
    """Conditions on a status cell and the fill that they give: red for wrong, yellow for what is still to be done."""
    due = [begins_with(Formula(status), state) for state in OPEN if state is not Status.INVALID]
    yield ex.as_formula(begins_with(Formula(status), Status.INVALID)).text, styles.INVALID_FILL
    yield ex.as_formula(ex.any_of(due)).text, styles.MISSING_FILL
