"""Markup of parts that programs read in different ways: namespaces, alternatives, elements that stand twice."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from xlgen.xlsx.read.unreadable import Reason, UnreadableError

SPREADSHEET = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",  # strict Open XML
)
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
KNOWN_TO_EXCEL = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "http://purl.oclc.org/ooxml/",
)
"""How the namespaces begin of which some version of Excel knows all: it takes the choice that requires them."""
HARMLESS = frozenset({"controls", "control", "oleObjects", "oleObject", "formula1", "formula2"})
"""Elements that Excel itself writes into such a choice. They hold nothing that is read here."""
CONTENTS = {"workbook": "工作簿", "worksheet": "工作表", "sst": "文字表", "styleSheet": "样式表"}
"""The root elements of parts, and what users call them."""
REPEATED = frozenset({"si", "cols", "conditionalFormatting", "fileRecoveryPr"})
"""Elements that may stand more than once below a root; any other does so in no file that a program wrote."""


def namespace_of(root: etree._Element) -> str:
    """The namespace of an element in braces, to prefix tags with: transitional or strict Open XML."""
    return str(root.tag).rpartition("}")[0] + "}"


def check_root(path: Path, part: str, root: etree._Element, tag: str) -> None:
    """Raise UnreadableError unless this is the root of such a part, in one namespace and nothing in it twice."""
    if root.tag not in [f"{namespace}{tag}" for namespace in SPREADSHEET]:
        raise UnreadableError(path, Reason.BAD_PART, part=part, detail=f"不是{CONTENTS[tag]}")
    namespace = namespace_of(root)
    other = next(other for other in SPREADSHEET if other != namespace)
    foreign = root.iter(f"{other}*")
    if any(next(element.iterancestors(f"{namespace}extLst"), None) is None for element in foreign):
        raise UnreadableError(path, Reason.AMBIGUOUS, detail=f"{part} 混用了两种格式的标记")
    if tag != "sst":
        seen: set[str] = set()
        for child in root.iterchildren(f"{namespace}*"):
            name = etree.QName(child).localname
            if name in seen and name not in REPEATED:
                raise UnreadableError(path, Reason.AMBIGUOUS, detail=f"{part} 里有两个 {name}")
            seen.add(name)


def settle_alternatives(path: Path, part: str, root: etree._Element) -> None:
    """Put the fallback in the place of alternatives for programs other than Excel, as Excel does.

    An alternative for some version of Excel shows other content in another version or program: raises
    UnreadableError where that could be content that is read here. So does content in elements to be unwrapped.
    """
    for alternative in list(root.iter(f"{COMPATIBILITY}AlternateContent")):
        choices = list(alternative.iterchildren(f"{COMPATIBILITY}Choice"))
        if any(_for_excel(choice) for choice in choices):
            if any(_is_read(element) for option in alternative for element in option):
                raise UnreadableError(path, Reason.AMBIGUOUS, detail=f"{part} 为不同版本写了不同的内容")
        elif (parent := alternative.getparent()) is not None:
            fallback = alternative.find(f"{COMPATIBILITY}Fallback")
            for element in [] if fallback is None else list(fallback):
                alternative.addprevious(element)
            parent.remove(alternative)
    if any(f"{COMPATIBILITY}ProcessContent" in element.attrib for element in root.iter()):
        raise UnreadableError(path, Reason.AMBIGUOUS, detail=f"{part} 里有部分程序才读的内容")


def _for_excel(choice: etree._Element) -> bool:
    required = (choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split())
    return all(namespace.startswith(KNOWN_TO_EXCEL) for namespace in required)


def _is_read(element: etree._Element) -> bool:
    name = etree.QName(element)
    return f"{{{name.namespace}}}" in SPREADSHEET and name.localname not in HARMLESS
