"""Shows a value as its number format does: what a reader of the sheet sees, without the widths of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from xlgen.xlsx.values import CellValue, ErrorValue, is_number

GENERAL = "General"
BUILT_IN_FORMATS = {
    "0": GENERAL,
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "5": '"¥"#,##0;-"¥"#,##0',
    "6": '"¥"#,##0;-"¥"#,##0',
    "7": '"¥"#,##0.00;-"¥"#,##0.00',
    "8": '"¥"#,##0.00;-"¥"#,##0.00',
    "9": "0%",
    "10": "0.00%",
    "11": "0.00E+00",
    "12": "# ?/?",
    "13": "# ??/??",
    "37": "#,##0;-#,##0",
    "38": "#,##0;-#,##0",
    "39": "#,##0.00;-#,##0.00",
    "40": "#,##0.00;-#,##0.00",
    "41": "#,##0;-#,##0;-",
    "42": '"¥"#,##0;-"¥"#,##0;-',
    "43": "#,##0.00;-#,##0.00;-",
    "44": '"¥"#,##0.00;-"¥"#,##0.00;-',
    "48": "##0.0E+0",
    "49": "@",
}
"""The formats that files name by number alone, as Chinese Excel shows them. Dates are in `dates.py`."""
MAX_FORMAT_LENGTH = 255
MAX_DECIMALS = 30
MAX_DIGITS = 15
"""Digits that are shown of a number; further ones are zeros."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*+)"?+|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*+)\]?+'
    r"|(?P<general>General|G/通用格式)|(?P<power>[Ee][+-])|(?P<digit>[0#?])|(?P<sign>[.,%@/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([+-]?[0-9.]+(?:[Ee][+-]?[0-9]{1,3})?)")
_COMPARED = {
    "<": float.__lt__,
    "<=": float.__le__,
    ">": float.__gt__,
    ">=": float.__ge__,
    "=": float.__eq__,
    "<>": float.__ne__,
}
_Token = tuple[str, str]
"""Its kind, the name of a group of _TOKEN, and its text without quotes and escapes."""


@dataclass(frozen=True)
class Shown:
    """What is shown of a value. colour: that which the format names, in square brackets, in small letters."""

    text: str
    colour: str = ""


def shown(value: CellValue, code: str) -> Shown:
    """What a cell with this number format shows. Formats of dates are not for this function."""
    sections = _sections(code[:MAX_FORMAT_LENGTH])
    if isinstance(value, ErrorValue) or value is None or isinstance(value, bool):
        return Shown("" if value is None else str(value).upper())
    if isinstance(value, str):
        section = _section_for_text(sections)
        return Shown(value) if section is None else Shown(_with_text(section, value), _colour(section))
    section, negative = _section_for_number(sections, float(value))
    if section is None:
        return Shown("#" * 8)
    if any(kind == "sign" and text == "@" for kind, text in section):
        return Shown(_with_text(section, _general(value)), _colour(section))
    text = _with_number(section, abs(value))
    return Shown(f"-{text}" if negative and re.search("[1-9]", text) else text, _colour(section))


def _sections(code: str) -> list[list[_Token]]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = str(match.lastgroup)
        if kind == "other" and match[0] == ";":
            sections.append([])
        else:
            sections[-1].append((kind, match[kind]))
    return sections


def _section_for_text(sections: list[list[_Token]]) -> list[_Token] | None:
    """The section that texts are shown by; None if texts are shown as they are."""
    if len(sections) > 3:
        return sections[3]
    return sections[-1] if ("sign", "@") in sections[-1] else None


def _section_for_number(sections: list[list[_Token]], value: float) -> tuple[list[_Token] | None, bool]:
    """The section for a number, None if there is none; and whether a minus sign is put before what it shows."""
    numeric = sections[:3]
    if len(numeric) > 1 and ("sign", "@") in numeric[-1] and len(sections) < 4:
        numeric = numeric[:-1]
    conditions = [_condition(section) for section in numeric]
    if any(conditions):
        for section, condition in zip(numeric, conditions, strict=True):
            if condition is None or _COMPARED[condition[0]](value, condition[1]):
                return section, value < 0
        return None, False
    if len(numeric) == 1:
        return numeric[0], value < 0
    if len(numeric) > 2 and value == 0:
        return numeric[2], False
    return numeric[1 if value < 0 else 0], False


def _condition(section: list[_Token]) -> tuple[str, float] | None:
    for kind, text in section:
        match = _CONDITION.fullmatch(text.strip()) if kind == "bracket" else None
        if match is not None:
            try:
                return match[1], float(match[2])
            except ValueError:
                return None
    return None


def _colour(section: list[_Token]) -> str:
    named = [text.casefold().replace(" ", "") for kind, text in section if kind == "bracket"]
    return next((text for text in named if text and not text.startswith(("$", "dbnum", "<", ">", "="))), "")


