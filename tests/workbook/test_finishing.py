"""The file itself: always the same bytes, valid by Microsoft's rules, nothing in it that old programs cannot read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import published_filling, shipped_scheme
from tests.factories.form_workbooks import BLANK, BOOKS, FILLED, built
from tests.oracles import ooxml
from xlgen.workbook.build import build
from xlgen.xlsx.write.finishing import MAIN_NAMESPACE

FORBIDDEN = {
    "functions newer than Excel 2010": rb"_xlfn|_xlws|_xlpm|_xludf",
    "array formulas": rb't="array"',
    "dynamic arrays": rb'\bcm="',
    "extensions": rb"extLst",
    "links to other files": rb"externalReference|\[\d+\]!|TargetMode=\"External\"",
    "macros": rb"vbaProject|macroEnabled|xlm",
    "connections and data models": rb"<connection|dataModel",
    "functions that change by themselves": rb"<f>[^<]*\b(TODAY|NOW|RAND|INDIRECT|OFFSET)\(",
}


def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("scheme", "state"), BOOKS)
def test_build__same_input_same_bytes(scheme: str, state: str) -> None:
    assert build(shipped_scheme(scheme), published_filling(scheme) if state == FILLED else None) == built(scheme, state)


def test_build__other_input_other_bytes() -> None:
    assert len({built(scheme, state) for scheme, state in BOOKS}) == len(BOOKS)


def test_workbooks__valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    files = [tmp_path / f"{scheme}-{state}.xlsx" for scheme, state in BOOKS]
    for file, book in zip(files, BOOKS, strict=True):
        file.write_bytes(built(*book))
    assert ooxml.errors(files) == {file: [] for file in files}


def test_open_xml_sdk__finds_a_broken_workbook(tmp_path: Path) -> None:
    parts = _parts(built(*BOOKS[0]))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<fonts", b"<funts").replace(b"</fonts", b"</funts")
    file = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "/xl/styles.xml" in "\n".join(ooxml.errors([file])[file])


@pytest.mark.parametrize(("scheme", "state"), BOOKS)
def test_workbook__nothing_that_excel_2010_or_wps_lacks(scheme: str, state: str) -> None:
    parts = _parts(built(scheme, state))
    assert not [name for name in parts if re.search(r"externalLinks|vba|macrosheets|\.bin$", name)]
    found = [(name, what) for name, part in parts.items() for what, sign in FORBIDDEN.items() if re.search(sign, part)]
    assert found == []


@pytest.mark.parametrize(("scheme", "state"), BOOKS)
def test_workbook__every_formula_has_a_stored_value_that_is_no_error(scheme: str, state: str) -> None:
    formulas, bare, errors = 0, [], []
    for name, part in _parts(built(scheme, state)).items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for cell in etree.fromstring(part).iter(f"{MAIN_NAMESPACE}c"):
            if cell.find(f"{MAIN_NAMESPACE}f") is not None:
                formulas += 1
                if cell.find(f"{MAIN_NAMESPACE}v") is None:
                    bare.append((name, cell.get("r")))
                if cell.get("t") == "e":
                    errors.append((name, cell.get("r")))
    assert formulas > 200
    assert bare == []
    assert errors == []


def test_workbook__blank_one_is_not_filled() -> None:
    for scheme, state in BOOKS:
        shown = b"".join(part for name, part in _parts(built(scheme, state)).items() if "omment" not in name)
        unit = str(published_filling(scheme).inputs["unit_name"]).encode("utf-8")
        assert (unit in shown) is (state != BLANK)
