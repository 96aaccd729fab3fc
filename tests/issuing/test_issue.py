"""A workbook for every unit of a roster, by the command."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import shipped_scheme
from tests.factories.campaigns import COMMAND, SCHEME, issued, roster, run
from xlgen.campaign import record as manifest
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.issuing import form_writer
from xlgen.issuing.form_writer import MAX_STAMPS
from xlgen.issuing.notices import NOTICES_FILE
from xlgen.submissions.validate import check_bytes
from xlgen.submissions.verdict import Verdict
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.layout import Layout
from xlgen.workbook.stamp import Stamp
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow


MANY = 3000
"""Units: so many that the command can be killed before it has written all, on a fast machine too."""


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_unit__has_its_workbook(tmp_path: Path, jobs: int, capsys: pytest.CaptureFixture[str]) -> None:
    units = roster(tmp_path, 120, staff_authorised="30")
    assert run("new", SCHEME, "--year", 2026, "--units", units, "-o", tmp_path / "下发", "--jobs", jobs) == 0
    files = issued(tmp_path / "下发")
    assert [file.name for file in files] == [f"{number:05}_示例市第{number}实验学校.xlsx" for number in range(120)]
    assert "120 个单位" in capsys.readouterr().out
    report = check_bytes(files[7].name, files[7].read_bytes())
    assert report.unit == "示例市第7实验学校"
    assert report.year == "2026"
    assert {each.code.name for each in report.findings} == {"BLANK", "TOO_FEW_ROWS", "NOT_COMPARED"}


def test_same_roster__gives_the_same_bytes_whatever_the_jobs(tmp_path: Path) -> None:
    units = roster(tmp_path, 60)
    for jobs in (1, 2):
        run("new", SCHEME, "--units", units, "-o", tmp_path / str(jobs), "--jobs", jobs)
    assert [file.read_bytes() for file in issued(tmp_path / "1")] == [
        file.read_bytes() for file in issued(tmp_path / "2")
    ]


def test_units_of_many_kinds__each_stamp_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real rosters fill in a column for some units, and names are of any length."""
    built = []

    class Counted(Stamp):
        def __init__(self, layout: Layout, given: Mapping[str, CellValue], formulas: FormulaStyle) -> None:
            super().__init__(layout, given, formulas)
            built.append(self.key)

    monkeypatch.setattr(form_writer, "Stamp", Counted)
    lines = ["单位编码,单位名称,money_unit,staff_authorised"]
    for number in range(40):
        filled = "万元" if number % 2 else "", "30" if number % 3 else ""
        lines.append(f"{number},示例市第{number}{'实验学校' * (number % 5 * 4)}小学,{','.join(filled)}")
    units = tmp_path / "名单.csv"
    units.write_text("\n".join(lines), encoding="utf-8-sig")
    assert run("new", SCHEME, "--units", units, "-o", tmp_path / "下发", "--jobs", 1) == 0
    assert len(built) == len(set(built)) > MAX_STAMPS


def test_again__nothing_is_written_but_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = roster(tmp_path, 10)
    run("new", SCHEME, "--units", units, "-o", tmp_path / "下发")
    before = {file: file.stat().st_mtime_ns for file in issued(tmp_path / "下发")}
    units.write_text(units.read_text(encoding="utf-8-sig") + "\n99999,新增单位,", encoding="utf-8-sig")
    capsys.readouterr()
    run("new", SCHEME, "--units", units, "-o", tmp_path / "下发")
    assert "为 1 个单位" in (said := capsys.readouterr().out)
    assert "10 份此前已生成" in said
    assert {file: file.stat().st_mtime_ns for file in issued(tmp_path / "下发") if file in before} == before


def test_file_that_was_deleted__is_written_again(tmp_path: Path) -> None:
    units = roster(tmp_path, 3)
    run("new", SCHEME, "--units", units, "-o", tmp_path / "下发")
    gone = issued(tmp_path / "下发")[1]
    content = gone.read_bytes()
    gone.unlink()
    run("new", SCHEME, "--units", units, "-o", tmp_path / "下发")
    assert gone.read_bytes() == content


