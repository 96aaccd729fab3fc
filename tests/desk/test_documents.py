"""Documents on the desk: what the library writes, for all units and for one."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.factories.desks import OpenDesk, drop, end_of_job, issue, unit_address
from tests.factories.returns import form
from xlgen.desk.pages.documents import DRAFTS, OPINIONS, REPORT
from xlgen.desk.workspace import DOCUMENTS, CampaignFolder
from xlgen.docx.document import Paragraph, document_of
from xlgen.reports.word.opinion import MESSAGES


@pytest.fixture
def campaign(opened: OpenDesk) -> CampaignFolder:
    campaign = issue(opened, "自评", ["甲局", "乙局", "丙局"])
    drop(opened, campaign, {"甲局.xlsx": form("甲局"), "乙局.xlsx": form("乙局", spent=101)})
    return campaign


def texts(data: bytes) -> str:
    blocks = document_of(Path("a.docx"), data)
    return "\n".join(block.text if isinstance(block, Paragraph) else "\t".join(block.cells) for block in blocks)


def written(opened: OpenDesk, campaign: CampaignFolder, kind: str) -> tuple[str, Path]:
    """Have a kind written; the job's page, and the folder of the run."""
    answer = opened.browser.post(f"/campaigns/{campaign.key}/documents/start", data={"kind": kind})
    text = end_of_job(opened, answer)
    (run,) = campaign.folder(DOCUMENTS).iterdir()
    return text, run


def test_drafts__of_the_copies_that_count(opened: OpenDesk, campaign: CampaignFolder) -> None:
    text, run = written(opened, campaign, DRAFTS)
    assert "1 份有效的表，写出自评报告初稿 1 份" in text
    with zipfile.ZipFile(run / f"{DRAFTS}.zip") as archive:
        (name,) = archive.namelist()
        assert name == "甲局_自评报告（初稿）.docx"
        assert "自评得分7.00分" in texts(archive.read(name))
    page = opened.browser.get(f"/campaigns/{campaign.key}/documents").text
    (address,) = re.findall(r'href="([^"]+\.zip)"', page)
    assert opened.browser.get(address).content == (run / f"{DRAFTS}.zip").read_bytes()


def test_opinions__with_messages(opened: OpenDesk, campaign: CampaignFolder) -> None:
    _, run = written(opened, campaign, OPINIONS)
    with zipfile.ZipFile(run / f"{OPINIONS}.zip") as archive:
        assert sorted(archive.namelist()) == sorted(["乙局_审核意见表.docx", "甲局_审核意见表.docx", MESSAGES])
        assert "审核结论\t退回" in texts(archive.read("乙局_审核意见表.docx"))


def test_report__counts_what_the_campaign_counts(opened: OpenDesk, campaign: CampaignFolder) -> None:
    text, run = written(opened, campaign, REPORT)
    assert "计入 1 份，未计入 1 份" in text
    said = texts((run / f"{REPORT}.docx").read_bytes())
    assert "应报送单位\t3" in said
    assert "丙局\t未报送\t未报送" in said
    assert (
        f'href="/campaigns/{campaign.key}/documents"' in opened.browser.get(f"/campaigns/{campaign.key}/summary").text
    )


def test_unknown_kind__refused(opened: OpenDesk, campaign: CampaignFolder) -> None:
    answer = opened.browser.post(f"/campaigns/{campaign.key}/documents/start", data={"kind": "其他"})
    assert (answer.status_code, "没有选写什么" in answer.text) == (400, True)


def test_unit__opinion_draft_and_message(opened: OpenDesk, campaign: CampaignFolder) -> None:
    page = html.unescape(opened.browser.get(unit_address(campaign, "乙局")).text)
    assert "乙局：你单位报送的2024年度最小示例评分表（乙局.xlsx）审核结论：退回。" in page
    found = {name: re.findall(rf'href="([^"]+/unit/{name}\.docx[^"]+)"', page) for name in ("opinion", "report")}
    opinion, draft = (opened.browser.get(addresses[0]).content for addresses in found.values())
    assert "请修改后重新报送。" in texts(opinion)
    assert "【待填】" in texts(draft)
    with zipfile.ZipFile(io.BytesIO(opinion)) as parts:
        assert "word/document.xml" in parts.namelist()
