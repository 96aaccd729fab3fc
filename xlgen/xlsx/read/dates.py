"""Dates: numbers by nature. Which styles show a number as one, and the number of a date written out."""

from __future__ import annotations

import datetime
import re

from lxml import etree
from openpyxl.utils.datetime import to_excel

from xlgen.xlsx.read.strings import namespace_of

BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The built-in number formats that are dates or times; 27-36 and 50-58 are the Chinese ones, like 2021年3月."""
DAYS_TO_1904 = 1462
_LITERAL = re.compile(r'"[^"]*+"?+|\\.|_.|\*.|\[(?![hms]+\])[^\]]*+\]?+', re.IGNORECASE)
"""What a format only shows: quoted and escaped text, fillers, colours, locales."""
_DATE = re.compile("[dmyhs]", re.IGNORECASE)


def date_styles(root: etree._Element) -> dict[str, bool]:
    """For each style that a cell can have, by its number: it shows numbers as dates."""
    namespace = namespace_of(root)
    shown = {str(number): True for number in BUILT_IN}
    for each in root.iterfind(f"{namespace}numFmts/{namespace}numFmt"):
        shown[each.get("numFmtId", "")] = _is_date(each.get("formatCode", ""))
    styles = root.iterfind(f"{namespace}cellXfs/{namespace}xf")
    return {str(number): shown.get(each.get("numFmtId", ""), False) for number, each in enumerate(styles)}


def _is_date(code: str) -> bool:
    first = _LITERAL.sub("", code).partition(";")[0]
    return "general" not in first.lower() and _DATE.search(first) is not None


def serial(text: str, from_1904: bool) -> float:
    """The number of a date as written in a cell of type d, like 2021-03-01. Raises ValueError."""
    if ":" in text and "-" not in text:
        moment: datetime.time | datetime.datetime = datetime.time.fromisoformat(text).replace(tzinfo=None)
    else:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    number: float = to_excel(moment)  # type: ignore[no-untyped-call]
    return number - DAYS_TO_1904 if from_1904 and isinstance(moment, datetime.datetime) else number
