"""The texts of a form that show what the unit filled in: header and footer block, results, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlgen.rules import expression as ex
from xlgen.rules.choice import TICK
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.scheme.form import GRADE, NOT_TICKED, POINTS_OF, SCORE_OF, TICKED, TOTAL, FormCell
from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.outline import PLACEHOLDER, ROW_NUMBER, WORST_GRADE
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.scoring.points import full_points
from xlgen.scoring.status import Status, begins_with
from xlgen.workbook.layout import GRADE_ON_CHECK, BlockRow, Layout
from xlgen.xlsx.dates import date_text
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number
from xlgen.xlsx.write.styles import PERCENT_FORMAT, SCORE_FORMAT

"""How texts show whether an option is chosen."""


def text_value(layout: Layout, cell: FormCell, row: BlockRow) -> Value:
    """A block cell's content: its text, or a formula where it shows what was filled in."""
    pieces = text_pieces(layout, cell.text, row.form_row.each, row.index)
    if not any(isinstance(piece, Formula) for piece in pieces):
        return "".join(str(piece) for piece in pieces)
    if len(pieces) == 1 and isinstance(pieces[0], Formula):
        return call("IF", ex.equals(pieces[0], ""), "", pieces[0])
    if row.index is None:
        return joined_text(pieces)
    return _unless_blank(pieces)  # a row of the table that is not used


def row_text(layout: Layout, texts: Sequence[str], table: str, index: int) -> Formula | None:
    """The texts for a row of a table (index: from 0), one after the other, without those whose cells are all blank."""
    shown = [_unless_blank(text_pieces(layout, text, table, index)) for text in texts]
    return joined_text(shown) if shown else None


def shown_text(layout: Layout, text: str) -> Value:
    """A text of an indicator with what was filled in; a formula only where it shows something of that."""
    pieces = text_pieces(layout, text)
    if any(isinstance(piece, Formula) for piece in pieces):
        return _unless_blank(pieces)
    return "".join(str(piece) for piece in pieces)


def own_texts(layout: Layout, texts: Sequence[str]) -> list[Formula]:
    """Each of the texts with what was filled in; nothing where all its cells are blank."""
    return [_unless_blank(text_pieces(layout, text)) for text in texts]


def result_text(layout: Layout, indicator: Indicator) -> Formula | None:
    """What an indicator reached, in the words of the form; nothing while something is missing."""
    if not indicator.result:
        return None
    pieces: list[Value] = []
    for number, part in enumerate(PLACEHOLDER.split(indicator.result)):
        worst = number % 2 and part.partition(":")[0] == WORST_GRADE
        pieces.append(_worst_grade(layout, indicator) if worst else _shown(layout, part) if number % 2 else part)
    complete = call("ISNUMBER", layout.result(indicator).reference_from(FORM))
    return call("IF", complete, joined_text([piece for piece in pieces if piece != ""]), "")


def text_pieces(layout: Layout, text: str, table: str | None = None, index: int | None = None) -> list[Value]:
    """A text in pieces: words, and cells as they are shown where it names them."""
    pieces: list[Value] = []
    for number, part in enumerate(PLACEHOLDER.split(text)):  # text, name, text, name, ...
        pieces.append(_shown(layout, part, table, index) if number % 2 else part)
    return [piece for piece in pieces if piece != ""]


def _unless_blank(pieces: list[Value]) -> Formula:
    blank = [ex.equals(piece, "") for piece in pieces if isinstance(piece, Formula)]
    return call("IF", ex.all_of(blank), "", joined_text(pieces)) if blank else joined_text(pieces)


