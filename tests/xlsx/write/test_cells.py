"""What is put into cells: only what Excel 2010 knows."""

from __future__ import annotations

import openpyxl
import pytest

from xlgen.errors import NotPortableError
from xlgen.rules.expression import Formula
from xlgen.xlsx.write.cells import put


@pytest.mark.parametrize("function", ["XLOOKUP(A{row},B:B)", "LOG10(A{row})+NOSUCH(A{row})"])
def test_put__function_that_excel_2010_lacks_is_refused_in_every_row(function: str) -> None:
    sheet = openpyxl.Workbook().worksheets[0]
    put(sheet, "A1", Formula("LOG10(B1)+BIN2DEC(B1)+ATAN2(B$1,C1)"))
    for row in (7, 8):
        with pytest.raises(NotPortableError, match=f"不在 Excel 2010 之内：.*A{row}"):
            put(sheet, "A1", Formula(function.format(row=row)))
