"""docs/表样参考.md and the JSON Schema say of every key what it means; the examples of rules work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.make_key_reference import PAGE, page, worked_example
from tests.cli.running import CHINESE
from xlgen.rules.registry import RULES
from xlgen.rules.rule import Rule
from xlgen.scheme.inputs import Word
from xlgen.scheme.json_schema import json_schema
from xlgen.scheme.load import load_file
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import score_form


def test_page__in_step_with_the_keys() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"


def described(value: Any, at: str) -> list[tuple[str, Any]]:
    """Every key below, by its place, with its description."""
    if isinstance(value, list):
        return [found for number, item in enumerate(value) for found in described(item, f"{at}/{number}")]
    if not isinstance(value, dict):
        return []
    keys = [(f"{at}/{key}", item.get("description")) for key, item in value.get("properties", {}).items()]
    return keys + [found for key, item in value.items() for found in described(item, f"{at}/{key}")]


def test_every_key__has_a_meaning_in_chinese() -> None:
    definitions = json_schema()["$defs"]
    keys = [
        (place, meaning)
        for place, meaning in described(definitions, "")
        if not re.search("/(if|then)/(rule|inputs|with)$", place)
    ]
    assert len(keys) > 300
    assert [place for place, meaning in keys if not CHINESE.search(meaning or "")] == []
    titles = {name: definition.get("title", "") for name, definition in definitions.items()}
    assert [name for name, title in titles.items() if not CHINESE.search(title)] == []


@pytest.mark.parametrize("words", Word.__subclasses__(), ids=lambda words: str(words.__name__))
def test_every_word__has_a_meaning_in_chinese(words: type[Word]) -> None:
    assert [word for word in words if not CHINESE.search(word.meaning)] == []


def asked(rule: Rule, name: str, value: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    """The input of a rule's example: a choice where the rule takes a text, else a number."""
    argument = re.sub("_[0-9]+$", "", name)
    if rule.within and rule.within[0] == argument:
        bands = {"by": name.replace(*rule.within[:2]), "ranges": parameters[rule.within[2]]}
        return {"kind": "percent", "label": name, "bands": bands}
    if not rule.arguments[argument].text:
        return {"kind": "number", "label": name, "minimum": -100}
    if rule.chosen is None and value in ("是", "否"):
        return {"kind": "yes_no", "label": name}
    options = list(parameters[rule.chosen[1]]) if rule.chosen else ["≥", "＞", "＝", "≤", "＜", "定性"]
    return {"kind": "choice", "label": name, "options": options}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: str(rule.name))
def test_example_of_a_rule__scores_as_the_page_says(rule: Rule, tmp_path: Path) -> None:
    part, filled = worked_example(rule)
    inputs = {name: asked(rule, name, value, part.get("with", {})) for name, value in filled.items()}
    points = {"name": "指标", "points": part["points"]}
    columns = [{"title": [each], "content": each, "width": 10} for each in ("indicator", "points", "score")]
    scheme = {
        **{"id": "example", "version": "1", "name": "例", "issuer": "例", "source": "例", "year": 2026},
        "points": part["points"],
        "grades": [{"name": "优", "at_least": 0}],
        "inputs": {"unit_name": {"kind": "text", "label": "单位名称"}},
        "groups": [{**points, "indicators": [{**points, "id": "it", "inputs": inputs, "parts": [part]}]}],
        "form": {"title": "例", "paper": "A4", "columns": columns, "total": {"label": "合计", "points": True}},
    }
    file = tmp_path / "scheme.yaml"
    file.write_text(yaml.safe_dump(scheme, allow_unicode=True, sort_keys=False), encoding="utf-8")
    scored = score_form(load_file(file), FormData({"unit_name": "甲", **filled}))
    assert scored.total == pytest.approx(rule.example.result)
