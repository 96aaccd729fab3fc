"""LibreOffice, where it is installed: it turns workbooks into PDF, and pages into pictures.

Every run has a profile of its own, so that a LibreOffice that is open does not get in the way, and starts outside the
virtual environment, inside of which LibreOffice's own Python does not start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlgen.errors import XlgenError

PROGRAMS = ("soffice", "libreoffice")
USUAL_PLACES: Mapping[str, Sequence[str]] = {
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "linux": ("/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/snap/bin/libreoffice"),
}
"""Where LibreOffice is where it is not on PATH, by `sys.platform`."""
OF_PYTHON = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PYTHONEXECUTABLE")
"""What a virtual environment sets and LibreOffice's own Python must not see."""
SECONDS = 180
DOTS_PER_INCH = 110
NO_OFFICE = "没有找到 LibreOffice，只写了工作簿。要有 PDF 和图片，请安装 LibreOffice（https://zh-cn.libreoffice.org），再运行一次"
NO_PICTURES = "没有写出图片。请安装 poppler（其中的 pdftoppm 把 PDF 逐页变成图片），再运行一次"


class OfficeError(XlgenError):
    """LibreOffice did not do what it was asked to."""


def find_office() -> Path | None:
    """LibreOffice's program: on PATH, else where it usually is; None where it is not installed."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    places = [found] if found else [place for place in USUAL_PLACES.get(sys.platform, ()) if Path(place).is_file()]
    return Path(places[0]) if places else None


def convert(office: Path, file: Path, target: str, folder: Path) -> Path:
    """Convert a file into another format, given by its ending; the new file. Raises OfficeError."""
    with tempfile.TemporaryDirectory(prefix="xlgen-office-", ignore_cleanup_errors=True) as home:
        profile = f"-env:UserInstallation={Path(home).as_uri()}"
        _run([str(office), profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(file)])
    made = folder / f"{file.stem}.{target}"
    if not made.is_file():
        raise OfficeError(f"LibreOffice 没有写出 {made.name}。请确认它能打开工作簿，再运行一次")
    return made


def pictures(office: Path, book: Path, pdf: Path) -> list[Path]:
    """Pictures of the pages of a workbook, beside its PDF; of the first page alone where poppler is not installed.

    Raises OfficeError.
    """
    poppler = shutil.which("pdftoppm")
    if poppler is None:
        return [convert(office, book, "png", pdf.parent)]
    _run([poppler, "-png", "-r", str(DOTS_PER_INCH), str(pdf), str(pdf.with_suffix(""))])
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))


def _run(words: Sequence[str]) -> None:
    try:
        done = subprocess.run(words, env=_outside(os.environ), capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OfficeError(f"{Path(words[0]).name} 没有运行完。请确认它能单独打开，再运行一次") from error
    if done.returncode:
        raise OfficeError(f"{Path(words[0]).name} 出错（代码 {done.returncode}）。请确认它能单独打开，再运行一次")


def _outside(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without the virtual one, if Python runs in one."""
    kept = {name: value for name, value in environment.items() if name not in OF_PYTHON}
    if sys.prefix != sys.base_prefix:
        folders = environment.get("PATH", "").split(os.pathsep)
        kept["PATH"] = os.pathsep.join(folder for folder in folders if not folder.startswith(sys.prefix))
    return kept
