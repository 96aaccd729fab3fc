"""What a form lays down beside what is filled in, and ways of which one counts: what is refused, and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, assert_helpful, edited, problems_of_text
from xlgen.scheme.describe import describe, names_in
from xlgen.scheme.diff import differences, report
from xlgen.scheme.lint import lint
from xlgen.scheme.load import load_file
from xlgen.scheme.reference import scheme_page
from xlgen.submissions.checks.scores import describe_rule

WAYS = MINIMAL.with_name("ways.yaml")
AT_90 = "inputs: {actual: satisfied, target: 0.9, sign: ≥}"
OTHERS = "others: [0, carried_over]"
PLANNED = "others: [planned]"
FIRST_WAY = 'one_of: 执行, applies_when: funded == "是"'
PART = "{points: 10, rule: target_score, "
REFUSED = {
    "percent as it is printed": ((AT_90, AT_90.replace("0.9", "90%")), "90% 写作 0.9"),
    "sign that is none": ((AT_90, AT_90.replace("≥", "约")), "或≥、＞、＝、≤、＜、定性之一"),
    "sign of ASCII": ((AT_90, AT_90.replace("≥", "'>='")), "或≥、＞、＝、≤、＜、定性之一"),
    "number for a sign": ((AT_90, AT_90.replace("≥", "5")), "或≥、＞、＝、≤、＜、定性之一"),
    "input that is no choice for a sign": ((AT_90, AT_90.replace("≥", "satisfied")), "要的是选项"),
    "options that are no signs": (
        ("options: [≥, ＞, ＝, ≤, ＜, 定性]", "options: [≥, ≤, 约, 定性]"),
        "的选项只能是≥、＞、＝、≤、＜、定性，不能是约",
    ),
    "sign for a number": ((OTHERS, "others: [≤, carried_over]"), "要的是编号或数，不能是 '≤'"),
    "amount and a number that is not 0": ((OTHERS, "others: [1, carried_over]"), "是金额的，只能与金额（或0）比较"),
    "amount and a rate": ((PLANNED, "others: [satisfied]"), "是金额的，只能与金额（或0）比较"),
    "more numbers than comparisons": ((OTHERS, "others: [0, 0, carried_over]"), "有 2 个值，others 却有 3 项"),
    "amount for a rate": (("inputs: {rate: base_rate}", "inputs: {rate: spent}"), "要的是数或比率"),
    "option laid down": (("inputs: {answer: province}", "inputs: {answer: 是}"), "要的是选项的编号，不能是 '是'"),
    "truth": ((AT_90, AT_90.replace("0.9", "true")), "inputs"),
    "only one way": ((", one_of: 荣誉, rule: choice_score", ", rule: choice_score"), "“荣誉”只有一个部分"),
    "condition of what always counts": (
        (f"{PART}{AT_90}", f"{PART}applies_when: satisfied > 0, {AT_90}"),
        "只能与 one_of 同用",
    ),
    "way that never comes": (
        (f"{{points: 2, {FIRST_WAY},", "{points: 2, one_of: 执行,"),
        "后面的永远轮不到",
    ),
    "condition that is none": ((FIRST_WAY, "one_of: 执行, applies_when: base_rate"), "应当是条件"),
    "condition on what is not there": ((FIRST_WAY, "one_of: 执行, applies_when: founded > 1"), "“founded”没有定义"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_scheme__refused(name: str, tmp_path: Path) -> None:
    edit, said = REFUSED[name]
    edits = [edit]
    if name == "way that never comes":
        edits.append(("one_of: 执行, rule: ratio_score, inputs: {rate: base_rate}",
                      f"{FIRST_WAY}, rule: ratio_score, inputs: {{rate: base_rate}}"))  # fmt: skip
    problems = problems_of_text(edited(WAYS, *edits), tmp_path)
    assert_helpful(problems)
    assert any(said in f"{problem}" for problem in problems), problems


def test_ways__points_of_the_best_add_up(tmp_path: Path) -> None:
    more = ("points: 3\n            one_of: 荣誉", "points: 5\n            one_of: 荣誉")
    (problem,) = [each for each in problems_of_text(edited(WAYS, more), tmp_path) if "表彰和宣传" in f"{each}"]
    assert "下级合计却是 7" in f"{problem}"


def test_ways__in_words() -> None:
    scheme = load_file(WAYS)
    honours = next(each for each in scheme.indicators if each.id == "honours")
    surplus = next(each for each in scheme.indicators if each.id == "surplus")
    best, _, first, _ = [describe(part, names_in(scheme)) for part in honours.parts]
    assert best.endswith("；择一计分 荣誉")
    assert "；择一计分 执行；适用的情形 “有专项资金” ＝ “是”" in first
    assert "；取自“结余”、0、“上年结转”" in describe(surplus.parts[0], names_in(scheme))
    assert "≥10篇得3分；≥5篇得1.5分；其余得0分（“荣誉”各项中只计得分最高的一项）" in describe_rule(honours)
    assert "（“执行”各项中只计第一个适用的一项）" in describe_rule(honours)
    page = scheme_page(scheme)
    assert '  - “执行”各项中只计第一个适用的一项；本项适用的情形：`funded == "是"`\n' in page


def test_comparison_of_schemes__tells_of_ways_and_of_what_is_laid_down(tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(
        edited(WAYS, (AT_90, AT_90.replace("0.9", "0.95")), (FIRST_WAY, 'one_of: 执行, applies_when: funded != "否"')),
        encoding="utf-8",
    )
    told = "\n".join(report(differences(load_file(WAYS), load_file(file))))
    assert "0.95" in told
    assert "适用的情形" in told


def test_lint__knows_ranks_and_numbers_that_are_laid_down(tmp_path: Path) -> None:
    def doubts(*edits: tuple[str, str]) -> set[str]:
        file = tmp_path / "scheme.yaml"
        file.write_text(edited(WAYS, *edits), encoding="utf-8")
        return {each.code for each in lint(str(file)).doubts}

    assert doubts() == set()
    assert "NUMBER_NOT_PRINTED" in doubts((AT_90, AT_90.replace("0.9", "0.85")))
    without_unit = (
        "{unit: 名, tiers: [{at_most: 1, score: 3}, {at_most: 3,",
        "{tiers: [{at_most: 1, score: 3}, {at_most: 2,",
    )
    assert "PERCENT_AS_RATE" in doubts(without_unit, ("place: {kind: count,", "place: {kind: number,"))
    assert "PERCENT_AS_BOUND" in doubts(("{at: 0.8, score: 0}, {at: 1,", "{at: 80, score: 0}, {at: 100,"))
