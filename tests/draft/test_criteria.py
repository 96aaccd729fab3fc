"""Criteria become rules where every sentence is understood, and nothing is guessed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bench.drafting import rules_of
from tests.conftest import PUBLISHED, SCORED_FORMS, shipped_scheme
from xlgen.draft.criteria import understand
from xlgen.draft.reading import NotUnderstood, Understood
from xlgen.scheme.model import Indicator
from xlgen.scheme.yaml_file import read_yaml

FILE = Path(__file__).with_name("cases.yaml")
CASES: list[dict[str, Any]] = read_yaml(FILE.read_text(encoding="utf-8"), FILE).data
READ = [case for case in CASES if "understood" in case]
ADDED = [
    *("特殊情况酌情扣分。", "逾期的再扣1.5分，最多扣3分。", "其他情形按比例折算。", "最多扣3分。", "每两项扣1分。"),
    *(
        "同一问题多次发生的，按一次计算。",
        "无此项业务的单位不适用本项。",
        "部分完成的得一半。",
    ),
]
"""Sentences of which none may be passed over, whatever stands before it."""
INDICATORS = [
    (name, indicator) for name in SCORED_FORMS for indicator in shipped_scheme(name).indicators if indicator.criteria
]


def _read(indicator: Indicator) -> Understood | NotUnderstood:
    return understand(indicator.criteria, indicator.points, indicator.name, indicator.explanation)


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['name']}" for number, case in enumerate(CASES)])
def test_case__as_it_says(case: dict[str, Any]) -> None:
    reading = understand(case["criteria"], case["points"], case["name"], case.get("explanation", ""))
    if "why" in case:
        assert isinstance(reading, NotUnderstood), reading
        assert case["why"] in reading.why
        return
    assert isinstance(reading, Understood), reading
    assert rules_of(reading.parts) == rules_of(case["understood"])
    assert sum(part["points"] for part in reading.parts) == case["points"]
    todos = [spec["todo"] for spec in reading.inputs.values() if "todo" in spec]
    assert (case["todo"] in todos[0]) if "todo" in case else not todos


def test_shipped_forms__never_another_rule_than_the_shipped_one() -> None:
    read = {(name, indicator.id): _read(indicator) for name, indicator in INDICATORS}
    same = 0
    for name, indicator in INDICATORS:
        reading = read[name, indicator.id]
        if isinstance(reading, Understood):
            shipped = [{"rule": part.rule, "with": part.parameters} for part in indicator.parts]
            assert rules_of(reading.parts) == rules_of(shipped), f"{name}: {indicator.name}"
            assert (indicator.veto, indicator.deduction) == (None, None), f"{name}: {indicator.name} loses a condition"
            same += 1
    assert same >= 70, "of the shipped indicators with criteria, fewer are read than before"


@pytest.mark.parametrize("case", READ, ids=[case["name"] for case in READ])
def test_number_changed__reading_changes_or_fails(case: dict[str, Any]) -> None:
    """No number is passed over: another one is read otherwise, or not at all."""
    whole = "\n".join(case["criteria"])
    before = understand(case["criteria"], case["points"], case["name"])
    for found in re.finditer(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?=[%分]|个?百分点)", whole):
        if whole[found.end() :].startswith("%。") and "×100" in whole[: found.end()][-5:]:
            continue  # ×100% says nothing about the rate
        changed = f"{whole[: found.start()]}{float(found[0]) + 0.37:g}{whole[found.end() :]}"
        after = understand(changed.split("\n"), case["points"], case["name"])
        assert isinstance(after, NotUnderstood) or after != before, changed


@pytest.mark.parametrize("case", READ, ids=[case["name"] for case in READ])
@pytest.mark.parametrize("sentence", ADDED)
def test_sentence_added__not_understood(case: dict[str, Any], sentence: str) -> None:
    reading = understand([*case["criteria"], sentence], case["points"], case["name"])
    assert isinstance(reading, NotUnderstood)


def test_numbers__carry_the_words_they_came_from() -> None:
    reading = understand(READ[1]["criteria"], 5, READ[1]["name"])
    assert isinstance(reading, Understood)
    assert len(reading.words) == 5
    assert "80%(含)~90%,计4分" in reading.words["parts", 0, "with", "tiers", 1]


def test_published_forms__are_among_them() -> None:
    assert {name for name, _ in INDICATORS} & set(PUBLISHED)
