"""Days as numbers of a workbook, as Chinese texts write them, and what people write for them."""

from __future__ import annotations

import datetime
import random

import pytest
from openpyxl.utils.datetime import from_excel, to_excel

from xlgen.xlsx.dates import FIRST_DATE, date_text, day_number, intended_day, iso_day

DAY = 45747
"""31 March 2025."""


def test_day_number__as_openpyxl_s() -> None:
    source = random.Random(0)
    for _ in range(200):
        date = FIRST_DATE + datetime.timedelta(source.randrange(80_000))
        assert day_number(date) == to_excel(date)  # type: ignore[no-untyped-call]
        assert date_text(day_number(date)) == f"{date.year}年{date.month}月{date.day}日"
    moment = datetime.datetime(2025, 3, 31, 14, 30)
    assert from_excel(day_number(moment)) == moment


def test_date_text__with_its_time_if_there_is_one_and_a_number_that_is_no_day() -> None:
    assert date_text(DAY) == "2025年3月31日"
    assert date_text(DAY + 0.5) == "2025年3月31日12时0分"
    assert [date_text(number) for number in (20230601, 2e13, -1, 0.5, 59)] == [
        "20230601",
        "20000000000000",
        "-1",
        "0.5",
        "59",
    ]


@pytest.mark.parametrize("text", ["2025-03-31", "2025-3-31", "2025/3/31", " 2025-3-31 "])
def test_iso__a_day(text: str) -> None:
    assert iso_day(text) == intended_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2025.3.31",
            "20250331",
            "2025年3月31日",
            "2025年03月31日",
            "2025 年 3 月 31 日",
            "2025年3月31号",
            "2025。3。31",
        ),
        *(
            "\uff12\uff10\uff12\uff15\uff0d3\uff0d31",
            "2025-3-31 14:00",
            "2025-03-31T00:00:00",
            "2025/3/31 8:05:00",
            "2025-3-31\u200b",
        ),
    ],
)
def test_written_otherwise__meant_as_a_day_but_no_iso_date(text: str) -> None:
    assert intended_day(text) == DAY
    assert iso_day(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "无", "2025", "2025.3", "2025年3月", "25.3.31", "2025-13-1", "2025-2-29", "20251331", "2025331", "45747"),
        *(
            "2025-3-31至2025-4-1",
            "3月31日",
            "1899-12-31",
            "1900-2-28",
            "2025-3-311",
            "-2025-3-31",
            "0000-1-1",
            "2025" * 99,
        ),
    ],
)
def test_no_certain_day__none(text: str) -> None:
    assert intended_day(text) is None
    assert iso_day(text) is None
