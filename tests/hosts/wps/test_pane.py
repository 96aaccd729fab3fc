"""The pane in a browser of its width: what issued workbooks say of themselves, with a stand-in for WPS."""

from __future__ import annotations

import io
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import published_filling, shipped_scheme
from tests.oracles.node import chromium, node
from xlgen.files.resources import TEMPLATES
from xlgen.hosts.javascript.shipped import functions, guide_rows
from xlgen.hosts.pane import STATIC_FILES, pane_page
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build
from xlgen.workbook.verdict import NOT_COMPUTED

HERE = Path(__file__).parent
PICTURES = os.environ.get("XLGEN_PICTURES")
"""A folder to which the pictures for the manual are written."""
EXAMPLES = {function.name: function.example for function in functions()}
FUNCTIONS_JS = """
window.XLGEN = {
  version: "9.9.9", digest: "0123456789abcdef", names: Object.keys(standing.answers),
  answer: (name) => standing.answers[name],
};
"""
"""In the place of the shipped functions: they answer what the scene says."""


def sheets_of(data: bytes) -> dict[str, list[list[Any]]]:
    """The values of a workbook, rows by sheet, as a program shows them."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


@cache
def complete() -> dict[str, list[list[Any]]]:
    """The published unit's form, as it came back."""
    return sheets_of(build(shipped_scheme("jiangning"), published_filling("jiangning")))


@cache
def incomplete() -> dict[str, list[list[Any]]]:
    """A form issued to a unit that has filled in little, and one number wrongly."""
    scheme = shipped_scheme("shenzhen-2021")
    inputs = dict(list(published_filling(scheme.id).inputs.items())[:25])
    wrong = next(name for name, value in inputs.items() if isinstance(value, float))
    filling = FormData(inputs={**inputs, wrong: "约三百万"})
    return sheets_of(build(scheme, filling, unit="深圳市示例单位"))


def changed(sheets: dict[str, list[list[Any]]], sheet: str, row: int, column: int, value: Any) -> dict[str, Any]:
    rows = [list(each) for each in sheets[sheet]]
    rows[row][column] = value
    return {**sheets, sheet: rows}


def answers(**other: Any) -> dict[str, Any]:
    return {name: {"value": example.result} for name, example in EXAMPLES.items()} | other


