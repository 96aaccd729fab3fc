"""A review by the pages, from the drawing to what was put right: what they show is what the library says."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import openpyxl
import pytest

from tests.factories.desks import OpenDesk, drop, issue
from tests.factories.returns import filling, form, scheme
from tests.factories.reviews import filled
from xlgen.campaign.record import open_record
from xlgen.campaign.validation import validate_returns
from xlgen.desk.jobs import JobState
from xlgen.desk.reviewing import EARLIER, PAPERS, workbook_of_unit
from xlgen.desk.workspace import RECEIVED, REVIEW, CampaignFolder
from xlgen.execution.local import LocalExecutor
from xlgen.reviewing.opinion import OPINION, SHEET, WHOLE_ROW
from xlgen.reviewing.reviews import Reviews, Stage, UnitReview, reviews_of
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

AGREED: dict[str, dict[str, CellValue]] = {"预算执行率": {"agreed": "√"}, "任务完成": {"agreed": "√"}}
CORRECTED: dict[str, CellValue] = {
    "value": 60,
    "problem": "决算为60万元",
    "reason": "14 数据与佐证资料不符",
    "evidence": "不符",
}
BY = {"author": "赵六"}


@pytest.fixture
def campaign(opened: OpenDesk) -> CampaignFolder:
    campaign = issue(opened, "自评", ["甲局", "乙局", "丙局"])
    drop(opened, campaign, {f"{name}.xlsx": form(name, spent=spent) for name, spent in (("甲局", 80), ("乙局", 90))})
    return campaign


def reviews(campaign: CampaignFolder) -> Reviews:
    with open_record(campaign.record) as record:
        return reviews_of(record, "2026-04-10")


def of(campaign: CampaignFolder, name: str = "甲局") -> UnitReview:
    return reviews(campaign).find(name)


def begun(
    opened: OpenDesk,
    campaign: CampaignFolder,
    end: str,
    files: Mapping[str, bytes] | None = None,
    state: JobState = JobState.DONE,
    field: str = "files",
    **fields: str,
) -> str:
    """Send a form that begins a job; the job's page at its end."""
    sent = [(field, (name, content)) for name, content in (files or {}).items()]
    address = f"/campaigns/{campaign.key}/review/{end}"
    answer = opened.browser.post(address, data={**BY, **fields}, files=sent or None)
    opened.desk.jobs.wait()
    assert opened.desk.jobs.every()[0].state is state, opened.desk.jobs.every()[0].error
    return html.unescape(opened.browser.get(answer.url.path).text)


def decided(opened: OpenDesk, campaign: CampaignFolder, kind: str, status: int = 200, **fields: str) -> str:
    """Enter a decision about 甲局; the page that it leads to."""
    address = f"/campaigns/{campaign.key}/review/unit/decide?form={quote(of(campaign).form)}"
    answer = opened.browser.post(address, data={"kind": kind, **BY, **fields})
    assert answer.status_code == status, answer.text
    return html.unescape(answer.text)


def shown(opened: OpenDesk, campaign: CampaignFolder) -> dict[str, list[str]]:
    """The rows of the list of units: the cells by unit."""
    text = opened.browser.get(f"/campaigns/{campaign.key}/review").text
    rows = re.findall("<tr>(.*?)</tr>", text.partition("复核的单位")[2].partition("</table>")[0])
    cells = [[re.sub("<[^>]+>", "", each) for each in re.findall("<td[^>]*>(.*?)</td>", row)] for row in rows]
    return {each[1]: each for each in cells if each}


def papers(campaign: CampaignFolder, kind: str = "复核底稿") -> dict[str, Path]:
    """The workbooks that are out, by unit."""
    return {file.name.split("_")[1]: file for file in (campaign.folder(REVIEW) / kind).glob("*.xlsx")}


def taken(opened: OpenDesk, campaign: CampaignFolder) -> str:
    return begun(opened, campaign, "take/upload", {file.name: file.read_bytes() for file in papers(campaign).values()})


