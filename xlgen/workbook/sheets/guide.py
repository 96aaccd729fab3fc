"""填报说明: what to do, in the order in which it is done. The text is templates/texts/填报说明.txt.jinja."""

from __future__ import annotations

from typing import cast

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.files.render import render_template
from xlgen.rules.choice import TICK
from xlgen.scheme.input_words import SAMPLE_DATE
from xlgen.scheme.inputs import MONEY_UNIT, InputType
from xlgen.scheme.sheet_names import CHECK, FORM, LIST, MATERIAL
from xlgen.scoring.status import Status
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.entry import REMARK
from xlgen.workbook.verdict import NOT_READY, READY
from xlgen.xlsx.dates import date_text, iso_day
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import put
from xlgen.xlsx.write.row_height import text_height

TEMPLATE = "填报说明.txt.jinja"
WIDTH = 110
HEADING_MARK, LEGEND_MARK = "# ", "■ "
LEGEND = {
    "浅黄": styles.INPUT_FILL,
    "深黄": styles.MISSING_FILL,
    "橙红": styles.INVALID_FILL,
    "灰白": styles.COMPUTED_FILL,
}


def write_guide_sheet(sheet: Worksheet, layout: Layout) -> None:
    """Write the guide: lines that begin with “# ” are headings, “■ 浅黄 …” explain a colour."""
    columns = (spec for table in layout.scheme.tables.values() for spec in table.columns.values())
    specs = [*layout.scheme.all_inputs.values(), *columns]
    text = render_template(
        TEMPLATE,
        scheme=layout.scheme,
        list=LIST,
        material=MATERIAL,
        remark=REMARK.label,
        tables=[layout.scheme.tables[name] for name in layout.sheet_tables],
        form=FORM,
        check=CHECK,
        ready=READY,
        not_ready=NOT_READY,
        status=Status,
        money=any(spec.kind is InputType.MONEY for spec in specs),
        asked={spec.kind for spec in specs},
        kinds=InputType,
        date=SAMPLE_DATE,
        date_words=date_text(cast(float, iso_day(SAMPLE_DATE))),
        tick=TICK,
        code=layout.code is not None,
        asks_unit=MONEY_UNIT in layout.scheme.inputs,
    )
    sheet.column_dimensions["A"].width = 8
    sheet.column_dimensions["B"].width = WIDTH
    for row, line in enumerate(text.strip().split("\n"), 1):
        look, shown = styles.PLAIN, line
        if row == 1:
            look = styles.TITLE
        elif line.startswith(HEADING_MARK):
            look, shown = styles.HEADING, line.removeprefix(HEADING_MARK)
        elif line.startswith(LEGEND_MARK):
            colour, shown = line.removeprefix(LEGEND_MARK).split(" ", 1)
            styles.CellStyle(fill=LEGEND[colour])(sheet[f"A{row}"])
        look(put(sheet, f"B{row}", shown))
        sheet.row_dimensions[row].height = 34 if row == 1 else text_height(shown, WIDTH, look.size) + 3
