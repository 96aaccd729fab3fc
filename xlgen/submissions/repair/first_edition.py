"""The contents of a workbook of the first edition in the places where today's has them."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.submissions.first_edition.reading import FirstEdition
from xlgen.submissions.first_edition.returned import former_layout
from xlgen.submissions.repair.placing import OVERWRITTEN, Found, Placement, Unplaced
from xlgen.workbook.layout import Layout
from xlgen.xlsx.read.sheet import CellRead
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

NOT_ASKED = "现在的表没有这一项，没有转入"


def place_first_edition(first: FirstEdition, layout: Layout) -> Placement:
    """Everything that it holds, as today's scheme asks for it, and what has no place. Raises UnreadableError."""
    values = {place: Found(former, _cell(first, former, value)) for place, former, value in _values(first, layout)}
    unplaced = [
        Unplaced(each.place.sheet, each.place.address, each.value, f"“{each.label}”{NOT_ASKED}")
        for each in first.unplaced
    ]
    scores = {key: first.scores[key] for key in first.typed_scores}
    unplaced += [
        Unplaced(score.place.sheet, score.place.address, score.cell.value, OVERWRITTEN) for score in scores.values()
    ]
    return Placement(values, unplaced)


def _values(first: FirstEdition, layout: Layout) -> Iterator[tuple[CellRef, CellRef, CellValue]]:
    """The cell of today, the former one, and what was in it."""
    former, filling = former_layout(first, layout), first.filling
    for name, value in filling.inputs.items():
        yield layout.values[name], former.values[name], value
    for today, before, texts in (
        (layout.remarks, former.remarks, filling.remarks),
        (layout.evidence, former.evidence, filling.evidence),
        (layout.notes, former.notes, filling.notes),
    ):
        for name, text in texts.items():
            if name in today:
                yield today[name], before[name], text
    for name, rows in filling.tables.items():
        for number, row in enumerate(rows):
            for column, value in row.items():
                yield layout.tables[name].cell(column, number), former.tables[name].cell(column, number), value


def _cell(first: FirstEdition, former: CellRef, value: CellValue) -> CellRead:
    sheet = first.book.sheet(former.sheet)
    cell = None if sheet is None else sheet.cells.get(former.address)
    return CellRead(value, None if cell is None else cell.stored, cell is not None and cell.is_date)
