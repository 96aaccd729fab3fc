from __future__ import annotations

from collections.abc import Iterator

import pytest
from openpyxl import Workbook

from xlgen.suspicions import sheet
from xlgen.suspicions.sheet import write_suspicions
from xlgen.suspicions.suspicion import Kind, Suspicion

ONE = Suspicion(Kind.SAME_SENTENCES, "有1句话…", "甲局", "", "甲.xlsx", "A!B1", "=乙局", "乙.xlsx", "A!B2")


def test_sheet__both_places_and_no_formulas() -> None:
    book = Workbook()
    assert write_suspicions(book, [ONE, ONE._replace(kind=Kind.FULL_MARKS), ONE]) == {"文字相同": 2, "各项满分": 1}
    rows = list(book["疑点"].iter_rows(values_only=True))
    assert str(rows[0][0]).startswith("疑点 3 条：文字相同 2，各项满分 1。只供抽查参考")
    assert rows[2] == ("甲局", "文字相同", "有1句话…", "A!B1", "甲.xlsx", "=乙局", "A!B2", "乙.xlsx")
    assert book["疑点"]["F3"].data_type == "s"
    assert book["疑点"]["F3"].quotePrefix


def test_sheet__with_projects() -> None:
    book = Workbook()
    write_suspicions(book, [ONE._replace(subject="P1　项目")])
    assert book["疑点"]["B2"].value == "填报对象"
    assert book["疑点"]["B3"].value == "P1　项目"


def test_sheet__of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_LISTED", 3)

    def many() -> Iterator[Suspicion]:
        yield from [ONE] * 10

    book = Workbook()
    assert write_suspicions(book, many()) == {"文字相同": 10}
    assert book["疑点"].max_row == 2 + 3
    assert "只列前 3 条" in str(book["疑点"]["A1"].value)


def test_no_suspicions__no_sheet() -> None:
    book = Workbook()
    write_suspicions(book, [])
    assert "疑点" not in book.sheetnames
