"""The sheets of a workbook as it lists them, each with its part; a workbook that holds others too is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from lxml import etree

from xlgen.xlsx.read.markup import namespace_of
from xlgen.xlsx.read.package import Package
from xlgen.xlsx.read.relationships import OFFICE, Relationship, part_key
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

SheetState = Literal["visible", "hidden", "veryHidden"]
SHEET_STATES: Mapping[str, SheetState] = {"visible": "visible", "hidden": "hidden", "veryHidden": "veryHidden"}
WORKSHEET = "worksheet"
MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
MODULE = "module"
"""The kind of a sheet without a part: a module of macros, as Excel lists those of Excel 5."""
SHEET_TYPES = {
    WORKSHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "chartsheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml",
    "dialogsheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.dialogsheet+xml",
    "xlMacrosheet": "application/vnd.ms-excel.macrosheet+xml",
    "xlIntlMacrosheet": "application/vnd.ms-excel.intlmacrosheet+xml",
}
"""The kinds of sheets with a part, and its content type."""
WORKBOOK_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "application/vnd.ms-excel.template.macroenabled.main+xml",
    "application/vnd.ms-excel.addin.macroenabled.main+xml",
)
CONTENT_TYPES = "[Content_Types].xml"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"


class SheetEntry(NamedTuple):
    """A sheet in the workbook's list. kind: worksheet, chartsheet, dialogsheet, xlMacrosheet …, or MODULE."""

    title: str
    state: SheetState
    kind: str
    part: str


def list_sheets(package: Package, main: str, root: etree._Element, related: Sequence[Relationship]) -> list[SheetEntry]:
    """The sheets of the workbook in this part, in order. Raises UnreadableError.

    Some programs find sheets by the list, others by relationships or content types: all must name the same.
    """
    sheets = list(_listed(package, root, {link.id: link for link in related if not link.external}))
    listed = {part_key(sheet.part) for sheet in sheets if sheet.part}
    if len(listed) < sum(1 for sheet in sheets if sheet.part):
        raise UnreadableError(package.path, Reason.AMBIGUOUS, detail="目录里有两张工作表是同一张")
    expected: dict[str, Sequence[str]] = {
        part_key(sheet.part): (SHEET_TYPES[sheet.kind],) for sheet in sheets if sheet.part
    }
    expected[part_key(main)] = WORKBOOK_TYPES
    types = _content_types(package)
    hidden = [link.target for link in related if link.resembles == WORKSHEET and part_key(link.target) not in listed]
    hidden += [part for part, type_name in types.items() if part not in expected and _is_content(type_name)]
    hidden = [part for part in hidden if not package.has(part) or _has_cells(package.root(part))]
    if hidden:
        detail = f"内容 {hidden[0][:60]} 没有列在工作表目录里"
        raise UnreadableError(package.path, Reason.AMBIGUOUS, detail=detail)
    for part, type_names in expected.items():
        if part in types and types[part] not in type_names:
            raise UnreadableError(package.path, Reason.AMBIGUOUS, detail=f"内容 {part} 标成了另一种内容")
    return sheets


def _listed(package: Package, root: etree._Element, links: Mapping[str, Relationship]) -> Iterator[SheetEntry]:
    namespace = namespace_of(root)
    seen: set[str] = set()
    for sheet in root.iterfind(f"{namespace}sheets/{namespace}sheet"):
        title = sheet.get("name", "")
        state = SHEET_STATES.get(sheet.get("state", ""), "visible")
        ids = [name for office in OFFICE if (name := sheet.get(f"{{{office}}}id"))]
        link = links.get(ids[0]) if ids else None
        what = ""
        if title.casefold() in seen:
            what = "出现了两次"
        elif len(ids) > 1:
            what = "指向两处"
        elif ids and (link is None or link.kind not in SHEET_TYPES):
            what = "没有内容" if link is None else "种类不明"
        if what:
            detail = f"的工作表“{title[:40]}”{what}"
            raise UnreadableError(package.path, Reason.BAD_PART, part="xl/workbook.xml", detail=detail)
        seen.add(title.casefold())
        yield SheetEntry(title, state, link.kind if link else MODULE, link.target if link else "")


def _content_types(package: Package) -> dict[str, str]:
    """The content types of single parts, in lower case, by their keys. Raises UnreadableError."""
    types: dict[str, str] = {}
    for element in package.root(CONTENT_TYPES).iterchildren(OVERRIDE) if package.has(CONTENT_TYPES) else ():
        part, type_name = part_key(element.get("PartName", "").lstrip("/")), element.get("ContentType", "").lower()
        if package.has(part) and types.setdefault(part, type_name) != type_name:
            raise UnreadableError(package.path, Reason.AMBIGUOUS, detail=f"内容 {part} 标成了两种内容")
    return types


def _has_cells(root: etree._Element) -> bool:
    """Whether it may show something: Excel leaves the empty part of a sheet that it lists without one."""
    return next(root.iter("{*}c"), None) is not None or etree.QName(root).localname != WORKSHEET


def _is_content(type_name: str) -> bool:
    return type_name in WORKBOOK_TYPES or type_name == SHEET_TYPES[WORKSHEET]