def test_unit_that_was_renamed__takes_over_the_file(tmp_path: Path) -> None:
    units, options = roster(tmp_path, 3), ["--layout", "{code}.xlsx", "-o", tmp_path / "下发"]
    run("new", SCHEME, "--units", units, *options)
    units.write_text(units.read_text(encoding="utf-8-sig").replace("第1实验学校", "第九中学"), encoding="utf-8")
    assert run("new", SCHEME, "--units", units, *options) == 0
    names = [check_bytes(file.name, file.read_bytes()).unit for file in issued(tmp_path / "下发")]
    assert names == ["示例市第0实验学校", "示例市第九中学", "示例市第2实验学校"]


def test_another_campaign__is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = roster(tmp_path, 3)
    run("new", SCHEME, "--year", 2025, "--units", units, "-o", tmp_path / "下发")
    assert run("new", SCHEME, "--year", 2026, "--units", units, "-o", tmp_path / "下发") == 3
    assert "2025" in capsys.readouterr().err


def test_killed_in_the_middle__completes_without_half_files(tmp_path: Path) -> None:
    units, folder = roster(tmp_path, MANY), tmp_path / "下发"
    arguments = ["new", SCHEME, "--units", str(units), "-o", str(folder), "--jobs", "1"]
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 300
        while len(issued(folder)) < 200 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    written = len(issued(folder))
    assert 200 <= written < MANY
    with sqlite3.connect(folder / RECORD_NAME) as record:
        recorded = record.execute("SELECT count(*) FROM unit WHERE issued IS NOT NULL").fetchone()[0]
    assert written - 51 <= recorded <= written
    assert run(*arguments) == 0
    files = issued(folder)
    assert len(files) == MANY
    assert [file for file in folder.rglob("*") if file.suffix == ".tmp"] == []
    expected = build(shipped_scheme(SCHEME), unit=f"示例市第{MANY - 1}实验学校")
    assert check_bytes("a", files[-1].read_bytes()).unit == check_bytes("a", expected).unit


def test_broken_roster__writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = roster(tmp_path, 5, staff_authorised="很多")
    assert run("new", SCHEME, "--units", units, "-o", tmp_path / "下发") == 3
    said = capsys.readouterr().err
    assert said.count("请键入数字") == 5
    assert issued(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--layout", "{name}.xlsx"], "--units"),
        (["--units", "名单.csv", "--unit", "甲"], "--unit"),
        (["--jobs", "2"], "--units"),
        (["--drop"], "--units"),
        (["--units", "名单.csv", "--jobs", "0"], "--jobs"),
        (["--units", "名单.csv", "--jobs", "-3"], "--jobs"),
        (["--units", "名单.csv", "--jobs", "61"], "--jobs"),
        (["--units", "名单.csv", "--jobs", "二"], "--jobs"),
    ],
)
def test_options_that_do_not_fit__are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], why: str
) -> None:
    assert run("new", SCHEME, *options, "-o", tmp_path) == 3
    assert why in capsys.readouterr().err


def saved_again(file: Path) -> bytes:
    """What another program makes of a workbook."""
    workbook = openpyxl.load_workbook(file)
    workbook.save(file)
    return file.read_bytes()


def test_workbook_that_somebody_saved__is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "下发"
    options = ["new", SCHEME, "--units", roster(tmp_path, 3, staff_authorised="30"), "-o", folder]
    run(*options)
    first, second, _ = issued(folder)
    kept = saved_again(first)
    second.write_bytes(b"\0" * 4096)  # lost its content when the power went
    assert run(*options) == 0  # nothing is due for the first
    assert first.read_bytes() == kept
    assert second.read_bytes().startswith(b"PK")
    roster(tmp_path, 3, staff_authorised="31")
    capsys.readouterr()
    assert run(*options) == 1
    said = capsys.readouterr().out
    assert "没有写出 1 条" in said
    assert "已为 2 个单位" in said
    assert first.read_bytes() == kept
    assert "没有写出,00000\t,示例市第0实验学校" in (folder / NOTICES_FILE).read_text(encoding="utf-8-sig")
    assert run("status", folder) == 1
    assert "还没有下发 1 个" not in capsys.readouterr().out  # it has the earlier one
    first.unlink()
    assert run(*options) == 0
    assert first.is_file()
    assert not (folder / NOTICES_FILE).exists()


def test_other_layout__names_the_files_that_are_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units, folder = roster(tmp_path, 3), tmp_path / "下发"
    run("new", SCHEME, "--units", units, "-o", folder)
    capsys.readouterr()
    assert run("new", SCHEME, "--units", units, "-o", folder, "--layout", "{code}.xlsx") == 0
    assert "不再使用的文件 3 条：\n    00000_示例市第0实验学校.xlsx" in capsys.readouterr().out
    assert len(issued(folder)) == 6


