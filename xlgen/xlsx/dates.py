"""Days, which a workbook holds as numbers: how they are written, and what people write for them."""

from __future__ import annotations

import datetime
import re
from typing import TypeAlias

from xlgen.text import FULL_WIDTH, without_invisible, without_spaces

DATE_FORMAT = 'yyyy"年"m"月"d"日"'
"""How cells show a day; its text, `date_text`, is written without a format, which depends on a program's language."""
FIRST_DATE = datetime.date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""
_DAY_BEFORE_THE_FIRST = datetime.date(1899, 12, 30)
_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_WRITTEN = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME_OF_DAY = re.compile(r"[T\s]\s*[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9.]*秒?)?$")
_MAX_LENGTH = 40
Date: TypeAlias = datetime.date


def day_number(date: datetime.date) -> float:
    """The number of a day in a workbook, with the time of day as a fraction; 1 January 2025 is 45658."""
    day = (date if not isinstance(date, datetime.datetime) else date.date()) - _DAY_BEFORE_THE_FIRST
    if not isinstance(date, datetime.datetime):
        return day.days
    return day.days + (date.hour * 3600 + date.minute * 60 + date.second) / 86_400


def moment_of(number: float) -> datetime.datetime | None:
    """The moment that a number in a workbook stands for; None for a number that is no day."""
    try:
        moment = datetime.datetime.combine(_DAY_BEFORE_THE_FIRST, datetime.time()) + datetime.timedelta(number)
    except OverflowError:
        return None
    return None if moment.date() < FIRST_DATE else moment


def date_text(number: float) -> str:
    """A day as Chinese texts write it, 2025年3月31日, with the time of day if there is one; a number that is no day."""
    moment = moment_of(number)
    if moment is None:
        return f"{number:.15g}"
    time = "" if number == int(number) else f"{moment.hour}时{moment.minute}分"
    return f"{moment.year}年{moment.month}月{moment.day}日{time}"


def iso_day(text: str) -> float | None:
    """The number of the day that a text like 2025-03-31, 2025-3-31 or 2025/3/31 is; None for anything else."""
    return _day(_ISO.fullmatch(text.strip()))


def intended_day(text: str) -> float | None:
    """The number of the day that a text was meant as: 2023.6.1, 20230601, 2023年6月1日; None if that is not certain."""
    written = without_invisible(text).translate(FULL_WIDTH).replace("。", ".").strip()
    if len(written) > _MAX_LENGTH:
        return None
    return _day(_WRITTEN.fullmatch(without_spaces(_TIME_OF_DAY.sub("", written))))


def _day(match: re.Match[str] | None) -> float | None:
    if match is None:
        return None
    try:
        date = datetime.date(*(int(part) for part in match.groups() if part is not None))
    except ValueError:
        return None
    return None if date < FIRST_DATE else day_number(date)