def _shown(layout: Layout, placeholder: str, table: str | None = None, index: int | None = None) -> Value:
    name, _, after = placeholder.partition(":")
    if table is not None and index is not None:
        if name == ROW_NUMBER:
            return f"{index + 1}"
        place, spec = layout.tables[table], layout.scheme.tables[table].columns.get(name)
        cell, measure = place.cell(name, index).reference_from(FORM), layout.scheme.tables[table].measures.get(name)
        percent = measure is not None and measure.format == "percent"
        status = CellRef(place.sheet, place.status, place.first + index).reference_from(FORM)
        unused = begins_with(status, Status.OPTIONAL)
    elif name not in layout.values:
        return _of_the_form(layout, name, after)
    else:
        cell, spec = layout.values[name].reference_from(FORM), layout.scheme.all_inputs.get(name)
        measure = layout.scheme.all_measures.get(name)
        percent = spec.kind is InputType.PERCENT if spec else measure is not None and measure.format == "percent"
        unused = False
    if spec is not None and (option := _boxed(spec, after)):
        box = call("IF", call("EXACT", cell, option), TICKED, NOT_TICKED)
        return box if unused is False else call("IF", unused, "", box)
    if spec is not None and spec.kind is InputType.DATE:
        return date_words(cell)
    return _formatted(cell, after or (PERCENT_FORMAT if percent else ""))


def _boxed(spec: Input, after: str) -> str:
    """The option of which a placeholder shows whether it is chosen: that after its colon, or a tick; else nothing."""
    return TICK if spec.kind is InputType.TICK else after if spec.options else ""


def date_words(cell: Formula) -> Formula:
    """The day in a cell as Chinese texts write it; what else there is as it is, nothing where there is nothing."""
    as_it_is = joined_text([cell, ""])
    day = joined_text([call("YEAR", cell), "年", call("MONTH", cell), "月", call("DAY", cell), "日"])
    return call("IF", call("ISNUMBER", cell), call("IFERROR", day, as_it_is), as_it_is)


def _of_the_form(layout: Layout, name: str, number_format: str) -> Value:
    """The total, the grade, an indicator's score or points; nothing while there is none."""
    total = layout.total.reference_from(FORM)
    if name == GRADE:
        return call("IF", call("ISNUMBER", total), GRADE_ON_CHECK.reference_from(FORM), "")
    if name == TOTAL:
        return _score_text(total, number_format)
    indicator = next(each for each in layout.scheme.indicators if name in (each.id + SCORE_OF, each.id + POINTS_OF))
    if name.endswith(SCORE_OF):
        return _score_text(layout.result(indicator).reference_from(FORM), number_format)
    full = full_points(layout.scheme, indicator, layout.names(FORM))
    return _formatted(full, number_format) if isinstance(full, Formula) else f"{full:g}"


def _score_text(cell: Formula, number_format: str) -> Formula:
    return call("IF", call("ISNUMBER", cell), call("TEXT", cell, number_format or SCORE_FORMAT), "")


def _formatted(cell: Formula, number_format: str) -> Formula:
    return call("IF", ex.equals(cell, ""), "", call("TEXT", cell, number_format)) if number_format else cell


def _worst_grade(layout: Layout, indicator: Indicator) -> Value:
    """The worst grade among an indicator's points to check; the grades are written from best to worst."""
    result: Value = ""
    for part in indicator.parts:
        if part.rule == "band_score" and part.table is None:
            cells = [layout.values[name].reference_from(FORM) for name in part.names("grades")]
            for grade in part.parameters["bands"]:
                result = call("IF", ex.any_of([ex.equals(cell, grade) for cell in cells]), grade, result)
    return result


def expected_text(scheme: Scheme, text: str, row: BlockRow, filling: FormData) -> str:
    """About what a block cell will show: for the height of its row."""
    values: Mapping[str, CellValue] = filling.inputs
    specs = scheme.all_inputs
    if row.index is not None:
        name = str(row.form_row.each)
        rows, specs = filling.tables.get(name, ()), scheme.tables[name].columns
        values = {**(rows[row.index] if row.index < len(rows) else {}), ROW_NUMBER: row.index + 1}
    return fill_placeholders(text, values, specs)


def fill_placeholders(text: str, values: Mapping[str, CellValue], specs: Mapping[str, Input]) -> str:
    """A text with what was filled in, without number formats."""

    def said(match: re.Match[str]) -> str:
        name, _, after = match[1].partition(":")
        spec, value = specs.get(name), values.get(name)
        if spec is not None and _boxed(spec, after):
            return NOT_TICKED
        is_day = spec is not None and spec.kind is InputType.DATE and is_number(value)
        return date_text(float(value)) if is_day and is_number(value) else str(value or "")

    return PLACEHOLDER.sub(said, text)
