"""The functions as ONLYOFFICE keeps them: a library whose text stands in the workbook."""

from __future__ import annotations

from xlgen.files.resources import FUNCTIONS_JS


def is_shipped(library: str) -> bool:
    """Whether the text of a library is that of functions.js as shipped, apart from line ends and what is not seen."""
    return _lines(library) == _lines(FUNCTIONS_JS.read_text(encoding="utf-8"))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\ufeff \r\n").splitlines()]
