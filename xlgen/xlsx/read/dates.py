"""Dates, which Excel stores as numbers: which styles show a number as a date, and the number of an ISO date."""

from __future__ import annotations

import datetime
import re

from lxml import etree
from openpyxl.utils.datetime import to_excel

from xlgen.xlsx.read.markup import namespace_of

BUILT_IN_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The built-in number formats that show dates or times; 27-36 and 50-58 are the Chinese ones, like 2021年3月."""
DAYS_TO_1904 = 1462
"""From day 0 of the 1900 date system to day 0 of the 1904 one."""
_LITERAL = re.compile(r'"[^"]*+"?+|\\.|_.|\*.|\[(?![hms]+\])[^\]]*+\]?+', re.IGNORECASE)
"""Parts of a number format that are not codes: quoted and escaped text, fillers, colours, locales."""
_DATE = re.compile("[dmyhs]", re.IGNORECASE)

_AMOUNT = r"([0-9]{1,9}(?:\.[0-9]{1,12})?)"
_DURATION = re.compile(rf"(-)?P(?=[0-9T])(?:{_AMOUNT}D)?(?:T(?=[0-9])(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?")
"""An ISO duration without years and months, whose lengths differ. Excel's strict format writes times so."""
_SECONDS = (86_400, 3600, 60, 1)


def date_styles(root: etree._Element) -> dict[str, bool]:
    """Whether each cell style shows numbers as dates, by the number of the style."""
    namespace = namespace_of(root)
    date_formats = {str(number): True for number in BUILT_IN_DATE_FORMATS}
    for number_format in root.iterfind(f"{namespace}numFmts/{namespace}numFmt"):
        date_formats[number_format.get("numFmtId", "")] = is_date_format(number_format.get("formatCode", ""))
    styles = root.iterfind(f"{namespace}cellXfs/{namespace}xf")
    return {str(number): date_formats.get(style.get("numFmtId", ""), False) for number, style in enumerate(styles)}


def is_date_format(code: str) -> bool:
    """Whether a number format shows numbers as dates or times."""
    first_section = _LITERAL.sub("", code).partition(";")[0]
    return "general" not in first_section.lower() and _DATE.search(first_section) is not None


def date_number(text: str, from_1904: bool) -> float:
    """The number of a date, time or duration in a cell of type d, like 2021-03-01 or PT6H. Raises ValueError."""
    if (duration := _DURATION.fullmatch(text)) is not None:
        sign, *amounts = duration.groups()
        seconds = sum(float(amount or 0) * size for amount, size in zip(amounts, _SECONDS, strict=True))
        return (-seconds if sign else seconds) / _SECONDS[0]
    if ":" in text and "-" not in text:
        moment: datetime.time | datetime.datetime = datetime.time.fromisoformat(text).replace(tzinfo=None)
    else:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    number: float = to_excel(moment)  # type: ignore[no-untyped-call]
    return number - DAYS_TO_1904 if from_1904 and isinstance(moment, datetime.datetime) else number
