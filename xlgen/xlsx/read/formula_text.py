"""Canonical text of formulas, whichever program saved them, and expansion of shared formulas.

Formulas are only tokenised, never evaluated. All patterns are possessive, so that no text can make them slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from openpyxl.utils import column_index_from_string, get_column_letter

from xlgen.rules.calls import ADDIN_FILE, FUNCTIONS, NAMESPACE
from xlgen.xlsx.limits import LAST_COLUMN, LAST_ROW, MAX_FORMULA_LENGTH

MAX_CACHED = 1000
"""Characters of the longest formula that is cached; longer ones could fill the memory."""
OUTSIDE_SHEET = "#REF!"

_STRING = r'"(?:[^"]|"")*+"?+'
_QUOTED = r"'(?:[^']|'')*+'?+"
_BRACKETS = r"\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*+\])*+\])*+\]?+"  # [1], T[[#All],[a]]
_WORD = r"[^\W\d][\w.?\\]*+"
_NUMBER = r"\d++(?:\.\d*+)?+(?:[eE][+-]?\d++)?+"
_QUALIFIER = rf"(?:{_QUOTED}|{_BRACKETS}[\w.\\]*+|{_WORD})!"

_CANONICAL_TOKEN = re.compile(
    rf"{_STRING}|(?P<truth>(?:true|false)\(\))|(?P<call>(?P<qualifier>{_QUALIFIER})?+(?P<name>{_WORD})(?=\())|{_QUOTED}!?+|{_BRACKETS}|(?P<word>{_WORD}!?+)"
    rf"|(?P<number>(?:{_NUMBER}|\.\d++(?:[eE][+-]?\d++)?+)(?!\w))|\w++",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:_xl(?:fn|ws|pm|udf|eta|op)\.)++", re.IGNORECASE)
"""Prefixes of names: of functions newer than Excel 2007, of LET's parameters, of functions unknown to Excel."""
_NAMESPACE = re.compile(rf"^(?:_XLDUDF_{NAMESPACE}[_.]|{NAMESPACE}\.)")
"""Of the functions of our add-in, as Microsoft 365 and WPS write it."""

_COLUMN, _ROW = r"(\$?+)([A-Za-z]{1,3}+)", r"(\$?+)([0-9]{1,7}+)"
_ENDS = r"(?![\w.(!?\\])"  # LOG10( is a function, A1B a name, ABC1! a sheet
_REFERENCE = re.compile(
    rf"{_STRING}|{_QUOTED}!?+|{_BRACKETS}"
    rf"|{_COLUMN}:{_COLUMN}{_ENDS}|{_ROW}:{_ROW}{_ENDS}|{_COLUMN}{_ROW}{_ENDS}"
    rf"|{_WORD}!?+|{_NUMBER}"
)
_NEEDLESSLY_QUOTED = re.compile(r"'([^\x00-\x7f\W\d_]++)'!")
_DDE = re.compile(rf"{_STRING}|(?P<dde>(?:{_QUOTED}|[\w.]++)\|)|{_QUOTED}|\w++")

Shift = Callable[[int, int], str]
"""Takes rows down and columns to the right; returns the formula as it reads there."""


def canonical(text: str) -> str:
    """The form in which formulas are compared: without = and prefixes, function names in capitals.

    `_xlfn._xlws.SORT(…)` is SORT(…). Programs store a call of our add-in in their own ways: `_xldudf_XLGEN_GRADE(…)`,
    `XLGEN.GRADE(…)`, `[1]!grade(…)` and `'C:\\x\\xlgen.xlam'!GRADE(…)` are GRADE(…). What stands before a function goes
    only where it names our add-in and the function is one of ours: GRADE of another add-in, and a SUM of any, are other
    functions. [1] says no name; the check of links to other files looks at what it stands for.

    LibreOffice's TRUE() is TRUE, '基础数据'!A1 is 基础数据!A1; a number is written with the 15 digits that Excel keeps,
    so that .5, 0.50 and Gnumeric's 0.800000000000000000011 are 0.5, 0.5 and 0.8. Strings and quoted names of sheets
    that need the quotes are kept. A formula longer than Excel takes is kept as it is: no template has one.
    """
    if len(text) > MAX_FORMULA_LENGTH:
        return text
    return _cached_canonical(text) if len(text) <= MAX_CACHED else _canonical(text)


