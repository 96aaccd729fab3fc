"""From openpyxl's workbook to the bytes of a file: valid by Microsoft's schema, computed, always the same."""

from __future__ import annotations

import datetime
import io
import zipfile

import formualizer
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from xlgen.errors import NotPortableError
from xlgen.xlsx.write.chart_cache import with_values

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color")
"""openpyxl writes a font's parts in another order, which Microsoft's schema rejects."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
PERMISSIONS = 0o600 << 16
"""The permissions of a part once it is unpacked; Excel, which writes the same time, says nothing of them."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, CHARTS = "xl/styles.xml", "xl/charts/"


def packed(workbook: Workbook, year: int) -> bytes:
    """The file's bytes: every formula with its computed value, the same bytes for the same workbook."""
    workbook.properties.creator = workbook.properties.lastModifiedBy = "xlgen"
    workbook.properties.created = datetime.datetime(year, 1, 1)
    written = io.BytesIO()
    workbook.save(written)
    try:
        computed = bytes(formualizer.recalculate_xlsx_bytes(written.getvalue())["bytes"])
    except OSError as error:  # formualizer reports formulas it cannot compute as if the file could not be read
        raise NotPortableError(f"有公式无法计算，请检查方案中的算式：{error}") from error
    return _normalised(computed, year)


def _normalised(data: bytes, year: int) -> bytes:
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        charts = [name for name in source.namelist() if name.startswith(CHARTS)]
        # The sheets of this one are read when a chart refers to them.
        computed = load_workbook(io.BytesIO(data), read_only=True, data_only=True) if charts else None
        for name in source.namelist():
            content = source.read(name)
            if name == STYLES:
                content = _fonts_in_order(content)
            elif name == "docProps/core.xml":
                content = _modified_in(content, year)
            elif computed is not None and name in charts:
                content = with_values(content, computed)
            target.writestr(member(name), content)
    return result.getvalue()


def sheet_parts(source: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet of a workbook that was packed here, by title."""
    relations = etree.fromstring(source.read(RELATIONS))
    targets = {each.get("Id", ""): each.get("Target", "").removeprefix("/xl/") for each in relations}
    sheets = etree.fromstring(source.read(WORKBOOK)).iter(f"{MAIN}sheet")
    return {sheet.get("name", ""): f"xl/{targets[sheet.get(f'{{{OFFICE}}}id', '')]}" for sheet in sheets}


def member(name: str) -> zipfile.ZipInfo:
    """A part of a file that is always written the same way."""
    made = zipfile.ZipInfo(name, ZIP_TIME)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = PERMISSIONS
    return made


def is_ours(part: zipfile.ZipInfo) -> bool:
    """A part is stored as `member` does: of a workbook that another program saved, none is."""
    return (part.date_time, part.external_attr) == (ZIP_TIME, PERMISSIONS)


def _fonts_in_order(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for font in root.iter(f"{MAIN}font"):
        font[:] = sorted(font, key=_font_rank)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font_rank(element: etree._Element) -> int:
    name = etree.QName(element).localname
    return FONT_ORDER.index(name) if name in FONT_ORDER else len(FONT_ORDER)


def _modified_in(content: bytes, year: int) -> bytes:
    """openpyxl stamps the moment of writing; the year's first day stands instead."""
    root = etree.fromstring(content)
    for element in root.iter("{http://purl.org/dc/terms/}modified"):
        element.text = f"{year}-01-01T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