def _with_text(section: list[_Token], text: str) -> str:
    return "".join(text if token == ("sign", "@") else _literal(*token) for token in section)


def _literal(kind: str, text: str) -> str:
    """A token that stands for itself."""
    if kind == "bracket":
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    return " " if kind == "space" else "" if kind == "fill" and text == " " else text


def _with_number(section: list[_Token], value: float) -> str:
    if any(kind == "general" for kind, _ in section):
        return "".join(_general(value) if kind == "general" else _literal(kind, text) for kind, text in section)
    places = [number for number, (kind, _) in enumerate(section) if kind == "digit"]
    if not places:
        return "".join(_literal(*token) for token in section if token not in (("sign", "."), ("sign", ",")))
    kinds = {kind for kind, _ in section}
    if ("sign", "/") in section:
        return _as_fraction(section, value)
    if "power" in kinds:
        return _as_power(section, value)
    value_shown = Decimal(repr(value)) * 100 ** section.count(("sign", "%"))
    value_shown /= 1000 ** _scaling_commas(section, places[-1])
    point = next((number for number, token in enumerate(section) if token == ("sign", ".")), len(section))
    decimals = min(sum(place > point for place in places), MAX_DECIMALS)
    return _digits_in_places(section, _rounded(value_shown, decimals), point, decimals)


def _digits_in_places(section: list[_Token], number: str, point: int, decimals: int) -> str:
    """The digits in the places that the format has for them, with what stands between."""
    whole, _, fraction = number.partition(".")
    whole = whole.lstrip("0")
    grouped = any(token == ("sign", ",") for token in section[: _last_digit(section, point)])
    left = sum(kind == "digit" for kind, _ in section[:point])
    surplus = max(len(whole) - left, 0)
    pieces, used, used_fraction, first = [], 0, 0, True
    for number_of_token, (kind, text) in enumerate(section):
        if kind == "digit" and number_of_token < point:
            position = left - used  # of this place, from the right
            if first:
                pieces.append(_grouped(whole[:surplus], position, grouped))
                first = False
            digit = whole[len(whole) - position] if position <= len(whole) else "0" if text == "0" else ""
            separator = "," if grouped and digit and position > 1 and (position - 1) % 3 == 0 else ""
            pieces.append(digit + separator)
            used += 1
        elif kind == "digit":
            rest = fraction[used_fraction:decimals]
            digit = rest[:1] if text == "0" or rest.strip("0") else ""
            pieces.append(digit)
            used_fraction += 1
        elif (kind, text) == ("sign", "."):
            pieces.append("." if left or not whole else f"{whole}.")
        elif (kind, text) != ("sign", ","):
            pieces.append(_literal(kind, text))
    return "".join(pieces)


def _grouped(digits: str, places_after: int, grouped: bool) -> str:
    if not grouped:
        return digits
    total = len(digits) + places_after
    marks = [digit + ("," if (total - at - 1) % 3 == 0 and total - at > 1 else "") for at, digit in enumerate(digits)]
    return "".join(marks)


def _last_digit(section: list[_Token], point: int) -> int:
    return max((number for number, (kind, _) in enumerate(section[:point]) if kind == "digit"), default=0)


def _scaling_commas(section: list[_Token], last: int) -> int:
    """The commas behind the last digit, or before the decimal point, each of which divides by a thousand."""
    point = next((number for number, token in enumerate(section) if token == ("sign", ".")), last + 1)
    count = 0
    for end in {_last_digit(section, point), last}:
        for token in section[end + 1 :]:
            if token != ("sign", ","):
                break
            count += 1
    return count


def _rounded(value: Decimal, decimals: int) -> str:
    limited = Decimal(f"{value:.{MAX_DIGITS}g}")
    return f"{limited.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}" if limited < 10**25 else f"{limited:f}"


def _as_power(section: list[_Token], value: float) -> str:
    power = next(number for number, (kind, _) in enumerate(section) if kind == "power")
    point = next((number for number, token in enumerate(section) if token == ("sign", ".")), power)
    decimals = sum(kind == "digit" for kind, _ in section[point:power])
    before = "".join(_literal(*token) for token in section[:power] if token[0] not in ("digit", "sign"))
    after = "".join(_literal(*token) for token in section[power + 1 :] if token[0] not in ("digit", "sign"))
    return f"{before}{value:.{min(decimals, MAX_DECIMALS)}E}{after}"


def _as_fraction(section: list[_Token], value: float) -> str:
    slash = section.index(("sign", "/"))
    digits = sum(kind == "digit" for kind, _ in section[slash:])
    near = Fraction(value).limit_denominator(max(10 ** min(digits, 4) - 1, 1))
    literals = "".join(_literal(*token) for token in section if token[0] not in ("digit", "sign", "other"))
    whole, rest = divmod(near, 1)
    return f"{literals}{whole} {rest.numerator}/{rest.denominator}"


def _general(value: float) -> str:
    return f"{value:.10g}" if is_number(value) else str(value)
