"""Days, ticks and texts of limited length: one finding at the cell, in the words of its status, with what was meant."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.factories import returned_forms
from tests.factories.form_workbooks import read_back
from tests.factories.returned_forms import codes, patched, typed
from xlgen.scheme.inputs import MAX_CHARACTERS
from xlgen.scoring.status import Status
from xlgen.submissions.findings.code import Level, Part
from xlgen.submissions.read import read_returned
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

kinds = partial(returned_forms.kinds, about={Part.INPUTS})

IN_KINDS: dict[str, tuple[str, CellValue, str]] = {
    "text of a date": ("finished", "2025.12.5", "填的是“2025.12.5”，可按2025年12月5日理解。应为日期，如2025-3-31"),
    "text of an ISO date": ("finished", "2025-12-05", "，可按2025年12月5日理解。应为日期，如2025-3-31"),
    "date in Chinese": ("finished", "2025年12月5日", "，可按2025年12月5日理解。应为日期"),
    "digits": ("finished", 20251205, "填的是 20251205，可按2025年12月5日理解。应在1990年1月1日至2100年12月31日之间"),
    "no date": ("finished", "年底", "“完成时间”填的是“年底”。应为日期，如2025-3-31"),
    "month": ("finished", "2025.12", "“完成时间”填的是“2025.12”。应为日期，如2025-3-31"),
    "time of day": (
        "finished",
        45996.604167,
        "填的是 2025年12月5日14时30分，可按2025年12月5日理解。只填日期，不写几点几分",
    ),
    "out of bounds": ("started", 43830, "“开始时间”填的是 2019年12月31日。应在2020年1月1日至2025年12月31日之间"),
    "wrong order": (
        "started",
        45997,
        "“开始时间”填的是 2025年12月6日，“完成时间”是 2025年12月5日。不能晚于“完成时间”；请核对这两处",
    ),
    "tick": ("legal", "✓", "“有法律法规依据”填的是“✓”，不在选项之中，是否想选“√”。请选“√”，没有的留空"),
    "ticked box": ("legal", "☑", "，是否想选“√”。"),
    "letter": ("legal", "v", "，是否想选“√”。"),
    "number": ("legal", 1, "，是否想选“√”。"),
    "yes": ("legal", "是", "，是否想选“√”。"),
    "no": ("legal", "否", "填的是“否”，不在选项之中。请选“√”，没有的留空"),
    "long text": ("summary", "甲" * 21, "最多20字，现有21字"),
}


@pytest.mark.parametrize(("name", "value", "words"), IN_KINDS.values(), ids=IN_KINDS)
def test_days_ticks_and_lengths__error_with_what_was_meant(name: str, value: CellValue, words: str) -> None:
    form = kinds()
    (found,) = form.findings(form.filled({name: value}))
    assert (found.code.level, f"{found.sheet}!{found.cell}") == (Level.ERROR, form.place(name))
    assert words in f"{found.message}。{found.remedy}"


def test_days_ticks_and_lengths__in_a_row_of_a_table() -> None:
    form = kinds()
    filling = form.filled({}, **form.rows("steps", 1, step="甲" * 11, due="6月1日", kept="✓"))
    assert codes(form.findings(filling)) == [
        ("UNFIT_TEXT", form.cell("steps", 1, "step")),
        ("TEXT_FOR_NUMBER", form.cell("steps", 1, "due")),
        ("NOT_AN_OPTION", form.cell("steps", 1, "kept")),
    ]


def test_blank_tick_and_any_format_of_a_day__no_finding() -> None:
    form = kinds()
    assert form.findings(form.filled({"planned": None, "accepted": None}), dates=(form.place("finished"),)) == []
    assert form.findings(form.filled({"finished": 45996.0})) == []


def test_day_in_a_workbook_of_an_old_mac__counts_from_1904() -> None:
    form = returned_forms.kinds()
    days = {name: form.filling.inputs[name] for name in ("started", "finished", "filled_in", "deadline", "reported")}
    earlier = {name: day - 1462 for name, day in days.items() if isinstance(day, (int, float))}
    (first, second) = form.filling.tables["steps"]
    rows = {"steps": [{**first, "due": 45717 - 1462, "done": 45708 - 1462}, {**second, "due": 45809 - 1462}]}
    changed = build(form.scheme, form.filled(earlier, tables=rows))
    old_mac = patched("xl/workbook.xml", r"<workbookPr\b", '<workbookPr date1904="1"', changed)
    assert read_back(old_mac).from_1904
    found = read_returned(read_back(old_mac), form.scheme, Path("表.xlsx")).filling
    assert {name: found.inputs[name] for name in days} == days
    assert found.tables["steps"][1]["due"] == 45809


@pytest.mark.parametrize(("text", "code"), [("甲" * (MAX_CHARACTERS + 1), "UNFIT_TEXT"), ("=1/0", "ERROR_VALUE")])
def test_reason_that_is_no_text_of_the_form__error_as_its_status_says(text: str, code: str) -> None:
    form = returned_forms.kinds()
    layout = layout_of(form.scheme)
    place, (*_, line) = layout.remarks["timely"], layout.lines_of(form.scheme.indicators[0])
    data = typed({f"{place.sheet}!{place.address}": text}, build(form.scheme, form.filling))
    sheet, status = read_back(data).sheet(place.sheet), layout.status_of(line)
    assert sheet is not None
    (found,) = form.check(data)
    assert codes([found]) == [(code, f"{place.sheet}!{place.address}")]
    assert sheet.value(status.address) == f"{Status.INVALID}：{found.remedy}"


@pytest.mark.parametrize(("column", "code"), [("due", "TEXT_FOR_NUMBER"), ("kept", "NOT_AN_OPTION")])
def test_spaces_in_a_row_that_is_not_used__error_as_its_status_says(column: str, code: str) -> None:
    form = kinds()
    place = form.cell("steps", 3, column)
    data = typed({place: "\u3000"}, build(form.scheme, form.filling))
    sheet, table = read_back(data).sheet("实施进度"), layout_of(form.scheme).tables["steps"]
    assert sheet is not None
    assert str(sheet.value(f"{table.status}{table.last}")).startswith(Status.INVALID)
    assert (code, place) in codes(form.check(data))
