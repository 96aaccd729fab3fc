"""What the doctor sees, on computers that lack one thing each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import util
from pathlib import Path

import pytest

from tests.hosts.excel.computers import computer, program, registry, without_windows
from xlgen.hosts.check import Check
from xlgen.hosts.excel.doctor import checks, library
from xlgen.hosts.excel.machine import EXCEL_KEY, Machine, excel_of, program_bits, this_machine
from xlgen.hosts.excel.policies import MACHINE, USER

ADDIN = b"add-in"
ALIASES = Path(r"D:\张三\AppData\Local\Microsoft\WindowsApps")
STORE_PYTHON = Path(
    r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64__qbz5n2kf\python.exe"
)
STORE_EXCEL = Path(r"c:\program files\windowsapps\Microsoft.Office.Desktop.Excel_16051.x86__8we\Office16\EXCEL.EXE")
OFFICE = r"HKEY_CURRENT_USER\Software\Policies\Microsoft\Office"
Change = Callable[[Machine], Machine]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A computer with everything, the add-in installed."""
    found = computer(tmp_path)
    assert found.addin is not None
    found.addin.parent.mkdir(parents=True)
    found.addin.write_bytes(ADDIN)
    known = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: known("json" if name == "win32com" else name))
    return found


def examined(machine: Machine, missing: list[str] | None = None) -> list[Check]:
    return list(checks(machine, missing or [], lambda interpreter: ADDIN))


def wrong(found: list[Check]) -> list[str]:
    return [check.subject for check in found if not check.passed]


def _without(get: Callable[[Machine], Path | None]) -> Change:
    def change(machine: Machine) -> Machine:
        file = get(machine)
        assert file is not None
        file.unlink()
        return machine

    return change


def _other_addin(machine: Machine) -> Machine:
    assert machine.addin is not None
    machine.addin.write_bytes(b"older")
    return machine


LACKING: dict[str, tuple[Change, str]] = {
    "no Windows": (without_windows, "操作系统"),
    "a folder of another language": (
        lambda machine: replace(machine, interpreter=machine.interpreter.parent / "한국어" / "python.exe"),
        "Python",
    ),
    "no library": (
        _without(lambda machine: machine.interpreter.parent.parent / library(64)),
        "Excel 与 Python 的连接",
    ),
    "no Excel": (_without(lambda machine: machine.excel), "Excel"),
    "Excel not known": (lambda machine: replace(machine, excel=None), "Excel"),
    "macros off": (
        lambda machine: replace(machine, registry=registry({f"{OFFICE}\\16.0\\Common\\VBAOff": 1})),
        "安全设置",
    ),
    "Python from the store": (lambda machine: replace(machine, interpreter=STORE_PYTHON), "Python"),
    "a virtual environment of it": (
        lambda machine: replace(machine, base=Path(r"C:\WindowsApps\Python")),
        "Python",
    ),
    "its alias": (lambda machine: replace(machine, interpreter=ALIASES / "python.exe"), "Python"),
    "Office from the store": (lambda machine: replace(machine, excel=STORE_EXCEL), "Excel"),
    "its alias for Excel": (lambda machine: replace(machine, excel=ALIASES / "EXCEL.EXE"), "Excel"),
    "not installed": (_without(lambda machine: machine.addin), "函数加载项"),
    "an older one": (_other_addin, "函数加载项"),
    "no folder of one's own": (lambda machine: replace(machine, roaming=None), "函数加载项"),
}


def test_computer__with_everything_is_fine(machine: Machine) -> None:
    found = examined(machine)
    assert wrong(found) == []
    assert "64 位" in next(check.state for check in found if check.subject == "Excel")


@pytest.mark.parametrize("case", LACKING)
def test_what_is_missing__is_told_with_what_to_do(machine: Machine, case: str) -> None:
    change, subject = LACKING[case]
    found = examined(change(machine))
    assert subject in wrong(found)
    for check in found:
        assert check.passed or re.search("请", check.remedy)
        assert re.search("[一-鿿]", check.state + check.remedy) or check.state


def test_packages__missing_are_named_with_the_command() -> None:
    found = examined(this_machine(), ["xlwings"])
    (packages,) = [check for check in found if "xlwings" in check.subject]
    assert (packages.passed, packages.remedy) == (False, '请在程序所在文件夹运行 pip install ".[excel]"')


@pytest.mark.parametrize(
    ("header", "bits"),
    [(program(), 64), (program(0x014C), 32), (program(0xAA64), 64), (program(1), None), (b"MZ", None), (b"", None)],
)
def test_program__of_32_or_64_bits(header: bytes, bits: int | None) -> None:
    assert program_bits(header) == bits


def test_library__for_an_excel_of_32_bits(machine: Machine) -> None:
    assert machine.excel is not None
    machine.excel.write_bytes(program(0x014C))
    (connection,) = [check for check in examined(machine) if not check.passed]
    assert library(32) in connection.state


def test_excel__found_where_windows_starts_it_from() -> None:
    machine, user = (f"{hive}\\{EXCEL_KEY}\\" for hive in (MACHINE, USER))
    assert excel_of(registry({})) is None
    assert excel_of(registry({machine: r"C:\Office16\EXCEL.EXE"})) == Path(r"C:\Office16\EXCEL.EXE")
    assert excel_of(registry({machine: "C:", user: r'"D:\EXCEL.EXE"'})) == Path(r"D:\EXCEL.EXE")


def test_program_of_the_store__is_never_opened(machine: Machine) -> None:
    """Windows forbids it."""
    assert machine.excel is not None
    forbidden = machine.excel.parent / "WindowsApps" / "EXCEL.EXE"
    forbidden.mkdir(parents=True)
    assert replace(machine, excel=forbidden / "EXCEL.EXE").excel_bits is None


def test_this_machine__is_no_windows_here() -> None:
    here = this_machine()
    assert not here.windows
    assert here.interpreter.is_file()
