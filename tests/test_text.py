"""What people type, as everything that reads it takes it."""

from __future__ import annotations

import pytest

from xlgen.text import normalize_text


@pytest.mark.parametrize("typed", ["示例单位(1)", "示例单位（\uff11）", "　示例 单位(1)\n", "示例\u00a0单位（ 1 ）"])
def test_narrow__spaces_and_width_do_not_count(typed: str) -> None:
    assert normalize_text(typed) == "示例单位(1)"


def test_narrow__other_words_and_case_do() -> None:
    assert normalize_text("示例单位A") != normalize_text("示例单位a") != normalize_text("示例单位")
