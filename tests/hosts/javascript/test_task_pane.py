"""The task pane in a browser of a task pane's width, with real forms, against the running server."""

from __future__ import annotations

import base64
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import published_filling, shipped_scheme
from tests.hosts.javascript.serving import ToolMissingError, node
from udf.catalogue import FUNCTIONS
from xlgen.files.resources import SAMPLES
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.xlsx.read.package import MAX_BYTES

SHEETS = ["填报说明", "指标评分表", "填报清单", "校验"]
PICTURES = os.environ.get("XLGEN_PICTURES")
"""A folder to which the pictures for the manual are written."""


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise ToolMissingError("chromium is missing; run tests/oracles/install.sh")
    return found


@cache
def returned(scheme: str) -> bytes:
    """The published unit's form, as it came back."""
    return build(shipped_scheme(scheme), published_filling(scheme))


def standing(data: bytes, **more: Any) -> dict[str, Any]:
    encoded = base64.b64encode(data).decode("ascii")
    return {"data": encoded, "url": "https://某单位/共享%20文件/自评表.xlsx", "sheets": SHEETS, **more}


def scene(stands: dict[str, Any] | None, *steps: str | int, picture: str = "") -> dict[str, Any]:
    path = str(Path(PICTURES) / f"{picture}.png") if PICTURES and picture else None
    return {"standing": stands, "steps": list(steps), "picture": path}


@pytest.fixture(scope="module")
def seen(origin: str) -> dict[str, Any]:
    """What is to be seen after each scene, in one browser."""
    bad = (SAMPLES / "bad" / "SHEET_MISSING").glob("*.xlsx")
    form = returned("jiangning")
    scenes = {
        "opened": scene(standing(form)),
        "findings": scene(standing(form), "check", 0, picture="任务窗格-检查本表"),
        "again": scene(standing(form), "check", "check"),
        "nothing": scene(standing(returned("jiangmen-2024")), "check"),
        "unknown": scene(standing(next(bad).read_bytes()), "check"),
        "renamed": scene(standing(form, sheets=["校验"]), "check", 0),
        "unreadable": scene(standing(form, unreadable=True), "check"),
        "huge": scene(standing(form, size=MAX_BYTES + 1), "check"),
        "no form": scene(standing(b"<html>"), "check"),
        "guide": scene(standing(form, sheets=[*SHEETS, "函数说明"]), "guide"),
        "locked": scene(standing(form, locked=True), "guide"),
        "browser": scene(None),
    }
    found = node(
        "taskpane.mjs",
        {"origin": origin, "chromium": chromium(), "scenes": list(scenes.values())},
        "puppeteer-core",
    )
    return dict(zip(scenes, found, strict=True))


def test_opened_pane__has_registered_every_function(seen: dict[str, Any]) -> None:
    assert seen["opened"]["done"] == list(FUNCTIONS)
    assert not seen["opened"]["wrong"]


def test_findings__are_those_of_the_validator(seen: dict[str, Any]) -> None:
    report = check_bytes("自评表.xlsx", returned("jiangning"))
    shown = seen["findings"]
    assert len(report.findings) >= 2
    assert [each["code"] for each in shown["findings"]] == [each.code.name for each in report.findings]
    assert [each["level"] for each in shown["findings"]] == [str(each.level) for each in report.findings]
    for each, finding in zip(shown["findings"], report.findings, strict=True):
        assert each["place"] == f"{finding.sheet} {finding.cell}"
        assert finding.message in each["text"]
        assert finding.remedy in each["text"]
    assert shown["facts"] == [report.unit, report.year, str(report.total), str(report.by_rule), report.grade]
    assert shown["verdict"] == "1 处错误，2 处警告，请改正错误后再报送"
    assert shown["state"].startswith("核对完毕")


def test_place_of_a_finding__selects_its_cell(seen: dict[str, Any]) -> None:
    finding = check_bytes("自评表.xlsx", returned("jiangning")).findings[0]
    assert seen["findings"]["done"][-2:] == [f"activate {finding.sheet}", f"select {finding.sheet}!{finding.cell}"]


def test_checking_again__shows_the_same_once(seen: dict[str, Any]) -> None:
    assert seen["again"]["findings"] == seen["findings"]["findings"]
    assert seen["again"]["done"].count("closed") == 2  # Excel allows two open copies and no more


def test_form_without_findings__is_said_to_be_fine(seen: dict[str, Any]) -> None:
    assert (seen["nothing"]["verdict"], seen["nothing"]["findings"]) == ("没有发现问题", [])


def test_other_workbooks__are_findings_too(seen: dict[str, Any]) -> None:
    assert [(each["code"], each["place"]) for each in seen["unknown"]["findings"]] == [("UNKNOWN_SCHEME", None)]
    assert seen["no form"]["verdict"] == "1 处错误，请改正错误后再报送"
    assert seen["no form"]["facts"] == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("renamed", "没有能选中“指标评分表”F72。工作表可能已改名"),
        ("unreadable", "没有能读取本表。请保存后再试"),
        ("huge", "本表有 64 MB，太大了。请删去图片、附件后再试。"),
        ("locked", "没有能插入工作表。工作簿的结构可能受保护"),
        ("browser", "请在 Excel 里打开"),
    ],
)
def test_what_cannot_be_done__is_told(seen: dict[str, Any], name: str, told: str) -> None:
    assert seen[name]["wrong"]
    assert told in seen[name]["state"]


def test_guide__lists_every_function_with_its_example(seen: dict[str, Any]) -> None:
    written = next(each for each in seen["guide"]["done"] if isinstance(each, dict))
    assert written["sheet"] == "函数说明 2"
    heading, *rows = written["rows"]
    assert heading == ["函数", "用途", "参数", "例子", "例子里的单元格", "结果"]
    assert [row[0] for row in rows] == [f"XLGEN.{name}" for name in FUNCTIONS]
    assert all(row[3].startswith(f"'=XLGEN.{name}(") for row, name in zip(rows, FUNCTIONS, strict=True))
    assert all(all(row) for row in rows)
    assert rows[0][3:] == ["'=XLGEN.QUARTER_EXEC_SCORE(B2:E2)", "B2:E2：0.376、0.5647、0.7228、0.9299", "5.89"]
    assert f"共 {len(FUNCTIONS)} 个函数" in seen["guide"]["state"]


def test_pages__ask_no_other_host(origin: str, seen: dict[str, Any]) -> None:
    """The last scene loads Microsoft's own office.js."""
    for name, each in seen.items():
        assert len(each["asked"]) >= 4
        assert [url for url in each["asked"] if not url.startswith((f"{origin}/", "data:"))] == [], name
    assert f"{origin}/office-js/office.js" in seen["browser"]["asked"]


def test_pages__break_no_rule_and_fit_the_pane(seen: dict[str, Any]) -> None:
    for name, each in seen.items():
        assert not each["wide"], name
        if name != "browser":
            assert each["complaints"] == [], name
