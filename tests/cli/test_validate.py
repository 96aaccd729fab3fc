"""`xlgen validate`: exit codes, what is printed, what is written, what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from samples.defects.moving import insert_row
from tests.cli.running import ENGLISH, Filled, Run, assert_complaint, run_process
from tests.factories.form_workbooks import published_form
from tests.factories.repaired import changed, contents
from tests.factories.reports import folder_of_returns
from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_scheme
from xlgen.scheme.sheet_names import FORM

pytestmark = pytest.mark.slow


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    return folder_of_returns(tmp_path / "交回")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A form in which nothing is wrong."""
    folder = tmp_path / "好"
    folder.mkdir()
    (folder / "江门.xlsx").write_bytes(published_form("jiangmen-2024"))
    return folder


TIME = re.compile(rb"20[0-9-]{8} [0-9:]{5}(?::[0-9.]+)?")


def test_validate__fine(good: Path, xlgen: Run) -> None:
    done = xlgen("validate", good)
    assert (done.code, done.err) == (0, "")
    assert "江门市科学技术局　表中 99.99，按规则 99.99 优" in done.out
    assert done.out.splitlines()[-1].startswith("审核文件 1，通过 1，需核实 0，退回 0，无法读取 0")


def test_validate__findings(good: Path, xlgen: Run) -> None:
    (good / "深圳.xlsx").write_bytes(published_form("shenzhen-2021"))
    done = xlgen("validate", good)
    assert (done.code, done.err) == (1, "")
    assert "退回　深圳市科技交流服务中心　表中 95.24，按规则 95.25 优　错误 1" in done.out
    assert "    错误：指标评分表!I52　固定资产利用率：表中 0.99 分，按规则应为 1.00 分" in done.out


def test_validate__unreadable_files_do_not_end_the_run(returns: Path, xlgen: Run) -> None:
    done = xlgen("validate", returns)
    assert (done.code, done.err) == (2, "")
    assert "无法读取　（单位不明）　错误 1" in done.out
    assert "警告：与 " in done.out
    assert not ENGLISH.search(done.out)


def test_validate__roster(good: Path, tmp_path: Path, xlgen: Run) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("单位编码,单位名称\n01,江门市科学技术局\n02,没有报的单位\n", encoding="gb18030")
    done = xlgen("validate", good, "--units", units)
    assert done.code == 1
    assert "未报送 1 个：\n    02　没有报的单位\n" in done.out
    units.write_text("单位名称\n江门市科学技术局\n", encoding="utf-8")
    assert xlgen("validate", good, "--units", units).code == 0


def test_validate__year(good: Path, xlgen: Run) -> None:
    assert xlgen("validate", good, "--year", "2024").code == 0
    done = xlgen("validate", good, "--year", "2025")
    assert done.code == 1
    assert "[WRONG_YEAR]" in done.out


def test_validate__own_scheme(tmp_path: Path, xlgen: Run) -> None:
    xlgen("fill", MINIMAL, DATA, "-o", tmp_path / "表.xlsx")
    assert "[UNKNOWN_SCHEME]" in xlgen("validate", tmp_path / "表.xlsx").out
    assert xlgen("validate", tmp_path / "表.xlsx", "--scheme", MINIMAL).code == 0


def test_validate__writes_everything_the_same_with_one_process_and_two(returns: Path, tmp_path: Path) -> None:
    for number in range(5):  # so many that two processes are used
        (returns / f"江苏{number}.xlsx").write_bytes((returns / "江苏.xlsx").read_bytes())
    written = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        targets = ["--json", out / "结果.json", "--html", out / "结果.html", "--xlsx", out / "结果.xlsx"]
        code, _, complaints = run_process("validate", returns, *targets, "--feedback", out / "退回", "--jobs", jobs)
        assert (code, complaints) == (2, b"")
        files = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
        book = files.pop("结果.xlsx")  # the time of the run is in it, compressed
        written.append({name: TIME.sub(b"", content) for name, content in files.items()})
        assert book[:2] == b"PK"
    assert written[0] == written[1]
    assert {name for name in written[0] if "江苏" not in name} == {
        "结果.json",
        "结果.html",
        "退回/深圳市科技交流服务中心_批注.xlsx",
        "退回/深圳市科技交流服务中心_退回修改意见.txt",
        "退回/深圳市科技交流服务中心(2)_批注.xlsx",
        "退回/深圳市科技交流服务中心(2)_退回修改意见.txt",
        "退回/空_退回修改意见.txt",
    }
    assert len(json.loads(written[0]["结果.json"])["files"]) == 10


