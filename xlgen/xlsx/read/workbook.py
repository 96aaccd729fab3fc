"""Reads a workbook: its properties at once, its sheets when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from lxml import etree

from xlgen.xlsx.read.appearance import Appearances, appearances
from xlgen.xlsx.read.dates import date_styles
from xlgen.xlsx.read.file_kinds import other_package
from xlgen.xlsx.read.looks import SheetLooks, sheet_looks
from xlgen.xlsx.read.markup import SPREADSHEET, check_root, namespace_of
from xlgen.xlsx.read.package import Package, open_package
from xlgen.xlsx.read.programs import Programs, programs_in
from xlgen.xlsx.read.relationships import Relationship, only_target
from xlgen.xlsx.read.sheet import MAX_FORMULA_CHARACTERS, CellContext, SheetRead, read_sheet
from xlgen.xlsx.read.sheet_list import WORKSHEET, SheetEntry, list_sheets
from xlgen.xlsx.read.strings import shared_strings
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

MAX_CELLS = 300_000
"""Cells that are not empty, on all sheets read from one file. A filled form has some 3,500."""
TRUE_VALUES = ("1", "true")
WORKBOOK_ROOTS = [f"{namespace}workbook" for namespace in SPREADSHEET]
MIMETYPE = "mimetype"
"""The part in which packages of other programs say what they are."""
TITLE = "{http://purl.org/dc/elements/1.1/}title"
KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
MODIFIED = "{http://purl.org/dc/terms/}modified"
CUSTOM_PROPERTY = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property",
    "{http://purl.oclc.org/ooxml/officeDocument/customProperties}property",
)
APPLICATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Application",
    "{http://purl.oclc.org/ooxml/officeDocument/extendedProperties}Application",
)
PRINT_AREA = "_xlnm.print_area"
_THEME = re.compile("/theme/[^/]*[.]xml$")
MAX_APPEARANCES = 32
_APPEARANCES: dict[tuple[bytes, ...], Appearances] = {}
"""By the parts of styles and theme: a program writes the same ones into many forms of a template."""


@dataclass(frozen=True)
class WorkbookRead:
    """A workbook. Nothing in it is executed, and no link in it is followed."""

    package: Package
    sheets: Sequence[SheetEntry]
    names: Mapping[str, str]  # formulas of the names defined for the whole workbook
    properties: Mapping[str, str]  # the custom ones
    title: str
    keywords: str
    saved: str  # when it was last saved, by its own word, as 2026-03-01 09:30:00 UTC; empty where it does not say
    application: str  # the program that saved it; WPS may give the name of Excel
    calculation: str  # auto, autoNoTable, manual
    from_1904: bool  # dates count from 1904
    structure_protected: bool
    programs: Programs
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
            root = self.package.spreadsheet(entry.part, "worksheet")
            left = MAX_FORMULA_CHARACTERS - sum(sheet.formula_characters for sheet in self.loaded.values())
            self.loaded[title] = read_sheet(title, root, self._context, left)
            self.looks[title] = sheet_looks(root)
            if sum(len(sheet.cells) for sheet in self.loaded.values()) > MAX_CELLS:
                raise UnreadableError(self.path, Reason.TOO_MANY_CELLS, part=entry.part)
        return self.loaded[title]

    @cached_property
    def appearances(self) -> Appearances:
        """How the styles of the workbook make cells look. Raises UnreadableError."""
        theme = next((part for part in self.package.members if _THEME.search(part)), None)
        parts = self.styles_part, theme
        content = tuple(b"" if part is None else self.package.content(part) for part in parts)
        if content not in _APPEARANCES:
            if len(_APPEARANCES) == MAX_APPEARANCES:
                _APPEARANCES.clear()
            styles, colours = (None if part is None else self.package.root(part) for part in parts)
            _APPEARANCES[content] = Appearances() if styles is None else appearances(styles, colours)
        return _APPEARANCES[content]

    @cached_property
    def _context(self) -> CellContext:
        strings, styles = self.strings_part, self.styles_part
        return CellContext(
            self.path,
            [] if strings is None else shared_strings(self.path, strings, self.package.spreadsheet(strings, "sst")),
            {} if styles is None else date_styles(self.package.spreadsheet(styles, "styleSheet")),
            self.from_1904,
        )


def read_workbook(path: Path) -> WorkbookRead:
    """The workbook in a file. Raises UnreadableError."""
    return workbook_of(open_package(path))


def workbook_of(package: Package) -> WorkbookRead:
    """The workbook in a package. Raises UnreadableError."""
    path, start = package.path, package.related()
    main = only_target(path, start, "officeDocument")
    readable = main is not None and package.has(main) and main.lower().endswith(".xml")
    root = package.root(main) if main is not None and readable else None
    if main is None or root is None or root.tag not in WORKBOOK_ROOTS:
        raise other_package(path, package.members, package.content(MIMETYPE) if package.has(MIMETYPE) else b"", main)
    check_root(path, main, root, "workbook")
    namespace, related = namespace_of(root), package.related(main)
    sheets = list_sheets(package, main, root, related)
    settings, calculation = _attributes(root, namespace, "workbookPr"), _attributes(root, namespace, "calcPr")
    protection = _attributes(root, namespace, "workbookProtection")
    links = [link.target for link in related if link.kind == "externalLink"]
    link_kinds, targets = _external_links(package, links)
    core = list(_document_properties(package, start, "core-properties"))
    custom = _document_properties(package, start, "custom-properties")
    return WorkbookRead(
        package,
        sheets,
        _defined_names(path, root, namespace),
        _custom_properties(path, custom),
        _property_text(core, TITLE),
        _property_text(core, KEYWORDS),
        _moment(_property_text(core, MODIFIED)),
        _property_text(_document_properties(package, start, "extended-properties"), *APPLICATION),
        calculation.get("calcMode", "auto"),
        settings.get("date1904") in TRUE_VALUES,
        protection.get("lockStructure") in TRUE_VALUES,
        programs_in(package, related, sheets),
        targets,
        bool(link_kinds & {"ddeLink", "oleLink"}),
        _present(package, only_target(path, related, "sharedStrings")),
        _present(package, only_target(path, related, "styles")),
        _print_areas(root, namespace, sheets),
    )


def _present(package: Package, part: str | None) -> str | None:
    return part if part is not None and package.has(part) else None


def _attributes(root: etree._Element, namespace: str, tag: str) -> Mapping[str, str]:
    element = root.find(f"{namespace}{tag}")
    return {} if element is None else {str(name): str(value) for name, value in element.items()}


def _defined_names(path: Path, root: etree._Element, namespace: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in root.iterfind(f"{namespace}definedNames/{namespace}definedName"):
        if name.get("localSheetId") is None:
            text = name.text or ""
            if names.setdefault(name.get("name", ""), text) != text:
                raise UnreadableError(path, Reason.AMBIGUOUS, detail="有一个名称定义了两次")
    return names


def _print_areas(root: etree._Element, namespace: str, sheets: Sequence[SheetEntry]) -> dict[str, str]:
    numbers = {str(number): sheet.title for number, sheet in enumerate(sheets)}
    names = root.iterfind(f"{namespace}definedNames/{namespace}definedName")
    return {
        numbers[name.get("localSheetId", "")]: name.text or ""
        for name in names
        if name.get("name", "").casefold() == PRINT_AREA and name.get("localSheetId") in numbers
    }


def _external_links(package: Package, parts: Sequence[str]) -> tuple[set[str], list[str]]:
    """The kinds of the links to other files and programs, and their targets."""
    kinds: set[str] = set()
    targets: list[str] = []
    for part in parts:
        kinds |= {etree.QName(link).localname for link in package.root(part)}
        targets += [link.target for link in package.related(part) if link.external]
    return kinds, targets


def _document_properties(package: Package, start: Sequence[Relationship], kind: str) -> Iterator[etree._Element]:
    """The elements of the document's properties of this kind."""
    part = _present(package, only_target(package.path, start, kind))
    return iter(()) if part is None else package.root(part).iterchildren("*")


def _property_text(elements: Iterable[etree._Element], *tags: str) -> str:
    """The text of the property with one of these tags."""
    return next((element.text or "" for element in elements if element.tag in tags), "")


def _moment(text: str) -> str:
    """A moment of the document's properties in UTC, to be compared with others; empty for what is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return ""
    return utc.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def _custom_properties(path: Path, elements: Iterable[etree._Element]) -> dict[str, str]:
    properties: dict[str, str] = {}
    for element in elements:
        if element.tag in CUSTOM_PROPERTY:
            text = "".join(map(str, element.itertext())).strip()
            if properties.setdefault(element.get("name", ""), text) != text:
                raise UnreadableError(path, Reason.AMBIGUOUS, detail="有一个属性写了两次")
    return properties