def _canonical(text: str) -> str:
    return _CANONICAL_TOKEN.sub(_canonical_token, text.strip().removeprefix("="))


_cached_canonical = lru_cache(maxsize=8192)(_canonical)
"""All forms of a scheme have the same formulas."""


def _canonical_token(token: re.Match[str]) -> str:
    if token["number"]:
        return f"{float(token['number']):.15g}"
    if token["truth"]:
        return token[0].removesuffix("()").upper()
    if token["call"]:
        return _function(token["qualifier"] or "", _PREFIX.sub("", token["name"]).upper())
    word = token["word"]
    if not word or word.endswith("!"):
        return _NEEDLESSLY_QUOTED.sub(r"\1!", token[0]) if token[0].endswith("'!") else token[0]
    bare = _PREFIX.sub("", word)
    return bare.upper() if bare.upper() in ("TRUE", "FALSE") else bare


def _function(qualifier: str, name: str) -> str:
    bare = _NAMESPACE.sub("", name)
    return bare if bare in FUNCTIONS and _is_our_addin(qualifier) else qualifier + name


def _is_our_addin(qualifier: str) -> bool:
    """Whether what stands before the name of a function says nothing but where our add-in is."""
    file = qualifier.removesuffix("!").strip("'")
    numbered = file.startswith("[") and file[1:-1].isdecimal()
    return not file or numbered or re.split(r"[\\/]", file)[-1].lower() == ADDIN_FILE


def shared_formula(text: str) -> Shift:
    """How a shared formula reads in other cells: relative references are shifted, all else is kept.

    One that is longer than Excel takes is not shifted.
    """
    if len(text) > MAX_FORMULA_LENGTH:
        return lambda down, right: text
    pieces: list[str] = []
    references: list[re.Match[str]] = []
    end = 0
    for token in _REFERENCE.finditer(text):
        if token.lastindex is not None:
            pieces.append(text[end : token.start()])
            references.append(token)
            end = token.end()
    rest = text[end:]

    def shifted(down: int, right: int) -> str:
        tokens = zip(pieces, references, strict=True)
        return "".join(piece + _shifted(reference, down, right) for piece, reference in tokens) + rest

    return shifted


def _shifted(reference: re.Match[str], down: int, right: int) -> str:
    # groups: columns A:B 1-4, rows 1:2 5-8, a cell 9-12
    parts = reference.groups()
    if parts[1] is not None:
        first, last = _column(parts[0], parts[1], right), _column(parts[2], parts[3], right)
        return f"{first}:{last}" if first and last else OUTSIDE_SHEET
    if parts[5] is not None:
        first, last = _row(parts[4], parts[5], down), _row(parts[6], parts[7], down)
        return f"{first}:{last}" if first and last else OUTSIDE_SHEET
    column, row = _column(parts[8], parts[9], right), _row(parts[10], parts[11], down)
    return f"{column}{row}" if column and row else OUTSIDE_SHEET


def _column(fixed: str, letters: str, right: int) -> str | None:
    if fixed or not right:
        return fixed + letters
    number = column_index_from_string(letters.upper()) + right
    return get_column_letter(number) if 1 <= number <= LAST_COLUMN else None


def _row(fixed: str, digits: str, down: int) -> str | None:
    if fixed:
        return fixed + digits
    number = int(digits) + down
    return str(number) if 1 <= number <= LAST_ROW else None


def asks_other_programs(text: str) -> bool:
    """True for a formula that makes Excel start or ask another program (DDE), like cmd|'/c calc'!A0."""
    return "|" in text and any(token["dde"] for token in _DDE.finditer(text[:MAX_FORMULA_LENGTH]))
