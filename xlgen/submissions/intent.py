"""Shows the value of a cell in a finding, and guesses what a wrong entry was meant as."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from decimal import Decimal

from xlgen.rules.choice import NO, TICK, YES
from xlgen.scheme.inputs import TEN_THOUSAND_YUAN, YUAN, YUAN_PER_TEN_THOUSAND, Input, InputType
from xlgen.scoring.status import why_wrong
from xlgen.text import (
    DIGITS,
    FULL_WIDTH,
    invisible_in,
    normalize_text,
    says_something,
    shorten,
    without_invisible,
    without_spaces,
)
from xlgen.xlsx.dates import date_text, intended_day
from xlgen.xlsx.values import CellValue

MAX_LIKELY_RATE = 2.0
"""A higher rate, above 200 %, means that the percent sign was left out."""
MIN_LIKELY_PERCENT = 0.01
"""A percent up to this is probably a ratio that was typed into a cell that shows percents."""
MAX_VALUE_LENGTH = 40
"""Characters of a value that are shown; a longer text is not read as a number with words around it."""
SIMILARITY_CUTOFF = 0.6
"""Allows one wrong character in three or four."""
TICKS = (TICK, "✓", "✔", "☑")
YES_WORDS = frozenset({YES, *TICKS, "是的", "对", "有", "已", "符合", "V", "Y", "YES", "TRUE", "1"})
NO_WORDS = frozenset({NO, "不", "不是", "没有", "无", "未", "×", "✗", "✘", "X", "N", "NO", "FALSE", "0"})
_WORDS_FOR_NOTHING = re.compile(r"(暂)?无|没有|未发生|同上|略|不适用|待定|N/?A", re.IGNORECASE)
_NUMBER_IN_WORDS = re.compile(
    r"(?:大约|大概|约|近|共|合计|计|人民币|RMB|[¥￥])*" + DIGITS + r"(?:(?P<unit>%|[十百千]?[万亿]元?|[十百千]?元)"
    r"|人次|[个人名位项次件家户份条篇场期处台套座所辆批种类起例宗本册张])?"
    r"(?:左右|整)?",
    re.IGNORECASE,
)
"""A number with what people write around it. Of words behind it only measure words do not change it: 成, 折, 千 do."""
MONEY_UNITS = {YUAN: 1, TEN_THOUSAND_YUAN: YUAN_PER_TEN_THOUSAND}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": YUAN_PER_TEN_THOUSAND, "亿": 10**8}
_TORN = re.compile(r"[0-9.,]\s+[0-9.,]")
"""A space within digits: one number or two, nobody knows."""


def display_value(value: CellValue, kind: InputType = InputType.TEXT) -> str:
    """The value of a cell as a reader sees it: percents with their sign, long texts cut."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)) and kind is InputType.DATE:
        return date_text(value)
    if isinstance(value, (int, float)):
        return f"{value * 100:.10g}%" if kind is InputType.PERCENT else f"{value:.15g}"
    given = str(value or "")
    nothing = "看不见的字符" if invisible_in(given) else "空格" if given else "空白"
    return shorten(" ".join(without_invisible(given).split()) or nothing, MAX_VALUE_LENGTH)


def stands_for_nothing(text: str, words: bool = True) -> bool:
    """Whether a text is only signs, which people enter when there is nothing to fill in; words: also 无, 同上 …

    A text in which nothing can be seen, and a tick, are no such signs.
    """
    plain = normalize_text(text)
    if not says_something(plain):
        return bool(plain) and plain not in TICKS
    return words and _WORDS_FOR_NOTHING.fullmatch(plain) is not None


