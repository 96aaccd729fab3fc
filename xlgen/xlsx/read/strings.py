"""Texts of cells, plain or in runs, without the phonetic readings that Excel stores with them."""

from __future__ import annotations

import re

from lxml import etree

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescaped(text: str) -> str:
    """A text with escapes like `_x000D_` replaced by the characters they stand for."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    if _SURROGATE.search(text):  # join pairs to characters; a lone surrogate is none
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def text_of(element: etree._Element, text_tag: str) -> str:
    """The text of a shared or inline string; text_tag: the tag t with its namespace."""
    if len(element) == 1 and (only := element[0]).tag == text_tag:  # nearly always
        return unescaped(only.text or "")
    pieces: list[str] = []
    for child in element:
        if child.tag == text_tag:
            pieces.append(child.text or "")
        elif etree.QName(child).localname == "r":
            pieces += [part.text or "" for part in child if part.tag == text_tag]
    return unescaped("".join(pieces))


def shared_strings(root: etree._Element) -> list[str]:
    """The shared strings, which cells refer to by number."""
    namespace = namespace_of(root)
    return [text_of(element, f"{namespace}t") for element in root.iterchildren(f"{namespace}si")]


def namespace_of(root: etree._Element) -> str:
    """The namespace of an element in braces, to prefix tags with: transitional or strict Open XML."""
    return str(root.tag).rpartition("}")[0] + "}"
