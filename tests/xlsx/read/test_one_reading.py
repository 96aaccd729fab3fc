"""A workbook is read only if every program finds the same sheets and cells in it; otherwise it is refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.factories.hostile import COMPATIBILITY, EXTERNAL
from tests.factories.packages import (
    MAIN,
    OFFICE,
    PACKAGE,
    START,
    STRICT,
    STRICT_OFFICE,
    WORKBOOK,
    only_sheet,
    read,
    rels,
    sheet,
    small_parts,
    workbook,
    zipped,
)
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

ONE, OTHER = "<row r='1'><c r='A1'><v>8</v></c></row>", "<row r='1'><c r='A1'><v>11</v></c></row>"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_ENTRY = '<sheet name="表" sheetId="1" r:id="rId1"/>'
FORGED = "xl/forged.xml"
WORKSHEETS = ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "forged.xml")

Parts = dict[str, bytes]


def forged(extra: str = sheet(OTHER), **changed: str) -> Parts:
    """A small workbook with these parts changed, and a part more: a second sheet unless another one is given."""
    return {**small_parts(ONE, **changed), FORGED: extra.encode()}


def link(kind: str, target: str, name: str = "rId9") -> str:
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'


def with_links(first: str, last: str, *others: str) -> Parts:
    """The workbook's relationships with others before and after its own."""
    own = link(f"{OFFICE}/worksheet", "worksheets/sheet1.xml", "rId1")
    return forged(links=f'<Relationships xmlns="{PACKAGE}">{first}{own}{last}{"".join(others)}</Relationships>')


def with_start(first: str, last: str, second: str = workbook()) -> Parts:
    """The package's relationships with others before and after that to the workbook."""
    own = link(f"{OFFICE}/officeDocument", WORKBOOK, "rId1")
    return forged(second, start=f'<Relationships xmlns="{PACKAGE}">{first}{own}{last}</Relationships>')


def with_types(*overrides: tuple[str, str]) -> Parts:
    entries = "".join(f'<Override PartName="/{part}" ContentType="{name}"/>' for part, name in overrides)
    return {**forged(), "[Content_Types].xml": f'<Types xmlns="{TYPES}">{entries}</Types>'.encode()}


def with_entry(entry: str, attributes: str = "") -> Parts:
    """A list of sheets with this entry, in a workbook that has two sheets."""
    both = rels(*WORKSHEETS)
    return forged(workbook=workbook(sheets=entry).replace("<workbook", f"<workbook {attributes}"), links=both)


def with_alternative(choice: str, fallback: str, requires: str) -> str:
    """Markup of which programs take one or the other; x14 is known to Excel, z to nobody."""
    names = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:z="urn:z"'
    options = f'<mc:Choice Requires="{requires}">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}" {names}>{options}</mc:AlternateContent>'


def with_two_ids() -> Parts:
    return with_entry('<sheet name="表" r:id="rId1" s:id="rId2"/>', f'xmlns:s="{STRICT_OFFICE}"')


def custom_properties(inside: str) -> bytes:
    namespace = OFFICE.replace("relationships", "custom-properties")
    return f'<Properties xmlns="{namespace}">{inside}</Properties>'.encode()


