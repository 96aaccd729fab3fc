"""A new campaign: what is entered is kept, the roster is looked at with all its problems, and issued as a job."""

from __future__ import annotations

import re

import pytest

from tests.factories.desks import OpenDesk
from xlgen.campaign.progress import State, progress_of
from xlgen.campaign.record import open_record
from xlgen.desk.jobs import JobState
from xlgen.desk.workspace import BASIS, ISSUED

NAME = "二〇二六"
ROSTER = """单位编码,单位名称,主管部门,联系人,报送要求,传真
0101,甲局,甲局,张三,,1
0102,乙 中心,甲局,李四,,2
0103,丙站,,王五,涉密,3
合计,3,,,,
"""


def create(opened: OpenDesk, roster: str = ROSTER, **fields: str) -> str:
    """Send the form; the page that it leads to."""
    sent = {"name": NAME, "scheme": "minimal", "year": "2026", "due": "2026-03-31", **fields}
    files = {"roster": ("名单.csv", roster.encode("utf-8-sig"))} if roster else None
    return str(opened.browser.post("/new/upload", data=sent, files=files).text)


def test_new__offers_the_forms_that_are_known(opened: OpenDesk) -> None:
    text = opened.browser.get("/new").text
    assert re.search(r'<option value="[^"]+（shenzhen-2021）">', text)
    assert re.search(r'<option value="[^"]+（minimal）">', text)


def test_roster__is_shown_with_what_was_not_read(opened: OpenDesk) -> None:
    text = create(opened)
    assert "名单：3 个单位" in text
    assert "乙中心" in text
    assert "中有空格，已去掉" in text
    assert "名单中没有用到的列：传真" in text
    assert "没有生成评分表" in text
    assert "0101_甲局.xlsx" in text
    assert not (opened.campaign(NAME).path / ISSUED).exists()


def test_wrong_roster__every_problem_is_shown_and_nothing_can_be_issued(opened: OpenDesk) -> None:
    text = create(opened, "单位编码,单位名称\n1,甲局\n1,乙局\n,甲局\n,\n2,#N/A\n")
    assert len(re.findall("<li>", text)) >= 3
    assert "/issue/start" not in text
    answer = opened.browser.post(f"/campaigns/{opened.campaign(NAME).key}/issue/start")
    opened.desk.jobs.wait()
    assert opened.desk.jobs.every()[0].state is JobState.FAILED
    assert "单位名单不能使用，什么也没有写" in opened.browser.get(answer.url.path).text
    fixed = opened.browser.post(
        f"/campaigns/{opened.campaign(NAME).key}/issue/upload",
        data={"bureau": "示例市财政局"},
        files={"roster": ("名单.csv", ROSTER.encode("utf-8-sig"))},
    ).text
    assert "名单 (2).csv" in fixed
    assert "/issue/start" in fixed
    assert (
        (opened.campaign(NAME).folder(BASIS) / "名单.csv")
        .read_text(encoding="utf-8-sig")
        .startswith("单位编码,单位名称\n1")
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"scheme": ""}, "没有选表样"),
        ({"scheme": "没有这样的表"}, "没有这样的表"),
        ({"year": "今年"}, "请写四位的年度"),
    ],
)
def test_wrong_entry__said_on_the_form_which_keeps_the_rest(
    opened: OpenDesk, fields: dict[str, str], sentence: str
) -> None:
    text = create(opened, **fields)
    assert sentence in text
    assert 'value="2026-03-31"' in text
    assert not opened.campaign(NAME).path.exists()


def test_name_that_is_taken__said(opened: OpenDesk) -> None:
    create(opened)
    assert f"已有“{NAME}”" in create(opened)


@pytest.mark.parametrize("layout", ["../{name}.xlsx", "{nothing}.xlsx", "{office}/{name}.xlsx"])
def test_wrong_layout__shown_with_the_roster(opened: OpenDesk, layout: str) -> None:
    text = create(opened, layout=layout)
    assert "文件名样式不能使用" in text
    assert "名单：3 个单位" in text
    assert "/issue/start" not in text


def test_issue__writes_the_forms_and_the_record(opened: OpenDesk) -> None:
    create(opened, layout="{parent}/{code}_{name}.xlsx", bureau="示例市财政局")
    campaign = opened.campaign(NAME)
    job = opened.browser.post(f"/campaigns/{campaign.key}/issue/start")
    opened.desk.jobs.wait()
    text = opened.browser.get(job.url.path).text
    assert "已为 2 个单位生成评分表" in text
    assert "下发说明.csv" in text
    assert sorted(file.name for file in campaign.issued.rglob("*.xlsx")) == ["0101_甲局.xlsx", "0102_乙中心.xlsx"]
    with open_record(campaign.record) as record:
        progress = progress_of(record, "2026-03-05")
    assert progress.about.bureau == "示例市财政局"
    assert {unit.due for unit in progress.units} == {"2026-03-31"}
    assert [unit.state for unit in progress.units] == [State.MISSING, State.MISSING, State.CLASSIFIED]
    notices = opened.browser.get(f"/campaigns/{campaign.key}/files/{ISSUED}/下发说明.csv")
    assert "丙站" in notices.content.decode("utf-8-sig")


def test_issue_again__keeps_what_is_there_and_drops_who_left(opened: OpenDesk) -> None:
    create(opened)
    campaign = opened.campaign(NAME)
    opened.browser.post(f"/campaigns/{campaign.key}/issue/start")
    opened.desk.jobs.wait()
    roster = ROSTER.replace("0103,丙站,,王五,涉密,3\n", "").encode("utf-8-sig")
    opened.browser.post(f"/campaigns/{campaign.key}/issue/upload", files={"roster": ("新.csv", roster)})
    assert "不再算应报送" in opened.browser.get(f"/campaigns/{campaign.key}/issue").text
    opened.browser.post(f"/campaigns/{campaign.key}/issue/start", data={"drop": "1"})
    opened.desk.jobs.wait()
    assert "2 份此前已生成，没有变化" in " ".join(opened.desk.jobs.every()[0].outcome.lines)
    with open_record(campaign.record) as record:
        progress = progress_of(record, "2026-03-05")
        days = record.database.execute("SELECT count(*) FROM event").fetchone()[0]
    assert [unit.form.name for unit in progress.units] == ["甲局", "乙中心"]
    assert days == 1


@pytest.mark.parametrize("page", ["unit?unit=甲局", "unclaimed", "reminders", "returns", "progress.xlsx"])
def test_pages_before_anything_is_issued__say_so_and_make_no_record(opened: OpenDesk, page: str) -> None:
    create(opened)
    campaign = opened.campaign(NAME)
    (campaign.path / ISSUED).mkdir()
    assert "还没有下发" in opened.browser.get(f"/campaigns/{campaign.key}/{page}").text
    assert list((campaign.path / ISSUED).iterdir()) == []
