"""A unit's page: copies, findings, what changed, what it is told, decisions, documents; files that are nobody's."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.factories.campaigns import run
from tests.factories.desks import OpenDesk, drop, issue, unit_address
from tests.factories.returns import Post, form
from xlgen.campaign.deciding import NORMAL
from xlgen.campaign.events import EventKind
from xlgen.campaign.progress import State, UnitProgress, progress_of
from xlgen.campaign.record import open_record
from xlgen.desk.decisions import FORMS, KINDS
from xlgen.desk.workspace import CampaignFolder

FIRST, SECOND = "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"


@pytest.fixture
def campaign(opened: OpenDesk) -> CampaignFolder:
    return issue(opened, "自评", ["甲局", "乙局"], due="2026-03-20")


def unit_of(campaign: CampaignFolder, name: str = "甲局") -> UnitProgress:
    with open_record(campaign.record) as record:
        found = progress_of(record, "2026-03-10").find(name)
    assert found is not None
    return found


def show(opened: OpenDesk, campaign: CampaignFolder, name: str = "甲局") -> str:
    answer = opened.browser.get(unit_address(campaign, name))
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def decide(opened: OpenDesk, campaign: CampaignFolder, kind: str, **fields: str) -> str:
    data = {"kind": kind, "author": "李四", "reason": "已电话核实", **fields}
    address = unit_address(campaign, "甲局").replace("/unit?", "/unit/decide?")
    return html.unescape(opened.browser.post(address, data=data).text)


def test_unit_without_a_copy__shows_whom_to_call_and_its_form(opened: OpenDesk, campaign: CampaignFolder) -> None:
    text = show(opened, campaign)
    assert "13800000001" in text
    assert "2026-03-20" in text
    (address,) = re.findall(r'href="([^"]+)">01_甲局\.xlsx<', text)
    assert opened.browser.get(address).content == (campaign.issued / "01_甲局.xlsx").read_bytes()


def test_returned_form__findings_letter_marked_copy_and_fresh_form(opened: OpenDesk, campaign: CampaignFolder) -> None:
    content = form("甲局", FIRST, spent=120)
    drop(opened, campaign, {"甲局.xlsx": content})
    text = show(opened, campaign)
    assert re.search(r'<td class="错误">错误</td><td>[^<]+![A-Z]+\d+', text)
    letter = re.search(r'id="letter-1">(.*?)</div>', text, re.DOTALL)
    assert letter
    assert "甲局：" in letter[1]
    assert "请修改后重新报送。" in letter[1]
    assert "示例市财政局" in letter[1]
    assert str(campaign.path) not in letter[1]
    for name in ("marked.xlsx", "fresh.xlsx"):
        (address,) = re.findall(rf'href="([^"]+/{name}[^"]+)"', text)
        assert opened.browser.get(address).content[:2] == b"PK"
    (saved,) = re.findall(r'href="([^"]+)">甲局\.xlsx<', text)
    assert opened.browser.get(saved).content == content


def test_corrected_form__what_became_of_it(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"甲局.xlsx": form("甲局", FIRST, spent=120)})
    drop(opened, campaign, {"甲局.xlsx": form("甲局", SECOND, spent=90)}, "2026-03-06")
    text = show(opened, campaign)
    assert "报送过的（2 份）" in text
    assert "已改1处" in text
    assert unit_of(campaign).state is State.PASSED
    assert "要告诉单位的" not in text


def test_two_copies__asked_which_then_decided(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"一.xlsx": form("甲局", FIRST), "二.xlsx": form("甲局", SECOND, spent=90)})
    text = show(opened, campaign)
    assert "请确认有效版本" in text
    assert "处不同" in text
    assert "没有写由谁决定" in decide(opened, campaign, EventKind.VALID, copy="2", author=" ")
    kept = decide(opened, campaign, EventKind.VALID, copy="2", reason="")
    assert "有效版本要写理由或内容" in kept
    assert "<details open><summary>有效版本" in kept
    after = decide(opened, campaign, EventKind.VALID, copy="2", reason="<b>单位</b>来函")
    assert unit_of(campaign).state is State.PASSED
    assert "李四指定" in after
    assert 'name="author" required value="李四"' in after


def test_every_decision__can_be_entered(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"甲局.xlsx": form("甲局", FIRST)}, "2026-03-25")
    assert unit_of(campaign).state is State.OPEN
    decide(opened, campaign, EventKind.LATE, copy="1")
    assert unit_of(campaign).state is State.PASSED
    decide(opened, campaign, EventKind.EXTENDED, value="2026-04-10")
    assert unit_of(campaign).due == "2026-04-10"
    decide(opened, campaign, EventKind.CALL, reason="说下周报")
    decide(opened, campaign, EventKind.STAMPED_CODE, value="00000000")
    assert unit_of(campaign).stamp_differs
    decide(opened, campaign, EventKind.OPINION, value="退回")
    assert unit_of(campaign).state is State.RETURNED
    decide(opened, campaign, EventKind.OPINION, value="同意")
    decide(opened, campaign, EventKind.REVOKED)
    assert "撤销接收通知" in show(opened, campaign)
    decide(opened, campaign, EventKind.VALID, copy="1")
    decide(opened, campaign, EventKind.STATUS, value="线下报送")
    decide(opened, campaign, EventKind.OFFLINE_SCORE, value="88.5")
    assert (unit_of(campaign).state, unit_of(campaign).score) == (State.OFFLINE, 88.5)
    decide(opened, campaign, EventKind.STATUS, value=NORMAL)
    text = show(opened, campaign)
    entered = {event.kind for event in unit_of(campaign).events}
    assert entered == {form.kind for form in FORMS}
    assert all(f"<td>{kind}</td>" in text for kind in entered)


@pytest.mark.parametrize("kind", ["分发", "合并冲突", "没有", "", "截止日期'"])
def test_other_kind__refused(opened: OpenDesk, campaign: CampaignFolder, kind: str) -> None:
    assert "没有这种事项" in decide(opened, campaign, kind)
    assert unit_of(campaign).events == ()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (EventKind.VALID, {"copy": "7"}),
        (EventKind.EXTENDED, {"value": "明天"}),
        (EventKind.STATUS, {"value": "不报"}),
        (EventKind.STAMPED_CODE, {"value": "1"}),
        (EventKind.OFFLINE_SCORE, {"value": "90"}),
        (EventKind.OPINION, {"value": "也许"}),
        (EventKind.CALL, {"reason": ""}),
    ],
)
def test_wrong_entry__said_and_nothing_entered(
    opened: OpenDesk, campaign: CampaignFolder, kind: EventKind, fields: dict[str, str]
) -> None:
    text = decide(opened, campaign, kind, **fields)
    assert 'role="alert"' in text
    assert unit_of(campaign).events == ()


def test_forms__are_those_of_the_command() -> None:
    from xlgen.cli.decide import KINDS as COMMAND

    assert set(COMMAND) == KINDS


def test_documents__are_ticked(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"甲局.xlsx": form("甲局", FIRST)})
    text = show(opened, campaign)
    wanted = re.findall(r'name="subject" value="([^"]+)"', text)
    assert wanted
    sent = {"kind": EventKind.DOCUMENT, "author": "李四", "subject": wanted[:2], "value": "2026-03-06"}
    opened.browser.post(unit_address(campaign, "甲局").replace("/unit?", "/unit/decide?"), data=sent)
    after = show(opened, campaign)
    assert all(f"✓</b> {name}" in after for name in wanted[:2])
    assert f"✓</b> {wanted[2]}" not in after
    assert "请照“不知是谁的文件”" not in after
    assert "没有写哪个要件" in decide(opened, campaign, EventKind.DOCUMENT, value="2026-03-06")


def test_file_that_is_gone__said(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"甲局.xlsx": form("甲局", FIRST, spent=120)})
    for file in campaign.path.glob("收到/*/甲局.xlsx"):
        file.unlink()
    text = show(opened, campaign)
    assert "文件不在原处了" in text
    assert "退回" in text
    fingerprint = unit_of(campaign).copies[0].fingerprint
    gone = opened.browser.get(f"/campaigns/{campaign.key}/unit/marked.xlsx?unit=甲局&copy={fingerprint}")
    assert gone.status_code == 404


def test_unreadable_file__findings_and_letter(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"甲局.xlsx": b"x", "乙局.xlsx": form("乙局")})
    text = show(opened, campaign)
    assert "已报送、无法审核" in text
    assert "甲局.xlsx 的问题" in text
    assert "甲局：" in text


def test_unknown_unit__said_with_the_nearest(opened: OpenDesk, campaign: CampaignFolder) -> None:
    answer = opened.browser.get(unit_address(campaign, "甲"))
    assert answer.status_code == 400
    assert "是不是“甲局”" in answer.text


def test_file_of_nobody__is_attributed(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"新建表格.xlsx": b"x", "乙局.xlsx": form("乙局")})
    address = f"/campaigns/{campaign.key}/unclaimed"
    text = html.unescape(opened.browser.get(address).text)
    (file,) = re.findall(r'name="subject" value="([^"]+)"', text)
    assert "1 个文件不知是谁的" in opened.browser.get(f"/campaigns/{campaign.key}").text
    data = {"kind": EventKind.FILE, "subject": file, "unit": "没有", "author": "李四", "reason": "来电说的"}
    refused = opened.browser.post(f"{address}/attribute", data=data)
    assert (refused.status_code, "记录里没有这个单位" in refused.text) == (400, True)
    opened.browser.post(f"{address}/attribute", data={**data, "unit": "01"})
    assert unit_of(campaign).state is State.NOT_CHECKED
    assert "没有。收到的文件都知道是谁的" in opened.browser.get(address).text


def test_reminders__texts_and_the_last_day(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"甲局.xlsx": form("甲局", FIRST, spent=120)})
    address = f"/campaigns/{campaign.key}/reminders"
    text = opened.browser.get(address).text
    assert "甲局" in text
    assert "教育局" in text
    opened.browser.post(f"{address}/due", data={"kind": "截止日期", "value": "2026-04-01", "author": "李四"})
    assert "2026年4月1日" in opened.browser.get(address).text
    assert (
        "请写日期"
        in opened.browser.post(f"{address}/due", data={"kind": "截止日期", "value": "", "author": "李四"}).text
    )
    opened.browser.post(f"{address}/save")
    (file,) = campaign.path.glob("催报/*/教育局.txt")
    assert "甲局" in file.read_text(encoding="utf-8-sig")


def test_copy_in_an_archive__is_saved_out_of_it(opened: OpenDesk, campaign: CampaignFolder) -> None:
    archive, content = io.BytesIO(), form("甲局", FIRST)
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("各科/甲局.xlsx", content)
    drop(opened, campaign, {"一批.zip": archive.getvalue()})
    (saved,) = re.findall(r'href="([^"]+)">甲局\.xlsx<', show(opened, campaign))
    assert opened.browser.get(saved).content == content


def test_copy_elsewhere__is_shown_and_not_served(opened: OpenDesk, campaign: CampaignFolder, tmp_path: Path) -> None:
    """The command line may have checked files that lie anywhere."""
    Post(tmp_path / "别处").put({"甲局.xlsx": form("甲局", FIRST, spent=120)})
    run("validate", tmp_path / "别处", "--units", campaign.issued, "--jobs", 1)
    text = show(opened, campaign)
    assert "问题 1 处" in text
    assert "/unit/copy" not in text
    fingerprint = unit_of(campaign).copies[0].fingerprint
    address = f"/campaigns/{campaign.key}/unit/copy?unit=甲局&copy={fingerprint}"
    assert opened.browser.get(address).status_code == 404


def test_decision_on_a_locked_record__is_asked_to_wait(
    opened: OpenDesk, campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlgen.desk.web.RECORD_WAIT_SECONDS", 0.1)
    opened.browser.get(unit_address(campaign, "甲局"))
    with open_record(campaign.record, alone=True):
        assert "正被另一个程序使用" in decide(opened, campaign, EventKind.CALL)
    assert unit_of(campaign).events == ()
