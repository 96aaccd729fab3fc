"""What an officer decides goes into the record with who and why, and every screen follows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.campaigns import run
from tests.factories.returns import Post, form
from tests.factories.schemes import MINIMAL
from xlgen.campaign.deciding import _CHECKS, ABOUT_ALL
from xlgen.campaign.events import EventKind
from xlgen.cli.decide import KINDS

HEADS = "单位编码,单位名称,主管部门,联系人,联系电话,报送要求"
LINES = ("101,甲局,一厅,张三,110,", "102,乙局,一厅,李四,120,", "103,丙局,二厅,王五,119,线下报送", "104,丁局,,,,免报")


@pytest.fixture
def round_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign to which 甲局 sent a draft and, with an older time of the file, its final form."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "名单.csv").write_text("\n".join([HEADS, *LINES]), encoding="utf-8-sig")
    assert (
        run("new", MINIMAL, "--units", "名单.csv", "-o", "下发", "--due", "2099-03-31", "--bureau", "某市财政局") == 0
    )
    draft, final = form("甲局", "2026-03-01T08:00:00Z", spent=70), form("甲局", "2026-03-05T08:00:00Z")
    post = Post(tmp_path / "交回")
    post.put({"甲局初稿.xlsx": draft})
    post.put({"甲局.xlsx": final}, "2026-03-10")
    return tmp_path


def counts(command: str = "validate") -> dict[str, int]:
    run(command, "交回", "--units", "下发", "--scheme", MINIMAL, "--json", "结果.json")
    return dict(json.loads(Path("结果.json").read_text(encoding="utf-8"))["counts"])


def decide(kind: str, *options: object) -> int:
    return run("decide", "下发", kind, "--by", "赵六", *options)


def test_two_accepted_copies__wait_for_a_decision(round_: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counts()["待确认"] == 1
    said = capsys.readouterr().out
    assert "有 2 份内容不同的表都可以接收" in said
    assert "实际支出：“70”→“80”" in said
    run("summary", "交回", "--units", "下发", "--scheme", MINIMAL, "-o", "汇总.xlsx")
    assert "待确认" in capsys.readouterr().out
    assert not Path("汇总.xlsx").exists(), "nothing that is open is summed up"
    assert decide("有效版本", "--unit", "甲局", "--copy", "甲局初稿.xlsx", "--reason", "最终版没有盖章") == 0
    assert "赵六指定：最终版没有盖章" in capsys.readouterr().out
    found = counts()
    assert (found["通过"] + found["需核实"], found.get("待确认", 0), found["未报送"]) == (1, 0, 1)
    units = json.loads(Path("结果.json").read_text(encoding="utf-8"))["units"]
    assert [each["by_rule"] for each in units if each["name"] == "甲局"] == [6.5]
    run("status", "下发", "--unit", "101")
    page = capsys.readouterr().out
    assert "记事：" in page
    assert "赵六　有效版本" in page
    assert decide("撤销接收", "--unit", "甲局", "--reason", "与决算不符") == 0
    assert counts()["退回"] == 0, "the other copy is left, and it was accepted"


def test_decisions__that_cannot_be_are_refused(round_: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts()
    capsys.readouterr()
    refused = {
        "没有写由谁": ("有效版本", "--unit", "甲局", "--copy", "1", "--reason", "x", "--by", " "),
        "要写理由": ("有效版本", "--unit", "甲局", "--copy", "1"),
        "没有写哪个单位": ("联系记录", "--reason", "x"),
        "戊局：记录里没有这个单位": ("联系记录", "--unit", "戊局", "--reason", "x"),
        "9：它报送过 2 份": ("有效版本", "--unit", "甲局", "--copy", "9", "--reason", "x"),
        "它还没有报送过": ("逾期接收", "--unit", "乙局", "--copy", "1", "--reason", "x"),
        "现在没有有效的一份": ("撤销接收", "--unit", "乙局", "--reason", "x"),
        "延期的日期写的是“2026-02-30”。请写日期": ("延期", "--unit", "乙局", "--value", "2026-02-30", "--reason", "x"),
        "不是线下报送的单位": ("线下评分", "--unit", "乙局", "--value", "90"),
        "90.123：请写分数": ("线下评分", "--unit", "丙局", "--value", "90.123"),
        "nan：请写分数": ("线下评分", "--unit", "丙局", "--value", "nan"),
        "停用：请写 涉密": ("报送要求", "--unit", "乙局", "--value", "停用", "--reason", "x"),
        "要件有 盖章扫描件": ("要件", "--unit", "甲局", "--subject", "照片", "--value", "2026-03-01"),
        "核对码是 8 位数字": ("盖章件核对码", "--unit", "甲局", "--value", "12"),
        "请写 同意 或 退回": ("初审意见", "--unit", "甲局", "--value", "好", "--reason", "x"),
        "请照“不知是谁的文件”": ("归属", "--unit", "甲局", "--subject", "x.xls", "--reason", "x"),
    }
    for why, (kind, *options) in refused.items():
        assert decide(kind, *options) == 3, why
        assert why in capsys.readouterr().err


def test_states__of_units_that_return_nothing_here(round_: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = counts()
    assert (found["应报送单位"], found["另列：线下报送"], found["另列：免报"]) == (2, 1, 1)
    assert decide("线下评分", "--unit", "丙局", "--value", "88.5") == 0
    assert decide("报送要求", "--unit", "丁局", "--value", "正常", "--reason", "今年起报送") == 0
    assert decide("报送要求", "--unit", "乙局", "--value", "撤并", "--reason", "并入甲局") == 0
    found = counts()
    assert (found["应报送单位"], found["另列：撤并"], found.get("另列：免报")) == (2, 1, None)
    units = json.loads(Path("结果.json").read_text(encoding="utf-8"))["units"]
    assert {each["name"]: (each["state"], each["by_rule"]) for each in units}["丙局"] == ("线下报送", 88.5)


def test_last_day__extended_for_one(round_: Path) -> None:
    assert decide("截止日期", "--value", "2020-03-31") == 0
    assert counts()["其中逾期"] == 2
    assert decide("延期", "--unit", "甲局", "--value", "2098-01-01", "--reason", "系统故障") == 0
    assert counts()["其中逾期"] == 1
    assert decide("延期", "--unit", "乙局", "--value", "2098-01-01", "--reason", "系统故障") == 0
    assert "其中逾期" not in counts()


def test_documents_and_files_of_nobody(round_: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post = Post(round_ / "交回")
    scans = {
        "扫描/甲局盖章扫描件.pdf": b"%PDF",
        "扫描/乙局自评报告.pdf": b"%PDF",
        "QQ文件/新建.xls": b"x",
        "丁.jpg": b"",
    }
    post.put(scans)
    found = counts()
    assert (found["已报送、无法审核"], found["不知是谁的"]) == (1, 1)
    units = {each["name"]: each for each in json.loads(Path("结果.json").read_text(encoding="utf-8"))["units"]}
    assert units["甲局"]["documents"]["盖章扫描件"].endswith("甲局盖章扫描件.pdf")
    assert units["乙局"]["documents"]["自评报告"].endswith("乙局自评报告.pdf")
    assert units["甲局"]["documents"]["自评报告"] == ""
    assert decide("归属", "--unit", "丁局", "--subject", "新建.xls", "--reason", "QQ群里丁局发的") == 0
    assert decide("报送要求", "--unit", "丁局", "--value", "正常", "--reason", "今年起报送") == 0
    assert decide("要件", "--unit", "甲局", "--subject", "公开网址", "--value", "https://example.cn 2026-04-01") == 0
    found = counts()
    assert (found["已报送、无法审核"], "不知是谁的" in found) == (2, False)
    capsys.readouterr()
    run("status", "下发", "--unit", "甲局")
    assert "要件：公开网址　https://example.cn 2026-04-01" in capsys.readouterr().out


def test_stamped_copy__is_compared_by_its_code(round_: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts()
    decide("有效版本", "--unit", "甲局", "--copy", "甲局.xlsx", "--reason", "最终版")
    units = json.loads(Path("结果.json").read_text(encoding="utf-8"))["units"]
    code = next(copy["check_code"] for copy in units[0]["copies"] if copy["file"].endswith("甲局.xlsx"))
    assert decide("盖章件核对码", "--unit", "甲局", "--value", f" {code} ") == 0
    other = code.translate(str.maketrans("0123456789", "1234567890"))
    capsys.readouterr()
    assert decide("盖章件核对码", "--unit", "甲局", "--value", other) == 1
    assert "盖章件与电子版不一致" in capsys.readouterr().out


def test_kinds__of_the_command_are_those_of_the_record() -> None:
    assert set(KINDS) == {kind.value for kind in EventKind if kind in _CHECKS or kind in ABOUT_ALL}
