"""Calls of custom functions, put into a finished workbook: its computed values stay, both ways give the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree
from openpyxl.formula import Tokenizer

from xlgen.rules.calls import FUNCTIONS
from xlgen.rules.expression import Formula
from xlgen.workbook.formulas import Formulas
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.cells import checked
from xlgen.xlsx.write.finishing import MAIN, OFFICE, RELATIONS, member, sheet_parts

NAMESPACE = "XLGEN"
"""Of the functions of Microsoft 365, which people see as XLGEN.GRADE(…)."""
STORED = f"_xldudf_{NAMESPACE}_"
"""What stands before such a function in the file."""
CONTENT_TYPES, METADATA = "[Content_Types].xml", "xl/metadata.xml"
METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
DYNAMIC = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"
METADATA_PART = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<metadata xmlns="{MAIN[1:-1]}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1"
 pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1"
 cellMeta="1"/></metadataTypes>
<futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{DYNAMIC}">
<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>
<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>
"""
"""What a cell with a function of Microsoft 365 refers to by cm="1": its result may be an array."""
ENTRIES = {
    CONTENT_TYPES: ("Override", {"PartName": f"/{METADATA}", "ContentType": METADATA_TYPE}),
    RELATIONS: ("Relationship", {"Id": "rIdM", "Type": f"{OFFICE}/sheetMetadata", "Target": "metadata.xml"}),
}
"""What announces that part."""


def with_calls(data: bytes, calls: Mapping[CellRef, Formula], formulas: Formulas) -> bytes:
    """The workbook's bytes with these formulas instead of those written out, in the way the host stores them."""
    for formula in calls.values():
        checked(formula.text, FUNCTIONS)
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = sheet_parts(source)
        by_part: dict[str, dict[str, Formula]] = {}
        for place, formula in calls.items():
            by_part.setdefault(sheets[place.sheet], {})[place.address] = formula
        for name in source.namelist():
            content = source.read(name)
            if name in by_part:
                content = _rewritten(content, by_part[name], formulas)
            elif formulas is Formulas.OFFICEJS and name in ENTRIES:
                content = _with(content, *ENTRIES[name])
            target.writestr(member(name), content)
        if formulas is Formulas.OFFICEJS:
            target.writestr(member(METADATA), METADATA_PART.encode("utf-8"))
    return result.getvalue()


def _rewritten(content: bytes, calls: Mapping[str, Formula], formulas: Formulas) -> bytes:
    root = etree.fromstring(content)
    for cell in root.iter(f"{MAIN}c"):
        address, written = cell.get("r", ""), cell.find(f"{MAIN}f")
        if address not in calls or written is None:  # without a formula: a score that the unit typed itself
            continue
        written.text = calls[address].text
        if formulas is Formulas.OFFICEJS:
            cell.set("cm", "1")
            written.set("t", "array")
            written.set("ref", address)
            written.text = _stored(calls[address].text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _stored(text: str) -> str:
    """A formula as Microsoft 365 stores it."""
    tokens = Tokenizer(f"={text}").items
    own = {f"{name}(" for name in FUNCTIONS}
    return "".join(f"{STORED}{token.value}" if token.value in own else token.value for token in tokens)


def _with(content: bytes, tag: str, attributes: Mapping[str, str]) -> bytes:
    """The part with one more entry."""
    root = etree.fromstring(content)
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{tag}", dict(attributes))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
