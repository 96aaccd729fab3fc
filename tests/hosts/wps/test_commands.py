"""`xlgen addin wps …` as a person runs it, on computers that are folders."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import CHINESE, ENGLISH, Run, assert_complaint, run
from tests.oracles import ooxml
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE
from xlgen.hosts.selftest import selftest
from xlgen.hosts.wps import machine
from xlgen.hosts.wps.installing import FOLDER, installed_files
from xlgen.hosts.wps.machine import machine_of
from xlgen.hosts.wps.package import package_files
from xlgen.hosts.wps.selftest import WPS


@pytest.fixture
def xlgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "240")
    return lambda *words: run(capsys, "addin", "wps", *words)


@pytest.fixture
def addins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for add-ins of a user of 麒麟 who has WPS."""
    (tmp_path / "opt" / "kingsoft" / "wps-office" / "office6").mkdir(parents=True)
    made = machine_of("linux", {"HOME": str(tmp_path / "张三")}, tmp_path)
    monkeypatch.setattr(machine, "this_machine", lambda: made)
    assert made.addins is not None
    return made.addins


def test_install__doctor_and_uninstall(xlgen: Run, addins: Path) -> None:
    assert "没有安装" in xlgen("doctor").out
    done = xlgen("install")
    assert (done.code, done.err) == (EXIT_OK, "")
    assert "问是否信任加载项时点“允许”" in done.out
    assert "✗" not in done.out
    assert (addins / FOLDER / "index.html").is_file()
    assert xlgen("doctor").code == EXIT_OK
    gone = xlgen("uninstall")
    assert (gone.code, gone.err) == (EXIT_OK, "")
    assert not (addins / FOLDER).exists()
    assert "不需要卸载" in xlgen("uninstall").out


def test_doctor__finds_fault_in_chinese(xlgen: Run, addins: Path) -> None:
    done = xlgen("doctor")
    assert done.code == EXIT_FINDINGS
    assert CHINESE.search(done.out)
    assert not ENGLISH.search(done.out)


def test_broken_registration__is_one_sentence(xlgen: Run, addins: Path) -> None:
    addins.mkdir(parents=True)
    (addins / "publish.xml").write_text("<jsplugins>", encoding="utf-8")
    for command in ("install", "uninstall"):
        assert_complaint(xlgen(command), EXIT_USAGE, "publish.xml", "什么也没有改")


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_files_in_use__are_one_sentence(
    xlgen: Run, addins: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(f"xlgen.hosts.wps.installing.{command}", refused)
    assert_complaint(xlgen(command), EXIT_USAGE, "WPS 正在使用", "请关闭全部 WPS 窗口")


def test_user_without_a_folder__is_told(xlgen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "this_machine", lambda: machine_of("win32", {}, tmp_path))
    assert_complaint(xlgen("install"), EXIT_USAGE, "没有指明个人文件夹")


def test_build__writes_the_package_and_again(xlgen: Run, tmp_path: Path) -> None:
    folder = tmp_path / "WPS加载项"
    older = folder / "xlgen_0.0.1" / "js" / "functions.js"
    older.parent.mkdir(parents=True)
    older.write_bytes(b"older")
    for _ in range(2):
        done = xlgen("build", "-o", folder)
        assert (done.code, done.err) == (EXIT_OK, "")
        assert installed_files(folder) == package_files()
    assert "安装说明.txt" in done.out


def test_build__leaves_other_files_alone(xlgen: Run, tmp_path: Path) -> None:
    (tmp_path / "评分表.xlsx").write_bytes(b"")
    assert_complaint(xlgen("build", "-o", tmp_path), EXIT_USAGE, "评分表.xlsx", "请写一个空的")
    assert_complaint(xlgen("build", "-o", tmp_path / "评分表.xlsx"), EXIT_USAGE, "是文件")
    assert [each.name for each in tmp_path.iterdir()] == ["评分表.xlsx"]


def test_selftest__holds_the_calls_as_texts(xlgen: Run, tmp_path: Path) -> None:
    files = [tmp_path / "自检.xlsx", tmp_path / "again.xlsx"]
    assert [xlgen("selftest", "-o", file).code for file in files] == [EXIT_OK, EXIT_OK]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert ooxml.errors(files[:1]) == {files[0]: []}
    sheet = load_workbook(files[0])["自检"]
    rows = [(row[10].value, row[11].value) for row in sheet.iter_rows(min_row=9) if row[10].value]
    assert rows[0] == ("=XLGEN.QUARTER_EXEC_SCORE(B9:E9)", None)
    assert ("=SUM(XLGEN.STACK(J:J))", None) in rows
    assert [stored for _, stored in rows if stored] == ["=XLGEN.GRADE(95)", "=_xldudf_XLGEN_GRADE(95)", "=GRADE(95)"]
    assert_complaint(xlgen("selftest", "-o", tmp_path / "自检.xls"), EXIT_USAGE, "只能写成 .xlsx")


WITHOUT_EXTRAS = """
import sys
sys.modules.update(dict.fromkeys(["xlwings", "pyopenvba", "starlette"]))
from xlgen.cli.main import main
for words in (["build", "-o", sys.argv[1]], ["selftest", "-o", sys.argv[2]]):
    try:
        main(["addin", "wps", *words])
    except SystemExit as left:
        assert left.code == 0
"""
"""Imports of these fail, as where they are not installed."""


@pytest.mark.slow
def test_package_and_selftest__need_no_extra(tmp_path: Path) -> None:
    folder, file = tmp_path / "WPS加载项", tmp_path / "自检.xlsx"
    command = [sys.executable, "-c", WITHOUT_EXTRAS, str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    assert installed_files(folder) == package_files()
    assert file.read_bytes() == selftest(WPS)