def scene(sheets: Any, *steps: str, page: str = "", picture: str = "", **standing: Any) -> dict[str, Any]:
    path = str(Path(PICTURES) / f"{picture}.png") if PICTURES and picture else None
    stands = {"sheets": sheets, "answers": answers(), "storage": {"xlgen_functions": len(EXAMPLES)}, **standing}
    return {"page": f"pane.html{page}", "standing": stands, "steps": list(steps), "picture": path, "ask": None}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is to be seen after each scene, in one browser."""
    folder = tmp_path_factory.mktemp("加载项")
    for file in (*STATIC_FILES, TEMPLATES / "wps" / "host.js", TEMPLATES / "wps" / "selftest.js"):
        shutil.copy(file, folder)
    (folder / "functions.js").write_text(FUNCTIONS_JS, encoding="utf-8")
    page = pane_page(["functions.js", "pane.js", "selftest.js", "host.js"])
    (folder / "pane.html").write_text(page, encoding="utf-8")
    bad = answers(GRADE={"value": "中"}, RATIO_SCORE={"error": "#N/A", "reason": "不在选项之中"})
    scenes = {
        "complete": scene(complete(), picture="窗格-可以报送"),
        "incomplete": scene(incomplete(), ".point #1", picture="窗格-核对本表"),
        "renamed": scene({k: v for k, v in incomplete().items() if k != "指标评分表"}, ".point"),
        "again": scene(incomplete(), "#check", "#check"),
        "no workbook": scene(None),
        "other": scene({"Sheet1": []}),
        "first edition": scene({"校验": [], "填报清单": [], "基础数据": []}),
        "other heads": scene(changed(complete(), "填报清单", 2, 7, "情况")),
        "not computed": scene(changed(complete(), "校验", 2, 0, None)),
        "error": scene(changed(complete(), "校验", 2, 0, -2146826259)),
        "stale": scene(changed(incomplete(), "校验", 2, 0, "可以报送")),
        "without functions": scene(changed(incomplete(), "校验", 2, 0, NOT_COMPUTED)),
        "guide": scene({**complete(), "函数说明": []}, "#guide"),
        "locked": scene(complete(), page="#do-guide", locked=True),
        "status": scene(None, page="#do-status", picture="窗格-状态"),
        "wrong examples": scene(None, "#status", answers=bad),
        "not registered": scene(None, "#status", storage={}),
    }
    given = {"folder": str(folder), "chromium": chromium(), "scenes": list(scenes.values())}
    found = node(HERE / "pane.mjs", given, "puppeteer-core")
    return dict(zip(scenes, found, strict=True))


def test_complete_form__can_be_handed_in(seen: dict[str, Any]) -> None:
    shown = seen["complete"]
    assert shown["form"] == "2023年度江宁区部门整体支出绩效自评价情况表"
    assert shown["verdict"] == ["可以报送", "159 项全部符合要求"]
    assert shown["points"] == []
    assert shown["facts"] == {"年度": "2023", "总分": "99.72", "等次": "优", "核对码": complete()["校验"][1][7]}


def test_open_points__are_those_of_the_workbook_in_order(seen: dict[str, Any]) -> None:
    shown = seen["incomplete"]
    open_ = [row for row in incomplete()["填报清单"][3:] if isinstance(row[9], (int, float))]
    assert len(open_) > 10
    assert {row[7][:2] for row in open_} >= {"待填", "有误"}
    places = [row[10].removeprefix("#").replace("'", "").replace("!", " ") for row in open_]
    assert shown["points"] == [[row[2], row[7], place] for row, place in zip(open_, places, strict=True)]
    assert shown["verdict"] == ["暂不能报送", f"还有 {len(open_)} 处待完善"]
    assert shown["facts"]["单位"] == "深圳市示例单位"
    assert seen["again"]["points"] == shown["points"]


def test_form_scored_by_functions_that_are_not_there__says_so(seen: dict[str, Any]) -> None:
    shown = seen["without functions"]
    assert shown["verdict"] == NOT_COMPUTED.split("：")
    assert shown["points"] == seen["incomplete"]["points"]


def test_point__selects_its_cell(seen: dict[str, Any]) -> None:
    sheet, cell = seen["incomplete"]["points"][1][2].split(" ")
    assert seen["incomplete"]["done"][0] == f"activate {sheet}"
    assert seen["incomplete"]["done"][1].startswith(f"select {sheet}!R{cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}C")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("renamed", "没有能选中“指标评分表”"),
        ("no workbook", "没有打开工作簿。请打开评分表"),
        ("other", "打开的不是下发的评分表"),
        ("first edition", "这份表是旧版程序做的"),
        ("other heads", "与加载项的版本不合，或者改动过"),
        ("not computed", "没有结论：表还没有重新计算"),
        ("error", "没有结论：表还没有重新计算"),
        ("stale", "不一致：表还没有重新计算"),
        ("locked", "没有能插入工作表：工作簿的结构可能受保护"),
        ("wrong examples", "2 个函数算出的与说明里的例子不同"),
        ("not registered", "函数没有登记，单元格里会显示#NAME?。需要 WPS 表格 12.1.0.20540"),
    ],
)
def test_what_cannot_be_done__is_told(seen: dict[str, Any], name: str, told: str) -> None:
    assert seen[name]["wrong"]
    assert told in seen[name]["state"]
    assert name in {"renamed"} or seen[name]["verdict"] == []


def test_guide__is_inserted_as_texts(seen: dict[str, Any]) -> None:
    written = next(each for each in seen["guide"]["done"] if isinstance(each, dict))
    assert (written["sheet"], written["rows"]) == ("函数说明 2", guide_rows())
    assert seen["guide"]["done"][-1] == "activate 函数说明 2"
    assert f"共 {len(EXAMPLES)} 个函数" in seen["guide"]["state"]


def test_status__computes_every_example(seen: dict[str, Any]) -> None:
    shown = seen["status"]
    assert not shown["wrong"]
    assert f"{len(EXAMPLES)} 个例子都算对了" in shown["state"]
    assert [row[1] for row in shown["results"][4:]] == [example.formula for example in EXAMPLES.values()]
    assert {row[0] for row in shown["results"]} == {"✓"}
    wrong = [row[1:] for row in seen["wrong examples"]["results"] if row[0] == "✗"]
    assert wrong == [['=RATIO_SCORE(B2,2,"零分")', "#N/A"], ["=GRADE(B2)", "中"]]


def test_pages__complain_of_nothing_fit_the_pane_and_stay_in_the_folder(seen: dict[str, Any]) -> None:
    for name, each in seen.items():
        assert not each["wide"], name
        assert each["complaints"] == [], name
        assert [url for url in each["asked"] if not url.startswith(("file://", "data:"))] == [], name
        assert len([url for url in each["asked"] if url.startswith("file://")]) == 6, name
        assert each["buttons"] == ["核对本表", "函数说明", "状态"], name
