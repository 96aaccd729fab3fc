"""A round of 60 units in two tiers, as messy as a real one, by commands: every number is the same everywhere."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.factories.campaigns import run
from tests.factories.returns import Post, form
from tests.factories.schemes import MINIMAL
from xlgen.campaign import arrivals, returns

pytestmark = pytest.mark.slow

EDUCATION, HEALTH, CIVIL = "省教育厅", "省卫健委", "省民政厅"
SHOWN = ("通过", "待确认", "已报送、无法审核", "未报送")
HEADS = "单位编码,单位名称,主管部门,联系人,联系电话,报送要求"
STATUS = {58: "线下报送", 59: "免报", 60: "撤并"}
EARLY, LATE = "2026-03-01T08:00:00Z", "2026-03-05T08:00:00Z"


def name(number: int) -> str:
    return f"示例第{number:02}中心"


def parent(number: int) -> str:
    return EDUCATION if number <= 20 else HEALTH if number <= 40 else CIVIL if number <= 55 else ""


def roster() -> str:
    lines = [
        f"{9000 + number},{name(number)},{parent(number)},联系人{number},13800{number:06},{STATUS.get(number, '')}"
        for number in range(1, 61)
    ]
    return "\n".join(["2026年应报送单位,,,,,", HEADS, *lines, "合计,60个单位,,,,", "注：以上单位应于3月底前报送,,,,,"])


def to_the_department() -> dict[str, bytes]:
    """What 省教育厅 gets of its units 1 to 20; 18 to 20 send nothing."""
    files = {f"{name(number)}.xlsx": form(name(number), EARLY) for number in range(1, 15)}
    files[f"{name(15)}.xlsx"] = form(name(15), EARLY, spent=None)  # sent back, and corrected
    files[f"{name(15)}（改）.xlsx"] = form(name(15), LATE)
    files[f"{name(16)}.xlsx"] = form(name(16), EARLY, spent=None)  # sent back
    files[f"{name(17)}.xls"] = b"no workbook"
    return files


def to_the_bureau() -> dict[str, bytes]:
    """What the bureau gets directly of the units 21 to 60."""
    good = [*range(21, 36), *range(41, 53)]
    files = {f"邮件/{number}/新建 Microsoft Excel 工作表.xlsx": form(name(number), EARLY) for number in good}
    return files | {
        f"QQ/{name(36)}初稿.xlsx": form(name(36), EARLY, spent=70),  # two that can be accepted
        f"QQ/{name(36)}.xlsx": form(name(36), LATE),
        f"QQ/{name(37)}/评分表.et": b"no workbook",  # known by its folder
        f"QQ/{name(38)}自评报告.pdf": b"%PDF",  # a report alone
        f"QQ/{name(39)}.xlsx": form(name(39), EARLY, year=2023),  # last year's
        "QQ/表.xls": b"?",  # nobody's
        f"OA/{name(53)}.xlsx": form(name(53), EARLY),
        f"OA/{name(53)}(1).xlsx": form(name(53), EARLY),  # the same file twice
        f"OA/{name(54)}.xlsx": form(name(54), EARLY, spent=101),  # sent back: above the budget
        f"OA/{name(56)}.xlsx": form(name(56), LATE),  # of no department
        f"OA/{name(22)}盖章扫描件.pdf": b"%PDF",
        f"OA/{name(61)}.xlsx": form(name(61), EARLY),  # not on the roster
    }


def numbers(at: Path) -> dict[str, dict[str, int]]:
    """What each place says: terminal, page, workbook, JSON, status, progress workbook."""
    table = {}
    counts = dict(json.loads((at / "结果.json").read_text(encoding="utf-8"))["counts"])
    table["JSON"] = counts
    page = (at / "结果.html").read_text(encoding="utf-8")
    table["网页"] = {label: int(number) for number, label in re.findall("<b>([0-9]+)</b><span>([^<]+)</span>", page)}
    shown = Counter(re.findall('data-verdict="([^"]+)"', page))
    assert all(
        shown[state] == table["网页"].get(state, 0) for state in ("通过", "待确认", "已报送、无法审核", "未报送")
    )
    sheet = openpyxl.load_workbook(at / "结果.xlsx")["汇总"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(min_row=4, max_col=2, values_only=True) if row[0]}
    table["工作簿"] = {label: rows[label] for label in counts}
    return table


def check(folder: str, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """Validate what came, and compare all places; what they say."""
    reports = [word for kind in ("json", "html", "xlsx") for word in (f"--{kind}", f"结果.{kind}")]
    capsys.readouterr()
    run("validate", "交回", "--units", folder, "--scheme", MINIMAL, *reports)
    last = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("应报送单位"))
    table = {"屏幕": {label: int(number) for label, number in re.findall("([^，]+?) ([0-9]+)(?:，|$)", last)}}
    table |= numbers(Path())
    assert len({json.dumps(each, sort_keys=True) for each in table.values()}) == 1, table
    found = table["JSON"]
    run("status", folder, "--xlsx", "进度.xlsx")
    said = capsys.readouterr().out
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in said.splitlines() if "│" in line]
    in_status = {line[0]: int(line[1]) for line in cells if len(line) == 2}
    assert in_status == {label: found[label] for label in in_status}
    assert found.keys() - in_status.keys() <= {"名单外", "不知是谁的"}
    head, *rows = openpyxl.load_workbook("进度.xlsx")["进度"].iter_rows(min_row=2, values_only=True)
    states = Counter(dict(zip(head, row, strict=True))["情况"] for row in rows)
    assert all(states[state] == found[state] for state in ("通过", "需核实", "退回", "未报送"))
    due = ("通过", "需核实", "退回", "待确认", "已报送、无法审核", "未报送", "还没有下发")
    assert sum(found.get(state, 0) for state in due) == found["应报送单位"]
    return found


def decide(folder: str, kind: str, *options: object) -> int:
    return run("decide", folder, kind, "--by", "赵六", *options)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "名单.csv").write_text(roster(), encoding="utf-8-sig")
    options = "--due", "2099-03-31", "--bureau", "某省财政厅"
    assert run("new", MINIMAL, "--units", "名单.csv", "-o", "下发", *options) == 0
    return tmp_path


def test_round(bureau: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("package", "out", "下发", "-o", "分发", "--by", "赵六", "--scheme", MINIMAL)
    returned_package = at_the_department(bureau, monkeypatch, capsys)
    Post(bureau / "交回").put(to_the_bureau())

    # The first check is killed in the middle; the second goes on where it was.
    real, calls = arrivals.note_arrivals, iter([False, True])

    def killed(*args: object) -> None:
        if next(calls, False):
            raise KeyboardInterrupt
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(returns, "note_arrivals", killed)
    assert run("validate", "交回", "--units", "下发", "--scheme", MINIMAL) == 1
    monkeypatch.setattr(returns, "note_arrivals", real)
    found = check("下发", capsys)
    assert (found["待确认"], found["退回"], found["已报送、无法审核"], found["未报送"]) == (1, 1, 3, 23)
    assert (found["名单外"], found["不知是谁的"]) == (1, 1)

    merged = "package", "merge", returned_package, "--units", "下发", "-o", "交回", "--scheme", MINIMAL
    run(*merged)
    first = check("下发", capsys)
    run(*merged)
    assert check("下发", capsys) == first, "the same package twice changes nothing"
    expected = {"应报送单位": 57, "待确认": 1, "退回": 2, "已报送、无法审核": 4, "未报送": 6}
    assert {label: first[label] for label in expected} == expected
    assert first["通过"] + first["需核实"] == 44

    decide("下发", "有效版本", "--unit", name(36), "--copy", f"{name(36)}.xlsx", "--reason", "电话确认以最终稿为准")
    decide("下发", "线下评分", "--unit", name(58), "--value", "91")
    decide("下发", "归属", "--unit", name(40), "--subject", "表.xls", "--reason", "QQ群里该单位所发")
    decide("下发", "延期", "--unit", name(40), "--value", "2099-04-10", "--reason", "系统故障")
    decide("下发", "联系记录", "--unit", name(18), "--reason", "电话催报，答应月底前报")
    last = check("下发", capsys)
    changed = {"待确认": None, "已报送、无法审核": 5, "未报送": 5}
    assert {label: last.get(label) for label in changed} == changed
    assert last["通过"] + last["需核实"] == 45
    assert "不知是谁的" not in last

    capsys.readouterr()
    run("summary", "交回", "--units", "下发", "--scheme", MINIMAL, "-o", "汇总.xlsx")
    assert "计入 45 份" in capsys.readouterr().out
    run("status", "下发", "--unit", name(36))
    assert "电话确认以最终稿为准" in capsys.readouterr().out
    run("status", "下发", "--unit", name(16))
    assert "请补齐预算" in capsys.readouterr().out, "what the department decided came along with its reason"


def at_the_department(bureau: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """省教育厅's part, on another machine: nothing but its package is there."""
    (package,) = (file for file in (bureau / "分发").iterdir() if EDUCATION in file.name)
    there = bureau.parent / "教育厅的电脑"
    there.mkdir()
    with zipfile.ZipFile(package) as archive:
        archive.extractall(there)
    monkeypatch.chdir(there)
    (record,) = there.rglob("*.sqlite")
    folder = str(record.parent.relative_to(there))
    Post(there / "交回").put(to_the_department())
    found = check(folder, capsys)
    assert (found["应报送单位"], found["退回"], found["已报送、无法审核"], found["未报送"]) == (20, 1, 1, 3)
    opinion = "--unit", name(16), "--value", "退回", "--reason", "请补齐预算"
    assert decide(folder, "初审意见", *opinion) == 0
    run("package", "back", folder, "--returns", "交回", "-o", "报送.zip", "--scheme", MINIMAL)
    shutil.copy("报送.zip", bureau / "教育厅报送.zip")
    monkeypatch.chdir(bureau)
    shutil.rmtree(there)
    return bureau / "教育厅报送.zip"
