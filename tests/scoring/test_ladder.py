"""What is wrong with an input: the same words from Python and from the status formula, for whatever is typed."""

from __future__ import annotations

import datetime
import io
import random
from collections.abc import Sequence
from typing import Any

import formualizer
import pytest
from openpyxl import Workbook, load_workbook

from xlgen.rules.bands import Band
from xlgen.rules.expression import Formula
from xlgen.scheme.inputs import MAX_CHARACTERS, MAX_NUMBER, Bands, Input, InputType
from xlgen.scoring.ladder import rungs_of
from xlgen.scoring.status import MOVED, Status, fault_of, is_blank, status_formula, status_in
from xlgen.text import BLANKS, SYMBOLS
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

BANDS = Bands(by="grade", ranges={"达成": Band(least=0.8, most=1.0), "部分达成": Band(least=0.6, below=0.8)})
SPECS = {
    "text": Input(label="说明", kind=InputType.TEXT),
    "date": Input(label="完成时间", kind=InputType.DATE),
    "first date": Input(label="开始", kind=InputType.DATE, maximum=datetime.date(2025, 12, 31), no_more_than="other"),
    "tick": Input(label="新增项目", kind=InputType.TICK),
    "short text": Input(label="摘要", kind=InputType.TEXT, max_length=5),
    "yes or no": Input(label="是否", kind=InputType.YES_NO),
    "choice": Input(label="等级", kind=InputType.CHOICE, options=["A", "b", "达成", "√"]),
    "money": Input(label="金额", kind=InputType.MONEY),
    "count": Input(label="人数", kind=InputType.COUNT, unit="人", maximum=500),
    "percent": Input(label="比率", kind=InputType.PERCENT, maximum=1),
    "number": Input(label="分数", kind=InputType.NUMBER, minimum=-5, maximum=5, no_more_than="other"),
    "share": Input(label="比例", kind=InputType.PERCENT, maximum=1, bands=BANDS),
}
LIMITS: tuple[CellValue, ...] = (None, 0, 3.5, 22, "达成", "部分达成", "x", 45747, 45748.25, ErrorValue("#N/A"))
VALUES: tuple[CellValue, ...] = (
    *(
        "",
        " ",
        "\u3000",
        "\u200b",
        "\ufeff\u2060",
        "\n",
        " \n ",
        "—",
        "－",
        "——",
        "-/",
        "……",
        "无",
        "无。",
        "0",
        "5",
        "3.5",
    ),
    *(
        "12万元",
        "22人",
        "37.6%",
        "是",
        "否",
        " 是",
        "是\u200b",
        "A",
        "a",
        "B",
        "达成",
        "达成 ",
        "√",
        "true",
        "TRUE",
        "#N/A",
    ),
    *("*", "?", "~", "a*", "\uff12\uff12", "=1+1", "x" * MAX_CHARACTERS, "x" * (MAX_CHARACTERS + 1), "甲乙", "'5", '"'),
    *("甲乙丙丁戊", "甲乙丙丁戊己", " 甲乙丙丁戊", "甲乙丙\n丁戊", "\U0002000b甲乙丙", "\U0002000b甲乙丙丁", 123456),
    *(0, 0.0, -0.01, 1, 1.0000001, 0.6, 0.7999, 0.8, 0.59999999, 2.5, 5, 5.01, -5, 22, 499, 500, 501, 1e12, MAX_NUMBER),
    *("✓", "☑", "2025-3-31", "2023.6.1", "20230601", "2023年6月1日", 45747, 45747.5, 46022, 46022.5, 32873, 73416),
    *(20230601, 45747 - 1462),
    *(2e13, 1e-9, 0.1 + 0.2, True, False, None, ErrorValue("#N/A"), ErrorValue("#REF!"), ErrorValue("#DIV/0!")),
)


def shown(cases: Sequence[tuple[Input, CellValue, CellValue, bool]]) -> list[object]:
    """The status of each case as formualizer computes it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (spec, value, limit, needed) in enumerate(cases, 1):
        for column, content in ((1, value), (2, limit)):
            cell = sheet.cell(row, column)
            if isinstance(content, ErrorValue):
                cell.value = f"={content}" if content != "#REF!" else "=#REF!"
            elif content is not None:
                cell.value = content
                if isinstance(content, str):
                    cell.data_type = "s"
        place = CellRef("Sheet", "A", row)
        limiting = Formula(f"$B${row}") if spec.limit_source else None
        formula = status_formula(
            spec,
            Formula(f"$A${row}"),
            needed,
            limiting,
            label="另一数",
            home=place,
        )
        sheet.cell(row, 3).value = f"={formula.text}"
    buffer = io.BytesIO()
    book.save(buffer)
    computed = bytes(formualizer.recalculate_xlsx_bytes(buffer.getvalue())["bytes"])
    result: Any = load_workbook(io.BytesIO(computed), data_only=True).active
    return [result.cell(row, 3).value for row in range(1, len(cases) + 1)]


def due(spec: Input, value: CellValue, limit: CellValue, needed: bool) -> str:
    """What the status must be, by Python; of what is wanted only the beginning."""
    if is_blank(value, spec.kind):
        return Status.MISSING if needed else Status.OPTIONAL
    fault = fault_of(spec, value, limit, needed, "另一数")
    return f"{Status.INVALID}：{fault.words(value)}" if fault else Status.FILLED


@pytest.mark.parametrize("name", SPECS)
def test_status__same_in_python_and_as_a_formula(name: str) -> None:
    spec, source = SPECS[name], random.Random(name)
    alphabet = [*BLANKS, *SYMBOLS, *"万元人是否达成0.5%", "\u00ad", "\u200e", "\u202e", "\t"]
    random_texts = ["".join(source.choices(alphabet, k=source.randint(1, 4))) for _ in range(60)]
    limits = LIMITS if spec.limit_source else (None,)
    values = (*VALUES, *random_texts, *(source.uniform(-1, 6) for _ in range(40)))
    cases = [(spec, value, limit, needed) for value in values for limit in limits for needed in (True, False)]
    for case, text in zip(cases, shown(cases), strict=True):
        expected = due(*case)
        exact = text if status_in(str(text)) in (Status.INVALID, Status.FILLED) else str(status_in(str(text)))
        if expected == Status.FILLED and isinstance(case[2], ErrorValue):  # then the grade beside it is wrong
            assert status_in(str(text)) in (Status.INVALID, Status.FILLED), case
        else:
            if spec.max_length and isinstance(case[1], float):  # engines write more or fewer digits of a number
                exact, expected = (str(said).partition("，现有")[0] for said in (exact, expected))
            assert exact == expected, case


def test_cut_cell__says_so_whatever_it_holds() -> None:
    spec, moved = SPECS["money"], Formula("$A$9")
    formula = status_formula(spec, moved, True, home=CellRef("Sheet", "A", 3))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A9"], sheet["C3"], sheet["C4"] = 22, f"={formula.text}", f"={formula.text.replace('$A$9', '#REF!')}"
    buffer = io.BytesIO()
    book.save(buffer)
    computed = bytes(formualizer.recalculate_xlsx_bytes(buffer.getvalue())["bytes"])
    result: Any = load_workbook(io.BytesIO(computed), data_only=True).active
    assert (result["C3"].value, result["C4"].value) == (MOVED, MOVED)


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_words__are_an_accountant_s(spec: Input) -> None:
    for rung in rungs_of(spec, "编制数"):
        assert rung.why
        assert len(rung.why) <= 40
        assert not rung.why.endswith(("。", "；"))
