"""The year of a form: where it is printed, or has room, stands a variable in the draft."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlgen.text import normalize_text

VARIABLE = "{{ year }}"
FOUND = re.compile(r"(?<![0-9])(20[0-9]{2})(?=年)|(?<=年度:)(20[0-9]{2})(?![0-9])")
ABOUT_THE_YEAR = re.compile(r"年度|[(（]\s*\d{4}\s*年\s*[)）]")
"""What a text of the blocks has in it that names the year of the form, and not only a date."""
ROOM = re.compile(r"(?<=[（(])[ \u3000_＿Xx×]*(?=年度?[）)])|[_＿Xx×]{2,4}(?=年度)|(?<=年度[：:])[ \u3000_＿]*(?=年?$)")
IN_NAME = re.compile(r"[（(]\s*\{\{ year \}\}\s*(?:年度?)?\s*[）)]|\{\{ year \}\}\s*(?:年度?)?")


def printed_year(texts: Iterable[str]) -> str:
    """The year that the first of these texts names that names any; empty where none does."""
    found = (FOUND.search(normalize_text(text)) for text in texts)
    return next((match[1] or match[2] for match in found if match), "")


def with_year(text: str, year: str, title: bool = False) -> str:
    """A text with the year as a variable, where it names that of the form or leaves room for it.

    year: as `printed_year` gives it. title: what names a year there means that of the form.
    """
    if year:
        digits = "".join(f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in year)
        behind = "年" if title else r"(?:年度|年?\s*[)）])"
        text = re.sub(rf"{digits}(?=\s*{behind})|(?<=年度[：:])(\s*){digits}", rf"\1{VARIABLE}", text)
    return ROOM.sub(VARIABLE, text)


def without_year(title: str) -> str:
    """A title without the variable, as the name of a form that is the same every year."""
    return IN_NAME.sub("", title).strip()
