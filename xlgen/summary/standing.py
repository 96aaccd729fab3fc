"""What a campaign says of the units of a summary, as plain data: whose they are, what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlgen.roster.details import DETAILS
from xlgen.text import one_line

ROSTER_COLUMNS: Mapping[str, tuple[str, float]] = {
    "code": ("单位编码", 12),
    "parent": (DETAILS["parent"][0], 18),
    "office": (DETAILS["office"][0], 10),
    "type": (DETAILS["type"][0], 10),
    "district": (DETAILS["district"][0], 10),
}
"""What the roster says of a unit that stands beside its scores: heading and width of the column. No person."""
GROUPING = ("parent", "office", "type", "district")
"""Those of them by which units are grouped."""
NOT_GIVEN = "（名单未填）"
_MEANINGFUL = str.maketrans("*?~<>=", "\uff0a\uff1f\uff5e\uff1c\uff1e\uff1d")
"""Characters that Excel takes for more than themselves where it counts cells by their text."""


class Whose(NamedTuple):
    """Of whom something is left out: the state of the form, whom to call, the score of a form on paper."""

    state: str = ""
    parent: str = ""
    contact: str = ""
    phone: str = ""
    score: float | None = None
    overdue: bool = False


NO_ONE = Whose()


class Decision(NamedTuple):
    """Something that was decided about a form, who did it and why. day: as 2026-03-01."""

    day: str
    unit: str
    kind: str
    what: str
    reason: str
    author: str


@dataclass(frozen=True)
class Standing:
    """How it stands with a campaign on a day: the numbers that every screen shows, and what was decided.

    bureau: whose campaign it is. day: as 2026-03-01. counts: of forms by what they are called. due: how many forms are
    due in each group, by the column that groups them.
    """

    bureau: str
    day: str
    counts: Mapping[str, int]
    due: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()

    @property
    def counts_text(self) -> str:
        """The numbers in a line."""
        return "，".join(f"{label} {count}" for label, count in self.counts.items())


def roster_facts(code: str, details: Mapping[str, str]) -> dict[str, str]:
    """What the roster says of a unit in the columns beside its scores, without blank ones."""
    facts = {"code": code, **details}
    shown = {key: one_line(facts.get(key, "")).translate(_MEANINGFUL).strip() for key in ROSTER_COLUMNS}
    return {key: text for key, text in shown.items() if text}
