"""The grade of a total."""

from __future__ import annotations

from collections.abc import Mapping

from xlgen.rules.expression import Number, Text, at_least, chosen

DEFAULT_GRADES: Mapping[str, float] = {"优": 90.0, "良": 80.0, "中": 60.0, "差": 0.0}
"""The usual cut-offs, for forms that print none."""


def grade_of(total: Number, cut_offs: Mapping[str, float]) -> Text:
    """The grade of a total; a total exactly on a cut-off gets the better grade, one below all of them the last."""
    *better, lowest = sorted(cut_offs, key=lambda name: -cut_offs[name])
    grade: Text = lowest
    for name in reversed(better):
        grade = chosen(at_least(total, cut_offs[name]), name, grade)
    return grade
