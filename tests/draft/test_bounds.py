"""What is read scores at every bound, and beside it, as the sentence says; no comparing word is passed over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from xlgen.draft.criteria import understand
from xlgen.draft.criteria.normal import normal
from xlgen.draft.reading import NotUnderstood, Understood
from xlgen.rules.registry import RULES
from xlgen.scheme.yaml_file import read_yaml

FILE = Path(__file__).with_name("bounds.yaml")
CASES: list[dict[str, Any]] = read_yaml(FILE.read_text(encoding="utf-8"), FILE).data
READ = [case for case in CASES if "scores" in case]
OTHERS = {
    "≥": "＞",
    "≤": "＜",
    "＞": "≥",
    "＜": "≤",
    "大于等于": "大于",
    "小于等于": "小于",
    "含": "不含",
    "每降低": "每增加",
}
"""Words that compare, and others that say something else."""
SIGNS = re.compile("|".join(sorted(OTHERS, key=len, reverse=True)))


def _read(case: dict[str, Any], criteria: list[str] | None = None) -> Understood | NotUnderstood:
    return understand(criteria or case["criteria"], case["points"], case["name"])


def _numbered(cases: list[dict[str, Any]]) -> list[str]:
    return [f"{number}-{case['name']}" for number, case in enumerate(cases)]


@pytest.mark.parametrize("case", CASES, ids=_numbered(CASES))
def test_bound__scores_as_the_sentence_says(case: dict[str, Any]) -> None:
    reading = _read(case)
    if "why" in case:
        assert isinstance(reading, NotUnderstood), reading
        assert case["why"] in reading.why
        return
    assert isinstance(reading, Understood), reading
    (part,) = reading.parts
    for rate, score in case["scores"].items():
        value = round(float(rate.removesuffix("%")) / 100, 10)
        scored = RULES[part["rule"]].score({"rate": value}, {**part["with"], "points": part["points"]})
        assert scored == pytest.approx(score), f"{rate}: {part}"


@pytest.mark.parametrize("case", READ, ids=_numbered(READ))
def test_comparing_word_changed__reading_changes_or_fails(case: dict[str, Any]) -> None:
    whole, before = "\n".join(case["criteria"]), _read(case)
    found = list(SIGNS.finditer(whole))
    for sign in found:
        changed = f"{whole[: sign.start()]}{OTHERS[sign[0]]}{whole[sign.end() :]}"
        after = _read(case, changed.split("\n"))
        assert isinstance(after, NotUnderstood) or (isinstance(before, Understood) and after.parts != before.parts), (
            changed
        )


@pytest.mark.parametrize("case", READ, ids=_numbered(READ))
def test_number__carries_its_words(case: dict[str, Any]) -> None:
    """Each score, loss and bound that the form lays down is led back to the words that it comes from."""
    reading = _read(case)
    assert isinstance(reading, Understood)
    ((_, parameters),) = [(part["rule"], part["with"]) for part in reading.parts]
    numbered: list[tuple[str | int, ...]] = [("tiers", place) for place in range(len(parameters.get("tiers", [])))]
    numbered += [(key,) for key in ("free", "step", "each") if key in parameters]
    assert numbered
    printed = normal("".join(case["criteria"]))
    for path in numbered:
        assert reading.words["parts", 0, "with", *path] in printed