SHEET_TYPE, MAIN_TYPE = f"{SHEETML}.worksheet+xml", f"{SHEETML}.sheet.main+xml"
CELL_8, CELL_11 = '<c r="A1"><v>8</v></c>', '<c r="A1"><v>11</v></c>'
AMBIGUOUS: dict[str, Callable[[], Parts]] = {
    # the workbook
    "foreign main part first": lambda: with_start(link("urn:z/officeDocument", FORGED), ""),
    "foreign main part last": lambda: with_start("", link("urn:z/officeDocument", FORGED)),
    "main part of the other format": lambda: with_start(link(f"{STRICT_OFFICE}/officeDocument", FORGED), ""),
    "main part in capitals": lambda: with_start(link(f"{OFFICE}/OFFICEDOCUMENT", FORGED), ""),
    "main part with a slash": lambda: with_start(link(f"{OFFICE}/officeDocument/", FORGED), ""),
    "main part twice": lambda: with_start("", link(f"{OFFICE}/officeDocument", WORKBOOK)),
    "two main parts by content type": lambda: with_types((WORKBOOK, MAIN_TYPE), (FORGED, MAIN_TYPE)),
    "main part of another content type": lambda: with_types((WORKBOOK, SHEET_TYPE)),
    "two content types": lambda: with_types((WORKBOOK, MAIN_TYPE), (WORKBOOK.upper(), SHEET_TYPE)),
    # parts of which there is one
    "foreign texts": lambda: with_links(
        link("urn:z/sharedStrings", "a.xml", "a"), link(f"{OFFICE}/sharedStrings", "b")
    ),
    "two lists of texts": lambda: with_links(*(link(f"{OFFICE}/sharedStrings", f"{name}.xml", name) for name in "ab")),
    "two styles": lambda: with_links(*(link(f"{OFFICE}/styles", f"{name}.xml", name) for name in "ab")),
    "two relationships of one id": lambda: with_links(link(f"{OFFICE}/worksheet", "forged.xml", "rId1"), ""),
    # sheets
    "sheet that is not listed": lambda: with_links("", link(f"{OFFICE}/worksheet", "forged.xml")),
    "sheet of a foreign type": lambda: with_links("", link("urn:z/worksheet", "forged.xml")),
    "sheet by its content type only": lambda: with_types((FORGED, SHEET_TYPE)),
    "sheet of another content type": lambda: with_types(("xl/worksheets/sheet1.xml", f"{SHEETML}.chartsheet+xml")),
    "one part, two sheets": lambda: with_entry('<sheet name="表" r:id="rId1"/><sheet name="乙" r:id="rId1"/>'),
    "one part in two ways": lambda: forged(
        workbook=workbook(sheets='<sheet name="表" r:id="rId1"/><sheet name="乙" r:id="rId2"/>'),
        links=rels(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "/xl/Worksheets/sheet%31.xml")),
    ),
    "two lists of sheets": lambda: with_entry(f'{SHEET_ENTRY}</sheets><sheets><sheet name="表" r:id="rId2"/>'),
    "sheets of an alternative": lambda: forged(
        workbook=workbook(with_alternative(f"<sheets>{SHEET_ENTRY}</sheets>", "", "x14")),
    ),
    "name defined twice": lambda: forged(
        workbook=workbook("<definedNames><definedName name='a'>1</definedName><definedName name='a'/></definedNames>")
    ),
    "property written twice": lambda: {
        **small_parts(start=rels(("officeDocument", WORKBOOK), ("custom-properties", "custom.xml"))),
        "custom.xml": custom_properties("<property name='unit'>甲</property><property name='unit'>乙</property>"),
    },
    # the sheet
    "two sheets in one part": lambda: small_parts(sheet=sheet(ONE, f"<sheetData>{OTHER}</sheetData>")),
    "protected in two ways": lambda: small_parts(sheet=sheet(ONE, "<sheetProtection sheet='1'/><sheetProtection/>")),
    "cells of the other format": lambda: small_parts(f"{ONE}<row xmlns='{STRICT}' r='1'>{CELL_11}</row>"),
    "cell of an alternative": lambda: small_parts(f"<row r='1'>{with_alternative(CELL_8, CELL_11, 'x14')}</row>"),
    "value of an alternative": lambda: small_parts(
        f"<row r='1'><c r='A1'>{with_alternative('<v>8</v>', '<v>11</v>', 'x14')}</c></row>"
    ),
    "cell to be unwrapped": lambda: small_parts(
        f"<row r='1' xmlns:mc='{COMPATIBILITY}' xmlns:z='urn:z' mc:ProcessContent='z:a'><z:a>{CELL_11}</z:a></row>"
    ),
}


