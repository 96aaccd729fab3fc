"""The text of Word markup as it is printed: without what was deleted or hidden, and without codes of fields.

Not in it: numbers of automatic lists, text boxes, footnotes, comments, headers and footers, formulas, pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # strict Open XML
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OFF = frozenset({"0", "false", "off"})
"""Values of a property that is there and does not hold."""


def _tags(*names: str) -> frozenset[str]:
    return frozenset(f"{namespace}{name}" for namespace in WORD for name in names)


PARAGRAPH, TABLE, ROW, CELL = _tags("p"), _tags("tbl"), _tags("tr"), _tags("tc")
_TEXT, _BREAK, _TAB, _HYPHEN = _tags("t"), _tags("br", "cr"), _tags("tab", "ptab"), _tags("noBreakHyphen")
OUTLINE_LEVEL, STYLE, STYLE_NAME = _tags("outlineLvl"), _tags("pStyle"), _tags("name")
PARAGRAPH_PROPERTIES = _tags("pPr")
_SKIPPED = _tags("del", "moveFrom", "txbxContent", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "rt") | {FALLBACK}
"""What is not text of the place where it stands: deleted, moved away, in a box, said twice, a property."""
_RUN, _RUN_PROPERTIES, _HIDDEN = _tags("r"), _tags("rPr"), _tags("vanish")
_CONTROL, _GALLERY = _tags("sdt"), _tags("docPartGallery")
_ROW_PROPERTIES, _DELETED = _tags("trPr"), _tags("del")
TABLE_OF_CONTENTS = "Table of Contents"


def blocks(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a document or a cell in order, also those in content controls and the like.

    A table of contents is left out: it says the headings twice.
    """
    for child in element:
        if child.tag in PARAGRAPH or child.tag in TABLE:
            yield child
        elif child.tag not in _SKIPPED and not _is_table_of_contents(child):
            yield from blocks(child)


def rows(table: Any) -> Iterator[Any]:
    """The rows of a table that are left, also those in content controls; without those of tables in its cells."""
    for child in table:
        if child.tag in ROW:
            if property_of(child, _ROW_PROPERTIES, _DELETED) is None:
                yield child
        elif child.tag not in _SKIPPED:
            yield from rows(child)


def cells(row: Any) -> Iterator[Any]:
    """The cells of a row, also those in content controls. Of cells that are merged each stands there once."""
    for child in row:
        if child.tag in CELL:
            yield child
        elif child.tag not in _SKIPPED:
            yield from cells(child)


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph; a line break is one, a tab is a wide space."""
    return "".join(_pieces(paragraph)).strip("\n").rstrip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in _BREAK:
            yield "\n"
        elif child.tag in _TAB:
            yield "　"
        elif child.tag in _HYPHEN:
            yield "-"
        elif child.tag not in _SKIPPED and not (child.tag in _RUN and _is_hidden(child)):
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    hidden = property_of(run, _RUN_PROPERTIES, _HIDDEN)
    return hidden is not None and value_of(hidden) not in OFF


def property_of(element: Any, group: frozenset[str], wanted: frozenset[str]) -> Any:
    """A property of an element, in the group that holds its properties; None if it has none."""
    properties = next((child for child in element if child.tag in group), ())
    return next((child for child in properties if child.tag in wanted), None)


def value_of(element: Any) -> str:
    """The value of a property; empty where it has none."""
    return next((str(element.get(f"{namespace}val")) for namespace in WORD if f"{namespace}val" in element.attrib), "")


def _is_table_of_contents(element: Any) -> bool:
    galleries = element.iter(*_GALLERY) if element.tag in _CONTROL else ()
    return any(value_of(gallery) == TABLE_OF_CONTENTS for gallery in galleries)
