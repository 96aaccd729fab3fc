"""The add-in's folder: read by Kingsoft's scanner, typed by its declarations, run with a stand-in for WPS."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.oracles.node import chromium, node
from xlgen.files.resources import TEMPLATES
from xlgen.hosts.javascript import shipped
from xlgen.hosts.wps.addin import REPEATED, addin_files

HERE = Path(__file__).parent
NAMES = [function.name for function in shipped.functions()]
OMITTED = -2147352572
NOT_AVAILABLE = -2146826246
"""The numbers by which WPS is said to hand over an omitted argument, and an error value."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in's folder, below a folder with a Chinese name."""
    made = tmp_path_factory.mktemp("张三") / "jsaddons" / "xlgen_1.0"
    for name, content in addin_files().items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)
    return made


@pytest.fixture(scope="module")
def scanned() -> dict[str, Any]:
    found: dict[str, Any] = node(HERE / "scan.mjs", {"file": str(shipped.FUNCTIONS_JS)}, "wpsjs", "typescript")
    return found


def scene(page: str, *steps: str, ask: str | None = None, **standing: Any) -> dict[str, Any]:
    return {"page": page, "standing": standing, "steps": steps, "picture": None, "ask": ask}


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, Any]:
    examples = [[f"XLGEN.{name}", each["args"]] for name, each in zip(NAMES, _known(folder)["examples"], strict=True)]
    calls = [*examples, *([f"XLGEN.{name}", given] for name, given in CALLS.values())]
    computing = f"""{json.dumps(calls)}.map(([name, given]) => {{
      try {{ return {{ value: functions[name](...given) }}; }} catch (error) {{ return {{ thrown: error.message }}; }}
    }})"""
    click = "[OnAddinLoad(), OnAction({Id: 'check'}), OnAction({Id: 'status'}), GetImage({Id: 'guide'})]"
    counted = "[OnAction({Id: 'status'}), Application.PluginStorage.getItem('xlgen_functions')]"
    scenes = {
        "loaded": scene("index.html", ask="Object.keys(functions)"),
        "computed": scene("index.html", ask=computing),
        "clicked": scene("index.html", ask=click),
        "old": scene("index.html", ask=counted, old=True),
        "pane": scene("pane.html#do-status", ask="Object.keys(functions)", storage={"xlgen_functions": len(NAMES)}),
        "selftest": scene("pane.html#do-status", "#selftest", **SELFTEST),
    }
    given = {"folder": str(folder), "chromium": chromium(), "scenes": list(scenes.values())}
    return dict(zip(scenes, node(HERE / "pane.mjs", given, "puppeteer-core"), strict=True))


CALLS: dict[str, tuple[str, list[Any]]] = {
    "omitted": ("QUARTER_EXEC_SCORE", [[[0.376, 0.5647, 0.7228, 0.9299]], OMITTED, OMITTED, OMITTED, OMITTED]),
    "null": ("QUARTER_EXEC_SCORE", [[[0.376, 0.5647, 0.7228, 0.9299]], None]),
    "a row with a blank": ("QUARTER_EXEC_SCORE", [[[0.376, 0.5647, 0.7228, None]]]),
    "a blank cell": ("RATIO_SCORE", [[[None]], [[2]]]),
    "an error value": ("RATIO_SCORE", [[[NOT_AVAILABLE]], [[2]]]),
    "a text": ("RATIO_SCORE", [[["约八成"]], [[2]]]),
    "ten places": ("STACK", [[[3]], [[1, 2]], *[OMITTED] * (REPEATED - 2)]),
    "a reason": ("SCORE_REASON", [[["RATIO_SCORE"]], [["约八成"]], [[2]], *[OMITTED] * (REPEATED - 2)]),
    "no reason": ("SCORE_REASON", [[["RATIO_SCORE"]], [[0.8]], [[2]], *[None] * (REPEATED - 2)]),
}
"""What WPS hands over, as far as anybody has written down or can be concluded."""
_CASES: list[list[str | None]] = [[] for _ in range(8)] + [
    ["等次", *[None] * 9, "=XLGEN.GRADE(95)", None, "优", "✗"],
    [],
    ["文件里写成=GRADE(95)", *[None] * 9, "=GRADE(95)", "优", "优", "✓"],
]
SELFTEST: dict[str, Any] = {
    "sheets": {"自检": _CASES},
    "computed": {"=XLGEN.GRADE(95)": "优"},
    "formulas": ["自检!R11C12"],
}


