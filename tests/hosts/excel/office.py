"""The add-in's VBA, compiled and run by LibreOffice, which gives macros of Excel its own Range, CVErr and ParamArray.

Where it has not what Excel has, a text stands in: `Value2` is read as `Value`, Python is reached through a script.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind

from tests.oracles.libreoffice import PROFILE, SOFFICE, OracleFailedError
from xlgen.hosts.excel.addin_file import with_macros
from xlgen.hosts.excel.wrappers import DOCUMENT_MODULE, modules

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
SECONDS = 300
WINDOWS = r"C:\Windows"
"""What Windows tells every program of where it is."""
Cells = Mapping[str, str]


def sources() -> dict[str, str]:
    """The add-in's modules as LibreOffice can run them."""
    made = dict(modules())
    del made[DOCUMENT_MODULE], made["xlwings"]
    made["PythonProcess"] = vba("stub_process.bas")
    made["RangeValues"] = made["RangeValues"].replace(".Value2", ".Value")
    return made


def vba(name: str) -> str:
    """A module that stands beside the tests."""
    return (HERE / name).read_text(encoding="utf-8").replace("\n", "\r\n")


def computed(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, Mapping[str, Cells]]:
    """What LibreOffice shows in every cell of each workbook: by name, sheet and address."""
    files = {name: folder / f"{name}.xlsm" for name in workbooks}
    for name, file in files.items():
        file.write_bytes(workbooks[name])
    told = _asked(list(files.values()), folder / "profile")
    return {name: told[str(file)] for name, file in files.items()}


def with_modules(workbook: bytes, extra: Mapping[str, str] | None = None) -> bytes:
    """A workbook that carries the modules of the add-in."""
    return with_macros(workbook, {**sources(), **(extra or {})})


def with_class(workbook: bytes, name: str, source: str, folder: Path) -> bytes:
    """A workbook with macros that has one class more."""
    file = folder / "class.xlsm"
    file.write_bytes(workbook)
    with ExcelFile(file) as book:
        book.vba_project().add_module(name, source, kind=VBAModuleKind.other)
        book.save()
    return file.read_bytes()


def _asked(files: Sequence[Path], profile: Path) -> dict[str, Mapping[str, Cells]]:
    for program in (SOFFICE, SYSTEM_PYTHON):
        if not Path(program).is_file():
            raise OracleFailedError(f"{program} is missing; run tests/oracles/install.sh")
    scripts = profile / "user" / "Scripts" / "python"
    scripts.mkdir(parents=True)
    shutil.copy(HERE / "answering.py", scripts)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    environment = {"HOME": str(profile), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SystemRoot": WINDOWS}
    ours = {"XLGEN_PYTHON": sys.executable, "XLGEN_CHECKOUT": str(HERE.parents[2])}
    pipe = f"xlgen-{profile.stat().st_ino}"
    office = subprocess.Popen(
        [
            *("timeout", "--kill-after=5", str(SECONDS), SOFFICE, f"-env:UserInstallation={profile.as_uri()}"),
            *("--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"),
        ],
        env={**environment, **ours},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        command = [SYSTEM_PYTHON, str(HERE / "asking_office.py"), pipe, *map(str, files)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=SECONDS)
        if done.returncode:
            raise OracleFailedError(done.stderr.decode(errors="replace"))
        found: dict[str, Mapping[str, Cells]] = json.loads(done.stdout)
        return found
    finally:
        office.terminate()
        office.wait()
