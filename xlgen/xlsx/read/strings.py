"""Texts of cells: plain or in runs, without the readings (phonetic runs) that Excel stores beside them."""

from __future__ import annotations

import re

from lxml import etree

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescaped(text: str) -> str:
    """A text with `_x000D_` and the like read as the characters they stand for."""
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    if _SURROGATE.search(found):  # two halves make a character; one half is none
        found = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return found


def text_of(element: etree._Element, text_tag: str) -> str:
    """The text of a shared or inline string; text_tag is the tag of plain text, with its namespace."""
    if len(element) == 1 and (only := element[0]).tag == text_tag:  # nearly always
        return unescaped(only.text or "")
    found: list[str] = []
    for child in element:
        if child.tag == text_tag:
            found.append(child.text or "")
        elif etree.QName(child).localname == "r":
            found += [part.text or "" for part in child if part.tag == text_tag]
    return unescaped("".join(found))


def shared_strings(root: etree._Element) -> list[str]:
    """The texts that cells refer to by number."""
    namespace = namespace_of(root)
    return [text_of(element, f"{namespace}t") for element in root.iterchildren(f"{namespace}si")]


def namespace_of(root: etree._Element) -> str:
    """The namespace of an element in braces, as its children's tags begin: ordinary, or strict Open XML."""
    return str(root.tag).rpartition("}")[0] + "}"
