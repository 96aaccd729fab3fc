"""What is approved of parts of which only one counts, and of what a form lays down beside what is filled in."""

from __future__ import annotations

from pathlib import Path

from tests.factories.schemes import MINIMAL, edited
from xlgen.authoring.explanation import Explanation, PartExplained, explanation_of
from xlgen.scheme.load import load_file

WAYS = MINIMAL.with_name("ways.yaml")
LAST_WAY = "{points: 2, one_of: 执行, rule: ratio_score, inputs: {rate: base_rate}}"


def explained(folder: Path, *edits: tuple[str, str]) -> Explanation:
    file = folder / "scheme.yaml"
    file.write_text(edited(WAYS, *edits), encoding="utf-8")
    return explanation_of(load_file(file))


def rules(explanation: Explanation, indicator: str) -> list[PartExplained]:
    (found,) = [each.rules for each in explanation.indicators if each.indicator.id == indicator]
    return list(found)


def test_ways__said_which_one_counts_and_when(tmp_path: Path) -> None:
    best, other, first, last = (part.rule for part in rules(explained(tmp_path), "honours"))
    assert best.endswith("（“荣誉”各项中只计得分最高的一项）")
    assert other.endswith("（“荣誉”各项中只计得分最高的一项）")
    assert first.endswith("（“执行”各项中只计第一个适用的一项，本项适用的情形：有专项资金 ＝ “是”）")
    assert last.endswith("（“执行”各项中只计第一个适用的一项）")


def test_what_is_laid_down__shown_as_what_it_is_compared_with(tmp_path: Path) -> None:
    explanation = explained(tmp_path)
    assert [part.sources for part in rules(explanation, "satisfaction")] == ["“满意度”、90%、≥"]
    assert [part.sources for part in rules(explanation, "surplus")] == ["“结余”、0万元、“上年结转”"]


def test_ways_that_all_have_a_condition__one_applies_in_the_examples(tmp_path: Path) -> None:
    conditional = LAST_WAY.replace("one_of: 执行,", 'one_of: 执行, applies_when: funded == "否",')
    vetoed = ("id: honours\n", "id: honours\n        deduction: place - 1\n")
    explanation = explained(tmp_path, (LAST_WAY, conditional), vetoed)
    (honours,) = [each for each in explanation.indicators if each.indicator.id == "honours"]
    (deducted,) = [each for each in honours.situations if each.title == "再扣"]
    assert deducted.samples[0].score == 6
