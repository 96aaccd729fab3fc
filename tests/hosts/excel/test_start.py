"""How Python is started: nothing that lies where it stands, or beside a workbook, is taken for a module of it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings

from xlgen.files.resources import CUSTOM_FUNCTIONS
from xlgen.hosts.excel import udfs, wrappers
from xlgen.hosts.excel.addin_file import settings

IMPORTANT = ("xlgen.hosts.excel.udfs", "udf.functions", "xlwings")
SHOW = f"import {', '.join(IMPORTANT)}; print({', '.join(f'{name}.__file__' for name in IMPORTANT)}, sep=chr(10))"
INTERPRETERS = (None, sys.executable)
PLANTED = ("udf.py", "xlgen.py", "xlwings.py")


def vba_text(expression: str, **variables: str) -> str:
    """A text put together with & in VBA."""
    parts = re.findall(r'"((?:[^"]|"")*)"|(\w+)', expression)
    return "".join(variables[name] if name else text.replace('""', '"') for text, name in parts)


def start_line(windows: Path, addin: Path, interpreter: str | None) -> list[str]:
    """The words after the interpreter as XLPyCommand makes them; instead of serving, Python shows what it found."""
    command = re.findall(r"Function XLPyCommand.*?End Function", wrappers.modules()["xlwings"], re.DOTALL)[0]
    (tail,) = re.findall(r"^ +tail = (.*?)\r$", command, re.MULTILINE)
    (path,) = re.findall(r"^ +PYTHONPATH = (AddExcelDir.*?)\r$", command, re.MULTILINE)
    given = settings(interpreter)
    path = re.sub(r'GetConfig\("(\w+)"\)', r"\1", path).replace("ThisWorkbook.FullName", "FullName")
    cloud = dict.fromkeys(("ONEDRIVE_CONSUMER_WIN", "ONEDRIVE_COMMERCIAL_WIN", "SHAREPOINT_WIN"), "")
    own = given.get("PYTHONPATH", "").replace("%SystemRoot%", str(windows))
    excel_dir = given["ADD_WORKBOOK_TO_PYTHONPATH"]
    searched = vba_text(path, AddExcelDir=excel_dir, FullName=str(addin), PYTHONPATH=own, **cloud)
    words = shlex.split(vba_text(tail, LicenseKeyEnvString="", PYTHONPATH=searched))
    assert "xlwings.serve('$(CLSID)')" in words[-1]
    return [*words[:-1], words[-1].replace("xlwings.serve('$(CLSID)')", SHOW)]


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder of forms as it may come from anybody, modules among them."""
    folder = tmp_path / "forms"
    folder.mkdir()
    for name in PLANTED:
        (folder / name).write_text("raise SystemExit('what came with a form has run')", encoding="utf-8")
    return folder


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_python__started_among_foreign_files_runs_none(planted: Path, tmp_path: Path, interpreter: str | None) -> None:
    done = subprocess.run(
        [sys.executable, *start_line(tmp_path / "Windows", planted / "xlgen.xlam", interpreter)],
        cwd=planted,
        env={**os.environ, "PYTHONPATH": str(Path(udfs.__file__).parents[3])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [udfs.__file__, str(CUSTOM_FUNCTIONS / "functions.py"), xlwings.__file__]


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_settings__add_no_empty_path(interpreter: str | None) -> None:
    """An empty one is the folder that Python stands in, whenever it imports something."""
    assert settings(interpreter)["PYTHONPATH"] == "%SystemRoot%"
