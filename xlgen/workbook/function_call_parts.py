"""Replace native formulas of a finished workbook with function calls; both give the same, so its values stay."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree
from openpyxl.formula import Tokenizer

from xlgen.rules.calls import FUNCTIONS
from xlgen.rules.expression import Formula
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.cells import checked_formula
from xlgen.xlsx.write.finishing import (
    MAIN_NAMESPACE,
    RELATIONSHIPS_NAMESPACE,
    WORKBOOK_RELS_PART,
    part_info,
    sheet_parts,
)

FUNCTION_NAMESPACE = "XLGEN"
"""Namespace of the functions in Microsoft 365, where users see XLGEN.GRADE(…)."""
STORED_PREFIX = f"_xldudf_{FUNCTION_NAMESPACE}_"
"""Prefix of such a function in the file."""
CONTENT_TYPES, METADATA_PATH = "[Content_Types].xml", "xl/metadata.xml"
METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
DYNAMIC_ARRAY_URI = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"
METADATA_PART = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<metadata xmlns="{MAIN_NAMESPACE[1:-1]}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1"
 pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1"
 cellMeta="1"/></metadataTypes>
<futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{DYNAMIC_ARRAY_URI}">
<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>
<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>
"""
"""Cells with a Microsoft 365 function refer to this by cm="1": their result may be an array."""
METADATA_ENTRIES = {
    CONTENT_TYPES: ("Override", {"PartName": f"/{METADATA_PATH}", "ContentType": METADATA_TYPE}),
    WORKBOOK_RELS_PART: (
        "Relationship",
        {"Id": "rIdM", "Type": f"{RELATIONSHIPS_NAMESPACE}/sheetMetadata", "Target": "metadata.xml"},
    ),
}
"""The entries in other parts that declare the metadata part."""


def with_function_calls(data: bytes, calls: Mapping[CellRef, Formula], formulas: FormulaStyle) -> bytes:
    """Replace the formulas of these cells, stored in the way the host expects. Raises NotPortableError."""
    for formula in calls.values():
        checked_formula(formula.text, FUNCTIONS)
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = sheet_parts(source)
        calls_by_part: dict[str, dict[str, Formula]] = {}
        for cell, formula in calls.items():
            calls_by_part.setdefault(sheets[cell.sheet], {})[cell.address] = formula
        for name in source.namelist():
            content = source.read(name)
            if name in calls_by_part:
                content = _with_calls(content, calls_by_part[name], formulas)
            elif formulas is FormulaStyle.OFFICEJS and name in METADATA_ENTRIES:
                content = _with_entry(content, *METADATA_ENTRIES[name])
            target.writestr(part_info(name), content)
        if formulas is FormulaStyle.OFFICEJS:
            target.writestr(part_info(METADATA_PATH), METADATA_PART.encode("utf-8"))
    return result.getvalue()


def _with_calls(content: bytes, calls: Mapping[str, Formula], formulas: FormulaStyle) -> bytes:
    root = etree.fromstring(content)
    for cell in root.iter(f"{MAIN_NAMESPACE}c"):
        address, element = cell.get("r", ""), cell.find(f"{MAIN_NAMESPACE}f")
        if address not in calls or element is None:  # no formula: a score typed by the unit
            continue
        element.text = calls[address].text
        if formulas is FormulaStyle.OFFICEJS:
            cell.set("cm", "1")
            element.set("t", "array")
            element.set("ref", address)
            element.text = _as_stored(calls[address].text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _as_stored(text: str) -> str:
    """The text of a formula as Microsoft 365 stores it."""
    tokens = Tokenizer(f"={text}").items
    custom = {f"{name}(" for name in FUNCTIONS}
    return "".join(f"{STORED_PREFIX}{token.value}" if token.value in custom else token.value for token in tokens)


def _with_entry(content: bytes, tag: str, attributes: Mapping[str, str]) -> bytes:
    """The part with one entry added."""
    root = etree.fromstring(content)
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{tag}", dict(attributes))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
