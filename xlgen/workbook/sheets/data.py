"""基础数据: every single input once, grouped by indicator, with what it takes and whether it is filled."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import dependencies_of, has_variable_points, names_of_measure
from xlgen.scheme.describe import expected, expected_of
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, YUAN, Input, InputType, Measure
from xlgen.scheme.model import Adjustment, Indicator
from xlgen.scheme.sheet_names import DATA
from xlgen.scoring.form_data import FREE_TEXT_FIELDS, FormData
from xlgen.scoring.open_points import GENERAL
from xlgen.scoring.points import full_points, measure_value
from xlgen.scoring.status import BLOCKING, OPEN, Status, blank_formula, status_formula
from xlgen.workbook.layout import (
    FIRST_DATA_ROW,
    HINT_COLUMN,
    LABEL_COLUMN,
    NUMBER_COLUMN,
    OPEN_COUNT_COLUMN,
    PROGRESS_ON_DATA,
    STATUS_COLUMN,
    UNIT_COLUMN,
    VALUE_COLUMN,
    DataRow,
    Layout,
    RowKind,
)
from xlgen.workbook.validation import add_validation
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import is_positive, merge, put
from xlgen.xlsx.write.row_height import text_height

WIDTHS = {NUMBER_COLUMN: 6, LABEL_COLUMN: 54, VALUE_COLUMN: 20, UNIT_COLUMN: 7, HINT_COLUMN: 36, STATUS_COLUMN: 10}
TEXT_WIDTH = WIDTHS[VALUE_COLUMN] + WIDTHS[UNIT_COLUMN] + WIDTHS[HINT_COLUMN]
FORMATS = {
    InputType.MONEY: styles.MONEY_FORMAT,
    InputType.NUMBER: "General",
    InputType.COUNT: styles.COUNT_FORMAT,
    InputType.PERCENT: styles.PERCENT_FORMAT,
    InputType.TEXT: "@",
}
OWN_WORDS = {
    RowKind.REMARK: Input(
        label=FREE_TEXT_FIELDS["remarks"], kind=InputType.TEXT, required=False, help="得分低于分值时必须说明原因。"
    ),
    RowKind.EVIDENCE: Input(
        label=FREE_TEXT_FIELDS["evidence"], kind=InputType.TEXT, required=False, help="材料名称；留空用建议的名称。"
    ),
    RowKind.NOTE: Input(label=FREE_TEXT_FIELDS["notes"], kind=InputType.TEXT, required=False, help="例如公开的网址。"),
}
"""What the unit may say of each indicator in its own words."""
REMARK_LINES = 3


def write_data_sheet(sheet: Worksheet, layout: Layout, filling: FormData, locked: FormData) -> None:
    """Write the sheet: what the unit filled in goes into the unlocked cells; all else, and `locked`, is locked."""
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions[OPEN_COUNT_COLUMN].hidden = True
    _top(sheet, layout)
    writers = {
        RowKind.SECTION: _section,
        RowKind.CRITERIA: _criteria,
        RowKind.INPUT: _input,
        RowKind.MEASURE: _measure,
        RowKind.TABLE: _table,
        RowKind.REMARK: _remark,
        RowKind.EVIDENCE: _own_words,
        RowKind.NOTE: _own_words,
    }
    for row in layout.data_rows:
        writers[row.kind](sheet, layout, row, filling)
    for name, value in locked.inputs.items():
        if value is not None:
            entry_look(layout.scheme.all_inputs[name], locked=True)(sheet[layout.values[name].address])
    _colours(sheet, layout)
    sheet.freeze_panes = f"A{FIRST_DATA_ROW}"
    sheet.print_title_rows = f"4:{FIRST_DATA_ROW - 1}"


def _top(sheet: Worksheet, layout: Layout) -> None:
    merge(sheet, "A1:F1")
    styles.TITLE(put(sheet, "A1", f"{layout.scheme.title}　基础数据"))
    sheet.row_dimensions[1].height = 30
    merge(sheet, "A2:F2")
    styles.PLAIN(
        put(sheet, "A2", "只填浅黄色单元格，分数和表格自动生成。按 Tab 键跳到下一个填写处；点开单元格可看填写要求。")
    )
    sheet.row_dimensions[2].height = 18
    styles.CellStyle(bold=True, border=False)(put(sheet, "B3", "填报进度（已填 / 应填）"))
    sheet.row_dimensions[3].height = 20
    heads = {
        NUMBER_COLUMN: "序号",
        LABEL_COLUMN: "填报项",
        VALUE_COLUMN: "填报内容",
        UNIT_COLUMN: "单位",
        HINT_COLUMN: "填写要求",
        STATUS_COLUMN: "状态",
    }
    for letter, text in heads.items():
        styles.HEAD(put(sheet, f"{letter}4", text))
    sheet.row_dimensions[4].height = 20


def write_progress(sheet: Worksheet, statuses: Formula) -> None:
    """The progress line, from the statuses of everything that is checked."""
    filled = call("COUNTIF", statuses, Status.FILLED)
    due = ex.total([filled, *[call("COUNTIF", statuses, state) for state in OPEN]])
    styles.CellStyle(size=11, bold=True, border=False)(
        put(sheet, PROGRESS_ON_DATA.address, joined_text([filled, " / ", due]))
    )


def _section(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    number, indicator = row.row, row.indicator
    for letter in WIDTHS:
        styles.SECTION(sheet[f"{letter}{number}"])
    sheet.row_dimensions[number].height = 22
    if indicator is None:
        put(sheet, f"{LABEL_COLUMN}{number}", GENERAL)
        return
    styles.SECTION_CENTRED(put(sheet, f"{NUMBER_COLUMN}{number}", float(layout.scheme.indicators.index(indicator) + 1)))
    worth = (
        f"{indicator.most:+g}至{indicator.least:+g}" if isinstance(indicator, Adjustment) else f"{indicator.points:g}"
    )
    heading: ex.Value = f"{indicator.name}（{worth}分）"
    if has_variable_points(layout.scheme, indicator):
        full = full_points(layout.scheme, indicator, layout.names(DATA))
        heading = joined_text([f"{indicator.name}（", full, "分）"])
    put(sheet, f"{LABEL_COLUMN}{number}", heading)
    put(sheet, f"{VALUE_COLUMN}{number}", _shown_score(layout, indicator))
    styles.SECTION_CENTRED(sheet[f"{VALUE_COLUMN}{number}"]).number_format = styles.SCORE_FORMAT
    styles.SECTION_CENTRED(put(sheet, f"{UNIT_COLUMN}{number}", "分"))
    lacking = Formula(f"{OPEN_COUNT_COLUMN}{number}")
    put(
        sheet,
        f"{HINT_COLUMN}{number}",
        call("IF", is_positive(lacking), joined_text(["还有 ", lacking, " 处待填或有误"]), "已填齐"),
    )
    put(sheet, f"{OPEN_COUNT_COLUMN}{number}", _lacking(layout, indicator))
    styles.SECTION_CENTRED(
        put(sheet, f"{STATUS_COLUMN}{number}", _score_status(layout, indicator, is_positive(lacking)))
    )


def _shown_score(layout: Layout, indicator: Indicator) -> Formula:
    """The score on the form; the sum of its rows there where it has several, once each row in use has a score."""
    if indicator.expansion is None:
        score = layout.score(indicator.id).reference_from(DATA)
        return call("IF", ex.equals(score, ""), Status.MISSING, score)
    scores = layout.form_range([indicator], Content.SCORE).reference_from(DATA)
    all_there = ex.equals(call("COUNT", scores), layout.rows_used(indicator.expansion.table, DATA))
    complete = ex.all_of([ex.equals(layout.open_count(indicator.id).reference_from(DATA), 0.0), all_there])
    return call("IF", complete, ex.rounded(call("SUM", scores), SCORE_PLACES), Status.MISSING)


def _score(layout: Layout, indicator: Indicator) -> Formula:
    """The cell with an indicator's score: on the form, or here where it has several rows there."""
    if indicator.expansion is None:
        return layout.score(indicator.id).reference_from(DATA)
    return CellRef(DATA, VALUE_COLUMN, layout.sections[indicator.id]).reference_from(DATA)


