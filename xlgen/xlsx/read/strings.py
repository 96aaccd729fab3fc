"""Texts of cells, plain or in runs, without the phonetic readings that Excel stores with them."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from xlgen.xlsx.read.markup import namespace_of
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

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


class DamagedTextError(ValueError):
    """A text of which programs read different parts."""


def text_of(element: etree._Element, namespace: str) -> str:
    """The text of a shared or inline string. Raises DamagedTextError."""
    text_tag = f"{namespace}t"
    if len(element) == 1 and (only := element[0]).tag == text_tag and not len(only):  # nearly always
        return unescaped(only.text or "")
    plain = element.findall(text_tag)
    runs = [run.findall(text_tag) for run in element.iterchildren(f"{namespace}r")]
    pieces = plain + [text for run in runs for text in run]
    if len(plain) + bool(runs) > 1 or any(len(run) > 1 for run in runs) or any(len(piece) for piece in pieces):
        raise DamagedTextError("有两种写法")
    return unescaped("".join(piece.text or "" for piece in pieces))


def shared_strings(path: Path, part: str, root: etree._Element) -> list[str]:
    """The shared strings, which cells refer to by number; path and part are for messages. Raises UnreadableError."""
    namespace = namespace_of(root)
    try:
        return [text_of(element, namespace) for element in root.iterchildren(f"{namespace}si")]
    except DamagedTextError as error:
        raise UnreadableError(path, Reason.BAD_PART, part=part, detail=f"里有一段文字{error}") from error
