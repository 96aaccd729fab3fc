"""Relationships: which part of a package belongs to which, and as what. Types and targets are compared whole."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from xlgen.xlsx.read.unreadable import Reason, UnreadableError

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",  # strict Open XML
)
"""The namespaces of what office programs relate, as in r:id; types begin with them."""
OTHER_TYPES = {
    f"{OFFICE[1]}/extendedProperties": "extended-properties",
    f"{OFFICE[1]}/customProperties": "custom-properties",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties": "core-properties",
    "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet": "xlMacrosheet",
    "http://schemas.microsoft.com/office/2006/relationships/xlIntlMacrosheet": "xlIntlMacrosheet",
}
"""Types that do not begin so, or are called otherwise in strict Open XML."""
REPLACED = frozenset({"http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"})
"""Types that Excel itself adds in the strict format, of older properties beside the ones that count."""
MODES = {None: False, "Internal": False, "External": True}


class Relationship(NamedTuple):
    """A link from a part. target: the name of a part, or as written if external.

    kind: of the types known here the last word, like worksheet; else the whole type.
    """

    id: str
    kind: str
    target: str
    external: bool

    @property
    def resembles(self) -> str:
        """The kind that a careless program takes it for: the last word of its type, whatever comes before."""
        return self.kind.rstrip("/ ").rpartition("/")[2].casefold()


def relationships(path: Path, listing: str, root: etree._Element, folder: str) -> list[Relationship]:
    """Those listed in this part, of a part in this folder. Raises UnreadableError."""
    found = [_relationship(path, listing, element, folder) for element in root.iterchildren(RELATIONSHIP)]
    if len({link.id for link in found}) < len(found):
        raise UnreadableError(path, Reason.AMBIGUOUS, detail=f"{listing} 里有两项编号相同")
    return found


def only_target(path: Path, related: Sequence[Relationship], kind: str) -> str | None:
    """The part of a kind of which there can be only one; None if there is none. Raises UnreadableError."""
    alike = [link for link in related if link.resembles == kind.casefold() and link.kind not in REPLACED]
    if len(alike) > 1:
        raise UnreadableError(path, Reason.AMBIGUOUS, detail=f"指定了两份“{kind}”")
    return next((link.target for link in alike if link.kind == kind and not link.external), None)


def part_key(name: str) -> str:
    """By which part names are compared: they are the same in any case, and with characters escaped by percent."""
    return unquote(name).lower()


def _relationship(path: Path, listing: str, element: etree._Element, folder: str) -> Relationship:
    target, mode = element.get("Target"), element.get("TargetMode")
    if target is None or mode not in MODES:
        raise UnreadableError(path, Reason.BAD_PART, part=listing, detail="有一项没有目标或方式不明")
    if not MODES[mode]:
        target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relationship(element.get("Id", ""), _kind(element.get("Type", "")), target, MODES[mode])


def _kind(type_name: str) -> str:
    if type_name in OTHER_TYPES:
        return OTHER_TYPES[type_name]
    namespace, _, kind = type_name.rpartition("/")
    return kind if namespace in OFFICE else type_name
