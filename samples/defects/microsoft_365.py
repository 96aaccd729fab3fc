"""A workbook whose cells call functions as Microsoft 365 stores it: such were issued once, and units may save some."""

from __future__ import annotations

from lxml import etree
from openpyxl.formula import Tokenizer

from samples.defects.making import parts_of, with_more
from xlgen.rules.calls import FUNCTIONS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PREFIX = "_xldudf_XLGEN_"
ARRAYS = "http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"
METADATA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"
METADATA_PART = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<metadata xmlns="{MAIN}" xmlns:xda="{ARRAYS}">
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1"
 pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1"
 cellMeta="1"/></metadataTypes>
<futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}}">
<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>
<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>
"""
"""Cells that call a function refer to this by cm="1": their result may be an array."""


def as_microsoft_365_stores(data: bytes) -> bytes:
    """The workbook with each call in an array formula, under the name that Microsoft 365 gives the function."""
    parts = parts_of(data)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        root, calls = etree.fromstring(parts[name]), 0
        for cell in root.iter(f"{{{MAIN}}}c"):
            formula = cell.find(f"{{{MAIN}}}f")
            if formula is not None and formula.text and (stored := _stored(formula.text)) != formula.text:
                cell.set("cm", "1")
                formula.set("t", "array")
                formula.set("ref", cell.get("r", ""))
                formula.text, calls = stored, calls + 1
        if calls:
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["xl/metadata.xml"] = METADATA_PART.encode("utf-8")
    types = f'<Override PartName="/xl/metadata.xml" ContentType="{METADATA}"/>'
    return with_more(parts, f'<Relationship Id="rIdM" Type="{LINK}" Target="metadata.xml"/>', types, data)


def _stored(text: str) -> str:
    tokens = Tokenizer(f"={text}").items
    custom = {f"{name}(" for name in FUNCTIONS}
    return "".join(f"{PREFIX}{token.value}" if token.value in custom else token.value for token in tokens)
