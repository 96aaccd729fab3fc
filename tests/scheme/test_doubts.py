"""What `xlgen lint` calls doubtful: schemes that can be used and score otherwise than the print says."""

# ruff: noqa: E501, RUF001  # printed texts and lines of YAML are written as they are
from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.conftest import ALL_SCHEMES
from tests.factories.schemes import CHINESE, MINIMAL, edited, problems_of_text
from xlgen.scheme.doubts.all import doubts
from xlgen.scheme.doubts.codes import DoubtCode
from xlgen.scheme.doubts.printed import Kind, printed_numbers
from xlgen.scheme.lint import lint
from xlgen.scheme.load import checked_data
from xlgen.scheme.outline import outline_of
from xlgen.scheme.reading import find_scheme

Edits = tuple[tuple[str, str], ...]
RULE = "{points: 5, rule: ratio_score, inputs: {rate: execution_rate}}"
PRINTED = "1.得分＝预算执行率×5分；"
VALUE = "value: spent / budget"


def tiers(printed: str, *bounds: str) -> Edits:
    """The rate scored by tiers, and what is printed of it."""
    rule = f"{{points: 5, rule: tier_score, inputs: {{rate: execution_rate}}, with: {{tiers: [{', '.join(bounds)}]}}}}"
    return (PRINTED, printed), (RULE, rule)


def steps(printed: str, written: str) -> Edits:
    """The rate scored by steps, and what is printed of it."""
    rule = f"{{points: 5, rule: step_deduct_score, inputs: {{rate: execution_rate}}, with: {{{written}}}}}"
    return (PRINTED, printed), (RULE, rule)


