"""The page of a scheme says in words how each part gives its points."""

from __future__ import annotations

import pytest

from tests.conftest import ALL_SCHEMES, shipped_scheme
from xlgen.scheme.reference import scheme_page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("jiangmen-2024", "；各行得分的平均数。"),
        ("jiangmen-2024", "；各行得分按“资金额”加权平均。"),
        ("jiangning", "每行：比率×该行分值，超过100%的按100%计；各行得分相加，各行分值填在“权重”。"),
        ("jiangsu-2020", "由单位在 0 至 10 分之间自评，填在`decision_score`。"),
        ("guangdong-2019", "- **勘误**：印作“"),
        ("guangdong-2019", "## 推定"),
    ],
)
def test_page__says(name: str, said: str) -> None:
    assert said in scheme_page(shipped_scheme(name))


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_page__names_nothing_that_is_not_there(name: str) -> None:
    assert "None" not in scheme_page(shipped_scheme(name))
