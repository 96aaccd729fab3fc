"""The scores around the bounds of every part, as an official expects them from the printed criteria."""

from __future__ import annotations

import pytest

from tests.conftest import ALL_SCHEMES, shipped_scheme
from xlgen.authoring.samples import UNMOVED, samples_of, scored
from xlgen.scheme.model import ScoringPart

PARTS = [
    (name, indicator.id, number)
    for name in ALL_SCHEMES
    for indicator in shipped_scheme(name).indicators
    for number in range(len(indicator.parts))
]


def part_of(name: str, indicator: str, number: int = 0) -> ScoringPart:
    return next(each for each in shipped_scheme(name).indicators if each.id == indicator).parts[number]


def lines(name: str, indicator: str, number: int = 0) -> list[tuple[str, float | None]]:
    samples = samples_of(shipped_scheme(name), part_of(name, indicator, number))
    return [(sample.given, sample.score) for sample in samples]


@pytest.mark.parametrize(("name", "indicator", "number"), PARTS)
def test_every_part__has_samples_and_each_bound_changes_the_score(name: str, indicator: str, number: int) -> None:
    samples = samples_of(shipped_scheme(name), part_of(name, indicator, number))
    assert len({sample.score for sample in samples}) > 1
    assert len({sample.given for sample in samples}) == len(samples)
    assert {sample.remark for sample in samples} == {""}


def test_bound_that_changes_nothing__says_so() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    tiers = [{"at_least": 0.9, "score": 1.0}, {"at_least": 0.8, "score": 0.5}, {"at_least": 0.7, "score": 0.5}]
    part = part_of("shenzhen-2021", "fixed_assets_usage")
    useless = part.model_copy(update={"parameters": {"tiers": [*tiers, {"score": 0.0}]}})
    marked = {sample.given for sample in samples_of(scheme, useless) if sample.remark == UNMOVED}
    assert marked == {f"固定资产利用率＝{rate}%" for rate in ("79.99", "80", "80.01")}


@pytest.mark.parametrize(("name", "indicator", "number"), PARTS)
def test_values__may_be_filled_in(name: str, indicator: str, number: int) -> None:
    scheme, part = shipped_scheme(name), part_of(name, indicator, number)
    specs = scheme.tables[part.table].columns if part.table else scheme.all_inputs
    for each in scored(scheme, part):
        for source, value in each.given.items():
            if source in specs and isinstance(value, float):
                low, high = specs[source].bounds
                assert low <= value <= high


def test_tiers__just_below_at_and_just_above() -> None:
    assert lines("shenzhen-2021", "fixed_assets_usage") == [
        ("固定资产利用率＝89.99%", 0.7),
        ("固定资产利用率＝90%", 1.0),
        ("固定资产利用率＝90.01%", 1.0),
        ("固定资产利用率＝74.99%", 0.4),
        ("固定资产利用率＝75%", 0.7),
        ("固定资产利用率＝75.01%", 0.7),
        ("固定资产利用率＝59.99%", 0.0),
        ("固定资产利用率＝60%", 0.4),
        ("固定资产利用率＝60.01%", 0.4),
    ]


def test_counts__whole_ones_and_none_below_nothing() -> None:
    assert lines("shenzhen-2021", "budget_compliance")[:3] == [
        ("不符合预算编制要求的事项数＝0项", 5.0),
        ("不符合预算编制要求的事项数＝1项", 4.0),
        ("不符合预算编制要求的事项数＝4项", 1.0),
    ]


def test_bend__as_far_beside_it_as_the_score_to_the_cent_shows() -> None:
    (_, _, below, at, above) = lines("guangdong-2019", "budget_execution")
    assert (below[1], at[1], above[1]) == (5.99, 6.0, 6.0)


def test_rows__with_points_of_their_own() -> None:
    given = [text for text, _ in lines("jiangning", "duties")]
    assert not any("权重" in text for text in given)


def test_answers__each_alone() -> None:
    found = lines("jiangmen-2024", "budget_soundness")
    assert found[0] == ("各项都是“是”", 8.0)
    assert found[-1] == ("各项都是“否”", 0.0)
    assert [score for _, score in found[1:-1]] == [5.0, 5.0, 6.0]


def test_comparison__with_what_the_form_lays_down_and_with_an_example() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    part = ScoringPart.model_validate(
        {
            "points": 3.0,
            "rule": "comparison_score",
            "inputs": {"amount": "procurement_actual", "others": [0.0, "procurement_planned"]},
            "with": {"comparisons": [{"sign": "≤", "score": 3.0}, {"sign": "≤", "score": 2.0}]},
        }
    )
    found = [(sample.given, sample.score) for sample in samples_of(scheme, part)]
    assert ("实际采购金额合计数＝0万元，采购计划金额合计数＝100万元", 3.0) in found
    assert ("实际采购金额合计数＝100万元，采购计划金额合计数＝100万元", 2.0) in found
    assert ("实际采购金额合计数＝100.01万元，采购计划金额合计数＝100万元", 0.0) in found
    assert not any("-" in given for given, _ in found)


def test_target__only_the_sign_that_the_form_lays_down() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    part = ScoringPart(
        points=10, rule="target_score", inputs={"actual": "procurement_actual", "target": 80, "sign": "≤"}
    )
    assert [(sample.given.partition("＝")[2], sample.score) for sample in samples_of(scheme, part)] == [
        ("0万元", 10.0),
        ("79.9万元", 10.0),
        ("80万元", 10.0),
        ("80.1万元", 9.99),
        ("159.9万元", 0.01),
        ("160万元", 0.0),
        ("160.1万元", 0.0),
    ]
