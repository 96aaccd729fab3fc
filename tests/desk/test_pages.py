"""The first pages: campaigns with their counts, filters, pages of the list, folders, files to save."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.factories.desks import OpenDesk, open_desk, record_place
from xlgen.campaign.progress import counts, progress_of
from xlgen.campaign.record import open_record
from xlgen.campaign.record_rows import PlannedForm
from xlgen.desk.workspace import ISSUED
from xlgen.roster.unit import Unit

NAME = "二〇二六年自评"


def fill(folder: Path, count: int, issued: int | None = None) -> Path:
    """A record with so many units of three departments, of which some were issued their form."""
    file = record_place(folder, NAME)
    units = [Unit(f"第{number}中学", f"{number:05}") for number in range(count)]
    planned = [
        PlannedForm(
            unit, f"{number}.xlsx", str(number), details={"parent": f"第{number % 3}局", "phone": f"1380{number}"}
        )
        for number, unit in enumerate(units)
    ]
    with open_record(file) as record:
        record.plan({"方案": "x", "版本": "1", "年度": "2026"}, planned, lambda path: False)
        record.issued([form.key for form in planned[:issued]], "2026-03-01T00:00:00")
        record.keep_option("form", "整体支出绩效自评表")
    return file


@pytest.fixture
def opened(tmp_path: Path) -> OpenDesk:
    fill(tmp_path, 250, issued=240)
    return open_desk(tmp_path)


def rows(text: str) -> list[str]:
    """The texts of the rows of the last table of a page."""
    body = text.rpartition("<tbody>")[2]
    return [html.unescape(re.sub("<[^>]+>", " ", row)) for row in re.findall("<tr>.*?</tr>", body)]


def shown_numbers(text: str) -> dict[str, int]:
    found = re.findall(r"<li><b>(\d+)</b><(?:a[^>]*|span)>([^<]+)<", text)
    return {label: int(number) for number, label in found}


def test_home__has_the_counts_of_each_campaign(opened: OpenDesk) -> None:
    text = opened.browser.get("/").text
    with open_record(opened.campaign(NAME).record) as record:
        expected = counts(progress_of(record, "2026-03-05").units)
    assert shown_numbers(text) == expected
    assert NAME in text


def test_campaign__shows_a_hundred_a_page(opened: OpenDesk) -> None:
    base = f"/campaigns/{opened.campaign(NAME).key}"
    first = opened.browser.get(base).text
    assert len(rows(first)) == 100
    assert "第 1 / 3 页" in first
    last = rows(opened.browser.get(f"{base}?page=3").text)
    assert len(last) == 50
    assert "第249中学" in last[-1]
    assert rows(opened.browser.get(f"{base}?page=99").text) == last
    assert rows(opened.browser.get(f"{base}?page=x").text) == rows(first)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=还没有下发", 10),
        ("state=未报送", 240),
        ("state=退回", 0),
        ("department=第1局", 83),
        ("text=第7中学", 1),
        ("text=第 7 中学", 1),
        ("text=138077", 1),
        ("state=还没有下发&department=第0局&text=第249中学", 1),
    ],
)
def test_filters__leave_what_is_asked_for(opened: OpenDesk, query: str, count: int) -> None:
    text = opened.browser.get(f"/campaigns/{opened.campaign(NAME).key}?{query}").text
    assert f"{count} 个" in text
    assert len(rows(text)) == min(count, 100)


def test_change_of_the_record__is_seen_at_once(opened: OpenDesk) -> None:
    base = f"/campaigns/{opened.campaign(NAME).key}"
    assert shown_numbers(opened.browser.get(base).text)["还没有下发"] == 10
    with open_record(opened.campaign(NAME).record) as record:
        record.issued([unit.key for unit in record.units()], "2026-03-02T00:00:00")
    assert "还没有下发" not in shown_numbers(opened.browser.get(base).text)


def test_locked_record__said_in_chinese(opened: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlgen.desk.web.RECORD_WAIT_SECONDS", 0.1)
    with open_record(opened.campaign(NAME).record, alone=True):
        for path in ("/", f"/campaigns/{opened.campaign(NAME).key}"):
            text = opened.browser.get(path).text
            assert "正被另一个程序使用" in text
            assert "Traceback" not in text


def test_units_from_others__are_text_on_the_page(tmp_path: Path) -> None:
    file = record_place(tmp_path, NAME)
    planned = PlannedForm(Unit("<script>alert(1)</script>", "1"), "1.xlsx", "1", details={"contact": '"><b onclick=x>'})
    with open_record(file) as record:
        record.plan({"方案": "x", "版本": "1", "年度": "2026"}, [planned], lambda path: False)
    opened = open_desk(tmp_path)
    text = opened.browser.get(f"/campaigns/{opened.campaign(NAME).key}").text
    assert "<script>alert" not in text
    assert "<b onclick" not in text


def test_unknown_campaign_or_page__said_in_chinese(opened: OpenDesk) -> None:
    gone = opened.browser.get("/campaigns/0123456789ab")
    assert gone.status_code == 400
    assert "没有这次自评" in gone.text
    assert "没有这一页" in opened.browser.get("/nothing").text


@pytest.mark.parametrize(
    "place", ["../工作台.json", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "下发/../../x", "a%00b", "下发", ""]
)
def test_files__only_from_inside_the_campaign(opened: OpenDesk, place: str) -> None:
    (opened.desk.workspace.folder / "工作台.json").write_text("{}", encoding="utf-8")
    base = f"/campaigns/{opened.campaign(NAME).key}"
    answer = opened.browser.get(f"{base}/files/{place}")
    assert answer.status_code >= 400
    assert "content-disposition" not in answer.headers


def test_link_that_leads_outside__not_served(opened: OpenDesk, tmp_path: Path) -> None:
    secret = tmp_path / "别处.txt"
    secret.write_text("x", encoding="utf-8")
    folder = opened.campaign(NAME)
    (folder.path / "link.txt").symlink_to(secret)
    (folder.path / "folder").symlink_to(tmp_path)
    for place in ("link.txt", "folder/别处.txt"):
        assert opened.browser.get(f"/campaigns/{folder.key}/files/{place}").status_code == 400
    (folder.path / ISSUED / "表.xlsx").write_bytes(b"x")
    answer = opened.browser.get(f"/campaigns/{folder.key}/files/{ISSUED}/表.xlsx")
    assert answer.content == b"x"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_campaign_elsewhere__is_opened_and_remembered(tmp_path: Path) -> None:
    fill(tmp_path / "别处", 3)
    elsewhere = tmp_path / "别处" / NAME
    opened = open_desk(tmp_path / "工作")
    assert NAME in opened.browser.get("/open", params={"at": str(elsewhere.parent)}).text
    assert opened.browser.post("/open", data={"folder": str(tmp_path)}).status_code == 400
    shown = opened.browser.post("/open", data={"folder": str(elsewhere / ISSUED)})
    assert shown.status_code == 200
    assert "第2中学" in shown.text
    again = open_desk(tmp_path / "工作")
    assert NAME in again.browser.get("/").text
    key = again.desk.workspace.campaigns()[0].key
    again.browser.post(f"/campaigns/{key}/forget")
    assert NAME not in again.browser.get("/").text


def test_progress_workbook__is_saved(opened: OpenDesk) -> None:
    answer = opened.browser.get(f"/campaigns/{opened.campaign(NAME).key}/progress.xlsx")
    assert answer.content[:2] == b"PK"
