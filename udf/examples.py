"""One use of each function, as a person would type it: the formula, what stands in the cells, the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Cells = tuple[float | str, ...]


class Example(NamedTuple):
    """A formula, what stands in the ranges that it names, row by row, and what it gives."""

    formula: str
    ranges: Mapping[str, Cells]
    result: float | str | list[list[float | str]]  # a column: row by row


_TIERS: Mapping[str, Cells] = {"G2:G5": ("≥90%", "≥75%", "≥60%", "其余"), "H2:H5": (1, 0.7, 0.4, 0)}
_OPTIONS: Mapping[str, Cells] = {"G2:G4": ("按时公开", "逾期公开", "未公开"), "H2:H4": (0.1, 0, 0)}
_BANDS: Mapping[str, Cells] = {
    "G2:G4": ("达成", "部分达成", "未达成"),
    "H2:H4": (0.8, 0.6, 0),
    "I2:I4": (1, 0.8, 0.6),
}

EXAMPLES: Mapping[str, Example] = {
    "QUARTER_EXEC_SCORE": Example("=QUARTER_EXEC_SCORE(B2:E2)", {"B2:E2": (0.3760, 0.5647, 0.7228, 0.9299)}, 5.89),
    "TIER_SCORE": Example("=TIER_SCORE(B2,G2:G5,H2:H5)", {"B2": (0.9864,), **_TIERS}, 1),
    "RATIO_SCORE": Example('=RATIO_SCORE(B2,2,"零分")', {"B2": (0.9848,)}, 1.97),
    "INVERSE_RATIO_SCORE": Example("=INVERSE_RATIO_SCORE(B2,0.8)", {"B2": (0.25,)}, 0.6),
    "STEP_DEDUCT_SCORE": Example("=STEP_DEDUCT_SCORE(B2,1,10%,1%,0.1)", {"B2": (0.1577,)}, 0.5),
    "DEDUCT_SCORE": Example("=DEDUCT_SCORE(B2:B4,4,C2:C4)", {"B2:B4": (1, 0, 1), "C2:C4": (0.5, 0.5, 1)}, 2.5),
    "SIZED_DEDUCT_SCORE": Example("=SIZED_DEDUCT_SCORE(B2,C2,2,3,0.5,1)", {"B2": (1,), "C2": (4,)}, 1.5),
    "CRITERIA_SCORE": Example(
        "=CRITERIA_SCORE(B2:B4,C2:C4)", {"B2:B4": ("是", "否", "是"), "C2:C4": (0.5, 1.5, 1)}, 1.5
    ),
    "CHOICE_SCORE": Example("=CHOICE_SCORE(B2,G2:G4,H2:H4)", {"B2": ("按时公开",), **_OPTIONS}, 0.1),
    "COMPLETION_SCORE": Example("=COMPLETION_SCORE(B2,15)", {"B2": (0.85,)}, 12.75),
    "BAND_SCORE": Example(
        "=BAND_SCORE(B2:B3,C2:C3,1,G2:G4,H2:H4,I2:I4)",
        {"B2:B3": ("达成", "部分达成"), "C2:C3": (0.8, 0.6), **_BANDS},
        0.7,
    ),
    "GRADE": Example("=GRADE(B2)", {"B2": (89.99,)}, "良"),
    "EXEC_RATE": Example("=EXEC_RATE(B2,C2)", {"B2": ("1,234.50",), "C2": (2000,)}, 0.61725),
    "COMPLETION_RATE": Example("=COMPLETION_RATE(B2,C2,100%)", {"B2": (0,), "C2": (0,)}, 1),
    "CHANGE_RATE": Example("=CHANGE_RATE(B2,C2)", {"B2": (9,), "C2": (12,)}, -0.25),
    "STACK": Example("=STACK(B2,C2)", {"B2": (3,), "C2": (1,)}, [[3], [1]]),
}
