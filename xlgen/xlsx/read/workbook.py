"""A returned workbook: its sheets, read when they are asked for, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from lxml import etree

from xlgen.xlsx.read.dates import date_styles
from xlgen.xlsx.read.file_kinds import other_package
from xlgen.xlsx.read.package import Package, Relationship, open_package
from xlgen.xlsx.read.sheet import SheetRead, Surroundings, read_sheet
from xlgen.xlsx.read.strings import namespace_of, shared_strings
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

State = Literal["visible", "hidden", "veryHidden"]
STATES: Mapping[str, State] = {"visible": "visible", "hidden": "hidden", "veryHidden": "veryHidden"}
MAX_CELLS = 300_000
"""Of all sheets read of one file, each with something in it. A filled form has some 3,500."""
WORKSHEET = "worksheet"
TRUE = ("1", "true")
MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
WORKBOOK_NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",  # strict Open XML
)


class SheetEntry(NamedTuple):
    """A sheet in the workbook's list. kind is the last word of its type: worksheet, chartsheet, xlMacrosheet …"""

    title: str
    state: State
    kind: str
    part: str


@dataclass(frozen=True)
class WorkbookRead:
    """A workbook as it came back. Nothing in it is run, and no link in it followed."""

    package: Package
    sheets: Sequence[SheetEntry]
    names: Mapping[str, str]  # defined for the whole workbook; their formulas
    properties: Mapping[str, str]  # custom ones
    title: str
    keywords: str
    application: str  # the program that saved it; WPS may call itself Excel
    calculation: str  # auto, autoNoTable, manual
    from_1904: bool  # its dates count from 1904
    structure_protected: bool
    macros: bool
    external_links: Sequence[str]  # where to, as written
    asks_other_programs: bool  # links of kind DDE or OLE
    strings_part: str | None
    styles_part: str | None
    loaded: dict[str, SheetRead] = field(default_factory=dict, repr=False, compare=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.package.path

    @property
    def titles(self) -> list[str]:
        """The names of the sheets, in order."""
        return [entry.title for entry in self.sheets]

    def sheet(self, title: str) -> SheetRead | None:
        """A sheet with cells; None if there is none of this name. Raises Unreadable where it is broken."""
        if title not in self.loaded:
            entry = next((each for each in self.sheets if each.title == title and each.kind == WORKSHEET), None)
            if entry is None:
                return None
            self.loaded[title] = read_sheet(title, self.package.root(entry.part), self._surroundings)
            if sum(len(sheet.cells) for sheet in self.loaded.values()) > MAX_CELLS:
                raise UnreadableError(self.path, Reason.TOO_MANY_CELLS, part=entry.part)
        return self.loaded[title]

    @cached_property
    def _surroundings(self) -> Surroundings:
        strings, styles = self.strings_part, self.styles_part
        return Surroundings(
            self.path,
            [] if strings is None else shared_strings(self.package.root(strings)),
            None if styles is None else date_styles(self.package.root(styles)),
            self.from_1904,
        )


def read_workbook(path: Path) -> WorkbookRead:
    """The workbook in a file. Raises Unreadable."""
    return workbook_of(open_package(path))


def workbook_of(package: Package) -> WorkbookRead:
    """The workbook in a package. Raises Unreadable."""
    start = package.related()
    main = _first(start, "officeDocument")
    if main is None or not package.has(main) or not main.lower().endswith(".xml"):
        raise other_package(package.path, package.members.keys())
    root, related = package.root(main), package.related(main)
    namespace = namespace_of(root)
    if root.tag not in [f"{each}workbook" for each in WORKBOOK_NAMESPACES]:
        raise UnreadableError(package.path, Reason.BAD_PART, part=main, detail="不是工作簿")
    sheets = list(_sheets(package.path, root, namespace, related))
    settings, calculation = _attributes(root, namespace, "workbookPr"), _attributes(root, namespace, "calcPr")
    protection = _attributes(root, namespace, "workbookProtection")
    links = [each.target for each in related if each.kind == "externalLink"]
    link_kinds, targets = _external(package, links)
    core, application = _document(package, start)
    return WorkbookRead(
        package,
        sheets,
        _names(root, namespace),
        _properties(package, start),
        core.get("title", ""),
        core.get("keywords", ""),
        application,
        calculation.get("calcMode", "auto"),
        settings.get("date1904") in TRUE,
        protection.get("lockStructure") in TRUE,
        _has_macros(package, sheets),
        targets,
        bool(link_kinds & {"ddeLink", "oleLink"}),
        _present(package, _first(related, "sharedStrings")),
        _present(package, _first(related, "styles")),
    )


def _first(related: Sequence[Relationship], kind: str) -> str | None:
    return next((each.target for each in related if each.kind == kind and not each.external), None)


def _present(package: Package, part: str | None) -> str | None:
    return part if part is not None and package.has(part) else None


def _sheets(path: Path, root: etree._Element, namespace: str, related: Sequence[Relationship]) -> Iterator[SheetEntry]:
    by_id = {each.id: each for each in related if not each.external}
    seen: set[str] = set()
    for each in root.iterfind(f"{namespace}sheets/{namespace}sheet"):
        title = each.get("name", "")
        target = by_id.get(next((str(value) for name, value in each.items() if str(name).endswith("}id")), ""))
        if target is None or title in seen:
            detail = f"的工作表“{title[:40]}”{'出现了两次' if title in seen else '没有内容'}"
            raise UnreadableError(path, Reason.BAD_PART, part="xl/workbook.xml", detail=detail)
        seen.add(title)
        yield SheetEntry(title, STATES.get(each.get("state", ""), "visible"), target.kind, target.target)


def _attributes(root: etree._Element, namespace: str, tag: str) -> Mapping[str, str]:
    found = root.find(f"{namespace}{tag}")
    return {} if found is None else {str(name): str(value) for name, value in found.items()}


def _names(root: etree._Element, namespace: str) -> dict[str, str]:
    found = root.iterfind(f"{namespace}definedNames/{namespace}definedName")
    return {each.get("name", ""): each.text or "" for each in found if each.get("localSheetId") is None}


def _has_macros(package: Package, sheets: Sequence[SheetEntry]) -> bool:
    project = any(name.endswith("vbaproject.bin") for name in package.members)
    return project or any(sheet.kind in MACRO_SHEETS for sheet in sheets)


def _external(package: Package, parts: Sequence[str]) -> tuple[set[str], list[str]]:
    """The kinds of the links to other files and programs, and where they lead."""
    kinds: set[str] = set()
    targets: list[str] = []
    for part in parts:
        kinds |= {etree.QName(each).localname for each in package.root(part)}
        targets += [each.target for each in package.related(part) if each.external]
    return kinds, targets


def _document(package: Package, start: Sequence[Relationship]) -> tuple[dict[str, str], str]:
    """What the file says of itself: title, keywords …, and the program that saved it."""
    core, app = (_present(package, _first(start, kind)) for kind in ("core-properties", "extended-properties"))
    return (
        {} if core is None else _texts(package.root(core)),
        "" if app is None else _texts(package.root(app)).get("Application", ""),
    )


def _texts(root: etree._Element) -> dict[str, str]:
    return {etree.QName(each).localname: each.text or "" for each in root}


def _properties(package: Package, start: Sequence[Relationship]) -> dict[str, str]:
    part = _present(package, _first(start, "custom-properties"))
    if part is None:
        return {}
    return {each.get("name", ""): "".join(map(str, each.itertext())).strip() for each in package.root(part)}