def _known(folder: Path) -> dict[str, Any]:
    page = (folder / "pane.html").read_text(encoding="utf-8")
    known: dict[str, Any] = json.loads(page.split('id="known">')[1].split("</script>")[0])
    return known


def test_folder__has_the_shipped_functions_and_nothing_from_elsewhere() -> None:
    files = addin_files()
    assert files == addin_files()
    assert files["js/functions.js"] == shipped.FUNCTIONS_JS.read_bytes()
    for name, content in files.items():
        text = content.decode("utf-8")
        assert not re.search(r"https?://(?!schemas\.microsoft\.com|www\.w3\.org)", text), name
        for path in re.findall(r'(?:src|href)="([^"]+)"', text):
            assert path.startswith("data:") or path in files, (name, path)


def test_ribbon_and_manifest__name_what_there_is() -> None:
    files = addin_files()
    ribbon = etree.fromstring(files["ribbon.xml"])
    buttons = ribbon.findall(".//{*}button")
    assert [(button.get("id"), button.get("label")) for button in buttons] == [
        ("check", "核对本表"),
        ("guide", "函数说明"),
        ("status", "状态"),
    ]
    assert all(f"images/{button.get('id')}.svg" in files for button in buttons)
    called = {button.get(name) for button in buttons for name in ("onAction", "getImage")} | {ribbon.get("onLoad")}
    assert called == set(re.findall(r"^function (\w+)", files["main.js"].decode(), re.MULTILINE))
    manifest = etree.fromstring(files["manifest.xml"])
    assert manifest.findtext("Functions/Namespace") == manifest.findtext("Name") == shipped.NAMESPACE
    assert (manifest.findtext("Functions/Uri") or "").removeprefix("/") in files


def test_metadata__are_those_of_kingsofts_scanner(scanned: dict[str, Any]) -> None:
    """It knows no repeated arguments, where ours has ten places, and takes the result from what ONLYOFFICE needs."""
    ours = json.loads(addin_files()["functions.json"])["functions"]
    assert [(each["name"], each["description"]) for each in ours] == [
        (each["name"], each["description"]) for each in scanned["functions"]
    ]
    for mine, theirs, shipped_ in zip(ours, scanned["functions"], shipped.functions(), strict=True):
        count = len(theirs["parameters"])
        if shipped_.arguments[-1].repeated:
            places = mine["parameters"][count - 1 :]
            assert [each["name"] for each in places] == [f"values{number}" for number in range(1, REPEATED + 1)]
            assert {each["description"] for each in places} == {theirs["parameters"][-1]["description"]}
            count -= 1
        assert mine["parameters"][:count] == theirs["parameters"][:count]


def test_registration__is_that_of_kingsofts_scanner(scanned: dict[str, Any], seen: dict[str, Any]) -> None:
    calls = re.findall(r'wps\.AddCustomFunction\("(\w+)", "(\w+)", (\w+)\)', scanned["registering"])
    assert [call for call in calls if call[1] in NAMES] == [("XLGEN", name, name) for name in NAMES]
    assert seen["loaded"]["answer"] == [f"XLGEN.{name}" for name in NAMES]


def test_examples__are_computed_by_the_registered_functions(seen: dict[str, Any]) -> None:
    results = [function.example.result for function in shipped.functions()]
    assert [each.get("value") for each in seen["computed"]["answer"][: len(NAMES)]] == results


