"""The judges judge: LibreOffice computes instead of believing, and a missing tool is an error, never a skip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import formualizer
import pytest
from openpyxl import Workbook

from tests.oracles import libreoffice, onlyoffice, ooxml
from tests.oracles.cells import stored
from tests.oracles.failed import OracleFailedError
from tests.oracles.onlyoffice import Edited
from xlgen.xlsx.refs import CellRef

CHAIN = {
    "B1": '=IF(A1="","open",A1)',
    "B2": '=IF(A2="","open",A2)',
    "C1": '=COUNTIF(B1:B2,"open")',
    "D1": '=IF(C1>0,"not yet","done")',
    "E1": '=COUNTIF(D1:D2,"not yet")',
    "F1": "x",
}


def _with_a_wrong_stored_value(file: Path) -> Path:
    """A workbook with =1+1 in A1 that claims to be 7."""
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "=1+1"
    book.save(written)
    computed = bytes(formualizer.recalculate_xlsx_bytes(written.getvalue())["bytes"])
    with zipfile.ZipFile(io.BytesIO(computed)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<v>2</v>", b"<v>7</v>"))
    return file


def test_libreoffice__ignores_stored_values(tmp_path: Path) -> None:
    file = _with_a_wrong_stored_value(tmp_path / "wrong.xlsx")
    assert stored(file)["Sheet"]["A1"] == 7
    assert stored(libreoffice.recalculated([file], tmp_path / "office")[file])["Sheet"]["A1"] == 2
    assert libreoffice.recalculated_cells([file], ["Sheet"], tmp_path / "rows")[file]["Sheet"] == [["2"]]


def test_libreoffice__unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(libreoffice.OracleFailedError):
        libreoffice.recalculated([tmp_path / "absent.xlsx"], tmp_path / "office")


def test_libreoffice__missing_is_an_error_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(libreoffice, "SOFFICE", str(tmp_path / "soffice"))
    with pytest.raises(libreoffice.OracleFailedError, match="apt-get install libreoffice-calc"):
        libreoffice.recalculated([tmp_path / "any.xlsx"], tmp_path)


def test_onlyoffice__ignores_stored_values_and_follows_edits(tmp_path: Path) -> None:
    """Also where a COUNTIF counts formulas, and what follows from it."""
    book, written = Workbook(), io.BytesIO()
    for address, content in CHAIN.items():
        book.worksheets[0][address] = content
    book.save(written)
    chain = tmp_path / "chain.xlsx"
    chain.write_bytes(bytes(formualizer.recalculate_xlsx_bytes(written.getvalue())["bytes"]))
    edits = {CellRef("Sheet", "A", 1): "'", CellRef("Sheet", "A", 2): "=1+1"}
    (false, _), (before, after) = onlyoffice.before_and_after(
        [
            Edited(_with_a_wrong_stored_value(tmp_path / "wrong.xlsx"), {}, {"Sheet": ["A1"]}),
            Edited(chain, edits, {"Sheet": CHAIN}),
        ]
    )
    assert false == {"Sheet": {"A1": 2}}
    assert list(before["Sheet"].values()) == ["open", "open", 2, "not yet", 1, "x"]
    assert list(after["Sheet"].values()) == ["'", "=1+1", 0, "done", 0, "x"]


def test_onlyoffice__missing_is_an_error_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onlyoffice, "ENGINE", "no_such_engine")
    with pytest.raises(OracleFailedError, match="pip install document-builder"):
        onlyoffice.before_and_after([])


def test_onlyoffice__unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OracleFailedError):
        onlyoffice.before_and_after([Edited(tmp_path / "absent.xlsx", {}, {})])


def test_validator__missing_is_an_error_with_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ooxml, "TOOLS", tmp_path)
    with pytest.raises(ooxml.ValidatorMissingError, match="npm install"):
        ooxml.errors([])