def test_review__from_the_drawing_to_rectification(opened: OpenDesk, campaign: CampaignFolder) -> None:
    page = opened.browser.get(f"/campaigns/{campaign.key}/review").text
    assert "还没有抽取" in page
    text = begun(opened, campaign, "draw/upload", method="按金额", count="2", amount="实际支出")
    assert "资金（实际支出）170.00 / 170.00 万元，资金覆盖率 100.00%" in text
    assert "抽取清单.xlsx" in text
    assert set(shown(opened, campaign)) == {"甲局", "乙局"}
    begun(opened, campaign, "materials", until="2026-05-10")
    begun(opened, campaign, "open")
    assert of(campaign).stage is Stage.OPENED
    filled(papers(campaign)["甲局"], {**AGREED, "实际支出": {"value": 60}})
    filled(papers(campaign)["乙局"], AGREED)
    text = taken(opened, campaign)
    assert "没有收下　甲局" in text
    assert "没有选扣分口径" in text
    assert "已收下　乙局　自评 7.50，复核 7.50" in text
    filled(papers(campaign)["甲局"], {"实际支出": CORRECTED})
    assert "自评 7.00，复核 6.00" in taken(opened, campaign)
    assert shown(opened, campaign)["甲局"][2:7] == ["已有初步意见", "7.00", "6.00", "6.00", "-1.00"]
    begun(opened, campaign, "ask", until="2026-05-20")
    asked = papers(campaign, "征求意见表")["乙局"]
    book = openpyxl.load_workbook(asked)
    book[SHEET][f"{OPINION}{WHOLE_ROW}"] = "同意"
    agreed = io.BytesIO()
    book.save(agreed)
    assert "已记入　乙局　同意" in begun(opened, campaign, "answers/upload", {"意见.xlsx": agreed.getvalue()})

    decided(opened, campaign, "单位意见", row="execution", value="不同意", reason="决算后又支付")
    page = decided(opened, campaign, "复核定稿", 400, signers="钱七", day="2026-05-31")
    assert "不同意见还有 1 项没有处理" in page
    decided(opened, campaign, "意见采纳", row="execution", value="采纳", reason="补了凭证")
    filled(papers(campaign)["甲局"], {"实际支出": {"value": 70, "problem": "决算70万元"}})
    taken(opened, campaign)
    forms = [of(campaign, name).form for name in ("甲局", "乙局")]
    address = f"/campaigns/{campaign.key}/review/settle"
    opened.browser.post(address, data={"form": forms, "signers": "钱七，孙八", "day": "2026-05-31", **BY})
    assert {each.stage for each in reviews(campaign).units.values()} == {Stage.SETTLED}
    assert of(campaign).settled is not None
    page = decided(opened, campaign, "整改事项", what="完善制度", who="财务科", due="2026-09-30")
    assert "2026-05-31　钱七、孙八 签字" in page
    assert "自评 7.00（" in page or "自评 7.00，初步 6.00，复核 6.50" in page
    decided(opened, campaign, "整改完成", number="1", day="2026-08-01")
    assert of(campaign).stage is Stage.RECTIFIED
    text = begun(opened, campaign, "summary")
    files = {file.name for file in campaign.folder(REVIEW).glob("*/*.*")}
    assert {"复核汇总.xlsx", "整改清单.xlsx", "复核文书.zip"} <= files
    assert "2 份复核意见" in text
    word = opened.browser.get(f"/campaigns/{campaign.key}/review/unit/opinion.docx?form={quote(forms[0])}")
    assert word.content[:2] == b"PK"
    decided(opened, campaign, "撤销定稿", reason="审计另有认定")
    assert of(campaign).settled is None


def test_third_party__gets_a_package_and_nothing_foreign_is_taken(opened: OpenDesk, campaign: CampaignFolder) -> None:
    begun(opened, campaign, "draw/upload", method="指定", units="甲局\n02")
    begun(opened, campaign, "open")
    begun(opened, campaign, "out", form=of(campaign).form, party="某事务所")
    (package,) = campaign.folder(REVIEW).rglob("复核包.zip")
    with zipfile.ZipFile(package) as files:
        (name,) = [each for each in files.namelist() if each.startswith("复核底稿/")]
        paper = campaign.path / "在外.xlsx"
        paper.write_bytes(files.read(name))
    filled(paper, AGREED)
    foreign = papers(campaign)["乙局"]

    def packed(*papers: Path) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for each in papers:
                archive.write(each, f"复核底稿/{each.name}")
        return target.getvalue()

    both = {"交来.zip": packed(paper, foreign)}
    text = begun(opened, campaign, "in/upload", both, JobState.FAILED, "package", party="某事务所")
    assert "整包没有收下" in text
    assert of(campaign).last is None
    text = begun(opened, campaign, "in/upload", {"交来.zip": packed(paper)}, field="package", party="某事务所")
    assert "已收下　甲局" in text
    assert shown(opened, campaign)["甲局"][-1] == "某事务所"


