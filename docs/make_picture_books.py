"""Make workbooks for the manual's pictures: of functions, computed by LibreOffice, and of a form with wrong entries.

python -m docs.make_picture_books FOLDER
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from tests.oracles.libreoffice import recalculated
from xlgen.files.resources import SAMPLES
from xlgen.scheme.inputs import InputType
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.xlsx.write.cells import merge, put
from xlgen.xlsx.write.styles import CENTRED, HEAD, LABEL, PERCENT_FORMAT, SCORE_FORMAT

SHENZHEN = "shenzhen-2021"
FORMULA = "=QUARTER_EXEC_SCORE(B2:E2)"
PROGRESS = {"第一季度末": 0.3760, "第二季度末": 0.5647, "第三季度末": 0.7228, "第四季度末": 0.9299}


def first_formula() -> Workbook:
    """A unit's own sheet with one score."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "预算执行"
    for column, width in {"A": 24, **dict.fromkeys("BCDEF", 13)}.items():
        sheet.column_dimensions[column].width = width
    for column, head in zip("ABCDEF", ["", *PROGRESS, "得分"], strict=True):
        HEAD(put(sheet, f"{column}1", head))
    LABEL(put(sheet, "A2", "累计支出进度"))
    for column, value in zip("BCDE", PROGRESS.values(), strict=True):
        CENTRED(put(sheet, f"{column}2", value)).number_format = PERCENT_FORMAT
    score = CENTRED(put(sheet, "F2", None))
    score.value, score.number_format = FORMULA, SCORE_FORMAT
    LABEL(put(sheet, "A3", "F2 的公式"))
    for column in "BCDEF":
        LABEL(sheet[f"{column}3"])
    put(sheet, "B3", FORMULA)
    merge(sheet, "B3:F3")
    sheet.page_setup.orientation = "landscape"
    return book


def wrong_entries(scheme: Scheme, filling: FormData) -> FormData:
    """The published form as it may look while it is being filled in."""
    specs = scheme.all_inputs
    yes_no = [name for name, spec in specs.items() if spec.kind is InputType.YES_NO]
    counts = [name for name, spec in specs.items() if spec.kind is InputType.COUNT]
    wrong = {yes_no[1]: "对", yes_no[3]: None, counts[0]: "2项", counts[1]: 0.5}
    return replace(filling, inputs={**filling.inputs, **wrong})


def main() -> None:
    """Write the workbooks into the folder."""
    folder = Path(sys.argv[1])
    files = [folder / "formula.xlsx", folder / "functions.xlsx"]
    first_formula().save(files[0])
    scheme = load_scheme(SHENZHEN)
    filling = load_form_data(SAMPLES / SHENZHEN / "inputs.yaml", scheme)
    files[1].write_bytes(build(scheme, filling, formulas=FormulaStyle.UDF))
    (folder / "wrong.xlsx").write_bytes(build(scheme, wrong_entries(scheme, filling)))
    for file, computed in recalculated(files, folder / "computed", functions=True).items():
        computed.replace(file)


if __name__ == "__main__":
    main()
