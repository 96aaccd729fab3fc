"""What a workbook says of itself, and where its parts may be: as Excel, WPS and LibreOffice save them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.factories.form_workbooks import minimal_form, minimal_form_parts
from tests.factories.other_programs import as_wps_saves, reordered, stored_in_one_list
from tests.factories.packages import (
    MAIN,
    OFFICE,
    PACKAGE,
    PATH,
    STRICT,
    STRICT_OFFICE,
    only_sheet,
    read,
    rels,
    sheet,
    small_parts,
    workbook,
    zipped,
)
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.submissions.read import identity_in, read_returned
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of

ONE = "<row r='1'><c r='A1'><v>1</v></c></row>"
DATA_PART = "xl/worksheets/sheet2.xml"


def test_settings() -> None:
    inside = '<workbookPr date1904="1"/><workbookProtection lockStructure="1"/>'
    book = workbook(inside).replace(
        "</sheets>",
        "</sheets><definedNames><definedName name='甲'>表!$A$1</definedName>"
        "<definedName name='乙' localSheetId='0'>1</definedName></definedNames><calcPr calcMode='manual'/>",
    )
    found = read(zipped(small_parts("<row r='1'><c r='A1' t='d'><v>2021-03-01</v></c></row>", workbook=book)))
    assert (found.from_1904, found.structure_protected, found.calculation) == (True, True, "manual")
    assert found.names == {"甲": "表!$A$1"}
    assert found.sheet("表") == found.loaded["表"]
    assert found.loaded["表"].value("A1") == 44256 - 1462


def test_settings__by_default() -> None:
    found = read(zipped(small_parts()))
    assert (found.from_1904, found.structure_protected, found.calculation) == (False, False, "auto")
    assert (found.title, found.keywords, found.application, found.properties) == ("", "", "", {})
    assert found.sheet("没有") is None
    assert found.path == PATH


def test_sheets__in_order_with_their_states() -> None:
    sheets = (
        '<sheet name="乙" state="veryHidden" r:id="rId1"/><sheet name="甲 1" state="hidden" r:id="rId2"/>'
        '<sheet name="图" r:id="rId3"/>'
    )
    links = rels(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/b.xml"), ("chartsheet", "c.xml"))
    files = {
        **small_parts(ONE, workbook=workbook(sheets=sheets), links=links),
        "xl/worksheets/b.xml": sheet(ONE).encode(),
    }
    found = read(zipped(files))
    assert [(sheet.title, sheet.state, sheet.kind) for sheet in found.sheets] == [
        ("乙", "veryHidden", "worksheet"),
        ("甲 1", "hidden", "worksheet"),
        ("图", "visible", "chartsheet"),
    ]
    assert found.sheet("图") is None
    assert list(found.loaded) == ["乙", "甲 1"]


def test_document_properties() -> None:
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    own = OFFICE.replace("relationships", "custom-properties")
    extended = OFFICE.replace("relationships", "extended-properties")
    custom = "<property name='KSOProductBuildVer'><vt:lpwstr>2052-12.1.0</vt:lpwstr></property>"
    kinds = ("core-properties", "core.xml"), ("extended-properties", "app.xml"), ("custom-properties", "custom.xml")
    files = {
        **small_parts(start=rels(("officeDocument", "xl/workbook.xml"), *kinds)),
        "core.xml": f"<c:coreProperties xmlns:c='{core}' xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:z='urn:z'>"
        "<z:title>另一个</z:title><d:title>题</d:title><c:keywords>键</c:keywords></c:coreProperties>".encode(),
        "app.xml": f"<Properties xmlns='{extended}'><Application>WPS</Application></Properties>".encode(),
        "custom.xml": f"<Properties xmlns='{own}' xmlns:vt='b'>{custom}</Properties>".encode(),
    }
    found = read(zipped(files))
    assert (found.title, found.keywords, found.application) == ("题", "键", "WPS")
    assert found.properties == {"KSOProductBuildVer": "2052-12.1.0"}


def test_strict_open_xml__ok() -> None:
    office, links = STRICT_OFFICE, rels(("worksheet", "worksheets/sheet1.xml"), office=STRICT_OFFICE)
    files = small_parts(
        start=rels(("officeDocument", "xl/workbook.xml"), office=office),
        workbook=workbook(main=STRICT),
        links=links,
        sheet=sheet(ONE, main=STRICT),
    )
    assert only_sheet(files).value("A1") == 1


TARGETS = {
    "relative": "worksheets/sheet1.xml",
    "absolute": "/xl/worksheets/sheet1.xml",
    "with steps": "./../xl/worksheets/sheet1.xml",
    "other case": "Worksheets/Sheet1.XML",
    "backslash": "worksheets\\sheet1.xml",
    "escaped": "worksheets/sheet%31.xml",
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_relationship_target(target: str) -> None:
    assert only_sheet(small_parts(ONE, links=rels(("worksheet", target)))).value("A1") == 1


def test_prefixed_workbook_and_relationships__ok() -> None:
    entries = '<x:sheets><x:sheet name="表" q:id="a"/></x:sheets>'
    book = f'<x:workbook xmlns:x="{MAIN}" xmlns:q="{OFFICE}">{entries}</x:workbook>'
    link = f'<p:Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    links = f'<p:Relationships xmlns:p="{PACKAGE}">{link}</p:Relationships>'
    assert only_sheet(small_parts(ONE, workbook=book, links=links)).value("A1") == 1


def test_names_in_chinese_with_spaces__ok() -> None:
    files = small_parts(ONE, links=rels(("worksheet", "worksheets/工作 表.xml")), sheet=None)
    assert only_sheet({**files, "xl/worksheets/工作 表.xml": sheet(ONE).encode()}).value("A1") == 1


@pytest.mark.parametrize(
    "make", [lambda: as_wps_saves(minimal_form()), reordered, stored_in_one_list], ids=["WPS", "reordered", "one list"]
)
def test_form_as_other_programs_save_it__same(make: Callable[[], bytes]) -> None:
    scheme, first, second = load_file(MINIMAL), read(minimal_form()), read(make())
    assert identity_in(second) == identity_in(first)
    assert read_returned(second, scheme, PATH) == read_returned(first, scheme, PATH)
    for title in first.titles:
        one, other = first.sheet(title), second.sheet(title)
        assert one is not None
        assert other is not None
        assert {place: (cell.value, cell.formula) for place, cell in other.cells.items()} == {
            place: (cell.value, cell.formula) for place, cell in one.cells.items()
        }


def test_what_other_programs_add__is_seen() -> None:
    assert read(as_wps_saves(minimal_form())).properties["KSOProductBuildVer"] == "2052-12.1"
    assert read(reordered()).titles[-1] == "单位加的表"
    with zipfile.ZipFile(io.BytesIO(as_wps_saves(minimal_form()))) as archive:
        assert b'ref="A1"' in archive.read(DATA_PART)


def test_sheets__are_read_when_asked_for() -> None:
    files = dict(minimal_form_parts())
    files["xl/worksheets/sheet1.xml"] = b"broken"
    found = workbook_of(package_of(PATH, zipped(files)))
    assert found.loaded == {}
    assert read_returned(found, load_file(MINIMAL), PATH).computed
