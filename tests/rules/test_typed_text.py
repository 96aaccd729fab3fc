"""What people type, as everything that reads it takes it."""

from __future__ import annotations

import pytest

from xlgen.rules.typed_text import narrow


@pytest.mark.parametrize("typed", ["示例单位(1)", "示例单位（\uff11）", "　示例 单位(1)\n", "示例\u00a0单位（ 1 ）"])
def test_narrow__spaces_and_width_do_not_count(typed: str) -> None:
    assert narrow(typed) == "示例单位(1)"


def test_narrow__other_words_and_case_do() -> None:
    assert narrow("示例单位A") != narrow("示例单位a") != narrow("示例单位")