NOT_ASKED = ("  money_unit: {kind: choice, label: 金额单位, options: [万元, 元]}\n", "")
UP = "1.≥90%的得5分，≥60%的得2分，其余得0分；"
LAST = "{score: 0}"
SOUND: dict[str, Edits] = {
    "as it is": (),
    "tiers": tiers(UP, "{at_least: 0.9, score: 5}", "{at_least: 0.6, score: 2}", LAST),
    "ranges": tiers(
        "1.90%（含）-100%得5分；60%～90%，计2分；低于60%不得分；",
        *("{at_least: 0.9, score: 5}", "{at_least: 0.6, score: 2}", LAST),
    ),
    "Chinese numerals": steps("1.达到百分之百得五分，每低一个百分点扣零点五分；", "free: 1, step: 0.01, each: 0.5, direction: below"),
    "a loss as a share of the points": steps(
        "1.每增加1%，扣10%的权重分，扣完为止；", "free: 0, step: 0.01, each: 0.5"
    ),
    "numbers that do not score": (
        (PRINTED, f"{PRINTED}（财预〔2020〕10号第3条，2024年12月31日前15日内批复，对上述5项标准，①②、3、6、9、12月月末）"),
    ),
    "explained by a reading": (
        (PRINTED, "1.得分＝预算执行率×5分，执行率低于30%的另行约谈；"),
        ("        inputs:\n          spent", "        readings: [低于30%的约谈不影响得分。]\n        inputs:\n          spent"),
    ),
    "days are no rate": (
        (PRINTED, "1.迟报不超过10次得5分，其余得0分；"),
        (RULE, "{points: 5, rule: tier_score, inputs: {rate: late}, with: {tiers: [{at_most: 10, score: 5}, {score: 0}]}}"),
        ("        parts:\n          - {points: 5", "        accepted: [{doubt: MEASURE_NOT_USED, because: 供单位核对。}]\n        parts:\n          - {points: 5"),
    ),
    "amounts in the unit chosen": (("单位名称：{unit_name}", "{unit_name}　支出：{spent}{money_unit}"),),
    "amounts in the unit printed": (NOT_ASKED, ("单位名称：{unit_name}", "{unit_name}　支出（万元）：{spent}")),
    "a dollar is no unit": (("单位名称：{unit_name}", "{unit_name}　美元项目　支出：{spent}"),),
}  # fmt: skip
DOUBTFUL: dict[str, tuple[str, Edits]] = {
    "90 for 90 %": ("PERCENT_AS_BOUND", tiers(UP, "{at_least: 90, score: 5}", "{at_least: 60, score: 2}", LAST)),
    "0.09 for 90 %": ("NUMBER_NOT_IN_RULE", tiers(UP, "{at_least: 0.09, score: 5}", "{at_least: 0.06, score: 2}", LAST)),
    "free and step in percent": (
        "PERCENT_AS_BOUND",
        steps("1.100%以内得满分，每超过1%扣0.5分；", "free: 100, step: 1, each: 0.5"),
    ),
    "a step of 1 for 1 %": ("PERCENT_AS_BOUND", steps("1.每超过1%扣0.5分；", "free: 0, step: 1, each: 0.5")),
    "a tenth of the printed loss": (
        "NUMBER_NOT_IN_RULE",
        steps("1.每超过1%扣0.5分；", "free: 0, step: 0.01, each: 0.05"),
    ),
    "a loss that is not printed": (
        "NUMBER_NOT_PRINTED",
        steps("1.每超过1%扣0.5分；", "free: 0, step: 0.01, each: 0.07"),
    ),
    "a count less often lost": (
        "NUMBER_NOT_IN_RULE",
        (("每迟报一次扣1分", "每迟报一次扣0.2分"),),
    ),
    "tiers the wrong way": (
        "TIERS_OUT_OF_ORDER",
        tiers(UP, "{at_least: 0.6, score: 2}", "{at_least: 0.9, score: 5}", LAST),
    ),
    "tiers of both signs": (
        "TIERS_MIXED",
        tiers(UP, "{at_least: 0.9, score: 5}", "{at_most: 0.6, score: 2}", LAST),
    ),
    "scores up and down": (
        "SCORES_NOT_MONOTONIC",
        tiers(UP, "{at_least: 0.9, score: 2}", "{at_least: 0.6, score: 5}", LAST),
    ),
    "a rate times 100": ("PERCENT_AS_RATE", ((VALUE, "value: spent / budget * 100"),)),
    "100 times a rate": ("PERCENT_AS_RATE", ((VALUE, "value: 100 * (spent / budget)"),)),
    "a number for a rate": (
        "PERCENT_AS_RATE",
        (
            (RULE, "{points: 5, rule: ratio_score, inputs: {rate: progress}}"),
            ("          late: {", "          progress: {kind: number, label: 进度, maximum: 100}\n          late: {"),
        ),
    ),
    "a measure that nobody uses": (
        "MEASURE_NOT_USED",
        (("        parts:\n          - {points: 5", "          late_rate: {label: 迟报率, value: late / 12}\n        parts:\n          - {points: 5"),),
    ),
    "a measure of another indicator": (
        "MEASURE_OF_ANOTHER",
        (
            ("            rule: choice_score\n            table: tasks\n            inputs: {answer: done}\n            with: {scores: {完成: 4, 未完成: 0}}\n",
             "            rule: ratio_score\n            inputs: {rate: execution_rate}\n"),
        ),
    ),
    "a date that may stay blank": (
        "DATE_MAY_BE_BLANK",
        (
            ("          late: {", "          due: {kind: date, label: 应报日期}\n          sent: {kind: date, label: 实报日期, required: false}\n          late: {"),
            ("        parts:\n          - {points: 5", "          days: {label: 迟报天数, value: sent - due, format: number}\n        parts:\n          - {points: 5"),
        ),
    ),
    "万元 beside an amount in the chosen unit": (
        "MONEY_UNIT_FIXED",
        (("单位名称：{unit_name}", "金额单位：万元　支出：{spent}"),),
    ),
    "元 where all amounts are in 万元": (
        "MONEY_UNIT_FIXED",
        (NOT_ASKED, ("单位名称：{unit_name}", "金额单位：元　支出：{spent}")),
    ),
    "元 in a cell, the amount in another": (
        "MONEY_UNIT_FIXED",
        (("单位名称：{unit_name}", "支出：{spent}"), ("{{ year }}年度\"}", "金额单位：元\"}")),
    ),
}  # fmt: skip


def found(text: str, folder: Path) -> list[str]:
    """The codes of what is doubtful in the text of a scheme that can be used."""
    assert problems_of_text(text, folder) == []
    return [each.code for each in lint(str(folder / "scheme.yaml")).doubts]


@pytest.mark.parametrize("case", SOUND)
def test_sound_scheme__nothing_is_doubtful(case: str, tmp_path: Path) -> None:
    assert found(edited(MINIMAL, *SOUND[case]), tmp_path) == []


@pytest.mark.parametrize("case", DOUBTFUL)
def test_scheme_that_scores_otherwise__told(case: str, tmp_path: Path) -> None:
    code, edits = DOUBTFUL[case]
    assert code in found(edited(MINIMAL, *edits), tmp_path)


