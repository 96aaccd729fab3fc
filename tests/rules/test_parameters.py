"""What a form may lay down for a rule, what is refused, and what follows from it: full marks, the sentence, labels."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pydantic import ValidationError

from xlgen.rules.bands import Band
from xlgen.rules.expression import Formula
from xlgen.rules.registry import RULES
from xlgen.rules.rule import EXACT
from xlgen.rules.tiers import Tier

BAND = {"least": 0.5, "most": 1.0}
LAST = {"score": 0.0}
KNOT = {"at": 0.8, "score": 0.0}


@pytest.mark.parametrize(
    ("rule", "parameters"),
    [
        ("ratio_score", {"points": 0.0}),
        ("ratio_score", {"points": "2"}),
        ("ratio_score", {"points": 2.0, "over": "half"}),
        ("ratio_score", {"points": 2.0, "cap": 1.0}),
        ("ratio_score", {}),
        ("interpolation_score", {"points": 5.0, "curve": [{"at": 0.8, "score": 5.0}]}),
        ("interpolation_score", {"points": 5.0, "curve": [KNOT, {"at": 0.8, "score": 5.0}]}),
        ("interpolation_score", {"points": 5.0, "curve": [KNOT, {"at": 0.7, "score": 5.0}]}),
        ("interpolation_score", {"points": 5.0, "curve": [KNOT, {"at": 0.9, "score": -0.01}]}),
        ("interpolation_score", {"points": 5.0, "curve": [KNOT, {"at": 0.9, "score": 5.0, "name": "优"}]}),
        ("target_score", {"points": 5.0, "reverse": "half"}),
        ("comparison_score", {"points": 5.0, "comparisons": [{"sign": "<=", "score": 5.0}]}),
        ("comparison_score", {"points": 5.0, "comparisons": [{"sign": "≤", "score": -0.01}]}),
        ("comparison_score", {"points": 5.0, "comparisons": [{"sign": "≤", "score": 5.0, "than": 0.0}]}),
        ("comparison_score", {"points": 5.0, "comparisons": [{"sign": "≤", "score": 5.0}], "otherwise": -0.01}),
        ("criteria_score", {"points": 1.0, "each": [-0.01]}),
        ("deduct_score", {"points": 1.0, "each": [0.0]}),
        ("completion_score", {"points": 1.0, "excess_share": -0.01}),
        ("step_deduct_score", {"points": 1.0, "free": -0.01, "step": 0.01, "each": 0.1}),
        ("step_deduct_score", {"points": 1.0, "free": 0.0, "step": 0.0, "each": 0.1}),
        ("quarter_exec_score", {"pace": [0.0, 0.5, 0.75, 1.0]}),
        ("tier_score", {"points": 1.0, "tiers": []}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": 0.5, "score": 1.0}]}),
        ("tier_score", {"points": 1.0, "tiers": [LAST, LAST]}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": 0.5, "score": 1.0}, LAST, LAST]}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": 0.5, "below": 0.9, "score": 1.0}, LAST]}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": 0.5, "score": -0.01}, LAST]}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": 0.5, "score": 1.0, "name": "优"}, LAST]}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": "0.5", "score": 1.0}, LAST]}),
        ("band_score", {"points": 1.0, "bands": {"达成": {**BAND, "least": -0.01}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {"least": 1.01, "most": 1.01}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {**BAND, "most": 1.01}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {"least": 0.0, "most": 0.0}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {"least": 0.8, "most": 0.7}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {**BAND, "name": "优"}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {**BAND, "least": "0.5"}}}),
    ],
)
def test_parameters__refused(rule: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RULES[rule].parameters.model_validate(parameters)


@pytest.mark.parametrize(
    ("rule", "parameters"),
    [
        ("ratio_score", {"points": 0.01}),
        ("criteria_score", {"points": 1.0, "each": [0.0]}),
        ("completion_score", {"points": 1.0, "excess_share": 0.0}),
        ("tier_score", {"points": 1.0, "tiers": [LAST]}),
        ("interpolation_score", {"points": 5.0, "curve": [KNOT, {"at": 0.81, "score": 5.0}]}),
        ("comparison_score", {"points": 5.0, "comparisons": [{"sign": "≤", "score": 0.0}], "otherwise": 5.0}),
        ("tier_score", {"points": 1.0, "tiers": [{"at_least": 0.0, "score": 1.0}, LAST]}),
        ("band_score", {"points": 1.0, "bands": {"达成": {"least": 1.0, "most": 1.0}}}),
        ("band_score", {"points": 1.0, "bands": {"达成": {"least": 0.0, "most": 0.01}}}),
    ],
)
def test_parameters__accepted(rule: str, parameters: dict[str, Any]) -> None:
    assert RULES[rule].parameters.model_validate(parameters) is not None


@pytest.mark.parametrize(
    ("rule", "arguments", "parameters"),
    [
        ("quarter_exec_score", {"progress": [0.25, 0.5, 0.75]}, {}),
        ("criteria_score", {"answers": ["是"]}, {"points": 1.0, "each": [0.5, 0.5]}),
        ("deduct_score", {"counts": [1.0, 2.0]}, {"points": 1.0, "each": [0.5]}),
        ("band_score", {"grades": ["达成"], "shares": []}, {"points": 1.0, "bands": {"达成": BAND}}),
        (
            "comparison_score",
            {"amount": 1.0, "others": [0.0, 2.0]},
            {"points": 1.0, "comparisons": [{"sign": "≤", "score": 1.0}]},
        ),
    ],
)
def test_arguments__as_many_as_the_form_lays_down(
    rule: str, arguments: dict[str, Any], parameters: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="zip"):
        RULES[rule].score(arguments, parameters)


def test_what_is_no_option__gives_nothing() -> None:
    bands = {"points": 1.0, "bands": {"达成": BAND}}
    assert RULES["band_score"].score({"grades": ["优"], "shares": [0.9]}, bands) == 0.0
    assert RULES["choice_score"].score({"answer": "优"}, {"points": 1.0, "scores": {"达成": 1.0}}) == 0.0


@pytest.mark.parametrize(
    ("rule", "parameters", "points"),
    [
        ("quarter_exec_score", {}, 6.0),
        ("quarter_exec_score", {"pace": [0.5, 1.0], "quarter_points": 0.35, "average_points": 0.5}, 1.2),
        ("criteria_score", {"points": 9.0, "each": [0.5, 1.5, 1.0]}, 3.0),
        ("choice_score", {"points": 9.0, "scores": {"差": 0.5, "优": 2.0, "良": 1.0}}, 2.0),
        ("choice_score", {"points": 9.0, "scores": {}}, 0.0),
        (
            "interpolation_score",
            {"points": 9.0, "curve": [KNOT, {"at": 0.9, "score": 5.0}, {"at": 1.0, "score": 4.0}]},
            5.0,
        ),
        ("comparison_score", {"points": 9.0, "comparisons": [{"sign": "≤", "score": 3.0}]}, 3.0),
        ("comparison_score", {"points": 9.0, "comparisons": [{"sign": "≤", "score": 1.0}], "otherwise": 2.0}, 2.0),
        ("tier_score", {"points": 9.0, "tiers": [{"above": 0.5, "score": 0.5}, {"above": 0.1, "score": 2}, LAST]}, 2.0),
    ],
)
def test_full_marks__where_the_parameters_determine_them(rule: str, parameters: dict[str, Any], points: float) -> None:
    declared = RULES[rule]
    assert declared.full_marks is not None
    assert declared.full_marks(declared.parameters.model_validate(parameters)) == points


def test_full_marks__default_of_the_quarters_is_what_the_other_defaults_give() -> None:
    assert RULES["quarter_exec_score"].defaults == {
        "points": 6, "pace": (0.25, 0.5, 0.75, 1.0), "quarter_points": 1, "average_points": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "parameters", "sentence"),
    [
        ("criteria_score", {"points": 1.0, "each": [0.34, 0.66]}, "2项标准，符合的依次得0.34、0.66分，不符合的不得分"),
        ("deduct_score", {"points": 1.5, "each": [0.3]}, "1.5分，每1项（次、分）扣0.3分，扣完为止"),
        ("deduct_score", {"points": 3.0, "each": [0.1, 0.25]}, "3分，依次每项扣0.1、0.25分，扣完为止"),
        ("sized_deduct_score", {"points": 3.0, "size": 5.0, "each_above": 0.3, "each_within": 0.7},
         "3分，应办超过5项的，每缺1项扣0.3分；不超过的，每缺1项扣0.7分，扣完为止"),
        ("step_deduct_score", {"points": 1.0, "free": 0.0, "step": 0.01, "each": 0.05},
         "1分，比率每满1%扣0.05分，不足一档的不扣，扣完为止"),
        ("step_deduct_score", {"points": 2.0, "free": 0.2, "step": 0.001, "each": 0.03},
         "2分，比率超出20%的部分每满0.1%扣0.03分，不足一档的不扣，扣完为止"),
        ("step_deduct_score", {"points": 4.0, "free": 0.9, "step": 0.05, "each": 0.35, "direction": "below"},
         "4分，比率低于90%的部分每满5%扣0.35分，不足一档的不扣，扣完为止"),
        ("choice_score", {"points": 2.0, "scores": {"优": 2.0, "良": 1.35}}, "优得2分、良得1.35分"),
        ("tier_score", {"points": 3.0, "tiers": [{"above": 0.3, "score": 0.0}, {"at_most": 0.125, "score": 3.0}, LAST]},
         "＞30%得0分；≤12.5%得3分；其余得0分"),
        ("tier_score", {"points": 5.0, "unit": "名", "tiers": [{"at_most": 1.0, "score": 5.0}, LAST]},
         "≤1名得5分；其余得0分"),
        ("step_deduct_score", {"points": 3.0, "free": 5.0, "step": 1.0, "each": 0.5, "unit": "天"},
         "3分，超出5天的部分每满1天扣0.5分，不足一档的不扣，扣完为止"),
        ("interpolation_score", {"points": 5.0, "curve": [KNOT, {"at": 0.875, "score": 5.0}]},
         "80%及以下得0分、87.5%及以上得5分，其间按比例计算（直线内插）"),
        ("interpolation_score", {"points": 2.0, "unit": "天", "curve": [{"at": 5.0, "score": 2.0},
         {"at": 10.0, "score": 1.5}, {"at": 15.0, "score": 0.0}]},
         "5天及以下得2分、10天得1.5分、15天及以上得0分，其间按比例计算（直线内插）"),
        ("target_score", {"points": 8.0},
         "8分，达到目标值的得满分；没有达到的，目标值为≥、＞、＝的得完成值÷目标值×8分，"
         "为≤、＜的得（1－超出目标值的部分÷目标值）×8分，超出一倍及以上的不得分；定性的得所达到的比例×8分"),
        ("target_score", {"points": 8.0, "reverse": "quotient"},
         "8分，达到目标值的得满分；没有达到的，目标值为≥、＞、＝的得完成值÷目标值×8分，"
         "为≤、＜的得目标值÷完成值×8分；定性的得所达到的比例×8分"),
        ("comparison_score", {"points": 5.0, "comparisons": [{"sign": "≤", "score": 5.0}]},
         "与所对照的数比较：≤它的得5分；其余得0分"),
        ("comparison_score", {"points": 3.0, "comparisons": [{"sign": "≤", "score": 3.0}, {"sign": "＜", "score": 2.5}],
         "otherwise": 1.0}, "与所对照的数依次比较：≤第1个数的得3分；＜第2个数的得2.5分；其余得1分"),
        ("ratio_score", {"points": 2.0, "over": "zero"}, "比率×2分，超过100%的不得分"),
        ("ratio_score", {"points": 1.5}, "比率×1.5分，超过100%的按100%计"),
        ("inverse_ratio_score", {"points": 3.0}, "（1－比率）×3分，不低于0分"),
        ("quarter_exec_score", {"points": 1.2, "pace": [0.45, 0.95], "quarter_points": 0.35, "average_points": 0.5},
         "各季末累计支出进度÷序时进度（45%、95%）×0.35分，每季封顶0.35分；各季执行率的平均数（以100%封顶）×0.5分"),
        ("completion_score",
         {"points": 7.0, "pass_at": 0.5, "full_at": 0.95, "excess_above": 1.3, "excess_share": 0.25},
         "完成率低于50%的不得分；50%至95%的按完成率×7分；95%至130%的得满分；超过130%的得25%的分"),
    ],
)  # fmt: skip
def test_sentence__as_an_accountant_reads_it(rule: str, parameters: dict[str, Any], sentence: str) -> None:
    assert RULES[rule].describe(parameters) == sentence


def test_sentence__of_bands_names_their_ends() -> None:
    bands = {"points": 3.5, "bands": {"优": {"least": 0.9, "most": 0.95}, "差": {"least": 0.3, "most": 0.5}}}
    sentence = RULES["band_score"].describe(bands)
    assert sentence.startswith("3.5分，")
    assert "优95%至90%" in sentence
    assert "差50%至30%" in sentence


def test_label__is_that_of_the_argument() -> None:
    rule = RULES["sized_deduct_score"]
    assert [rule.label(name) for name in ("missed", "due", "each_within")] == [
        "没有办的项数", "应办的项数", "不超过分界的扣分",
    ]  # fmt: skip
    assert [rule.several(name) for name in ("missed", "size")] == [False, False]
    assert [RULES["deduct_score"].several(name) for name in ("counts", "each", "points")] == [True, True, False]


def test_declarations__cannot_be_changed_by_accident() -> None:
    assert len(set(RULES.values())) == len(RULES)
    tier, band = Tier(at_least=0.5, score=1.0), Band(least=0.5, most=1.0)
    for value, field in ((tier, "score"), (band, "most")):
        with pytest.raises(ValidationError):
            setattr(value, field, 0.9)
    for frozen, field in ((RULES["ratio_score"], "title"), (EXACT, "name"), (Formula("A1"), "text")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(frozen, field, "甲")
