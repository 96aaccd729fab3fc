"""How LibreOffice is found and called: with a profile of its own, outside the virtual environment."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from xlgen.authoring import office
from xlgen.authoring.office import OfficeError, convert, find_office, pictures

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
WRITES = """#!/bin/sh
printf '%s\\n' "$@" "VENV=$VIRTUAL_ENV" "PATH=$PATH" > "{log}"
while [ "$1" != --outdir ]; do shift; done
stem=$(basename "$3" .xlsx); printf made > "$2/$stem.{ending}"
"""


def program(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IEXEC)
    return file


def test_office__on_the_path_before_its_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = program(tmp_path, "usual", "#!/bin/sh\n")
    monkeypatch.setattr(office, "USUAL_PLACES", {sys.platform: (str(tmp_path / "没有"), str(usual))})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_office() == usual
    on_path = program(tmp_path, "libreoffice", "#!/bin/sh\n")
    assert find_office() == on_path
    monkeypatch.setattr(office, "USUAL_PLACES", {})
    on_path.unlink()
    assert find_office() is None


def test_convert__outside_the_environment_with_a_profile_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    soffice = program(tmp_path, "soffice", WRITES.format(log=log, ending="pdf"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "venv"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "venv" / "bin"), "/usr/bin", "/bin"]))
    made = convert(soffice, tmp_path / "示例 表.xlsx", "pdf", tmp_path)
    assert made.read_bytes() == b"made"
    called = log.read_text(encoding="utf-8").splitlines()
    assert called[0].startswith("-env:UserInstallation=file://")
    assert not Path(called[0].removeprefix("-env:UserInstallation=file://")).exists()
    assert called[-2:] == ["VENV=", "PATH=/usr/bin:/bin"]


@pytest.mark.parametrize(("script", "said"), [("exit 3", "代码 3"), ("exit 0", "没有写出 表.pdf")])
def test_convert__failed(script: str, said: str, tmp_path: Path) -> None:
    soffice = program(tmp_path, "soffice", f"#!/bin/sh\n{script}\n")
    with pytest.raises(OfficeError, match=said):
        convert(soffice, tmp_path / "表.xlsx", "pdf", tmp_path)
    with pytest.raises(OfficeError, match="没有运行完"):
        convert(tmp_path / "没有", tmp_path / "表.xlsx", "pdf", tmp_path)


def test_pictures__of_the_first_page_without_poppler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soffice = program(tmp_path, "soffice", WRITES.format(log=tmp_path / "log", ending="png"))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert pictures(soffice, tmp_path / "表.xlsx", tmp_path / "表.pdf") == [tmp_path / "表.png"]


def test_pictures__of_every_page_with_poppler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poppler = program(tmp_path, "pdftoppm", '#!/bin/sh\nfor page in 1 2; do printf page > "$5-$page.png"; done\n')
    monkeypatch.setattr(shutil, "which", lambda name: str(poppler))
    found = pictures(tmp_path / "soffice", tmp_path / "表.xlsx", tmp_path / "表.pdf")
    assert [file.name for file in found] == ["表-1.png", "表-2.png"]
