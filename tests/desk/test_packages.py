"""Two tiers on two desks, with only the zip between: out, opened, collected, sent back, merged."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.factories.desks import OpenDesk, drop, end_of_job, issue, open_desk, own_scheme, unit_address
from tests.factories.returns import form
from tests.factories.schemes import edited
from xlgen.campaign.progress import State
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.tiers.handing_out import ISSUED
from xlgen.desk.progress import progress_now
from xlgen.desk.workspace import HANDED_OUT, PACKAGES, SUMMARY, CampaignFolder
from xlgen.scheme.sheet_names import FORM


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    own_scheme(tmp_path / "表样", monkeypatch)
    monkeypatch.setattr("xlgen.desk.jobs.default_jobs", lambda: 1)
    opened = open_desk(tmp_path / "财政局")
    yield opened
    opened.desk.jobs.stop_all()


@pytest.fixture
def department(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = open_desk(tmp_path / "教育局")
    yield opened
    opened.desk.jobs.stop_all()


def sent(opened: OpenDesk, address: str, **request: Any) -> str:
    """Send a form that begins a job; the job's page at its end."""
    return end_of_job(opened, opened.browser.post(address, **request))


def handed_out(opened: OpenDesk, campaign: CampaignFolder) -> Path:
    text = sent(opened, f"/campaigns/{campaign.key}/packages/out", data={"author": "赵六"})
    assert "教育局，2 份" in text
    (package,) = campaign.folder(HANDED_OUT).rglob("*.zip")
    return package


def unpacked(opened: OpenDesk, package: Path) -> CampaignFolder:
    answer = opened.browser.post("/packages/upload", files={"package": (package.name, package.read_bytes())})
    assert answer.status_code == 200, answer.text
    (campaign,) = opened.desk.workspace.campaigns()
    return campaign


def test_round__states_are_equal_on_both_desks(bureau: OpenDesk, department: OpenDesk) -> None:
    ours = issue(bureau, "自评", ["甲校", "乙校"])
    page = html.unescape(bureau.browser.get(f"/campaigns/{ours.key}/packages").text)
    assert re.search(r"教育局</a></th><td class=\"number\">2</td><td class=\"number\">0</td><td></td>", page)
    theirs = unpacked(department, handed_out(bureau, ours))
    assert theirs.name == "2024年度最小示例评分表_教育局"
    own = html.unescape(department.browser.get(f"/campaigns/{theirs.key}/packages").text)
    assert "教育局：报送财政部门" in own
    assert f"{ours.path}" not in own
    drop(department, theirs, {"甲校.xlsx": form("甲校"), "乙校.xlsx": form("乙校", spent=101)})
    fields = {"kind": "初审意见", "author": "张三", "value": "同意", "reason": "已看过"}
    department.browser.post(unit_address(theirs, "甲校").replace("/unit?", "/unit/decide?"), data=fields)
    text = sent(department, f"/campaigns/{theirs.key}/packages/back")
    assert "2 份中，1 份可以接收" in text
    (report,) = theirs.folder(PACKAGES).rglob("*.zip")
    upload = [("packages", ("教育局.zip", report.read_bytes()))]
    merged = sent(bureau, f"/campaigns/{ours.key}/packages/upload", files=upload)
    assert "新并入 2 份表、1 条登记" in merged
    assert "未报送 → 通过" in merged
    assert "未报送 → 退回" in merged
    states = [{unit.who: unit.state for unit in progress_now(each).units} for each in (ours, theirs)]
    assert states[0] == states[1] == {"甲校": State.PASSED, "乙校": State.RETURNED}
    again = sent(bureau, f"/campaigns/{ours.key}/packages/upload", files=upload)
    assert "新并入 0 份表、0 条登记" in again
    assert "张三" in bureau.browser.get(unit_address(ours, "甲校")).text


def test_sums__of_what_is_accepted_in_the_form_of_the_department(bureau: OpenDesk, tmp_path: Path) -> None:
    own = tmp_path / "表样" / "minimal.yaml"
    rolled_up = ("spent: {kind: money,", "spent: {kind: money, rolls_up: true,")
    own.write_text(edited(own, rolled_up), encoding="utf-8")
    campaign = issue(bureau, "自评", ["甲校", "乙校"])
    drop(bureau, campaign, {"甲校.xlsx": form("甲校", spent=80)})
    text = sent(bureau, f"/campaigns/{campaign.key}/packages/sums", data={"parent": "教育局"})
    assert re.search("已计入　.*甲校", text)
    assert re.search("未计入　.*乙校.*未报送", text)
    (file,) = campaign.folder(SUMMARY).rglob("教育局_合计.xlsx")
    cells = {cell.value for row in openpyxl.load_workbook(file)[FORM].iter_rows() for cell in row}
    assert 80 in cells


def test_own_scheme__goes_along_and_is_known_there(
    bureau: OpenDesk, department: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = handed_out(bureau, issue(bureau, "自评", ["甲校", "乙校"]))
    monkeypatch.setenv("XLGEN_SCHEMES", "")  # the other machine
    theirs = unpacked(department, package)
    assert [path.name for path in (tmp_path / "教育局" / "表样").iterdir()] == ["minimal"]
    assert "通过" in drop(department, theirs, {"甲校.xlsx": form("甲校")})


def test_other_scheme_of_the_id__nothing_is_opened(bureau: OpenDesk, department: OpenDesk, tmp_path: Path) -> None:
    package = handed_out(bureau, issue(bureau, "自评", ["甲校", "乙校"]))
    own = tmp_path / "表样" / "minimal.yaml"
    own.write_text(own.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    answer = department.browser.post("/packages/upload", files={"package": ("教育局.zip", package.read_bytes())})
    assert (answer.status_code, "编号相同、内容不同" in answer.text) == (400, True)
    assert department.desk.workspace.campaigns() == []


def test_opened_twice__nothing_is_replaced(bureau: OpenDesk, department: OpenDesk) -> None:
    package = handed_out(bureau, issue(bureau, "自评", ["甲校", "乙校"]))
    unpacked(department, package)
    answer = department.browser.post("/packages/upload", files={"package": ("教育局.zip", package.read_bytes())})
    assert (answer.status_code, "没有覆盖" in answer.text) == (400, True)


@pytest.mark.parametrize("name", ["../外面.txt", f"{ISSUED}/../../外面.txt", "其他.txt", f"{ISSUED}/a:b.xlsx"])
def test_forged_package__refused_whole(name: str, bureau: OpenDesk, department: OpenDesk, tmp_path: Path) -> None:
    package = handed_out(bureau, issue(bureau, "自评", ["甲校", "乙校"]))
    forged = tmp_path / "假.zip"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(forged, "w") as new:
        for each in old.namelist():
            new.writestr(each, old.read(each))
        new.writestr(name, b"x")
    answer = department.browser.post("/packages/upload", files={"package": ("假.zip", forged.read_bytes())})
    assert (answer.status_code, "不是财政部门的分发包" in answer.text) == (400, True)
    assert department.desk.workspace.campaigns() == []
    assert not (tmp_path / "外面.txt").exists()


def test_other_archive__refused(department: OpenDesk, tmp_path: Path) -> None:
    other = tmp_path / "表.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr(f"{ISSUED}/{RECORD_NAME}", b"no database")
    for content in (other.read_bytes(), b"no archive"):
        answer = department.browser.post("/packages/upload", files={"package": ("表.zip", content)})
        assert answer.status_code == 400
    assert department.desk.workspace.campaigns() == []