def test_validate__what_passed_gets_no_feedback(good: Path, tmp_path: Path, xlgen: Run) -> None:
    assert xlgen("validate", good, "--feedback", tmp_path / "退回").code == 0
    assert not (tmp_path / "退回").exists()


def test_validate__copy_that_cannot_be_made_is_said(
    returns: Path, tmp_path: Path, xlgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xlgen.reports import feedback

    def broken(*_: object) -> bytes:
        raise KeyError("x")

    monkeypatch.setattr(feedback, "annotated_copy", broken)
    done = xlgen("validate", returns / "深圳.xlsx", "--feedback", tmp_path / "退回")
    assert done.code == 2
    assert "没有写成批注副本（KeyError" in done.err
    assert [file.name for file in (tmp_path / "退回").iterdir()] == ["深圳市科技交流服务中心_退回修改意见.txt"]


def test_validate__nothing_to_check(tmp_path: Path, xlgen: Run) -> None:
    assert_complaint(xlgen("validate", tmp_path), 3, str(tmp_path), "没有找到评分表")
    absent = tmp_path / "甲", tmp_path / "乙"
    assert_complaint(xlgen("validate", *absent), 3, *map(str, absent))


def test_validate__wrong_usage(good: Path, tmp_path: Path, xlgen: Run) -> None:
    assert_complaint(xlgen("validate"), 3, "缺少参数")
    assert_complaint(xlgen("validate", good, "--year", "20"), 3, "--year")
    assert_complaint(xlgen("validate", good, "--jobs", "0"), 3, "--jobs")
    assert_complaint(xlgen("validate", good, "--scheme", "没有这个"), 3, "“没有这个”")
    assert_complaint(xlgen("validate", good, "--html", tmp_path), 3, "--html", "是文件夹")
    assert_complaint(xlgen("validate", good, "--feedback", good / "江门.xlsx"), 3, "--feedback", "是文件")
    assert_complaint(xlgen("validate", good, "--feedback", good / "退回"), 3, "--feedback", "写到别的文件夹")
    assert_complaint(xlgen("validate", good, "--xlsx", good / "结果.xlsx"), 3, "--xlsx", "写到别的文件夹")


def test_validate__broken_roster(good: Path, tmp_path: Path, xlgen: Run) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("单位名称\n甲\n甲\n", encoding="utf-8")
    assert_complaint(xlgen("validate", good, "--units", units), 3, f"{units} 第 3 行", "重复")
    assert_complaint(xlgen("validate", good, "--units", tmp_path / "没有.csv"), 3, "没有.csv", "没有这个文件")


def test_rows_moved__the_fresh_form_is_in_the_feedback(xlgen: Run, filled: Filled, tmp_path: Path) -> None:
    """What could not be checked goes back in a form that can, and the text says so."""
    file = tmp_path / "交回" / "江苏.xlsx"
    file.parent.mkdir()
    good = filled("jiangsu-2020").read_bytes()
    file.write_bytes(changed(good, lambda book: insert_row(book, FORM, 3)))
    done = xlgen("validate", file, "--feedback", tmp_path / "退回")
    assert done.code == 1
    (fresh,) = (tmp_path / "退回").glob("*_已转入新表.xlsx")
    (text,) = (tmp_path / "退回").glob("*.txt")
    words = text.read_text(encoding="utf-8-sig")
    assert f"你单位填的内容已转入新表“{fresh.name}”" in words
    assert [part for part in (tmp_path / "退回").iterdir() if "批注" in part.name] == []
    scheme = load_scheme("jiangsu-2020")
    assert contents(fresh.read_bytes(), scheme) == contents(good, scheme)


def test_no_workbook__no_fresh_form(xlgen: Run, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    assert xlgen("validate", tmp_path / "坏.xlsx", "--feedback", tmp_path / "退回").code == 2
    assert [file.suffix for file in (tmp_path / "退回").iterdir()] == [".txt"]
