"""Names and targets of parts as Excel writes them. Some programs (exceljs, IronCalc) find no parts under others."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

EXCEL_NAMES = (
    (re.compile(r"xl/comments/comment([0-9]+)\.xml"), r"xl/comments\1.xml"),
    (re.compile(r"xl/drawings/commentsDrawing([0-9]+)\.vml"), r"xl/drawings/vmlDrawing\1.vml"),
)
"""openpyxl's name of a part, and Excel's."""
RELATIONSHIPS, CONTENT_TYPES = ".rels", "[Content_Types].xml"


def excel_name(part: str) -> str:
    """The name that Excel would give to a part."""
    for pattern, name in EXCEL_NAMES:
        part = pattern.sub(name, part)
    return part


def with_excel_names(part: str, content: bytes) -> bytes:
    """A part with these names where it names others: relative ones in relationships."""
    if part == CONTENT_TYPES:
        return excel_name(content.decode("utf-8")).encode("utf-8")
    if not part.endswith(RELATIONSHIPS):
        return content
    root = etree.fromstring(content)
    folder = posixpath.dirname(posixpath.dirname(part))  # of the part whose relationships these are
    for element in root:
        target = element.get("Target", "")
        if target.startswith("/"):
            element.set("Target", posixpath.relpath(excel_name(target[1:]), folder or "."))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
