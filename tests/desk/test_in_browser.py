"""A round in a real browser: new, issued, returned, decided, told; dropped files, keys, narrow windows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.factories.desk_browsers import OpenBrowser, browsing
from tests.factories.desks import own_scheme
from tests.factories.returns import Post, form
from xlgen.campaign.progress import State, progress_of
from xlgen.campaign.record import open_record
from xlgen.desk.workspace import CampaignFolder

pytestmark = [pytest.mark.oracle, pytest.mark.slow]
UNITS = ["甲局", "乙局", "丙局", "丁局", "戊局", "己局"]
FIRST, SECOND = "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"


def dropped(browser: OpenBrowser, selector: str, files: list[Path]) -> None:
    """Drop files and folders on an element, as from the desktop."""
    browser.page.locator(selector).scroll_into_view_if_needed()
    box = browser.page.locator(selector).bounding_box()
    assert box
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    protocol = browser.page.context.new_cdp_session(browser.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        protocol.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})


def states(campaign: CampaignFolder) -> dict[str, State]:
    with open_record(campaign.record) as record:
        return {unit.form.name: unit.state for unit in progress_of(record, "2026-03-10").units}


def issued(browser: OpenBrowser, roster: Path) -> CampaignFolder:
    """A campaign for UNITS, issued by hand."""
    lines = [f"{number:02},{unit},教育局,张三" for number, unit in enumerate(UNITS, 1)]
    roster.write_text("\n".join(["单位编码,单位名称,主管部门,联系人", *lines]), encoding="utf-8-sig")
    page = browser.page
    page.click("text=新的自评")
    for name, value in {"name": "自评", "scheme": "最小示例", "year": "2024", "due": "2026-03-31"}.items():
        page.fill(f"input[name={name}]", value)
    page.set_input_files("#roster", roster)
    page.click("text=下一步：看名单")
    assert "名单：6 个单位" in page.inner_text("main")
    page.click("button:text-is('下发')")
    assert "已为 6 个单位生成评分表" in browser.end_of_job()
    return CampaignFolder(browser.desk.workspace.folder / "自评")


def received(browser: OpenBrowser, came: Path) -> None:
    """Returns of all sorts are dropped and checked: folders, evidence, an archive, two copies of one unit."""
    files = {
        "甲局/评分表.xlsx": form("甲局", FIRST),
        "甲局/佐证材料/照片.jpg": b"x",
        "乙局.xlsx": form("乙局", FIRST, spent=120),
        "丁局一.xlsx": form("丁局", FIRST),
        "丁局二.xlsx": form("丁局", SECOND, spent=90),
    }
    Post(came).put(files)
    with zipfile.ZipFile(came / "一批.zip", "w") as packed:
        packed.writestr("丙局.xlsx", form("丙局"))
    page = browser.page
    page.click("text=看进度")
    page.click("nav >> text=收到的表")
    page.fill("#drop input[name=day]", "2026-03-05")
    dropped(browser, ".drop", sorted(came.iterdir()))
    page.wait_for_selector("text=6 个文件，按“收下并审核”")
    page.click("button:text-is('收下并审核')")
    page.wait_for_url("**/jobs/*")
    assert "本次：审核文件 5 个" in browser.end_of_job()


def test_round__in_the_browser_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only a browser does: dropping folders, copying texts, saving files."""
    own_scheme(tmp_path / "表样", monkeypatch)
    with browsing(tmp_path / "工作") as browser:
        page, campaign, came = browser.page, issued(browser, tmp_path / "名单.csv"), tmp_path / "来件"
        received(browser, came)
        stored = campaign.path / "收到" / "2026-03-05"
        assert (stored / "甲局" / "佐证材料" / "照片.jpg").read_bytes() == b"x"
        assert (stored / "乙局.xlsx").stat().st_mtime == (came / "乙局.xlsx").stat().st_mtime
        found = [State.PASSED, State.RETURNED, State.PASSED, State.OPEN, State.MISSING, State.MISSING]
        assert states(campaign) == dict(zip(UNITS, found, strict=True))

        page.click("#job-told >> text=乙局")
        page.click("button:text-is('复制')")
        page.wait_for_selector("text=已复制")
        letter = page.evaluate("navigator.clipboard.readText()")
        assert letter.replace("\r", "") == page.inner_text("#letter-1")
        with page.expect_download() as saved:
            page.click("text=批注副本")
        assert saved.value.suggested_filename == "乙局_批注.xlsx"
        assert sorted(file.name for file in (campaign.path / "退回意见" / "2026-03-05").iterdir()) == [
            "丁局_请确认有效版本.txt",
            "乙局_批注.xlsx",
            "乙局_退回修改意见.txt",
        ]
        for path in ("", "/issue", "/returns", "/unclaimed", "/reminders", "/unit?unit=乙局", "/unit?unit=丁局"):
            for width in (1366, 400):
                page.set_viewport_size({"width": width, "height": 768})
                browser.go(f"/campaigns/{campaign.key}{path}")
                assert not browser.is_cut_off(), (path, width)
        assert browser.complaints == []


def test_keys_alone__reach_what_is_needed(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        page = browser.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "跳到正文"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "新的自评"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url("**/new")
        labels = page.evaluate(
            "[...document.querySelectorAll('input, select, textarea')].map(each => each.labels.length)"
        )
        assert all(labels)


def test_page_of_others__can_do_nothing(tmp_path: Path) -> None:
    """A foreign page that the officer has open beside the desk: its forms, fetches, frames and websockets."""
    with browsing(tmp_path) as browser:
        address = f"http://127.0.0.1:{browser.port}"
        foreign = browser.page.context.new_page()
        foreign.route(
            "http://evil.example/**", lambda route: route.fulfill(body="<p>外人的页面</p>", content_type="text/html")
        )
        foreign.goto("http://evil.example/")
        outcome = foreign.evaluate(
            """async address => {
                const tried = {};
                for (const mode of ["cors", "no-cors"])
                    for (const method of ["GET", "POST"])
                        tried[mode + method] = await fetch(address + "/open", { mode, method, credentials: "include" })
                            .then(answer => answer.type + answer.status, () => "refused");
                tried.socket = await new Promise(done => {
                    const socket = new WebSocket(address.replace("http", "ws") + "/");
                    socket.onopen = () => done("open");
                    socket.onerror = () => done("refused");
                });
                return tried;
            }""",
            address,
        )
        assert set(outcome.values()) <= {"refused", "opaque0"}
        foreign.evaluate(
            """address => {
                const form = document.createElement("form");
                form.method = "post";
                form.action = address + "/open";
                document.body.append(form);
                form.submit();
            }""",
            address,
        )
        foreign.wait_for_url(f"{address}/open")
        assert "还没有进入工作台" in foreign.inner_text("body")
        framed = browser.page.context.new_page()
        framed.route("http://evil.example/**", lambda route: route.fulfill(body="<p></p>", content_type="text/html"))
        framed.goto("http://evil.example/")
        framed.evaluate(
            "address => { const f = document.createElement('iframe'); f.src = address; document.body.append(f); }",
            address,
        )
        framed.wait_for_timeout(500)
        assert "绩效自评" not in "".join(frame.content() for frame in framed.frames)