@pytest.mark.parametrize("make", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_read_in_different_ways__refused(make: Callable[[], Parts]) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(zipped(make()))
    assert refused.value.code is Reason.AMBIGUOUS
    assert "{" not in refused.value.message


BROKEN: dict[str, tuple[Callable[[], Parts], Reason]] = {
    "only a foreign main part": (
        lambda: small_parts(start=rels(("officeDocument", WORKBOOK), office="urn:z")),
        Reason.MISSING_PART,
    ),
    "main part elsewhere": (
        lambda: small_parts(start=rels(("officeDocument", WORKBOOK), mode=EXTERNAL)),
        Reason.MISSING_PART,
    ),
    "mode that is none": (
        lambda: small_parts(start=rels(("officeDocument", WORKBOOK), mode=' TargetMode="external"')),
        Reason.BAD_PART,
    ),
    "relationships of a foreign namespace": (
        lambda: small_parts(start=rels(("officeDocument", WORKBOOK)).replace(PACKAGE, "urn:z")),
        Reason.MISSING_PART,
    ),
    "sheet of a foreign namespace": (lambda: small_parts(sheet=sheet(ONE, main="urn:z")), Reason.BAD_PART),
    "texts of a foreign namespace": (
        lambda: small_parts("<row><c t='s'><v>0</v></c></row>", strings="<sst><si><t>a</t></si></sst>"),
        Reason.BAD_PART,
    ),
    "styles of a foreign namespace": (lambda: small_parts(ONE, styles="<styleSheet/>"), Reason.BAD_PART),
    "sheet with two ids": (with_two_ids, Reason.BAD_PART),
    "sheet of an unknown kind": (lambda: with_entry('<sheet name="表" r:id="rId9"/>'), Reason.BAD_PART),
    "sheet that is a picture": (
        lambda: small_parts(links=rels(("image", "worksheets/sheet1.xml"))),
        Reason.BAD_PART,
    ),
    "two names in different case": (
        lambda: with_entry('<sheet name="a" r:id="rId1"/><sheet name="A" r:id="rId2"/>'),
        Reason.BAD_PART,
    ),
    "escaped twice": (lambda: small_parts(links=rels(("worksheet", "worksheets/sheet%2531.xml"))), Reason.MISSING_PART),
    "text plain and in runs": (
        lambda: small_parts(strings=f'<sst xmlns="{MAIN}"><si><t>a</t><r><t>b</t></r></si></sst>'),
        Reason.BAD_PART,
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_in_disguise__refused(name: str) -> None:
    make, expected = BROKEN[name]
    with pytest.raises(UnreadableError) as refused:
        read(zipped(make()))
    assert refused.value.code is expected


READ: dict[str, Callable[[], Parts]] = {
    "foreign id before the sheet's": lambda: with_entry(
        '<sheet name="表" sheetId="1" z:id="rId2" r:id="rId1"/><sheet name="乙" sheetId="2" r:id="rId2"/>',
        f'xmlns:z="urn:z" xmlns:mc="{COMPATIBILITY}" mc:Ignorable="z"',
    ),
    "foreign cell": lambda: small_parts(f"<row r='1' xmlns:z='urn:z'><z:c r='A1'><v>11</v></z:c>{CELL_8}</row>"),
    "foreign row": lambda: small_parts(f"<z:row r='1' xmlns:z='urn:z'>{CELL_11}</z:row>{ONE}"),
    "foreign value": lambda: small_parts("<row r='1'><c r='A1'><z:v xmlns:z='urn:z'>11</z:v><v>8</v></c></row>"),
    "foreign attribute": lambda: small_parts(
        "<row r='1'><c xmlns:z='urn:z' z:t='s' r='A1' z:r='B1'><v>8</v></c></row>"
    ),
    "exponent": lambda: small_parts("<row r='1'><c r='A1'><v>8e0</v></c></row>"),
}


@pytest.mark.parametrize("make", READ.values(), ids=READ)
def test_odd_but_clear__as_openpyxl_and_calamine_read_it(make: Callable[[], Parts]) -> None:
    data = zipped({**make(), "[Content_Types].xml": content_types().encode()})
    ours = read(data).loaded["表"].value("A1")
    by_openpyxl = openpyxl.load_workbook(io.BytesIO(data))["表"]["A1"].value
    by_calamine = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("表").to_python()[0][0]
    assert ours == float(by_openpyxl) == by_calamine == 8


def content_types() -> str:
    parts = {WORKBOOK: MAIN_TYPE, "xl/worksheets/sheet1.xml": SHEET_TYPE, FORGED: SHEET_TYPE}
    entries = "".join(f'<Override PartName="/{part}" ContentType="{name}"/>' for part, name in parts.items())
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{TYPES}">{defaults}{entries}</Types>'


@pytest.mark.parametrize("attributes", ['r:id=""', ""])
def test_module_sheet__is_of_another_kind(attributes: str) -> None:
    """As Excel lists the macros of Excel 5, with the empty part of another sheet left over."""
    entries = f'{SHEET_ENTRY}<sheet name="模块" sheetId="2" state="veryHidden" {attributes}/>'
    found = read(zipped(forged(sheet(""), workbook=workbook(sheets=entries), links=rels(*WORKSHEETS))))
    assert [(entry.title, entry.kind) for entry in found.sheets] == [("表", "worksheet"), ("模块", "module")]
    assert found.sheet("模块") is None
    assert found.loaded["表"].value("A1") == 8


KINDS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@pytest.mark.parametrize("kind", KINDS[1:])
def test_other_kinds_of_sheets__are_listed_but_not_read(kind: str) -> None:
    office = "http://schemas.microsoft.com/office/2006/relationships" if kind.startswith("xl") else OFFICE
    links = with_links("", link(f"{office}/{kind}", "forged.xml"))
    book = workbook(sheets=f'{SHEET_ENTRY}<sheet name="乙" r:id="rId9"/>').encode()
    found = read(zipped({**links, WORKBOOK: book}))
    assert (found.sheets[1].kind, found.sheet("乙")) == (kind, None)
    assert found.programs.macros is kind.startswith("xl")


def test_alternatives_for_excel_of_what_is_not_read__ok() -> None:
    """As Excel writes controls, lists of validations and the path of the file."""
    after = "".join(
        with_alternative(f"<{tag}/>", f"<{tag}/>", "x14") for tag in ("controls", "oleObjects", "formula1")
    ) + with_alternative("<x14:a/>", "", "x14")
    assert only_sheet(small_parts(sheet=sheet(ONE, after))).value("A1") == 8


def test_alternatives_for_another_program__fallback() -> None:
    rows = f"<row r='1'>{with_alternative(CELL_11, CELL_8, 'z')}</row>"
    assert only_sheet(small_parts(rows)).value("A1") == 8
    assert only_sheet(small_parts(f"<row r='1'>{with_alternative(CELL_11, '', 'z')}</row>")).value("A1") is None


def test_start_of_the_package__is_the_one_named() -> None:
    assert read(zipped({**small_parts(ONE), f"xl/{START}": b"broken"})).loaded["表"].value("A1") == 8


def test_foreign_property__is_none() -> None:
    parts = small_parts(start=rels(("officeDocument", WORKBOOK), ("custom-properties", "custom.xml")))
    inside = "<z:property xmlns:z='urn:z' name='unit'>乙</z:property><property name='unit'>甲</property>"
    assert read(zipped({**parts, "custom.xml": custom_properties(inside)})).properties == {"unit": "甲"}
