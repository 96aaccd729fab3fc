"""表样 on the desk: what is listed, shown to be signed, previewed, checked and drafted is what the library says."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.factories.blank_forms import DEPARTMENT, as_workbook
from tests.factories.desks import OpenDesk, open_desk
from tests.factories.schemes import MINIMAL, edited
from xlgen.authoring import preview
from xlgen.desk.jobs import JobState
from xlgen.scheme.known_files import VARIABLE
from xlgen.scheme.lint import lint
from xlgen.scheme.load import approval_code, load_scheme
from xlgen.scheme.sheet_names import FORM

TWICE = ("version: 1.0.0", "version: 1.0.1")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    monkeypatch.setenv(VARIABLE, "")
    opened = open_desk(tmp_path / "工作")
    yield opened
    opened.desk.jobs.stop_all()


def checked(opened: OpenDesk, text: str, status: int = 200, **fields: str) -> str:
    """Drop a file of one's own; the page that follows."""
    answer = opened.browser.post(
        "/schemes/check/upload", data=fields, files={"file": ("我的.yaml", text.encode("utf-8"))}
    )
    assert answer.status_code == status, answer.text
    return html.unescape(answer.text)


def test_list__is_searched_by_words(opened: OpenDesk) -> None:
    every = opened.browser.get("/schemes").text
    assert "shenzhen-2021" in every
    assert "jiangning" in every
    found = opened.browser.get("/schemes", params={"text": "深圳"}).text
    assert re.findall(r'<td><a href="/schemes/([^"]+)">', found) == ["shenzhen-2021"]


def test_scheme__is_shown_as_it_is_signed(opened: OpenDesk) -> None:
    text = html.unescape(opened.browser.get("/schemes/shenzhen-2021?year=2026").text)
    code = approval_code(load_scheme("shenzhen-2021", 2026))
    assert f"2026年度校验码 <b>{code}</b>" in text
    assert "style=" not in text
    signed = opened.browser.get("/schemes/shenzhen-2021/sign.html?year=2026")
    assert code in signed.text
    assert signed.headers["content-disposition"].startswith("attachment")
    assert opened.browser.get("/schemes/nothing").status_code == 404
    assert "年度" in opened.browser.get("/schemes/shenzhen-2021?year=20x6").text


def test_preview__is_written_and_saved(opened: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "find_office", lambda: None)
    opened.browser.post("/schemes/yueyang-2018/preview", data={"year": "2026"})
    opened.desk.jobs.wait()
    job = opened.desk.jobs.every()[0]
    assert job.state is JobState.DONE, job.error
    assert any("没有找到 LibreOffice" in line for line in job.outcome.lines)
    file = opened.browser.get("/schemes/yueyang-2018/files/空白表.xlsx?year=2026")
    assert FORM in openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
    assert "示例表.xlsx" in opened.browser.get("/schemes/yueyang-2018?year=2026").text
    assert opened.browser.get("/schemes/yueyang-2018/files/scheme.yaml?year=2026").status_code == 404


def test_own_file__is_checked_kept_and_replaced_on_demand(opened: OpenDesk) -> None:
    broken = edited(MINIMAL, ("points: 10\ngrades", "points: 11\ngrades"))
    text = checked(opened, broken, keep="1")
    (opened.desk.workspace.folder / "坏.yaml").write_text(broken, encoding="utf-8")
    for problem in lint(str(opened.desk.workspace.folder / "坏.yaml")).problems:
        assert f'<td class="number">{problem.line}</td><td>{problem.message}</td>' in text
    assert "minimal" not in opened.browser.get("/schemes").text
    good = MINIMAL.read_text(encoding="utf-8")
    assert "校验码" in checked(opened, good, keep="1")
    assert "自编" in opened.browser.get("/schemes", params={"text": "minimal"}).text
    assert "内容不同" in checked(opened, edited(MINIMAL, TWICE), 400, keep="1")
    checked(opened, edited(MINIMAL, TWICE), keep="1", replace="1")
    folder = opened.desk.workspace.folder / "表样" / "minimal"
    kept = {file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert kept == {good, edited(MINIMAL, TWICE)}
    assert load_scheme("minimal").version == "1.0.1"
    shipped = good.replace("id: minimal", "id: jiangning")
    assert "本机已有编号为“jiangning”" in checked(opened, shipped, 400, keep="1")


def test_draft__is_kept_with_what_is_open(opened: OpenDesk) -> None:
    blank = as_workbook(DEPARTMENT)
    files = {"blank": ("空白表.xlsx", blank)}
    wrong = opened.browser.post("/schemes/draft/upload", data={"name": "岳阳"}, files=files)
    assert "小写英文字母" in wrong.text
    text = html.unescape(opened.browser.post("/schemes/draft/upload", data={"name": "own-2018"}, files=files).text)
    assert "项的评分标准整句读懂" in text
    assert "这一处还没有写定" in text
    file = opened.desk.workspace.folder / "表样" / "own-2018" / "scheme.yaml"
    assert "todo" in file.read_text(encoding="utf-8")
    assert "不能使用的" in opened.browser.get("/schemes").text
    again = html.unescape(opened.browser.get("/schemes/own-2018").text)
    assert f"还不能使用：{len(lint(str(file)).problems)} 处" in again
    assert "已有编号" in opened.browser.post("/schemes/draft/upload", data={"name": "own-2018"}, files=files).text