def _score_status(layout: Layout, indicator: Indicator, lacking: Formula) -> Formula:
    """Whether the score can be: a number, and no more than the points; somebody may have typed over it."""
    score, names = _score(layout, indicator), layout.names(DATA)
    most = indicator.most if isinstance(indicator, Adjustment) else full_points(layout.scheme, indicator, names)
    too_much = Formula(f"{score.text}>{ex.as_formula(most).text}", ex.COMPARISON)
    if indicator.expansion is not None:
        too_much = is_positive(_rows(layout, indicator, '({scores}<>"")*({scores}>{points})'))
    judged = call("IF", call("ISNUMBER", score), call("IF", too_much, Status.INVALID, ""), Status.INVALID)
    return call("IF", lacking, "", judged)


def _rows(layout: Layout, indicator: Indicator, test: str, reasons: str = "") -> Formula:
    """In how many of an indicator's rows on the form a test of {scores}, {points} and {reasons} holds.

    Of operators alone: formualizer takes a function of many cells, like TRIM, for one of a single cell.
    """
    spans = {"scores": Content.SCORE, "points": Content.POINTS}
    found = {name: layout.form_range([indicator], content).reference_from(DATA).text for name, content in spans.items()}
    return Formula(f"SUMPRODUCT({test.format(**found, reasons=reasons)})")


