"""The cells that a unit fills in: how they look and what they accept."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules.expression import Value, call, equals
from xlgen.scheme.input_words import expected, expected_of
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, YUAN, Input, InputType
from xlgen.scoring.form_data import FREE_TEXT_FIELDS
from xlgen.workbook.layout import Layout
from xlgen.workbook.validation import add_validation
from xlgen.xlsx.dates import DATE_FORMAT
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.styles import CellStyle

FORMATS = {
    InputType.MONEY: styles.MONEY_FORMAT,
    InputType.NUMBER: "General",
    InputType.PERCENT: styles.PERCENT_FORMAT,
    InputType.DATE: DATE_FORMAT,
    InputType.TEXT: "@",
}
REMARK = Input(
    label=FREE_TEXT_FIELDS["remarks"], kind=InputType.TEXT, required=False, help="得分低于分值时须写明原因。"
)
EVIDENCE = Input(label=FREE_TEXT_FIELDS["evidence"], kind=InputType.TEXT, required=False, help="材料名称，可改写。")
NOTE = Input(label=FREE_TEXT_FIELDS["notes"], kind=InputType.TEXT, required=False, help="例如公开的网址。")


def typed(spec: Input, look: CellStyle, locked: bool = False) -> CellStyle:
    """The look of a cell in which an input is typed: locked, where those who issue the workbook laid down its value."""
    dated = spec.kind is InputType.DATE  # a number that does not fit would be shown as ####
    look = replace(look, wrap=False, shrink=True) if dated else look
    return replace(look, format=FORMATS.get(spec.kind, "General"), locked=locked)


def panel_look(spec: Input, locked: bool = False) -> CellStyle:
    """How a cell looks that is typed in the 填报区 or on the sheet of a table."""
    look = styles.INPUT_TEXT if spec.kind is InputType.TEXT else styles.INPUT
    return typed(spec, replace(look, fill=styles.COMPUTED_FILL if locked else look.fill), locked)


def accept(sheet: Worksheet, layout: Layout, name: str, place: CellRef) -> None:
    """Let a cell accept only what an input of the scheme does."""
    add_validation(sheet, place.address, layout.scheme.all_inputs[name], expected_of(name, layout.scheme.all_inputs))


def accept_text(sheet: Worksheet, place: CellRef, spec: Input) -> None:
    """Let a cell accept the unit's own words."""
    add_validation(sheet, place.address, spec, expected(spec))


def unit_of(layout: Layout, spec: Input, sheet: str) -> Value:
    """The unit in which an input is measured; of amounts the one that was chosen, where the form asks."""
    if spec.kind is not InputType.MONEY:
        return "" if spec.kind is InputType.PERCENT else spec.unit
    if MONEY_UNIT not in layout.values:
        return TEN_THOUSAND_YUAN
    chosen = layout.values[MONEY_UNIT].reference_from(sheet)
    return call("IF", equals(chosen, YUAN), YUAN, TEN_THOUSAND_YUAN)
