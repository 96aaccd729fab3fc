"""What stands in a cell, as it is shown in a finding, and what a text there was probably meant as."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from decimal import Decimal

from xlgen.rules.choice import NO, YES
from xlgen.scheme.inputs import InputType
from xlgen.text import DIGITS, MINUS, normalize_text
from xlgen.xlsx.values import CellValue

MAX_LENGTH = 40
"""Characters of a text that may still be a number with words around it; so many of a text are shown."""
SIMILARITY_CUTOFF = 0.6
"""Of four characters, one may be another; of three, one."""
TICK = "√"
AGREEING = frozenset({YES, TICK, "是的", "对", "有", "已", "符合", "✓", "✔", "☑", "V", "Y", "YES", "TRUE", "1"})
DENYING = frozenset({NO, "不", "不是", "没有", "无", "未", "×", "✗", "✘", "X", "N", "NO", "FALSE", "0"})
_SYMBOLS = re.compile("[-—\u2013―\u2212_/\\\\*~〃“”.×✗]+")
_NOTHING = re.compile(r"(暂)?无|没有|未发生|同上|略|不适用|待定|N/?A", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:大约|大概|约|近|共|合计|计|人民币|RMB|¥|\$)*"
    + DIGITS
    + r"(?:(?P<unit>%|[十百千]?[万亿]元?|[十百千]?元)|(?![年月日号时点])[一-鿿]{1,2})?"
    r"(?:左右|整)?",
    re.IGNORECASE,
)
"""A number with what people write around it; what counts it (人, 项 …) says nothing about it."""


def shown(value: CellValue, kind: InputType = InputType.TEXT) -> str:
    """What a cell holds, as its reader sees it: percents as such, long texts cut."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return f"{value * 100:.10g}%" if kind is InputType.PERCENT else f"{value:.15g}"
    text = " ".join(str(value or "").split()) or ("空格" if value else "空白")
    return text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 1]}…"


def stands_for_nothing(text: str, words: bool = True) -> bool:
    """A symbol that people put where they have nothing to fill in; words: also 无, 同上 …, which say it."""
    plain = normalize_text(text)
    return _SYMBOLS.fullmatch(plain) is not None or (words and _NOTHING.fullmatch(plain) is not None)


def number_meant(text: str) -> str | None:
    """The number that a text was probably meant as, with its 万元 or %; None if there is no telling."""
    plain = normalize_text(text).replace("。", ".").replace(MINUS, "-").lstrip("'’").rstrip(";；、.")
    negative = plain.startswith("(") and plain.endswith(")")
    found = _NUMBER.fullmatch(plain.strip("()") if negative else plain) if len(plain) <= MAX_LENGTH else None
    if found is None:
        return None
    sign = "-" if negative or found["sign"] == "-" else ""
    digits = Decimal(f"{sign}{found['whole'].replace(',', '') or 0}{found['fraction'] or ''}")
    unit = found["unit"] or ""
    return f"{digits:f}{unit}" if unit in ("", "%") else f"{digits:f} {unit}"


def option_meant(text: str, options: Sequence[str]) -> str | None:
    """The option that a text was probably meant as; None if there is no telling."""
    plain = normalize_text(text)
    if plain in options:
        return plain
    for said, meant in ((AGREEING, (YES, TICK)), (DENYING, (NO,))):
        if plain.upper() in said:
            return next((each for each in meant if each in options), None)
    alike = [option for option in options if _denies(option) is _denies(plain)]
    inside = [option for option in alike if option in plain]
    if inside:
        return max(inside, key=len)
    found = [option for option in alike if plain and plain in option]
    found = found or difflib.get_close_matches(plain, alike, 2, SIMILARITY_CUTOFF)
    return found[0] if len(found) == 1 else None


def _denies(text: str) -> bool:
    return any(word in text for word in "不未没无非")
