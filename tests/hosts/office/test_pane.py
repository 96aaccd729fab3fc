"""The pane in a browser of its width, with a stand-in for Microsoft's office.js. What it shows is tested with WPS."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import published_filling, shipped_scheme
from tests.oracles.node import chromium, node
from xlgen.files.folder import save_folder
from xlgen.hosts.javascript.shipped import functions, guide_rows
from xlgen.hosts.office.site import own_files
from xlgen.workbook.build import build

HERE = Path(__file__).parent
PICTURES = os.environ.get("XLGEN_PICTURES")
"""A folder to which the pictures for the manual are written."""
SCRIPTS = HERE.parent / "wps" / "pane.mjs"
NAMES = [each.name for each in functions()]


def sheets() -> dict[str, list[list[Any]]]:
    """The values of a form that lacks something, rows by sheet, as Excel shows them."""
    filling = published_filling("shenzhen-2021")
    few = type(filling)(inputs=dict(list(filling.inputs.items())[:40]))
    book = load_workbook(io.BytesIO(build(shipped_scheme("shenzhen-2021"), few)), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is to be seen after each scene, in one browser."""
    folder = tmp_path_factory.mktemp("office") / "加载项"
    save_folder(folder, own_files("https://www.czj.gov.cn/jixiao", True))
    (folder / "office-js").mkdir()
    (folder / "office-js" / "office.js").touch()
    form = sheets()

    def scene(*steps: str, picture: str = "", **standing: Any) -> dict[str, Any]:
        path = str(Path(PICTURES) / f"{picture}.png") if PICTURES and picture else None
        return {"page": "pane.html", "standing": {"sheets": form, **standing}, "steps": steps, "picture": path}

    scenes = {
        "form": scene(".point #1", picture="窗格-Microsoft365"),
        "guide": scene("#guide", sheets={"Sheet1": [], "函数说明": []}),
        "locked": scene("#guide", locked=True),
        "status": scene("#status"),
        "old": scene("#status", program="old"),
        "browser": scene(program="browser"),
        "none": scene(program="none"),
    }
    given = {"folder": str(folder), "chromium": chromium(), "program": str(HERE / "office.js")}
    found = node(SCRIPTS, {**given, "scenes": list(scenes.values())}, "puppeteer-core")
    return dict(zip(scenes, found, strict=True))


def test_open_points__are_read_from_the_workbook_and_select_their_cells(seen: dict[str, Any]) -> None:
    shown = seen["form"]
    open_ = [row for row in sheets()["填报清单"][3:] if isinstance(row[9], (int, float))]
    assert len(open_) > 10
    assert [point[:2] for point in shown["points"]] == [[row[2], row[7]] for row in open_]
    assert shown["verdict"] == ["暂不能报送", f"还有 {len(open_)} 处待完善"]
    sheet, cell = shown["points"][1][2].split(" ")
    assert shown["done"] == [*NAMES, f"activate {sheet}", f"select {sheet}!{cell}"]


def test_guide__is_inserted_as_texts(seen: dict[str, Any]) -> None:
    *_, written, activated = seen["guide"]["done"]
    assert activated == "activate 函数说明 2"
    assert written["sheet"] == "函数说明 2"
    assert written["rows"] == [[f"'{text}" if text.startswith("=") else text for text in row] for row in guide_rows()]


def test_status__computes_every_example_with_the_shipped_functions(seen: dict[str, Any]) -> None:
    assert not seen["status"]["wrong"], seen["status"]
    assert f"{len(NAMES)} 个例子都算对了" in seen["status"]["state"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("locked", "没有能插入工作表：工作簿的结构可能受保护"),
        ("old", "函数没有登记，单元格里会显示#NAME?。请更新 Excel"),
        ("browser", "请在 Excel 里打开"),
        ("none", "微软的 office.js 没有装入"),
    ],
)
def test_what_cannot_be_done__is_told(seen: dict[str, Any], name: str, told: str) -> None:
    assert seen[name]["wrong"]
    assert told in seen[name]["state"]


def test_pages__fit_the_pane_and_stay_in_the_folder(seen: dict[str, Any]) -> None:
    for name, each in seen.items():
        assert not each["wide"], name
        assert [url for url in each["asked"] if not url.startswith(("file://", "data:"))] == [], name
        assert each["complaints"] == [] or name == "none", name
