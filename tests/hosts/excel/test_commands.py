"""`xlgen addin …` as a person runs it; on Windows as far as folders can stand in for it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.running import CHINESE, ENGLISH, Run, assert_complaint, run
from tests.hosts.excel.computers import computer
from tests.oracles import ooxml
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE
from xlgen.hosts.excel import doctor, machine
from xlgen.hosts.excel.addin_file import addin_file
from xlgen.hosts.excel.machine import Machine

CHECKOUT = Path(__file__).parents[3]
TEXTS = [
    file
    for pattern in ("*.md", "docs/*.md", "xlgen/**/*.py", "templates/**/*.jinja", "templates/**/*.js")
    for file in CHECKOUT.glob(pattern)
]


STORE = Path(r"C:\Program Files\WindowsApps")


@pytest.fixture
def xlgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "240")
    return lambda *words: run(capsys, *words)


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = computer(tmp_path)
    monkeypatch.setattr(machine, "this_machine", lambda: made)
    return made


def test_build__writes_the_addin(xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("addin", "build", "-o", tmp_path / "分发" / "xlgen.xlam")
    assert (done.code, done.err) == (EXIT_OK, "")
    assert (tmp_path / "分发" / "xlgen.xlam").read_bytes() == addin_file()


def test_selftest__writes_a_valid_workbook_the_same_each_time(xlgen: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "自检.xlsx", tmp_path / "again.xlsx"
    assert [xlgen("addin", "selftest", "-o", file).code for file in (first, second)] == [EXIT_OK, EXIT_OK]
    assert first.read_bytes() == second.read_bytes()
    assert ooxml.errors([first]) == {first: []}
    assert zipfile.is_zipfile(first)


@pytest.mark.parametrize(("name", "output"), [("build", "xlgen.xlsx"), ("selftest", "自检.xlam")])
def test_output__of_another_kind_is_refused(xlgen: Run, tmp_path: Path, name: str, output: str) -> None:
    assert_complaint(xlgen("addin", name, "-o", tmp_path / output), EXIT_USAGE, "只能写成")


def test_output__that_is_a_folder_is_told(xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("addin", "build", "-o", tmp_path), EXIT_USAGE, "只能写成 .xlam 文件")


@pytest.mark.parametrize("name", ["install", "uninstall"])
def test_other_systems__are_told_where_it_works(xlgen: Run, name: str) -> None:
    assert_complaint(xlgen("addin", name), EXIT_USAGE, "Windows", "xlgen addin build")


def test_doctor__elsewhere_explains_and_finds_fault(xlgen: Run) -> None:
    done = xlgen("addin", "doctor")
    assert done.code == EXIT_FINDINGS
    assert "✗" in done.out
    assert CHINESE.search(done.out)
    assert not ENGLISH.search(done.out)


def test_install__on_windows_carries_this_python_and_goes_again(xlgen: Run, windows: Machine) -> None:
    done = xlgen("addin", "install")
    assert done.code == EXIT_FINDINGS, "pywin32 is not here"
    assert "已安装" in done.out
    assert "pywin32" in done.out
    assert windows.addin is not None
    assert windows.addin.read_bytes() == addin_file(str(windows.interpreter))
    gone = xlgen("addin", "uninstall")
    assert (gone.code, gone.err) == (EXIT_OK, "")
    assert not windows.addin.exists()
    assert_complaint(xlgen("addin", "uninstall"), EXIT_USAGE, "不需要卸载")


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"interpreter": STORE / "python.exe"}, "从 python.org 下载安装"),
        ({"base": STORE / "PythonSoftwareFoundation.Python.3.12_x64"}, "从 python.org 下载安装"),
        ({"excel": STORE / "Microsoft.Office.Desktop.Excel" / "EXCEL.EXE"}, "请改装单位发放的"),
    ],
)
def test_install__with_programs_from_the_store_is_refused(
    xlgen: Run, windows: Machine, monkeypatch: pytest.MonkeyPatch, change: dict[str, Path], remedy: str
) -> None:
    """It would succeed, and Excel would never see it."""
    monkeypatch.setattr(machine, "this_machine", lambda: replace(windows, **change))  # type: ignore[arg-type]
    assert_complaint(xlgen("addin", "install"), EXIT_USAGE, "WindowsApps", "微软商店", remedy, "什么也没有安装")
    assert windows.roaming is not None
    assert list(windows.roaming.iterdir()) == []
    done = xlgen("addin", "doctor")
    assert done.code == EXIT_FINDINGS
    assert "微软商店版" in done.out


def test_install__says_where_a_foreign_file_is_kept_and_brings_it_back(xlgen: Run, windows: Machine) -> None:
    assert windows.addin is not None
    windows.addin.parent.mkdir(parents=True)
    windows.addin.write_bytes(b"foreign")
    assert "另存为" in xlgen("addin", "install").out
    assert "已恢复" in xlgen("addin", "uninstall").out
    assert windows.addin.read_bytes() == b"foreign"


def test_packages__missing_are_told_before_anything_is_written(
    xlgen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "missing_packages", lambda: ["xlwings", "pyopenvba"])
    for name, output in (("build", "xlgen.xlam"), ("selftest", "自检.xlsx")):
        done = xlgen("addin", name, "-o", tmp_path / output)
        assert_complaint(done, EXIT_USAGE, "xlwings、pyopenvba", '在程序所在文件夹运行 pip install ".[excel]"')
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", TEXTS, ids=[str(file.relative_to(CHECKOUT)) for file in TEXTS])
def test_texts__install_from_the_folder_and_never_by_name(file: Path) -> None:
    """xlgen is on no public index: whoever registered its name there would be installed."""
    assert not re.search(r"pip install [^`。|\n]*\bxlgen\b", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("written", ["`xlgen addin install`", "`--formulas udf`"])
def test_readme__names_what_the_functions_need(written: str) -> None:
    assert written in (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_doctor__remedies_are_shown_whole(xlgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "missing_packages", lambda: ["xlwings"])
    assert ".[excel]" in xlgen("addin", "doctor").out
