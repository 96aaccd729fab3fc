"""Summing up: what the page and the job say is what the library says, and files are kept from run to run."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.factories.campaigns import run
from tests.factories.desk_rounds import issued_round
from tests.factories.desks import OpenDesk, end_of_job
from tests.factories.returns import form
from xlgen.campaign.progress import RECEIVED as RECEIVED_STATES
from xlgen.desk.progress import progress_now
from xlgen.desk.workspace import RECEIVED, SUMMARY, CampaignFolder
from xlgen.scheme.sheet_names import FORM

RETURNS = {
    "甲一所.xlsx": form("甲一所"),
    "甲二所.xlsx": form("甲二所", spent=101),
    "甲局.xlsx": form("甲局"),
}


@pytest.fixture
def campaign(opened: OpenDesk) -> CampaignFolder:
    return issued_round(opened, RETURNS)


def job_text(opened: OpenDesk, address: str, **fields: str) -> str:
    """Send a form that begins a job; the job's page at its end."""
    return end_of_job(opened, opened.browser.post(address, data=fields))


def test_summary__counts_what_counts_and_says_what_does_not(opened: OpenDesk, campaign: CampaignFolder) -> None:
    base = f"/campaigns/{campaign.key}/summary"
    before = opened.browser.get(base).text
    assert "现在可以计入 0 份" in before
    assert "0755-2" in before
    text = job_text(opened, f"{base}/start", public="1")
    assert "计入 2 份，未计入 1 份" in text
    assert "甲二所.xlsx" in text
    (folder,) = campaign.folder(SUMMARY).iterdir()
    assert sorted(file.name for file in folder.iterdir()) == ["汇总.xlsx", "汇总公开版.xlsx"]
    sheet = openpyxl.load_workbook(folder / "汇总.xlsx", data_only=True)["汇总表"]
    assert {"甲局", "甲一所"} < {cell.value for column in sheet.iter_cols() for cell in column}
    after = opened.browser.get(base).text
    assert f"现在可以计入 {len(progress_now(campaign).in_state(*RECEIVED_STATES))} 份" in after
    assert f"{folder.name}/%E6%B1%87%E6%80%BB.xlsx" in after
    link = f"/campaigns/{campaign.key}/files/{SUMMARY}/{folder.name}/汇总.xlsx"
    assert opened.browser.get(link).content == (folder / "汇总.xlsx").read_bytes()


def test_failed_forms__count_where_that_is_asked_for(opened: OpenDesk, campaign: CampaignFolder) -> None:
    text = job_text(opened, f"/campaigns/{campaign.key}/summary/start", failed="1")
    assert "计入 3 份，未计入 0 份" in text


def test_last_year__stands_beside_this_year(
    opened: OpenDesk, campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign.path.rename(campaign.path.with_name("上年"))
    last = opened.campaign("上年")
    assert run("validate", last.folder(RECEIVED), "--units", last.issued, "--jobs", 1) == 1
    campaign = issued_round(opened, RETURNS)
    base = f"/campaigns/{campaign.key}/summary"
    assert f'<option value="{last.key}">上年</option>' in opened.browser.get(base).text
    job_text(opened, f"{base}/start", last_year=last.key)
    (folder,) = campaign.folder(SUMMARY).iterdir()
    sheet = openpyxl.load_workbook(folder / "汇总.xlsx", data_only=True)["汇总表"]
    assert "上年总分" in {cell.value for column in sheet.iter_cols() for cell in column}


def test_public_forms__are_those_that_count(opened: OpenDesk, campaign: CampaignFolder) -> None:
    base = f"/campaigns/{campaign.key}/summary"
    job_text(opened, f"{base}/start")
    (campaign.folder(RECEIVED) / "2026-03-05" / "甲局.xlsx").unlink()
    text = job_text(opened, f"{base}/public")
    assert "2 份有效的表，写出公开版 1 份" in text
    assert "甲局：有效的一份不在收到的文件里" in text
    (archive,) = campaign.folder(SUMMARY).rglob("*.zip")
    with zipfile.ZipFile(archive) as files:
        (name,) = files.namelist()
        assert name.startswith("甲一所")
        with files.open(name) as content:
            assert openpyxl.load_workbook(content).sheetnames == [FORM]


def test_copies_elsewhere__are_found_by_the_record(opened: OpenDesk, campaign: CampaignFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "邮件"
    campaign.folder(RECEIVED).rename(elsewhere)
    text = opened.browser.post(f"/campaigns/{campaign.key}/summary/start").url.path
    opened.desk.jobs.wait()
    assert "还没有收到表" in opened.browser.get(text).text
    assert run("validate", elsewhere, "--units", campaign.issued, "--jobs", 1) == 1
    assert "计入 2 份" in job_text(opened, f"/campaigns/{campaign.key}/summary/start")
