"""Ids that authors can read, made of the terms of a label."""

from __future__ import annotations

import pytest

from xlgen.draft.criteria import understand
from xlgen.draft.glossary import TERMS, english
from xlgen.draft.reading import Understood

RATE = ["在职人员控制率=（在职人员数/编制数）×100%。", "比率≤100%，得5分；比率＞100%，得0分。"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("在职人员控制率", "staff_on_post_control_rate"),
        ("编制数", "staff_authorised"),
        ("“三公经费”变动率", "sangong_costs_change_rate"),
        ("甲乙丙", ""),
        ("项目招投标、建设、验收以及方案实施均严格执行相关制度规定，没有违反的", ""),
    ],
)
def test_english__terms_of_the_label(label: str, name: str) -> None:
    assert english(label) == name


def test_terms__make_ids() -> None:
    assert all(word.isidentifier() and word.islower() for word in TERMS.values())


def test_ids_taken__are_numbered() -> None:
    reading = understand(RATE, 5, "在职人员控制率", taken={"staff_authorised"})
    assert isinstance(reading, Understood)
    assert list(reading.inputs) == ["staff_on_post", "staff_authorised_2"]
    assert list(reading.measures) == ["staff_on_post_control_rate"]