def test_every_doubt__has_a_case() -> None:
    assert {code for code, _ in DOUBTFUL.values()} == set(DoubtCode.__members__)


def test_doubt__says_where_what_and_what_to_do(tmp_path: Path) -> None:
    text = edited(MINIMAL, *DOUBTFUL["a tenth of the printed loss"][1])
    (tmp_path / "scheme.yaml").write_text(text, encoding="utf-8")
    report = lint(str(tmp_path / "scheme.yaml"))
    told = next(each for each in report.doubts if each.code == "NUMBER_NOT_IN_RULE")
    assert text.splitlines()[told.line - 1].strip() == "- 1.每超过1%扣0.5分；"
    assert "0.5分" in told.message
    assert CHINESE.search(told.remedy)
    assert report.problems == []
    assert "处疑点" in report.text.splitlines()[0]


def test_accepted__told_as_declared_and_not_as_a_doubt(tmp_path: Path) -> None:
    edits = DOUBTFUL["a measure that nobody uses"][1]
    accepted = "        accepted: [{doubt: MEASURE_NOT_USED, because: 供单位核对。}]\n        veto: falsified"
    text = edited(MINIMAL, *edits, ("        veto: falsified", accepted))
    assert found(text, tmp_path) == []
    assert "  认可：预算执行率——MEASURE_NOT_USED：供单位核对。" in lint(str(tmp_path / "scheme.yaml")).text


def test_accepted__unknown_doubt_is_a_problem(tmp_path: Path) -> None:
    accepted = "        accepted: [{doubt: MEASURE_UNUSED, because: 理由。}]\n        veto: falsified"
    problems = problems_of_text(edited(MINIMAL, ("        veto: falsified", accepted)), tmp_path)
    assert [each.code for each in problems] == ["UNDEFINED_NAME"]


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_shipped_scheme__nothing_is_doubtful(name: str) -> None:
    assert [str(each) for each in lint(name).doubts] == []


def test_wrong_parameters_of_a_shipped_scheme__nearly_all_told() -> None:
    """Each loss, bound and step of Shenzhen's form, doubled and as a percent: what the print says is not scored."""
    source, data = checked_data(find_scheme("shenzhen-2021"))
    told = []
    for indicator in outline_of(data).indicators:
        for part in indicator["parts"].elements():
            for key in ("each", "free", "step"):
                for factor in (2, 100):
                    wrong = copy.deepcopy(data)
                    node = wrong
                    for step in part["with"].path[:-1]:
                        node = node[step]
                    value = node.get("with", {}).get(key)
                    if isinstance(value, (int, float)) and value:
                        node["with"][key] = value * factor
                        told.append(bool(doubts(source, wrong)))
    assert len(told) >= 6
    assert all(told)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2.90%＞利用率≥75%的，得 0.7 分；", [0.9, 0.75, 0.7]),
        ("（2）90%≤控制率≤100%的，得 2 分；", [0.9, 1, 2]),
        ("80%（含）-90%，计4分", [0.8, 0.9, 4]),
        ("60%–100%的", [0.6, 1]),
        ("完成率为100–150%的", [1, 1.5]),
        ("每超过一个百分点扣0.5分", [0.01, 0.5]),
        ("每超过2个百分点扣0.8分", [0.02, 0.8]),
        ("超过5个百分点以上的", [0.05]),
        ("不足3个（含）百分点的", [3]),
        ("扣一分半", [1]),
        ("得一半分", [0.5]),
        ("扣半分", [0.5]),
        ("百分之五", [0.05]),
        ("十二分", [12]),
        ("以上评价要点各占1/3分值", [1 / 3]),
        ("变动率≤-15%", [-0.15]),
        ("×100%", []),
        ("财预〔2020〕10号、《办法》（2021年）第5条", []),
        ("3、6、9、12 月月末", []),
        ("应评估项目超过3个的", [3]),
        ("对上述5项标准", []),
        ("1. 符合的，得1分；", [1]),
        ("二级分档部分", []),
    ],
)
def test_printed_numbers__as_they_are_meant(text: str, numbers: list[float]) -> None:
    assert [each.value for each in printed_numbers(text)] == pytest.approx(numbers)


def test_printed_numbers__know_points_from_rates() -> None:
    kinds = [each.kind for each in printed_numbers("≥90%得5分，乘以1.2")]
    assert kinds == [Kind.RATE, Kind.POINTS, Kind.OTHER]
