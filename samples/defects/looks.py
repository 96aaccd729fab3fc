"""What the sheets show is not what is in them: formats, colours, hidden rows, drawings, a second form."""

from __future__ import annotations

from typing import cast

from openpyxl.chart import BarChart
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from samples.defects.making import cell_at, edited, layout
from samples.defects.registry import defect
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.findings.structure import StructureCode


@defect(StructureCode.MISLEADING_FORMAT, "总分的数字格式写着别的数")
def format_of_another_number() -> bytes:
    """The total is computed as always, but its number format shows another one."""
    return edited(lambda book: setattr(cell_at(book, layout().total), "number_format", '"99.90"'))


@defect(StructureCode.UNREADABLE_TEXT, "得分用了白字")
def white_on_white() -> bytes:
    """The total is there, in white."""
    return edited(lambda book: setattr(cell_at(book, layout().total), "font", Font(color="FFFFFF")))


@defect(StructureCode.CONTENTS_HIDDEN, "隐藏了一项指标")
def hidden_row() -> bytes:
    """The row of an indicator is hidden."""
    row = layout().score("disclosure").row
    return edited(lambda book: setattr(book[FORM].row_dimensions[row], "hidden", True))


@defect(StructureCode.DRAWING_ADDED, "总分上盖了一个图形")
def drawn_over() -> bytes:
    """A chart lies over the form."""
    return edited(lambda book: cast(Worksheet, book[FORM]).add_chart(BarChart(), layout().total.address))


@defect(StructureCode.SHEET_DOUBLED, "多出一张评分表")
def second_form() -> bytes:
    """A copy of the form, under a name that WPS uses for itself."""

    def edit(book: Workbook) -> None:
        book.copy_worksheet(book[FORM]).title = "WpsReserved_评分表"

    return edited(edit)
