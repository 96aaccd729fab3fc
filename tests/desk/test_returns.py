"""What comes: dropped or in a folder, checked as a job, told as it comes; reports and letters in their folders."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Thread

import pytest

from tests.factories.desks import OpenDesk, drop, issue, unit_address
from tests.factories.returns import form
from xlgen.campaign.progress import State, progress_of
from xlgen.campaign.record import open_record
from xlgen.desk.jobs import JobState, Told
from xlgen.desk.workspace import CHECKED, LETTERS, RECEIVED, CampaignFolder

UNITS = ["甲局", "乙局", "丙局", "丁局", "戊局", "己局"]


@pytest.fixture
def campaign(opened: OpenDesk) -> CampaignFolder:
    return issue(opened, "自评", UNITS)


def states(campaign: CampaignFolder) -> dict[str, State]:
    with open_record(campaign.record) as record:
        return {unit.form.name: unit.state for unit in progress_of(record, "2026-03-10").units}


def test_dropped_files__are_checked_and_told(opened: OpenDesk, campaign: CampaignFolder) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("丙局.xlsx", form("丙局"))
    files = {
        "甲局.xlsx": form("甲局"),
        "乙局/乙局.xlsx": form("乙局", spent=120),
        "乙局/佐证/照片.jpg": b"x",
        "第三批.zip": archive.getvalue(),
        "丁局的表.xlsx": b"not a workbook",
        "说明.txt": b"x",
    }
    text = drop(opened, campaign, files)
    assert states(campaign) == {
        "甲局": State.PASSED,
        "乙局": State.RETURNED,
        "丙局": State.PASSED,
        "丁局": State.NOT_CHECKED,
        "戊局": State.MISSING,
        "己局": State.MISSING,
    }
    assert "已记入" in text
    assert re.search(r'<td class="退回">退回</td><td><a href="[^"]+unit\?unit=[^"]+">乙局</a>', text)
    assert "本次：审核文件 4 个，通过 2 个，退回 1 个，无法读取 1 个" in text
    letters = sorted(file.name for file in (campaign.folder(LETTERS) / "2026-03-05").iterdir())
    assert "乙局_退回修改意见.txt" in letters
    assert "乙局_批注.xlsx" in letters
    for address in re.findall(r'href="(/campaigns/[^"]+/files/[^"]+)"', text):
        answer = opened.browser.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
    assert len(list(campaign.folder(CHECKED).iterdir())) == 2
    (last,) = re.findall(r'href="([^"]+)">最近的审核报告', opened.browser.get(f"/campaigns/{campaign.key}").text)
    assert "评分表审核报告" in opened.browser.get(last).content.decode("utf-8")
    page = opened.browser.get(f"/campaigns/{campaign.key}/returns").text
    assert "2026-03-05" in page
    assert "说明.txt" not in page


def test_unchanged_files__are_not_checked_again(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {f"{unit}.xlsx": form(unit) for unit in UNITS[:3]})
    text = drop(opened, campaign, {"丁局.xlsx": form("丁局")})
    assert "3 个文件此前已核对，没有变化，不再核对" in text
    answer = opened.browser.post(f"/campaigns/{campaign.key}/returns/check", data={"day": "2026-03-05"})
    opened.desk.jobs.wait()
    assert "4 个文件此前已核对" in opened.browser.get(answer.url.path).text


def test_same_name__two_copies_and_an_officer_must_decide(opened: OpenDesk, campaign: CampaignFolder) -> None:
    drop(opened, campaign, {"评分表.xlsx": form("甲局", "2026-03-01T08:00:00Z")})
    drop(opened, campaign, {"评分表.xlsx": form("甲局", "2026-03-02T08:00:00Z", spent=90)})
    folder = campaign.folder(RECEIVED) / "2026-03-05"
    assert sorted(file.name for file in folder.iterdir()) == ["评分表 (2).xlsx", "评分表.xlsx"]
    assert states(campaign)["甲局"] is State.OPEN


def test_folder_of_this_machine__is_copied_and_checked(
    opened: OpenDesk, campaign: CampaignFolder, tmp_path: Path
) -> None:
    disc = tmp_path / "光盘"
    (disc / "甲局").mkdir(parents=True)
    (disc / "甲局" / "表.xlsx").write_bytes(form("甲局"))
    (disc / "乙局.xlsx").write_bytes(form("乙局"))
    chosen = opened.browser.get("/folders", params={"at": str(disc), "to": f"/campaigns/{campaign.key}/returns"}).text
    assert f'action="/campaigns/{campaign.key}/returns"' in chosen
    shown = opened.browser.get(f"/campaigns/{campaign.key}/returns", params={"folder": str(disc)}).text
    assert str(disc) in shown
    opened.browser.post(f"/campaigns/{campaign.key}/returns/check", data={"day": "2026-03-07", "folder": str(disc)})
    opened.desk.jobs.wait()
    assert states(campaign)["甲局"] is states(campaign)["乙局"] is State.PASSED
    assert (campaign.folder(RECEIVED) / "2026-03-07" / "光盘" / "甲局" / "表.xlsx").is_file()


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/campaigns/../x", "/enter"])
def test_chosen_folder__is_handed_to_our_own_pages_only(opened: OpenDesk, to: str) -> None:
    text = opened.browser.get("/folders", params={"to": to}).text
    assert to not in text.replace("/enter?", "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"day": "2026-03-09"}, "2026-03-09 没有收到文件"),
        ({"day": "昨天"}, "请写日期"),
        ({"day": ""}, "没有写收到的日期"),
        ({"day": "2026-03-09", "folder": "/没有这个"}, "没有这个文件夹"),
    ],
)
def test_nothing_to_check__said(
    opened: OpenDesk, campaign: CampaignFolder, data: dict[str, str], sentence: str
) -> None:
    answer = opened.browser.post(f"/campaigns/{campaign.key}/returns/check", data=data)
    opened.desk.jobs.wait()
    assert sentence in answer.text + opened.browser.get(answer.url.path).text


def test_only_other_files__said_in_the_words_of_the_command(opened: OpenDesk, campaign: CampaignFolder) -> None:
    text = drop(opened, campaign, {"说明.txt": b"x"})
    assert "没有找到评分表" in text
    assert opened.desk.jobs.every()[0].state is JobState.FAILED


def test_stopped_check__goes_on_where_it_was(opened: OpenDesk, campaign: CampaignFolder) -> None:
    files = {f"{unit}.xlsx": form(unit) for unit in UNITS}
    address = f"/campaigns/{campaign.key}/returns"
    stored = opened.browser.post(
        f"{address}/upload",
        data={"day": "2026-03-05"},
        files=[("files", (name, content)) for name, content in files.items()],
        headers={"accept": "application/json"},
    )
    assert stored.json() == {"stored": 6}
    from xlgen.desk.pages import returns

    job = returns.start_checking(opened.desk, campaign, "2026-03-05", letters=False)
    told = job.describe

    def stop_after_three(result: object) -> Told | None:
        if job.shown == 2:
            job.stop.set()
        return told(result) if told else None

    job.describe = stop_after_three
    opened.desk.jobs.wait()
    opened.browser.post(f"/jobs/{job.number}/again")
    opened.desk.jobs.wait()
    assert opened.desk.jobs.every()[0].state is JobState.DONE
    assert set(states(campaign).values()) == {State.PASSED}


@pytest.mark.slow
def test_command_on_the_same_record__does_no_harm(opened: OpenDesk, campaign: CampaignFolder, tmp_path: Path) -> None:
    """The command line checks other files into the record while the desk checks, and pages are read."""
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    for unit in UNITS[:3]:
        (elsewhere / f"{unit}.xlsx").write_bytes(form(unit))
    command = [sys.executable, "-m", "xlgen", "validate", str(elsewhere), "--units", str(campaign.issued)]
    done: list[subprocess.CompletedProcess[str]] = []
    running = Thread(target=lambda: done.append(subprocess.run(command, check=False, capture_output=True, text=True)))
    running.start()
    for unit in UNITS[3:]:
        assert "Traceback" not in drop(opened, campaign, {f"{unit}.xlsx": form(unit)})
        assert opened.browser.get(f"/campaigns/{campaign.key}").status_code == 200
        assert opened.browser.get(unit_address(campaign, unit)).status_code == 200
    running.join()
    assert done[0].stderr == ""
    assert done[0].returncode in (0, 1)  # whether the desk had checked the others by then
    assert set(states(campaign).values()) == {State.PASSED}


def test_two_tabs__two_jobs_one_after_the_other(opened: OpenDesk, campaign: CampaignFolder) -> None:
    for unit in UNITS:
        opened.browser.post(
            f"/campaigns/{campaign.key}/returns/upload",
            data={"day": "2026-03-05"},
            files=[("files", (f"{unit}.xlsx", form(unit)))],
        )
    opened.desk.jobs.wait()
    assert {job.state for job in opened.desk.jobs.every()} == {JobState.DONE}
    assert set(states(campaign).values()) == {State.PASSED}


def test_reference__is_compared(opened: OpenDesk, campaign: CampaignFolder) -> None:
    figures = "单位名称,预算（万元）\n甲局,100\n乙局,200\n".encode("utf-8-sig")
    opened.browser.post(f"/campaigns/{campaign.key}/issue/upload", files={"reference": ("决算.csv", figures)})
    drop(opened, campaign, {"甲局.xlsx": form("甲局"), "乙局.xlsx": form("乙局")})
    assert (states(campaign)["甲局"], states(campaign)["乙局"]) == (State.PASSED, State.WARNED)
    assert "决算" in opened.browser.get(unit_address(campaign, "乙局")).text
