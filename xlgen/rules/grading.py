"""From a total to its grade."""

from __future__ import annotations

from collections.abc import Mapping

USUAL_GRADES: Mapping[str, float] = {"优": 90.0, "良": 80.0, "中": 60.0, "差": 0.0}
"""The cut-offs that are usual where a form prints none."""


def grade_of(total: float, cut_offs: Mapping[str, float]) -> str:
    """The grade of a total; a total exactly on a cut-off gets the better grade, one below all of them the last."""
    ordered = sorted(cut_offs, key=lambda name: -cut_offs[name])
    return next((name for name in ordered if total >= cut_offs[name]), ordered[-1])
