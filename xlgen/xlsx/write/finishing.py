"""Turn an openpyxl workbook into the bytes of a file: schema-valid, with computed values, reproducible."""

from __future__ import annotations

import datetime
import io
import posixpath
import zipfile

import formualizer
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from xlgen.errors import NotPortableError
from xlgen.xlsx.write.chart_cache import with_cached_values
from xlgen.xlsx.write.part_names import excel_name, with_excel_names

MAIN_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color")
"""The order that Microsoft's schema demands of a font's elements; openpyxl writes them in another one."""
PINNED_YEAR = 2000
"""Creation year of files that belong to no year of a form, so that their bytes are reproducible."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
PART_PERMISSIONS = 0o600 << 16
"""File permissions of an unpacked part. Excel writes the same time as we do, but no permissions."""
RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK_PART, WORKBOOK_RELS_PART = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES_PART, SHEETS_FOLDER, CHARTS_FOLDER = "xl/styles.xml", "xl/worksheets/sheet", "xl/charts/"
EMPTY_NUMBER = b' t="n"></c>'
"""The end of an empty cell that openpyxl calls a number; some programs then read 0."""


def workbook_bytes(workbook: Workbook, year: int) -> bytes:
    """Compute all formulas and return the file's bytes, the same for the same workbook. `year` dates the file.

    Raises NotPortableError if a formula cannot be computed.
    """
    workbook.properties.creator = workbook.properties.lastModifiedBy = "xlgen"
    workbook.properties.created = datetime.datetime(year, 1, 1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    try:
        computed = bytes(formualizer.recalculate_xlsx_bytes(buffer.getvalue())["bytes"])
    except OSError as error:  # formualizer reports formulas that it cannot compute as a read error
        raise NotPortableError(f"有公式无法计算，请检查表样中的算式：{error}") from error
    return _normalized(computed, year)


def _normalized(data: bytes, year: int) -> bytes:
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        charts = [name for name in source.namelist() if name.startswith(CHARTS_FOLDER)]
        # read_only: openpyxl parses a sheet only when a chart refers to it
        computed = load_workbook(io.BytesIO(data), read_only=True, data_only=True) if charts else None
        for name in source.namelist():
            content = source.read(name)
            if name == STYLES_PART:
                content = _with_ordered_fonts(content)
            elif name == "docProps/core.xml":
                content = _with_fixed_date(content, year)
            elif computed is not None and name in charts:
                content = with_cached_values(content, computed)
            elif name.startswith(SHEETS_FOLDER):
                content = content.replace(EMPTY_NUMBER, b"></c>")
            target.writestr(part_info(excel_name(name)), with_excel_names(name, content))
    return result.getvalue()


def sheet_parts(source: zipfile.ZipFile) -> dict[str, str]:
    """The part name of each sheet by title, for workbooks written by `workbook_bytes` or by openpyxl."""
    relations = etree.fromstring(source.read(WORKBOOK_RELS_PART))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    sheets = etree.fromstring(source.read(WORKBOOK_PART)).iter(f"{MAIN_NAMESPACE}sheet")
    return {
        sheet.get("name", ""): posixpath.join("/xl", targets[sheet.get(f"{{{RELATIONSHIPS_NAMESPACE}}}id", "")])[1:]
        for sheet in sheets
    }


def part_info(name: str) -> zipfile.ZipInfo:
    """Zip entry of a part with fixed time and permissions, so that the bytes are reproducible."""
    info = zipfile.ZipInfo(name, ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = PART_PERMISSIONS
    return info


def is_written_by_xlgen(part: zipfile.ZipInfo) -> bool:
    """True if the part is stored as by `part_info`; no part of a workbook saved by another program is."""
    return (part.date_time, part.external_attr) == (ZIP_TIME, PART_PERMISSIONS)


def _with_ordered_fonts(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for font in root.iter(f"{MAIN_NAMESPACE}font"):
        font[:] = sorted(font, key=_font_rank)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font_rank(element: etree._Element) -> int:
    name = etree.QName(element).localname
    return FONT_ORDER.index(name) if name in FONT_ORDER else len(FONT_ORDER)


def _with_fixed_date(content: bytes, year: int) -> bytes:
    """Replace the modification time set by openpyxl with the first day of the year."""
    root = etree.fromstring(content)
    for element in root.iter("{http://purl.org/dc/terms/}modified"):
        element.text = f"{year}-01-01T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
