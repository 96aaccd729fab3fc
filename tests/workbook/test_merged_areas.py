"""Merged areas do not overlap: Excel calls a file damaged in which they do."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from openpyxl import load_workbook

from tests.conftest import ALL_SCHEMES
from tests.factories.form_workbooks import BLANK, built


@pytest.mark.parametrize("scheme", ALL_SCHEMES)
def test_merged_areas__do_not_overlap(scheme: str) -> None:
    for sheet in load_workbook(io.BytesIO(built(scheme, BLANK))).worksheets:
        areas = [area.bounds for area in sheet.merged_cells.ranges]
        assert not [pair for pair in combinations(areas, 2) if _overlap(*pair)], sheet.title


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return left <= right and top <= bottom