def _lacking(layout: Layout, indicator: Indicator) -> Formula:
    """How many inputs and tables of an indicator are missing or wrong, its own and those it shares."""
    own = Formula(
        f"{STATUS_COLUMN}{layout.sections[indicator.id] + 1}:{STATUS_COLUMN}{layout.section_ends[indicator.id]}"
    )
    ranges = [own]
    required = dependencies_of(layout.scheme, indicator)
    for name in required.inputs:
        if name not in indicator.inputs:
            ranges.append(Formula(layout.status(layout.values[name]).address))
    counts = [call("COUNTIF", cells, state) for cells in ranges for state in BLOCKING]
    return ex.as_formula(ex.total(counts))


def _criteria(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    assert row.indicator is not None
    explanation = [f"【指标说明】{row.indicator.explanation}"] if row.indicator.explanation else []
    criteria = [f"【评分标准】\n{row.indicator.criteria_text}"] if row.indicator.criteria else []
    text = "\n".join([*explanation, *criteria, *(f"【口径】{reading}" for reading in row.indicator.readings)])
    merge(sheet, f"{LABEL_COLUMN}{row.row}:{STATUS_COLUMN}{row.row}")
    for letter in WIDTHS:
        styles.SMALL(sheet[f"{letter}{row.row}"])
    put(sheet, f"{LABEL_COLUMN}{row.row}", text)
    width = sum(WIDTHS.values()) - WIDTHS[NUMBER_COLUMN]
    sheet.row_dimensions[row.row].height = text_height(text, width, styles.SMALL.size)


def _input(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    spec = layout.scheme.all_inputs[row.name]
    beside = layout.limit_source(row.name, DATA)
    own = status_formula(spec, Formula(f"{VALUE_COLUMN}{row.row}"), layout.conditions(DATA), beside)
    wanted = expected_of(row.name, layout.scheme.all_inputs)
    _entry(sheet, row.row, spec, filling.inputs.get(row.name), own, wanted)
    if spec.kind is InputType.MONEY:
        unit = layout.values[MONEY_UNIT].reference_from(DATA)
        put(sheet, f"{UNIT_COLUMN}{row.row}", call("IF", ex.equals(unit, YUAN), YUAN, TEN_THOUSAND_YUAN))


def _remark(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    """The unit's explanation; asked for where the score is below the points and no other reason is given."""
    indicator = row.indicator
    assert indicator is not None
    score = _score(layout, indicator)
    full = ex.as_formula(full_points(layout.scheme, indicator, layout.names(DATA)))
    short = call("IF", call("ISNUMBER", score), Formula(f"{score.text}<{full.text}", ex.COMPARISON), False)
    reasons = [layout.values[name] for name in indicator.reasons]
    silent = [blank_formula(reason.reference_from(DATA)) for reason in reasons]
    column = layout.scheme.tables[indicator.expansion.table].reason if indicator.expansion else None
    if indicator.expansion is not None and column is not None:
        cells = layout.tables[indicator.expansion.table].column(column).reference_from(DATA).text
        silent.append(is_positive(_rows(layout, indicator, '({scores}<{points})*({reasons}="")', cells)))
    unexplained = call("IF", ex.all_of([short, *silent]), Status.UNEXPLAINED, Status.OPTIONAL)
    blank = blank_formula(Formula(f"{VALUE_COLUMN}{row.row}"))
    words, spec = filling.remarks.get(indicator.id), OWN_WORDS[RowKind.REMARK]
    _entry(sheet, row.row, spec, words, call("IF", blank, unexplained, Status.FILLED), expected(spec))
    room = text_height("\n" * (REMARK_LINES - 1), TEXT_WIDTH, styles.INPUT.size)
    sheet.row_dimensions[row.row].height = max(room, text_height(words or "", TEXT_WIDTH, styles.INPUT.size))


def _own_words(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    spec, words = OWN_WORDS[row.kind], filling.evidence if row.kind is RowKind.EVIDENCE else filling.notes
    own = status_formula(spec, Formula(f"{VALUE_COLUMN}{row.row}"), {})
    _entry(sheet, row.row, spec, words.get(row.name), own, expected(spec))


def entry_look(spec: Input, locked: bool = False) -> styles.CellStyle:
    """How the cell of an input looks: locked, where its value was laid down by those who issue the workbook."""
    look = styles.INPUT_TEXT if spec.kind is InputType.TEXT else styles.INPUT
    fill = styles.COMPUTED_FILL if locked else look.fill
    return replace(look, format=FORMATS.get(spec.kind, "General"), locked=locked, fill=fill)


def _entry(sheet: Worksheet, row: int, spec: Input, value: CellValue, own_status: Formula, wanted: str) -> None:
    """A row with an input cell."""
    look = entry_look(spec)
    styles.CENTRED(sheet[f"{NUMBER_COLUMN}{row}"])
    styles.LABEL(put(sheet, f"{LABEL_COLUMN}{row}", spec.label))
    look(put(sheet, f"{VALUE_COLUMN}{row}", value))
    if spec.kind is InputType.TEXT:
        look(sheet[f"{UNIT_COLUMN}{row}"])
        look(sheet[f"{HINT_COLUMN}{row}"])
        merge(sheet, f"{VALUE_COLUMN}{row}:{HINT_COLUMN}{row}")
    else:
        styles.CENTRED(put(sheet, f"{UNIT_COLUMN}{row}", "" if spec.kind is InputType.PERCENT else spec.unit))
        styles.SMALL(put(sheet, f"{HINT_COLUMN}{row}", f"{wanted}。{spec.help}"))
    styles.CENTRED(put(sheet, f"{STATUS_COLUMN}{row}", own_status))
    add_validation(sheet, f"{VALUE_COLUMN}{row}", spec, wanted)
    hint = text_height(f"{wanted}。{spec.help}", WIDTHS[HINT_COLUMN], styles.SMALL.size)
    shown = _text_height(spec, value) if spec.kind is InputType.TEXT else hint
    sheet.row_dimensions[row].height = max(20, text_height(spec.label, WIDTHS[LABEL_COLUMN], styles.LABEL.size), shown)


def _text_height(spec: Input, value: CellValue) -> float:
    text = str(value or "") + "\n" * (spec.lines - 1 if value is None else 0)
    return text_height(text, TEXT_WIDTH, styles.INPUT.size)


def text_heights(layout: Layout, filling: FormData) -> list[float]:
    """The heights that the texts filled in take."""
    specs = layout.scheme.all_inputs.items()
    return [_text_height(spec, filling.inputs.get(name)) for name, spec in specs if spec.kind is InputType.TEXT]


def _measure(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    measure = layout.scheme.all_measures[row.name]
    value = ex.as_formula(measure_value(measure, layout.names(DATA)))
    cell = put(sheet, f"{VALUE_COLUMN}{row.row}", call("IFERROR", _guarded(layout, measure, value), ""))
    styles.COMPUTED(cell).number_format = styles.PERCENT_FORMAT if measure.format == "percent" else "General"
    styles.CENTRED(sheet[f"{NUMBER_COLUMN}{row.row}"])
    styles.LABEL(put(sheet, f"{LABEL_COLUMN}{row.row}", f"{measure.label}（自动计算）"))
    styles.CENTRED(sheet[f"{UNIT_COLUMN}{row.row}"])
    note = measure.zero.because if measure.zero else ""
    styles.SMALL(put(sheet, f"{HINT_COLUMN}{row.row}", note))
    styles.CENTRED(sheet[f"{STATUS_COLUMN}{row.row}"])
    sheet.row_dimensions[row.row].height = max(20, text_height(note, WIDTHS[HINT_COLUMN], styles.SMALL.size))


def _guarded(layout: Layout, measure: Measure, value: Formula) -> Formula:
    """Nothing until everything that is always required is there."""
    scheme = layout.scheme
    numbers: list[ex.Value] = []
    choices: list[ex.Value] = []
    for name in dict.fromkeys(names_of_measure(measure)):
        spec = scheme.all_inputs.get(name)
        if name in scheme.all_measures or (spec is not None and spec.required):
            (numbers if spec is None or spec.numeric else choices).append(layout.values[name].reference_from(DATA))
    counts = [call(count, *cells) for count, cells in (("COUNT", numbers), ("COUNTA", choices)) if cells]
    if not counts:
        return value
    filled = ex.as_formula(ex.total(counts)).text
    return call("IF", Formula(f"{filled}<{len(numbers) + len(choices)}", ex.COMPARISON), "", value)


def _table(sheet: Worksheet, layout: Layout, row: DataRow, filling: FormData) -> None:
    table, place = layout.scheme.tables[row.name], layout.tables[row.name]
    styles.CENTRED(sheet[f"{NUMBER_COLUMN}{row.row}"])
    styles.LABEL(put(sheet, f"{LABEL_COLUMN}{row.row}", f"《{table.label}》在单独的工作表中填写"))
    for letter in (VALUE_COLUMN, UNIT_COLUMN, HINT_COLUMN):
        styles.LABEL(sheet[f"{letter}{row.row}"])
    link = call(
        "HYPERLINK", f"#{CellRef(place.sheet, 'B', place.first).reference_from('').text}", f"前往《{table.label}》"
    )
    styles.LINK(put(sheet, f"{VALUE_COLUMN}{row.row}", link))
    styles.SMALL(put(sheet, f"{HINT_COLUMN}{row.row}", table.help))
    styles.CENTRED(put(sheet, f"{STATUS_COLUMN}{row.row}", place.overall.reference_from(DATA)))
    sheet.row_dimensions[row.row].height = max(22, text_height(table.help, WIDTHS[HINT_COLUMN], styles.SMALL.size))


def _colours(sheet: Worksheet, layout: Layout) -> None:
    last = layout.data_rows[-1].row
    cells = " ".join(f"{letter}{FIRST_DATA_ROW}:{letter}{last}" for letter in (VALUE_COLUMN, STATUS_COLUMN))
    for state in OPEN:
        colour = styles.INVALID_FILL if state is Status.INVALID else styles.MISSING_FILL
        rule = Rule(
            type="expression", dxf=styles.fill_format(colour), formula=[f'${STATUS_COLUMN}{FIRST_DATA_ROW}="{state}"']
        )
        sheet.conditional_formatting.add(cells, rule)