def test_what_wps_hands_over__is_understood(seen: dict[str, Any]) -> None:
    found = dict(zip(CALLS, seen["computed"]["answer"][len(NAMES) :], strict=True))
    assert found["omitted"] == found["null"] == {"value": 5.89}
    assert found["a row with a blank"] == found["a blank cell"] == {"value": ""}
    assert found["an error value"]["thrown"].startswith("#N/A")
    assert re.match(r"#VALUE!.*约八成", found["a text"]["thrown"])
    assert found["ten places"] == {"value": [[3], [1], [2]]}
    assert "约八成" in found["a reason"]["value"]
    assert found["no reason"] == {"value": "没有问题"}


def test_buttons__open_the_pane_anew(folder: Path, seen: dict[str, Any]) -> None:
    first, deleted, second = seen["clicked"]["done"]
    assert first["url"] == f"file://{folder}/pane.html#do-check"
    assert (deleted, second["url"]) == (f"delete {first['url']}", f"file://{folder}/pane.html#do-status")
    assert (second["title"], second["DockPosition"], second["Visible"]) == ("绩效评价", 2, True)
    assert seen["clicked"]["answer"] == [True, True, True, "images/guide.svg"]


def test_old_wps__opens_the_pane_without_functions(seen: dict[str, Any]) -> None:
    assert seen["old"]["answer"] == [True, 0]
    assert seen["old"]["done"][0]["url"].endswith("pane.html#do-status")


def test_pane__computes_every_example_and_registers_nothing(seen: dict[str, Any]) -> None:
    """Functions registered there would go with the pane."""
    assert seen["pane"]["answer"] == []
    assert f"{len(NAMES)} 个例子都算对了" in seen["pane"]["state"]
    assert {row[0] for row in seen["pane"]["results"]} == {"✓"}


def test_selftest__writes_the_formulas_and_probes_errors(seen: dict[str, Any]) -> None:
    shown = seen["selftest"]
    assert shown["buttons"][-1] == "自检"
    written = [each["formula"] for each in shown["done"] if isinstance(each, dict) and "formula" in each]
    assert written[0] == "=XLGEN.GRADE(95)"
    assert [each for each in written if "PROBE" in each and "IF" not in each] == [
        f"=XLGEN.PROBE_{way}()" for way in ("THROWN", "RETURNED", "TEXT")
    ]
    assert "=GRADE(95)" not in written, "the file's own call is left as WPS read it"
    assert [row[1] for row in shown["results"]][-3:] == [
        "错误值由函数抛出",
        "错误值由函数返回对象",
        "错误值由函数返回文字",
    ]


def test_pages__complain_of_nothing_and_ask_for_nothing_else(seen: dict[str, Any]) -> None:
    for name, each in seen.items():
        assert each["complaints"] == [], name
        assert [url for url in each["asked"] if not url.startswith(("file://", "data:"))] == [], name


DECLARED = """
declare const XLGEN: {names: string[], registered: string, version: string, digest: string, answer: any};
declare function startPane(host: any): void;
"""
"""What the shipped functions and the pane declare for the others."""


def test_code__is_typed_by_kingsofts_declarations(tmp_path: Path) -> None:
    """Ribbon, host, self-test and pane, in the JavaScript of 2018. A script beside them has what must be found."""
    wrong = tmp_path / "wrong.js"
    wrong.write_text("window.Application.ActiveWorkbook.Sheetz;\n[1].at(0);\n", encoding="utf-8")
    files = [str(file) for file in (*TEMPLATES.glob("wps/*.js"), TEMPLATES / "pane" / "pane.js", wrong)]
    found = node(HERE / "typed.mjs", {"files": files, "declared": DECLARED}, "typescript", "et-jsapi-declare")
    assert [message.split(" ")[0] for message in found] == [f"{wrong}:1", f"{wrong}:2"]
