"""What stands above and below the table: the year, dates, where texts stand, the number of the form, its paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook
from openpyxl.styles import Alignment

from tests.factories.blank_forms import add_sheet, as_workbook, saved
from xlgen.draft.drafting import draft_from
from xlgen.draft.errors import NoDraftError

TITLE = "部门整体支出绩效自评表"
TABLE = ("一级指标|指标名称|分值|评分标准|得分", "投入|执行率|5|有制度的得5分。|")


def _draft(data: bytes, folder: Path) -> dict[str, Any]:
    file = folder / "空白表.xlsx"
    file.write_bytes(data)
    return draft_from(file).draft.data


def _texts(rows: Sequence[Any]) -> list[str]:
    return [cell["text"] for row in rows for cell in row["cells"]]


@pytest.mark.parametrize(
    ("printed", "year", "shown"),
    [
        ("（2025年度）", 2025, "（{{ year }}年度）"),
        ("(2024年度)", 2024, "({{ year }}年度)"),
        ("2024年度", 2024, "{{ year }}年度"),
        ("填报年度：2025年", 2025, "填报年度：{{ year }}年"),
        ("（ 2025 年度）", 2025, "（ {{ year }} 年度）"),
        ("评价年度：2024", 2024, "评价年度：{{ year }}"),
        ("（2025年）", 2025, "（{{ year }}年）"),
        ("（\uff12\uff10\uff12\uff15年度）", 2025, "（{{ year }}年度）"),
        ("（    年度）", None, "（{{ year }}年度）"),
        ("填报年度：    年", None, "填报年度：{{ year }}年"),
        ("依据2019年印发的办法", None, "依据2019年印发的办法"),
    ],
)
def test_year_below_the_title__variable_or_todo(printed: str, year: int | None, shown: str, tmp_path: Path) -> None:
    data = _draft(as_workbook([f"{TITLE}|<|<|<|<", f"{printed}|<|<|<|<", *TABLE]), tmp_path)
    assert data.get("year") == year
    assert ("补 year" in data["todo"]) == (year is None)
    assert _texts(data["form"]["header"]) == [shown]
    assert set(data["inputs"]) == {"unit_name"}


@pytest.mark.parametrize("title", [f"{TITLE}（2025年度）", f"2025年度{TITLE}", f"2025年{TITLE}", f"{TITLE}（2025年）"])
def test_year_in_the_title__not_in_the_name(title: str, tmp_path: Path) -> None:
    data = _draft(as_workbook([f"{title}|<|<|<|<", *TABLE]), tmp_path)
    assert (data["name"], data["year"]) == (TITLE, 2025)
    assert data["form"]["title"] == title.replace("2025", "{{ year }}")


def test_cell_beside_the_label_of_the_year__variable(tmp_path: Path) -> None:
    data = _draft(as_workbook([f"{TITLE}|<|<|<|<", "评价年度||单位名称||", *TABLE]), tmp_path)
    assert _texts(data["form"]["header"])[:4] == ["评价年度", "{{ year }}", "单位名称", "{unit_name}"]


@pytest.mark.parametrize("room", ["    年  月  日", "   年   月   日  ", "　年　月　日", "年月日"])
def test_room_for_a_date__date_without_the_printed_words(room: str, tmp_path: Path) -> None:
    rows = [f"{TITLE}|<|<|<|<", *TABLE, f"填表人：　　　填报日期：{room}|<|<|<|<"]
    data = _draft(as_workbook(rows), tmp_path)
    assert _texts(data["form"]["footer"]) == ["填表人：{filled_by}　填报日期：{filled_on}"]
    assert data["inputs"]["filled_on"]["kind"] == "date"
    beside = _draft(as_workbook([f"{TITLE}|<|<|<|<", f"批复时间|{room}|单位名称||", *TABLE]), tmp_path)
    assert beside["inputs"]["approved"] == {"kind": "date", "label": "批复时间"}


def test_page_and_places_of_texts__as_in_the_workbook(tmp_path: Path) -> None:
    book = Workbook()
    del book["Sheet"]
    add_sheet(
        book, ["附件2||||", f"{TITLE}|<|<|<|<", "（2025年度）|<|<|<|<", "单位名称||<|金额单位：万元|<", *TABLE], "表"
    )
    sheet = book["表"]
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    for address, place in (("A2", "center"), ("A3", "center"), ("D4", "right")):
        sheet[address].alignment = Alignment(horizontal=place)
    for cell in sheet["1:1"]:
        cell.border = None
    form = _draft(saved(book), tmp_path)["form"]
    assert form["paper"] == "A3"
    assert form["header"][0] == {"border": False, "cells": [{"text": "附件2", "columns": 5}]}
    assert form["header"][1]["cells"] == [{"text": "（{{ year }}年度）", "columns": 5, "align": "center"}]
    assert [cell.get("align") for cell in form["header"][2]["cells"]] == [None, None, "right"]


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_other_kind_of_file__told_how_to_get_a_form(start: bytes, tmp_path: Path) -> None:
    file = tmp_path / "空白表.xlsx"
    file.write_bytes(start.ljust(2000, b"\0"))
    with pytest.raises(NoDraftError, match=r"另存为 \.xlsx 或 \.docx.*扫描件") as caught:
        draft_from(file)
    assert "模板" not in str(caught.value)


def test_level_called_as_a_heading__table_with_points(tmp_path: Path) -> None:
    rows = [
        f"{TITLE}|<|<|<|<|<|<|<|<",
        "一级指标|分值|二级指标|分值|三级指标|分值|指标说明|评分标准|得分",
        "指标|10|细目|10|执行率|6|反映预算执行的情况。|有制度的得6分，没有的不得分。|",
        "^|^|^|^|完成率|4|反映工作完成的情况。|有台账的得4分，没有的不得分。|",
    ]
    data = _draft(as_workbook(rows), tmp_path)
    assert data["points"] == 10
    assert [group["name"] for group in data["groups"]] == ["指标"]
    columns = {"".join(column["title"]): column for column in data["form"]["columns"]}
    told = {title: (columns[title]["content"], "todo" in columns[title]) for title in ("指标说明", "评分标准")}
    assert told == {"指标说明": ("explanation", False), "评分标准": ("criteria", False)}


def test_document__same_head_as_the_workbook(tmp_path: Path) -> None:
    document = Document()
    left, centre = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    for text, place in (("附件2", left), (TITLE, centre), ("（ 2025 年度）", centre)):
        document.add_paragraph(text).alignment = place
    table = document.add_table(2, 5)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts.split("|"), strict=True):
            cell.text = text
    document.add_paragraph("填报日期：    年  月  日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file = tmp_path / "空白表.docx"
    document.save(str(file))
    data = draft_from(file).draft.data
    form = data["form"]
    assert (data["name"], data["year"]) == (TITLE, 2025)
    shown = [row["cells"] for row in (*form["header"], *form["footer"])]
    assert shown == [
        [{"text": "附件2", "columns": 5}],
        [{"text": "（ {{ year }} 年度）", "columns": 5, "align": "center"}],
        [{"text": "填报日期：{filled_on}", "columns": 5, "align": "right"}],
    ]
