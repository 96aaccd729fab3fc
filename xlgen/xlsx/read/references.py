"""The cells that a formula refers to, taken out of its text; see `formula_text` for how texts are made comparable."""

from __future__ import annotations

import re
from typing import NamedTuple

from xlgen.xlsx.limits import MAX_FORMULA_LENGTH
from xlgen.xlsx.read.sheet import ADDRESS

_STRING = r'"(?:[^"]|"")*+"?+'
_QUOTED = r"'(?:[^']|'')*+'"
_WORD = r"[^\W\d][\w.?\\]*+"
_QUALIFIER = rf"(?:{_QUOTED}|{_WORD})!"
_CELL = r"\$?+[A-Z]{1,3}+\$?+[0-9]{1,7}+"
_TOKEN = re.compile(
    rf"{_STRING}|(?P<sheet>{_QUALIFIER})?+(?:(?P<first>{_CELL})(?::(?P<last>{_CELL}))?+(?![\w.(!?\\])|(?P<lost>\#REF!))"
    rf"|{_QUOTED}?+|{_WORD}|\d++"
)
PLACEHOLDER = "\0"


class Reference(NamedTuple):
    """A reference: the sheet (empty: that of the formula), the first and the last cell; all empty where it is #REF!."""

    sheet: str
    first: str
    last: str

    @property
    def lost(self) -> bool:
        """The cells are gone."""
        return not self.first

    @property
    def single(self) -> bool:
        """It is to one cell."""
        return self.first == self.last and not self.lost


def taken_apart(formula: str) -> tuple[str, list[Reference]]:
    """A formula in canonical form with a placeholder for each reference, and the references in their order."""
    if len(formula) > MAX_FORMULA_LENGTH:
        return formula, []
    references: list[Reference] = []

    def take(token: re.Match[str]) -> str:
        if token["lost"]:
            references.append(Reference("", "", ""))
            return PLACEHOLDER
        first = (token["first"] or "").replace("$", "")
        last = (token["last"] or "").replace("$", "") or first
        if not (ADDRESS.fullmatch(first) and ADDRESS.fullmatch(last)):
            return token[0]
        references.append(Reference((token["sheet"] or "!")[:-1].strip("'"), first, last))
        return PLACEHOLDER

    return _TOKEN.sub(take, formula), references
