"""Reads a workbook: its properties at once, its sheets when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from lxml import etree

from xlgen.xlsx.read.appearance import Appearances, appearances
from xlgen.xlsx.read.dates import date_styles
from xlgen.xlsx.read.file_kinds import other_package
from xlgen.xlsx.read.looks import SheetLooks, sheet_looks
from xlgen.xlsx.read.package import Package, Relationship, open_package
from xlgen.xlsx.read.sheet import CellContext, SheetRead, read_sheet
from xlgen.xlsx.read.strings import namespace_of, shared_strings
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

SheetState = Literal["visible", "hidden", "veryHidden"]
SHEET_STATES: Mapping[str, SheetState] = {"visible": "visible", "hidden": "hidden", "veryHidden": "veryHidden"}
MAX_CELLS = 300_000
"""Cells that are not empty, on all sheets read from one file. A filled form has some 3,500."""
WORKSHEET = "worksheet"
TRUE_VALUES = ("1", "true")
PRINT_AREA = "_xlnm.print_area"
_THEME = re.compile("/theme/[^/]*[.]xml$")
MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
WORKBOOK_NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",  # strict Open XML
)


class SheetEntry(NamedTuple):
    """A sheet in the workbook's list. kind: the last word of its type: worksheet, chartsheet, xlMacrosheet …"""

    title: str
    state: SheetState
    kind: str
    part: str


@dataclass(frozen=True)
class WorkbookRead:
    """A workbook. Nothing in it is executed, and no link in it is followed."""

    package: Package
    sheets: Sequence[SheetEntry]
    names: Mapping[str, str]  # formulas of the names defined for the whole workbook
    properties: Mapping[str, str]  # the custom ones
    title: str
    keywords: str
    application: str  # the program that saved it; WPS may give the name of Excel
    calculation: str  # auto, autoNoTable, manual
    from_1904: bool  # dates count from 1904
    structure_protected: bool
    macros: bool
    external_links: Sequence[str]  # their targets, as written
    asks_other_programs: bool  # has DDE or OLE links
    strings_part: str | None
    styles_part: str | None
    print_areas: Mapping[str, str] = field(default_factory=dict)  # by sheet, as written
    loaded: dict[str, SheetRead] = field(default_factory=dict, repr=False, compare=False)
    looks: dict[str, SheetLooks] = field(default_factory=dict, repr=False, compare=False)  # of the sheets in `loaded`

    @property
    def path(self) -> Path:
        """The file."""
        return self.package.path

    @property
    def titles(self) -> list[str]:
        """The names of the sheets, in order."""
        return [entry.title for entry in self.sheets]

    def sheet(self, title: str) -> SheetRead | None:
        """The worksheet of this name; None if there is none. Raises UnreadableError if it is broken."""
        if title not in self.loaded:
            entry = next((sheet for sheet in self.sheets if sheet.title == title and sheet.kind == WORKSHEET), None)
            if entry is None:
                return None
            root = self.package.root(entry.part)
            self.loaded[title] = read_sheet(title, root, self._context)
            self.looks[title] = sheet_looks(root)
            if sum(len(sheet.cells) for sheet in self.loaded.values()) > MAX_CELLS:
                raise UnreadableError(self.path, Reason.TOO_MANY_CELLS, part=entry.part)
        return self.loaded[title]

    @cached_property
    def appearances(self) -> Appearances:
        """How the styles of the workbook make cells look. Raises UnreadableError."""
        theme = next((part for part in self.package.members if _THEME.search(part)), None)
        if self.styles_part is None:
            return Appearances()
        return appearances(self.package.root(self.styles_part), None if theme is None else self.package.root(theme))

    @cached_property
    def _context(self) -> CellContext:
        strings, styles = self.strings_part, self.styles_part
        return CellContext(
            self.path,
            [] if strings is None else shared_strings(self.package.root(strings)),
            None if styles is None else date_styles(self.package.root(styles)),
            self.from_1904,
        )


def read_workbook(path: Path) -> WorkbookRead:
    """The workbook in a file. Raises UnreadableError."""
    return workbook_of(open_package(path))


