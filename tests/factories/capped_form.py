"""A form whose total is rescaled and capped, filled in with full marks, and what changes it."""

from __future__ import annotations

from tests.factories.returned_forms import Form
from tests.factories.schemes import HERE
from xlgen.scheme.load import load_file
from xlgen.scoring.form_data import FormData
from xlgen.xlsx.values import CellValue

CAPPED = HERE / "capped.yaml"
FULL: dict[str, CellValue] = {
    "unit_name": "甲局",
    "audited": "否",
    "spent": 100,
    "budget": 100,
    "quality_applies": "适用",
    "quality_rate": 1,
    "benefit_applies": "适用",
    "benefit_rate": 1,
    "satisfaction_rate": 1,
}
NO_QUALITY: dict[str, CellValue] = {"quality_applies": "不适用", "quality_rate": None}
NO_BENEFIT: dict[str, CellValue] = {"benefit_applies": "不适用", "benefit_rate": None}
REASONS = dict.fromkeys(("execution", "quality", "benefit", "satisfaction"), "已说明")


def capped_form() -> Form:
    """The form, with nothing lost and nothing left out."""
    return Form(str(CAPPED), load_file(CAPPED), FormData(FULL, remarks=REASONS))


TOTALS: dict[str, tuple[dict[str, CellValue], float | None]] = {
    "nothing left out": ({}, 100),
    "exactly 80 %": ({"spent": 80}, 96),
    "just below 80 %": ({"spent": 79.99}, 89),
    "exactly 70 %": ({"spent": 70}, 89),
    "just below 70 %": ({"spent": 69.999}, 79),
    "exactly 60 %, of amounts that are no binary numbers": ({"spent": 34.62, "budget": 57.7}, 79),
    "just below 60 %": ({"spent": 59.99}, 69),
    "exactly 50 %": ({"spent": 50}, 69),
    "just below 50 %": ({"spent": 49.99}, 59),
    "two caps, the lower one counts": ({"spent": 55, "audited": "是"}, 60),
    "two caps, the lower one is that of the rate": ({"spent": 45, "audited": "是"}, 59),
    "a total below the cap stays": ({"spent": 0, "quality_rate": 0}, 40),
    "capped after what is added": ({"spent": 79, "quality_rate": 0.6, "commendations": 2}, 83.8),
    "what is added does not lift the cap": ({"spent": 79, "commendations": 2}, 89),
    "one left out": ({**NO_QUALITY, "satisfaction_rate": 0.9}, 96.67),  # 58 of 60
    "another left out": ({**NO_BENEFIT, "satisfaction_rate": 0.5}, 87.5),  # 70 of 80
    "half a cent is rounded up": ({**NO_BENEFIT, "satisfaction_rate": 0.501}, 87.53),  # 70.02 of 80: 87.525
    "both left out": ({**NO_QUALITY, **NO_BENEFIT, "spent": 85}, 92.5),  # 37 of 40
    "rescaled, then added to": ({**NO_QUALITY, "satisfaction_rate": 0.9, "commendations": 1}, 98.67),
    "rescaled, then capped": ({**NO_BENEFIT, "spent": 79.99}, 89),
    "what a cap asks for is missing": ({"audited": None}, None),
    "what was left out is missing": ({"quality_applies": None}, None),
}
"""Changes of the filling, and the total that they give, worked out by hand."""
