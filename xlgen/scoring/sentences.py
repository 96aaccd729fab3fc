"""The sentences in which a report tells scores: on cells for 报告素材, on texts for the drafts of reports.

Each is given in pieces. What is shown of a number is handed in as it is to be read, a text or the formula of one.
"""

from __future__ import annotations

from xlgen.rules.expression import Text, Value

OF_UNIT, OF_PROJECT = "部门整体支出", "项目支出"
"""What a form is about: its unit as a whole, or a project."""
SCORE_PLACES_SHOWN, PERCENT_SHOWN = "0.00", "0.00%"
"""How formulas show scores and rates; `score_shown` and `rate_shown` do it with values."""


def score_shown(score: float) -> str:
    """A score as sentences tell it."""
    return f"{score:.2f}"


def rate_shown(rate: float) -> str:
    """A rate as sentences tell it."""
    return f"{rate:.2%}"


def total_said(about: str, year: int, points: float, score: Text, grade: Text) -> list[Value]:
    """The total and its grade. about: OF_UNIT or OF_PROJECT."""
    return [f"{year}年度{about}绩效自评满分{points:g}分，自评得分", score, "分，等次为“", grade, "”。"]


def level_said(name: str, full: Value, score: Text, rate: Text) -> list[Value]:
    """The score of a level with its full marks."""
    return [*_of(name, full, score), "分，得分率", rate, "。"]


def value_said(label: str, shown: Text) -> list[Value]:
    """A figure or a rate under its name."""
    return [f"{label}为", shown, "。"]


def score_said(name: str, full: Value, score: Text) -> list[Value]:
    """The score of an indicator with its full marks."""
    return [*_of(name, full, score), "分。"]


def loss_said(name: str, full: Value, score: Text, lost: Text) -> list[Value]:
    """The same, and how many points are lost."""
    return [*_of(name, full, score), "分，扣", lost, "分。"]


def reason_said(reason: Text) -> list[Value]:
    """Why, in the unit's own words."""
    return ["原因：", reason]


def _of(name: str, full: Value, score: Text) -> list[Value]:
    return [f"“{name}”满分", full, "分，得", score]
