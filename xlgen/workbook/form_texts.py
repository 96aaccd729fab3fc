"""The texts of a form's header and footer block: what is printed, with what the unit filled in."""

from __future__ import annotations

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.scheme.model import MONEY_UNIT, YUAN, YUAN_PER_TEN_THOUSAND, FormCell, Kind
from xlgen.scheme.outline import PLACEHOLDER, ROW_NUMBER
from xlgen.scheme.sheets import FORM
from xlgen.scoring.filling import Filling
from xlgen.workbook.cells import Place
from xlgen.workbook.layout import BlockRow, Layout
from xlgen.workbook.styles import PERCENT_FORMAT


def text_value(layout: Layout, cell: FormCell, row: BlockRow) -> Value:
    """A block cell's content: its text, or a formula where it shows what was filled in."""
    parts = PLACEHOLDER.split(cell.text)  # text, name, text, name, ...
    if len(parts) == 1:
        return cell.text
    pieces: list[Value] = []
    for number, part in enumerate(parts):
        pieces.append(_shown(layout, part, row) if number % 2 else part)
    pieces = [piece for piece in pieces if piece != ""]
    if len(pieces) == 1 and isinstance(pieces[0], Formula):
        return call("IF", ex.equals(pieces[0], ""), "", pieces[0])
    if row.index is None:
        return joined_text(pieces)
    filled = [ex.equals(piece, "") for piece in pieces if isinstance(piece, Formula)]
    return call("IF", ex.all_of(filled), "", joined_text(pieces))  # a row of the table that is not used


def _shown(layout: Layout, name: str, row: BlockRow) -> Value:
    if row.index is not None:
        if name == ROW_NUMBER:
            return f"{row.index + 1}"
        column = layout.tables[str(row.form_row.each)].column(name)
        return Place(column.sheet, column.column, column.first + row.index).seen_from(FORM)
    value, spec = layout.values[name].seen_from(FORM), layout.scheme.all_inputs[name]
    if spec.kind is Kind.PERCENT:
        return call("IF", ex.equals(value, ""), "", call("TEXT", value, PERCENT_FORMAT))
    if spec.kind is Kind.MONEY:
        in_yuan = ex.equals(layout.values[MONEY_UNIT].seen_from(FORM), YUAN)
        amount = call("IF", in_yuan, value / float(YUAN_PER_TEN_THOUSAND), value)
        return call("IF", ex.equals(value, ""), "", amount)
    return value


def expected_text(cell: FormCell, row: BlockRow, filling: Filling) -> str:
    """About what a block cell will show: for the height of its row."""
    values = dict(filling.inputs)
    if row.index is not None:
        rows = filling.tables.get(str(row.form_row.each), ())
        values = dict(rows[row.index]) if row.index < len(rows) else {}
        values[ROW_NUMBER] = row.index + 1
    return PLACEHOLDER.sub(lambda match: str(values.get(match.group(1)) or ""), cell.text)
