"""The judges of workbooks that call our functions: what goes wrong is told, never taken for a result."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.oracles import libreoffice, libreoffice_functions
from tests.oracles.cells import CellError, stored
from tests.oracles.failed import OracleFailedError
from tests.oracles.formualizer_functions import computed
from tests.oracles.libreoffice import recalculated


def _book(file: Path, formula: str) -> Path:
    book = Workbook()
    book.worksheets[0]["A1"] = formula
    book.save(file)
    return file


def test_call_that_no_function_takes__is_an_error(tmp_path: Path) -> None:
    file = _book(tmp_path / "wrong.xlsx", "=GRADE(1,2,3,4)")
    with pytest.raises(OracleFailedError, match=r"GRADE\(1\.0, 2\.0, 3\.0, 4\.0\).*TypeError"):
        recalculated([file], tmp_path / "office", functions=True)
    with pytest.raises(OracleFailedError, match=r"GRADE\(1\.0, 2\.0, 3\.0, 4\.0\).*TypeError"):
        computed(file.read_bytes())


def test_libreoffice__without_python_is_an_error_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(libreoffice_functions, "PROGRAM", tmp_path)
    with pytest.raises(OracleFailedError, match="apt-get install python3-uno libreoffice-script-provider-python"):
        recalculated([tmp_path / "any.xlsx"], tmp_path / "office", functions=True)


def test_libreoffice__says_when_its_script_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / libreoffice_functions.SCRIPT.name
    broken.write_text("def call(name, given):\n    raise OSError('no one answers')\n", encoding="utf-8")
    monkeypatch.setattr(libreoffice_functions, "SCRIPT", broken)
    file = _book(tmp_path / "any.xlsx", "=GRADE(1)")
    cells = stored(recalculated([file], tmp_path / "office", functions=True)[file])
    assert "no one answers" in str(cells["Sheet"]["A1"])


def test_libreoffice__without_functions_knows_none(tmp_path: Path) -> None:
    file = _book(tmp_path / "any.xlsx", "=GRADE(1)")
    shown = stored(recalculated([file], tmp_path / "office")[file])["Sheet"]["A1"]
    assert (shown, type(shown)) == ("#NAME?", CellError)


def test_libreoffice__two_processes_have_the_functions_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(libreoffice, "MANY", 2)
    files = [_book(tmp_path / f"{total}.xlsx", f"=GRADE({total})") for total in (50, 70, 80, 95)]
    found = recalculated(files, tmp_path / "office", functions=True)
    assert [stored(found[file])["Sheet"]["A1"] for file in files] == ["差", "中", "良", "优"]
