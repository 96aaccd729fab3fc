"""填报清单: everything that is asked for, with its value, its source and who is to give it: 底稿 for audits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.sheet_names import LIST
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.open_points import GENERAL
from xlgen.scoring.status import NOT_COMPUTED, OPEN, Status, begins_with
from xlgen.scoring.tables import points_due
from xlgen.workbook.layout import CHECKED, Layout, LineKind
from xlgen.workbook.sheets.entry import FORMATS, REMARK, accept_text, unit_of
from xlgen.workbook.sheets.form_audit import rule_label
from xlgen.xlsx.refs import CellRef, ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.row_height import text_height

NUMBER, WHERE, WHAT, VALUE, UNIT, SOURCE, OFFICE, STATE, GO, RUNNING, LINK = "ABCDEFGHIJK"
"""The columns; the last two are hidden: the running number of what is open, and the target of the link."""
WIDTHS = {NUMBER: 5, WHERE: 16, WHAT: 44, VALUE: 18, UNIT: 8, SOURCE: 20, OFFICE: 12, STATE: 22, GO: 8}
HEADS = {
    NUMBER: "序号",
    WHERE: "指标",
    WHAT: "填报项",
    VALUE: "填报内容",
    UNIT: "计量单位",
    SOURCE: "取数来源",
    OFFICE: "责任科室",
    STATE: "状态",
    GO: "位置",
}
HEAD_ROW = 3
FIRST_ROW = HEAD_ROW + 1
SAME_AS_ABOVE = "同上"
"""The status of a share: one cell of the form says it of the grade and of the share beside it."""
SOURCE_SPEC = Input(label="取数来源", kind=InputType.TEXT, required=False, help="从哪份报表、哪个系统取数，可改写。")
RULE = Input(label="审核公式", kind=InputType.TEXT, required=False)
"""An audit rule that wants no explanation: nothing is filled in."""
OFFICE_SPEC = Input(label="责任科室", kind=InputType.TEXT, required=False, help="由哪个科室提供，可填可不填。")


@dataclass(frozen=True)
class Entry:
    """A row of the list: what it is about, where that is typed, and the cell with its status.

    counts: it has a status of its own, not that of the entry above.
    """

    row: int
    where: str
    what: str
    target: CellRef
    status: CellRef
    spec: Input | None = None
    table: str | None = None
    counts: bool = True


def entries_of(layout: Layout) -> Iterator[Entry]:
    """Everything that may be missing, in the order in which it is filled in."""
    row = FIRST_ROW
    scheme = layout.scheme
    for line in layout.lines:
        if line.kind not in CHECKED or (line.kind is LineKind.ROW and line.index):
            continue
        where = line.indicator.name if line.indicator else GENERAL
        target, status = layout.target_of(line), layout.status_of(line)
        if line.kind is LineKind.INPUT:
            spec = scheme.all_inputs[line.name]
            yield Entry(row, where, spec.label, target, status, spec)
            if line.name in layout.seconds:
                row += 1
                share = layout.seconds[line.name]
                spec = scheme.all_inputs[share]
                yield Entry(row, where, spec.label, layout.values[share], status, spec, counts=False)
        elif line.kind is LineKind.CHECK:
            spec = EXPLANATION if line.name in layout.explanations else RULE
            yield Entry(row, where, rule_label(layout, line.name), target, status, spec)
        elif line.kind is LineKind.REMARK:
            yield Entry(row, where, REMARK.label, target, status, REMARK)
        else:
            place = layout.tables[line.name]
            yield Entry(
                row, where, table_need(layout, line.name), layout.start_of(line.name), place.overall, table=line.name
            )
        row += 1


def table_need(layout: Layout, name: str) -> str:
    """What a table as a whole must have."""
    table = layout.scheme.tables[name]
    least = f"至少 {table.at_least_rows} 行，" if table.at_least_rows else ""
    need = f"《{table.label}》：{least}每行填全"
    part = part_of_rows(layout.scheme, name)
    if part is not None and part.row_points is not None:
        sums = [f"{option}各行分值合计 {points:g} 分" for option, points in points_due(part).items()]
        need += "".join(f"，{each}" for each in sums)
    if table.distinct is None:
        return need
    return f"{need}，“{table.columns[table.distinct.column].label}”至少 {table.distinct.at_least} 种"


def listed(layout: Layout, column: str) -> ColumnRange:
    """A column of the list."""
    return ColumnRange(LIST, column, FIRST_ROW, last_row(layout))


def last_row(layout: Layout) -> int:
    """The last row of the list."""
    return list(entries_of(layout))[-1].row


def source_cells(layout: Layout) -> Mapping[CellRef, str]:
    """The cells in which one notes whence a figure comes, with what the scheme suggests."""
    return {CellRef(LIST, SOURCE, entry.row): entry.spec.source if entry.spec else "" for entry in entries_of(layout)}


def office_cells(layout: Layout) -> Iterator[CellRef]:
    """The cells in which one notes who is to give a figure."""
    return (CellRef(LIST, OFFICE, entry.row) for entry in entries_of(layout))


def write_list_sheet(sheet: Worksheet, layout: Layout) -> None:
    """Write the list."""
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for letter in (RUNNING, LINK):
        sheet.column_dimensions[letter].hidden = True
    merge(sheet, f"{NUMBER}1:{GO}1")
    styles.TITLE(put(sheet, f"{NUMBER}1", f"{layout.scheme.title}　{LIST}"))
    sheet.row_dimensions[1].height = 32
    merge(sheet, f"{NUMBER}2:{GO}2")
    styles.PLAIN(
        put(
            sheet,
            f"{NUMBER}2",
            "内容随评分表自动更新；“责任科室”在这里填，“取数来源”可改写，据此向有关科室取数，并留作底稿。",
        )
    )
    for letter, text in HEADS.items():
        styles.HEAD(put(sheet, f"{letter}{HEAD_ROW}", text))
    for number, entry in enumerate(entries_of(layout), 1):
        _row(sheet, layout, entry, number)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_area = f"{NUMBER}1:{GO}{last_row(layout)}"
    sheet.page_setup.orientation = "landscape"


def _row(sheet: Worksheet, layout: Layout, entry: Entry, number: int) -> None:
    row, spec = entry.row, entry.spec
    source = spec.source if spec else ""
    texts: dict[str, Value] = {
        NUMBER: float(number),
        WHERE: entry.where,
        WHAT: entry.what,
        VALUE: _value(layout, entry),
        UNIT: unit_of(layout, spec, LIST) if spec else "行",
        STATE: call("IFERROR", entry.status.reference_from(LIST), NOT_COMPUTED) if entry.counts else SAME_AS_ABOVE,
        GO: call("HYPERLINK", Formula(f"{LINK}{row}"), "前往"),
    }
    for letter, value in texts.items():
        look = styles.LINK if letter == GO else styles.LABEL if letter in (WHERE, WHAT, STATE) else CENTRED
        look(put(sheet, f"{letter}{row}", value))
    if spec is not None:
        replace(TOP if spec.kind is InputType.TEXT else CENTRED, format=FORMATS.get(spec.kind, "General"))(
            sheet[f"{VALUE}{row}"]
        )
    replace(styles.LABEL, locked=False)(put(sheet, f"{SOURCE}{row}", source or None))
    accept_text(sheet, CellRef(LIST, SOURCE, row), SOURCE_SPEC)
    replace(styles.INPUT, size=10)(sheet[f"{OFFICE}{row}"])
    accept_text(sheet, CellRef(LIST, OFFICE, row), OFFICE_SPEC)
    is_open = ex.any_of([begins_with(Formula(f"{STATE}{row}"), state) for state in OPEN])
    if entry.counts:
        above = Formula(f"MAX({RUNNING}${HEAD_ROW}:{RUNNING}{row - 1})+1")
        put(sheet, f"{RUNNING}{row}", call("IF", is_open, above, ""))
    put(sheet, f"{LINK}{row}", f"#{entry.target.reference_from('').text.replace('$', '')}")
    printed = {WHERE: entry.where, WHAT: entry.what, SOURCE: source}
    heights = (text_height(text, WIDTHS[letter], 10) for letter, text in printed.items())
    sheet.row_dimensions[row].height = max(18.0, *heights)


CENTRED = styles.CENTRED
TOP = replace(styles.LABEL, vertical="top")
"""Of a text that is too long, the beginning is seen."""


def _value(layout: Layout, entry: Entry) -> Value:
    if entry.table is not None:
        place = layout.tables[entry.table]
        span = ColumnRange(place.sheet, place.status, place.first, place.last)
        return call("COUNTIF", span.reference_from(LIST), Status.FILLED)
    if entry.spec is RULE:
        return ""
    cell = entry.target.reference_from(LIST)
    return call("IF", ex.equals(call("LEN", cell), 0.0), "", cell)