def intended_number(text: str) -> str | None:
    """The number that a text was meant as, with its 万元 or %; None if that is not certain: a wrong hint misleads."""
    written = without_invisible(text).translate(FULL_WIDTH).replace("。", ".").strip().lstrip("'’").rstrip(";、.")
    if len(written) > MAX_VALUE_LENGTH or _TORN.search(written):
        return None
    plain = without_spaces(written)
    negative = plain.startswith("(") and plain.endswith(")")
    match = _NUMBER_IN_WORDS.fullmatch(plain[1:-1] if negative else plain)
    if match is None or (negative and match["sign"]):
        return None
    amount = Decimal(f"{match['whole'].replace(',', '') or 0}{match['fraction'] or ''}")
    digits = -amount if amount and (negative or match["sign"] == "-") else amount
    unit = match["unit"] or ""
    return f"{digits:f}{unit}" if unit in ("", "%") else f"{digits:f} {unit}"


def intended_option(text: str, options: Sequence[str]) -> str | None:
    """The option that a text was probably meant as; None if it is unclear."""
    plain = normalize_text(text)
    if plain in options:
        return plain
    for words, answers in ((YES_WORDS, (YES, TICK)), (NO_WORDS, (NO,))):
        if plain.upper() in words:
            return next((answer for answer in answers if answer in options), None)
    candidates = [option for option in options if _denies(option) is _denies(plain)]
    contained = [option for option in candidates if option in plain]
    if contained:
        return max(contained, key=len)
    matches = [option for option in candidates if plain and plain in option]
    matches = matches or difflib.get_close_matches(plain, candidates, 2, SIMILARITY_CUTOFF)
    return matches[0] if len(matches) == 1 else None


def intended_value(spec: Input, value: CellValue, money_unit: str = TEN_THOUSAND_YUAN) -> CellValue:
    """What a wrong entry was meant as, as its cell would hold it; None if that is not certain, or not what it accepts.

    money_unit: the one that amounts are in.
    """
    meant: CellValue = None
    if spec.options:
        text = display_value(value) if isinstance(value, (bool, int, float)) else str(value or "")
        meant = intended_option(text, spec.options)
    elif spec.kind is InputType.DATE:
        meant = _as_day(value)
    elif spec.numeric and isinstance(value, str) and (hint := intended_number(value)):
        meant = _as_amount(spec, hint, money_unit)
    return None if meant is None or why_wrong(spec, meant) else meant


def intended_percent(spec: Input, number: float) -> str:
    """The percent that was probably meant, if its sign was left out; empty if the number may be right."""
    low, high = spec.bounds
    if spec.kind is InputType.PERCENT and 0 < number <= MIN_LIKELY_PERCENT:
        return f"{number * 10_000:.10g}%"  # 0.376 typed into a cell that shows percents
    if spec.kind is not InputType.PERCENT or number <= MAX_LIKELY_RATE or not low <= number / 100 <= high:
        return ""
    return f"{number:.10g}%" if number / 100 <= MAX_LIKELY_RATE else ""


def _as_day(value: CellValue) -> float | None:
    """The day of a text, of a number like 20230601, or of a day with the time of day."""
    if isinstance(value, (bool, int, float)):
        return intended_day(display_value(value)) or (float(value // 1) if value else None)
    return intended_day(value or "")


def _as_amount(spec: Input, hint: str, money_unit: str) -> float | None:
    """The number of a hint of `intended_number` in the unit of an input; None where its own unit does not fit."""
    match = re.fullmatch(r"(-?[0-9.]+) ?(\D*)", hint)
    assert match is not None, "the hint is a number, then its unit"
    number, unit = Decimal(match[1]), match[2]
    if spec.kind is InputType.PERCENT:
        if unit == "%":
            return float(number / 100)
        return None if unit or number > MAX_LIKELY_RATE else float(number)
    wanted = money_unit if spec.kind is InputType.MONEY else spec.unit
    if not unit or unit == wanted:
        return float(number)
    if unit == "%" or ((unit.endswith(YUAN) or spec.kind is InputType.MONEY) and wanted not in MONEY_UNITS):
        return None
    powers = math.prod(_POWERS[sign] for sign in unit.removesuffix(YUAN))
    return float(number * powers / MONEY_UNITS.get(wanted, 1))


def _denies(text: str) -> bool:
    return any(word in text for word in "不未没无非")
