"""Workbooks as packages of parts: the smallest one there is, made part by part, and any one taken apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.sheet import CellRead, SheetRead
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK, WORKBOOK_RELS, SHEET = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
STRINGS, STYLES, START = "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"
PATH = Path("交回 表.xlsx")


def rels(*targets: tuple[str, str], office: str = OFFICE, mode: str = "") -> str:
    """A list of relationships rId1, rId2 …: kind and target of each."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def sheet(rows: str, after: str = "", main: str = MAIN) -> str:
    """A sheet's part with these rows."""
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(inside: str = "", sheets: str = '<sheet name="表" sheetId="1" r:id="rId1"/>', main: str = MAIN) -> str:
    """The workbook's part."""
    office = STRICT_OFFICE if main == STRICT else OFFICE
    return f'<workbook xmlns="{main}" xmlns:r="{office}">{inside}<sheets>{sheets}</sheets></workbook>'


def small_parts(rows: str = "", **changed: str | bytes | None) -> dict[str, bytes]:
    """The parts of a workbook with one sheet 表; changed ones by the names above, None leaves one out."""
    targets = ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": "<Types/>",
        START: rels(("officeDocument", WORKBOOK)),
        WORKBOOK: workbook(),
        WORKBOOK_RELS: rels(*targets),
        SHEET: sheet(rows),
    }
    names = {"start": START, "workbook": WORKBOOK, "links": WORKBOOK_RELS, "sheet": SHEET}
    names |= {"strings": STRINGS, "styles": STYLES}
    parts |= {names[name]: content for name, content in changed.items()}
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in parts.items()
        if content is not None
    }


def zipped(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", method) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return result.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(data: bytes, path: Path = PATH) -> WorkbookRead:
    """A workbook with all its sheets read."""
    found = workbook_of(package_of(path, data))
    for title in found.titles:
        found.sheet(title)
    return found


def only_sheet(parts: Mapping[str, bytes]) -> SheetRead:
    """The sheet 表 of a small workbook."""
    found = read(zipped(parts)).sheet("表")
    assert found is not None
    return found


def only_cell(cell: str, **changed: str | bytes | None) -> CellRead | None:
    """What is read of this cell, which stands at A1."""
    return only_sheet(small_parts(f'<row r="1">{cell}</row>', **changed)).cells.get("A1")