def workbook_of(package: Package) -> WorkbookRead:
    """The workbook in a package. Raises UnreadableError."""
    start = package.related()
    main = _first_target(start, "officeDocument")
    if main is None or not package.has(main) or not main.lower().endswith(".xml"):
        raise other_package(package.path, package.members.keys())
    root, related = package.root(main), package.related(main)
    namespace = namespace_of(root)
    if root.tag not in [f"{workbook_namespace}workbook" for workbook_namespace in WORKBOOK_NAMESPACES]:
        raise UnreadableError(package.path, Reason.BAD_PART, part=main, detail="不是工作簿")
    sheets = list(_sheets(package.path, root, namespace, related))
    settings, calculation = _attributes(root, namespace, "workbookPr"), _attributes(root, namespace, "calcPr")
    protection = _attributes(root, namespace, "workbookProtection")
    links = [link.target for link in related if link.kind == "externalLink"]
    link_kinds, targets = _external_links(package, links)
    core, application = _document_properties(package, start)
    return WorkbookRead(
        package,
        sheets,
        _defined_names(root, namespace),
        _custom_properties(package, start),
        core.get("title", ""),
        core.get("keywords", ""),
        application,
        calculation.get("calcMode", "auto"),
        settings.get("date1904") in TRUE_VALUES,
        protection.get("lockStructure") in TRUE_VALUES,
        _has_macros(package, sheets),
        targets,
        bool(link_kinds & {"ddeLink", "oleLink"}),
        _present(package, _first_target(related, "sharedStrings")),
        _present(package, _first_target(related, "styles")),
        _print_areas(root, namespace, sheets),
    )


def _first_target(related: Sequence[Relationship], kind: str) -> str | None:
    return next((link.target for link in related if link.kind == kind and not link.external), None)


def _present(package: Package, part: str | None) -> str | None:
    return part if part is not None and package.has(part) else None


def _sheets(path: Path, root: etree._Element, namespace: str, related: Sequence[Relationship]) -> Iterator[SheetEntry]:
    links = {link.id: link for link in related if not link.external}
    seen: set[str] = set()
    for sheet in root.iterfind(f"{namespace}sheets/{namespace}sheet"):
        title = sheet.get("name", "")
        link = links.get(next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), ""))
        if link is None or title in seen:
            detail = f"的工作表“{title[:40]}”{'出现了两次' if title in seen else '没有内容'}"
            raise UnreadableError(path, Reason.BAD_PART, part="xl/workbook.xml", detail=detail)
        seen.add(title)
        yield SheetEntry(title, SHEET_STATES.get(sheet.get("state", ""), "visible"), link.kind, link.target)


def _attributes(root: etree._Element, namespace: str, tag: str) -> Mapping[str, str]:
    element = root.find(f"{namespace}{tag}")
    return {} if element is None else {str(name): str(value) for name, value in element.items()}


def _defined_names(root: etree._Element, namespace: str) -> dict[str, str]:
    names = root.iterfind(f"{namespace}definedNames/{namespace}definedName")
    return {name.get("name", ""): name.text or "" for name in names if name.get("localSheetId") is None}


def _print_areas(root: etree._Element, namespace: str, sheets: Sequence[SheetEntry]) -> dict[str, str]:
    numbers = {str(number): sheet.title for number, sheet in enumerate(sheets)}
    names = root.iterfind(f"{namespace}definedNames/{namespace}definedName")
    return {
        numbers[name.get("localSheetId", "")]: name.text or ""
        for name in names
        if name.get("name", "").casefold() == PRINT_AREA and name.get("localSheetId") in numbers
    }


def _has_macros(package: Package, sheets: Sequence[SheetEntry]) -> bool:
    project = any(name.endswith("vbaproject.bin") for name in package.members)
    return project or any(sheet.kind in MACRO_SHEETS for sheet in sheets)


def _external_links(package: Package, parts: Sequence[str]) -> tuple[set[str], list[str]]:
    """The kinds of the links to other files and programs, and their targets."""
    kinds: set[str] = set()
    targets: list[str] = []
    for part in parts:
        kinds |= {etree.QName(link).localname for link in package.root(part)}
        targets += [link.target for link in package.related(part) if link.external]
    return kinds, targets


def _document_properties(package: Package, start: Sequence[Relationship]) -> tuple[dict[str, str], str]:
    """The core properties (title, keywords …), and the program that saved the file."""
    core, app = (_present(package, _first_target(start, kind)) for kind in ("core-properties", "extended-properties"))
    return (
        {} if core is None else _texts(package.root(core)),
        "" if app is None else _texts(package.root(app)).get("Application", ""),
    )


def _texts(root: etree._Element) -> dict[str, str]:
    return {etree.QName(element).localname: element.text or "" for element in root}


def _custom_properties(package: Package, start: Sequence[Relationship]) -> dict[str, str]:
    part = _present(package, _first_target(start, "custom-properties"))
    if part is None:
        return {}
    root = package.root(part)
    return {element.get("name", ""): "".join(map(str, element.itertext())).strip() for element in root}