def test_workbook_of_one_unit__given_out_again_keeps_the_old_one_aside(
    opened: OpenDesk, campaign: CampaignFolder
) -> None:
    begun(opened, campaign, "draw/upload", method="随机", count="2", seed="2026")
    begun(opened, campaign, "open")
    before = papers(campaign)["甲局"].read_bytes()
    begun(opened, campaign, "open", form=of(campaign).form)
    assert len(of(campaign).opened) == 2
    assert papers(campaign)["甲局"].read_bytes() != before
    (old,) = (campaign.folder(REVIEW) / "复核底稿" / "以前发出的").iterdir()
    assert old.read_bytes() == before


def test_unit_that_is_taken_out__may_be_drawn_again(opened: OpenDesk, campaign: CampaignFolder) -> None:
    begun(opened, campaign, "draw/upload", method="指定", units="甲局")
    assert "要写理由" in decided(opened, campaign, "移出复核", 400)
    decided(opened, campaign, "移出复核", reason="审计正在进行")
    assert not reviews(campaign).units
    begun(opened, campaign, "draw/upload", method="指定", units="甲局")
    assert of(campaign).stage is Stage.DRAWN


def test_drawing_by_suspicion__goes_by_what_is_odd_in_the_returns(opened: OpenDesk, campaign: CampaignFolder) -> None:
    done = {"tasks": [{"task": "任务一", "done": "完成"}, {"task": "任务二", "done": "完成"}]}
    full = replace(filling("丙局", spent=100), tables=done, remarks={})
    drop(opened, campaign, {"丙局.xlsx": build(scheme(), full, "丙局")})
    found = validate_returns([campaign.folder(RECEIVED)], roster=campaign.issued, executor=LocalExecutor(1))
    odd = {each.unit for each in found.report.suspicions}
    text = begun(opened, campaign, "draw/upload", method="按疑点", count="3")
    assert odd == {"丙局"}, "full marks everywhere"
    assert f"已接收 3 份，抽取 {len(odd)} 份" in text
    assert set(shown(opened, campaign)) == odd


def test_units_on_a_list_of_earlier_years__are_not_drawn(opened: OpenDesk, campaign: CampaignFolder) -> None:
    earlier = {"去年.csv": "单位名称\n乙局\n".encode("utf-8-sig")}
    text = begun(opened, campaign, "draw/upload", earlier, field="lists", method="全部")
    assert "不抽　乙局　近3年复核过（去年.csv）" in text
    assert set(shown(opened, campaign)) == {"甲局"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"method": "随机", "count": "2"}, "要先定种子"),
        ({"method": "按金额"}, "请写抽几份"),
        ({"method": "指定", "units": "丙局"}, "丙局：未报送"),
        ({"method": "全部", "author": ""}, "没有写由谁抽取"),
    ],
)
def test_drawing_that_cannot_be__says_why(
    opened: OpenDesk, campaign: CampaignFolder, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in begun(opened, campaign, "draw/upload", None, JobState.FAILED, **fields)
    assert not reviews(campaign).drawings


def test_units_without_codes__workbooks_are_found_again(opened: OpenDesk) -> None:
    """What is given out is called by one rule, by which the pages find it and put it aside."""
    sent = {"name": "自评", "scheme": "minimal", "year": str(scheme().year)}
    roster = "单位名称\n甲局\n乙局".encode("utf-8-sig")
    opened.browser.post("/new/upload", data=sent, files={"roster": ("名单.csv", roster)})
    campaign = opened.campaign("自评")
    opened.browser.post(f"/campaigns/{campaign.key}/issue/start")
    opened.desk.jobs.wait()
    drop(opened, campaign, {"甲局.xlsx": form("甲局")})
    begun(opened, campaign, "draw/upload", method="全部")
    begun(opened, campaign, "open")
    review = of(campaign)
    file = workbook_of_unit(campaign, PAPERS, review)
    assert file is not None
    page = opened.browser.get(f"/campaigns/{campaign.key}/review/unit?form={quote(review.form)}").text
    assert file.name in html.unescape(unquote(page))
    assert "已写出 1 份复核底稿" in begun(opened, campaign, "open", form=review.form)
    assert [earlier.name.rpartition("_")[2] for earlier in (file.parent / EARLIER).iterdir()] == ["复核底稿.xlsx"]
