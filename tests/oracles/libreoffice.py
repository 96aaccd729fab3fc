"""LibreOffice as an independent judge: it computes the formulas again and never sees a cached value.

Every process has a profile of its own and runs outside the virtual environment (inside one, its own Python
does not start). It takes a second to start, so give it all the files of a test at once. With `functions`, the
custom functions of `udf` are there too.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from tests.oracles.failed import OracleFailedError as OracleFailedError
from tests.oracles.libreoffice_functions import provided

SOFFICE = "/usr/bin/soffice"
SECONDS = 300
MANY = 50
"""So many files are shared by two processes."""
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""
"""0: always recalculate. By default LibreOffice trusts what is stored; a test would compare a number with itself.

A profile that is complete is left as it is; otherwise its Basic would be replaced at the first start.
"""
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Comma, quote, UTF-8, from the first line; contents rather than what is shown; every sheet (-1)."""

Rows = list[list[str]]


def recalculated(files: Sequence[Path], folder: Path, *, functions: bool = False) -> dict[Path, Path]:
    """Each workbook, computed again and saved into a folder."""
    _convert(files, "xlsx", folder, functions)
    return {file: _made(folder / f"{file.stem}.xlsx") for file in files}


def as_old_format(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Each workbook saved as an .xls of Excel 97."""
    _convert(files, "xls", folder, functions=False)
    return {file: _made(folder / f"{file.stem}.xls") for file in files}


def recalculated_cells(
    files: Sequence[Path], sheets: Sequence[str], folder: Path, *, functions: bool = False
) -> dict[Path, dict[str, Rows]]:
    """The cells of some sheets of each workbook, computed again: row by row from A1, as text."""
    _convert(files, CSV, folder, functions)
    return {file: {sheet: _rows(_made(folder / f"{file.stem}-{sheet}.csv")) for sheet in sheets} for file in files}


def _rows(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _made(file: Path) -> Path:
    if not file.is_file():
        raise OracleFailedError(f"LibreOffice did not write {file.name}")
    return file


def _convert(files: Sequence[Path], target: str, folder: Path, functions: bool) -> None:
    shares = [files[::2], files[1::2]] if len(files) >= MANY else [files]
    with ThreadPoolExecutor(len(shares)) as pool:
        for done in [pool.submit(_run, share, target, folder, functions) for share in shares]:
            done.result()


def _run(files: Sequence[Path], target: str, folder: Path, functions: bool) -> None:
    if not Path(SOFFICE).is_file():
        raise OracleFailedError(
            f"{SOFFICE} is missing; the tests need it: run tests/oracles/install.sh, or as root "
            "apt-get install libreoffice-calc fonts-noto-cjk poppler-utils"
        )
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="xlgen-office-"))
    try:
        (home / "user").mkdir()
        (home / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        provision: AbstractContextManager[dict[str, str]] = provided(home) if functions else nullcontext({})
        with provision as environment:
            _soffice(home, environment, target, folder, files)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _soffice(home: Path, environment: dict[str, str], target: str, folder: Path, files: Sequence[Path]) -> None:
    result = subprocess.run(
        [
            *("timeout", "--kill-after=5", str(SECONDS)),
            *(SOFFICE, f"-env:UserInstallation={home.as_uri()}", "--headless"),
            *("--convert-to", target, "--outdir", str(folder)),
            *map(str, files),
        ],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
        capture_output=True,
        check=False,
    )
    if result.returncode:
        raise OracleFailedError(f"soffice ended with {result.returncode}: {result.stderr.decode(errors='replace')}")
