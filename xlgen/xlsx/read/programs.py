"""The programs in a workbook: macros of Excel, WPS and ONLYOFFICE, and libraries of functions. None of them is run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from xlgen.xlsx.read.package import MEGABYTE, Package
from xlgen.xlsx.read.relationships import Relationship, part_key
from xlgen.xlsx.read.sheet_list import MACRO_SHEETS, SheetEntry

ONLYOFFICE = "jsaproject"
KINDS = {"vbaproject", "jsproject", "jdeextension", ONLYOFFICE}
"""How relationships to programs are called: of Excel, of WPS in two ways, of ONLYOFFICE."""
PARTS = ("vbaproject.bin", "jdedata.bin", "jsaproject.bin")
"""Their usual names; a program may find them by either."""


class Programs(NamedTuple):
    """macros: there are some; libraries: the texts of the custom functions that ONLYOFFICE keeps in a workbook."""

    macros: bool
    libraries: Sequence[str]


def programs_in(package: Package, related: Sequence[Relationship], sheets: Sequence[SheetEntry]) -> Programs:
    """The programs in a workbook with these relationships and sheets. Raises UnreadableError."""
    linked = {part_key(link.target) for link in related if link.resembles in KINDS and not link.external}
    parts = [name for name in package.members if name in linked or name.endswith(PARTS)]
    only_office = {part_key(link.target) for link in related if link.resembles == ONLYOFFICE}
    libraries: list[str] = []
    macros = any(sheet.kind in MACRO_SHEETS for sheet in sheets)
    for part in parts:
        found = _libraries(package, part) if part in only_office else None
        macros = macros or found is None
        libraries += found or []
    return Programs(macros, libraries)


def _libraries(package: Package, part: str) -> list[str] | None:
    """The libraries in a part of ONLYOFFICE; None if it holds anything else."""
    if package.members[part].file_size > MEGABYTE:
        return None
    try:
        project = json.loads(package.content(part))
        if project.pop("macrosArray", []):
            return None
        project.pop("current", None)  # the macro that was edited last
        texts = [library["value"] for library in project.pop("customFunctions", {}).get("macrosArray", [])]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return texts if not project and all(isinstance(text, str) for text in texts) else None
