"""The texts of a form's header and footer block: what is printed, with what the unit filled in."""

from __future__ import annotations

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.scheme.model import MONEY_UNIT, YUAN, YUAN_PER_TEN_THOUSAND, FormCell, FormRow, Kind
from xlgen.scheme.outline import PLACEHOLDER, ROW_NUMBER
from xlgen.scoring.filling import Filling
from xlgen.workbook.layout import FORM, Layout
from xlgen.workbook.styles import PERCENT_FORMAT


def text_value(layout: Layout, cell: FormCell, row: FormRow, index: int | None) -> Value:
    """A block cell's content: its text, or a formula where it shows what was filled in."""
    parts = PLACEHOLDER.split(cell.text)  # text, name, text, name, ...
    if len(parts) == 1:
        return cell.text
    pieces: list[Value] = []
    for number, part in enumerate(parts):
        pieces.append(_shown(layout, part, row, index) if number % 2 else part)
    pieces = [piece for piece in pieces if piece != ""]
    if len(pieces) == 1 and isinstance(pieces[0], Formula):
        return call("IF", ex.equals(pieces[0], ""), "", pieces[0])
    return joined_text(pieces)


def _shown(layout: Layout, name: str, row: FormRow, index: int | None) -> Value:
    if row.each is not None and index is not None:
        if name == ROW_NUMBER:
            return f"{index + 1}"
        place = layout.tables[row.each].column(name)
        return Formula(
            place.seen_from(FORM).text.partition(":")[0].replace(f"${place.first}", f"${place.first + index}")
        )
    value, spec = layout.values[name].seen_from(FORM), layout.scheme.all_inputs[name]
    if spec.kind is Kind.PERCENT:
        return call("IF", ex.equals(value, ""), "", call("TEXT", value, PERCENT_FORMAT))
    if spec.kind is Kind.MONEY:
        in_yuan = ex.equals(layout.values[MONEY_UNIT].seen_from(FORM), YUAN)
        amount = call("IF", in_yuan, value / float(YUAN_PER_TEN_THOUSAND), value)
        return call("IF", ex.equals(value, ""), "", amount)
    return value


def expected_text(layout: Layout, cell: FormCell, row: FormRow, index: int | None, filling: Filling) -> str:
    """About what a block cell will show: for the height of its row."""
    values = dict(filling.inputs)
    if row.each is not None and index is not None:
        rows = filling.tables.get(row.each, ())
        values = dict(rows[index]) if index < len(rows) else {}
        values[ROW_NUMBER] = index + 1
    return PLACEHOLDER.sub(lambda match: str(values.get(match.group(1)) or ""), cell.text)