def test_file_of_somebody_else__is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units, folder = roster(tmp_path, 3), tmp_path / "下发"
    folder.mkdir()
    (folder / "00001_示例市第1实验学校.xlsx").write_bytes(b"mine")
    (folder / "00002_示例市第2实验学校.xlsx").mkdir()
    assert run("new", SCHEME, "--units", units, "-o", folder) == 1
    assert "没有写出 2 条" in capsys.readouterr().out
    assert (folder / "00001_示例市第1实验学校.xlsx").read_bytes() == b"mine"


def test_workbook_that_is_open__does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "下发"
    options = ["new", SCHEME, "--units", roster(tmp_path, 3, staff_authorised="30"), "-o", folder]
    replace = Path.replace

    def refused(self: Path, target: Path) -> Path:  # as Windows does while Excel has it open
        if target.name.startswith("00001"):
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    assert run(*options) == 2  # a folder that may not be written to is no such case
    monkeypatch.undo()
    assert run(*options) == 0
    roster(tmp_path, 3, staff_authorised="31")
    monkeypatch.setattr(Path, "replace", refused)
    capsys.readouterr()
    assert run(*options) == 1
    said = capsys.readouterr().out
    assert "正打开着" in said
    assert "已为 2 个单位" in said
    monkeypatch.undo()
    assert run(*options) == 0
    assert "为 1 个单位" in capsys.readouterr().out


def test_unit_that_left_the_roster__is_due_until_it_is_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units, folder = roster(tmp_path, 3), tmp_path / "下发"
    run("new", SCHEME, "--units", units, "-o", folder)
    roster(tmp_path, 2)
    capsys.readouterr()
    assert run("new", SCHEME, "--units", units, "-o", folder) == 0
    said = capsys.readouterr().out
    assert "名单里没有 1 条" in said
    assert "第2实验学校：此前下发过，仍算应报送" in said
    run("status", folder)
    assert "未报送 3 个" in capsys.readouterr().out
    assert run("new", SCHEME, "--units", units, "-o", folder, "--drop") == 0
    assert "不再使用的文件 1 条" in capsys.readouterr().out
    run("status", folder)
    assert "未报送 2 个" in capsys.readouterr().out
    assert len(issued(folder)) == 3
    assert run("new", SCHEME, "--units", units, "-o", folder) == 0
    assert not (folder / NOTICES_FILE).exists()  # nothing is to be said any more


def test_unit_that_is_only_spelled_otherwise__stays_one_with_what_it_handed_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units, folder = tmp_path / "名单.csv", tmp_path / "下发"
    units.write_text("单位编码,单位名称\n1,甲（本级）\n", encoding="utf-8")
    run("new", SCHEME, "--units", units, "-o", folder)
    with manifest.open_record(folder / RECORD_NAME) as record:
        record.submitted(
            [RecordedSubmission("甲（本级）", "一.xlsx", "f", 0.0, "2026-01-01", Verdict.PASSED, 1.0, 1.0)]
        )
    units.write_text("单位编码,单位名称\n01,甲 (本级)\n", encoding="utf-8")
    assert run("new", SCHEME, "--units", units, "-o", folder) == 0
    with manifest.open_record(folder / RECORD_NAME) as record:
        assert [(each.name, each.code) for each in record.units()] == [("甲(本级)", "01")]
        assert list(record.submissions()) == ["甲(本级)"]
    assert run("status", folder) == 0


def test_code_that_changed__is_taken_down_without_writing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units, options = roster(tmp_path, 2), ["-o", tmp_path / "下发", "--layout", "{name}.xlsx"]
    run("new", SCHEME, "--units", units, *options)
    units.write_text(units.read_text(encoding="utf-8-sig").replace("00001", "88888"), encoding="utf-8")
    capsys.readouterr()
    run("new", SCHEME, "--units", units, *options)
    assert "为 0 个单位" in capsys.readouterr().out
    run("status", tmp_path / "下发")
    assert "88888　示例市第1实验学校" in capsys.readouterr().out


def test_output__that_is_no_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = roster(tmp_path, 2)
    for output in (units, tmp_path / "评分表.xlsx"):
        assert run("new", SCHEME, "--units", units, "-o", output) == 3
        assert "请写一个文件夹" in capsys.readouterr().err
