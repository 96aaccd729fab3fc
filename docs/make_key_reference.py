"""Write docs/表样参考.md anew: every key of scheme files, in the words of the JSON Schema: `make docs`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from udf.arguments import OMITTED
from udf.rule_score import rule_values
from xlgen.files.atomic import save
from xlgen.files.render import render_template
from xlgen.rules.registry import RULES
from xlgen.rules.rule import EXACT, Rule
from xlgen.scheme.json_schema import CHANGED, DEFINITIONS, JsonSchema, json_schema
from xlgen.scheme.model import Adjustment, Indicator, Scheme, ScoringPart
from xlgen.scheme.source import EXTENDS
from xlgen.scheme.todos import TODO

FOLDER = Path(__file__).parent
PAGE = FOLDER / "表样参考.md"
PLAIN = {"string": "文字", "number": "数", "integer": "整数", "boolean": "`true` 或 `false`", "object": "键: 值"}
LIMITS = {
    "exclusiveMinimum": "大于 {}",
    "minimum": "不小于 {}",
    "maximum": "不大于 {}",
    "maxLength": "最多 {} 个字",
    "minItems": "至少 {} 项",
}


BASES = {Adjustment.__name__: Indicator.__name__}
"""The kinds of mappings that have the keys of another kind too."""


class Key(NamedTuple):
    """A key as the page shows it: its name, what is written, what holds without it, and its meaning."""

    name: str
    written: str
    default: str
    meaning: str


class Part(NamedTuple):
    """A kind of mapping: its title, where it stands, what it is a kind of, and its own keys; or a list of words."""

    title: str
    places: str
    base: str
    keys: list[Key]


class RulePart(NamedTuple):
    """A rule: its keys, and its example as a line of YAML and as what is filled in and what it scores."""

    rule: Rule
    keys: list[Key]
    line: str
    outcome: str


class Worked(NamedTuple):
    """A rule's example in a scheme: the part, and what is filled in for the inputs that it names."""

    part: dict[str, Any]
    filled: dict[str, Any]


def page() -> str:
    """The whole page."""
    schema = json_schema()
    definitions: Mapping[str, JsonSchema] = schema["$defs"]
    names = _reached(definitions, Scheme.__name__)
    return render_template(
        "表样参考.md.jinja",
        folder=FOLDER,
        parts=[_part(definitions, name, names) for name in names if "properties" in definitions[name]],
        words=[_words(definitions[name]) for name in names if "enum" in definitions[name]],
        rules=[_rule(rule, definitions) for rule in RULES.values()],
        changes=_changes(definitions),
        reserved="、".join(f"`{word}`" for word in keyword.kwlist if word.islower()),
    )


def _reached(definitions: Mapping[str, JsonSchema], name: str, before: Sequence[str] = ()) -> Sequence[str]:
    """The definitions that a file may use, each before those that only it uses."""
    if name in before:
        return before
    order: Sequence[str] = [*before, name]
    for other in _references(definitions[name]):
        order = _reached(definitions, other, order)
    return order


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"].removeprefix(DEFINITIONS)] if "$ref" in value else []
        return list(dict.fromkeys([*own, *(found for item in value.values() for found in _references(item))]))
    return [found for item in value for found in _references(item)] if isinstance(value, list) else []


def _part(definitions: Mapping[str, JsonSchema], name: str, names: Sequence[str]) -> Part:
    places = [
        f"[{definitions[other]['title']}](#{definitions[other]['title']})的 `{key}`"
        for other in names
        for key, value in _own(definitions, other).items()
        if name in _references(value)
    ]
    places += [
        f"规则 [`{rule.name}`](#{rule.name}) 的 `{key}`"
        for rule, value in zip(RULES.values(), definitions[ScoringPart.__name__]["allOf"], strict=True)
        for key, parameter in value["then"]["properties"]["with"]["properties"].items()
        if name in _references(parameter)
    ]
    base = definitions[BASES[name]]["title"] if name in BASES else ""
    required = definitions[name].get("required", ())
    keys = list(_keys(_own(definitions, name), required, definitions))
    return Part(definitions[name]["title"], "、".join(places), base, keys)


def _own(definitions: Mapping[str, JsonSchema], name: str) -> JsonSchema:
    """The keys of a definition, without those of the one that it is a kind of."""
    keys: JsonSchema = definitions[name].get("properties", {})
    of_base = definitions[BASES[name]]["properties"] if name in BASES else {}
    return {key: value for key, value in keys.items() if key != TODO and value != of_base.get(key)}


def _keys(properties: JsonSchema, required: Sequence[str], definitions: Mapping[str, JsonSchema]) -> Iterator[Key]:
    for name, value in properties.items():
        default = "**必写**" if name in required else _default(value.get("default"))
        yield Key(name, _written(value, definitions), default, value["description"])


def _default(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "—"
    return f"`{value}`" if isinstance(value, str) else f"`{_yaml(_plain(value))}`"


def _written(value: JsonSchema, definitions: Mapping[str, JsonSchema]) -> str:
    """What is written for a key, in words."""
    if "$ref" in value:
        definition = definitions[value["$ref"].removeprefix(DEFINITIONS)]
        return f"[{definition['title']}](#{definition['title']})"
    for choice in ("anyOf", "oneOf"):
        if choice in value:
            return "或".join(_written(each, definitions) for each in value[choice] if each.get("type") != "null")
    if "enum" in value:
        return (
            "见[计分规则](#计分规则)"
            if "enumDescriptions" in value
            else "、".join(f"`{each}`" for each in value["enum"])
        )
    if "const" in value:
        return f"`{value['const']}`"
    if isinstance(value["type"], list):
        words = "或".join(PLAIN[each] for each in value["type"])
    elif value["type"] == "array":
        words = f"一列{_written(value['items'], definitions)}"
    elif isinstance(value.get("additionalProperties"), dict):
        words = f"名称: {_written(value['additionalProperties'], definitions)}"
    else:
        words = "日期" if value.get("format") == "date" else PLAIN[value["type"]]
    limits = "，".join(text.format(value[key]) for key, text in LIMITS.items() if key in value)
    return f"{words}（{limits}）" if limits else words


def _words(definition: JsonSchema) -> Part:
    meanings = zip(definition["enum"], definition["enumDescriptions"], strict=True)
    return Part(definition["title"], "", "", [Key(word, "", "", meaning) for word, meaning in meanings])


def _changes(definitions: Mapping[str, JsonSchema]) -> list[Key]:
    """What is written otherwise, or besides, where a scheme extends another."""
    changes = {}
    for name, definition in definitions.items():
        if name.startswith(CHANGED):
            plain = definitions[name.removeprefix(CHANGED)].get("properties", {})
            for key, value in definition.get("properties", {}).items():
                if value["description"] != plain.get(key, {}).get("description"):
                    changes[key] = Key(key, "", "", value["description"])
    return sorted(changes.values(), key=lambda key: key.name != EXTENDS)


def _rule(rule: Rule, definitions: Mapping[str, JsonSchema]) -> RulePart:
    number = list(RULES).index(rule.name)
    given = definitions[ScoringPart.__name__]["allOf"][number]["then"]["properties"]
    sources = _keys(given["inputs"]["properties"], given["inputs"]["required"], definitions)
    parameters = _keys(given["with"]["properties"], given["with"]["required"], definitions)
    keys = [key._replace(name=f"inputs.{key.name}", written=key.written.replace("文字或数", "编号")) for key in sources]
    keys += [key._replace(name=f"with.{key.name}") for key in parameters]
    worked = worked_example(rule)
    meaning = rule.describe({"points": worked.part["points"]} | worked.part.get("with", {}))
    filled = "、".join(f"`{name}` 是 {value}" for name, value in worked.filled.items())
    return RulePart(rule, keys, _yaml(worked.part), f"{meaning}。{filled}的，得 {rule.example.result:g} 分")


def worked_example(rule: Rule) -> Worked:
    """The example of a rule's custom function as a part of an indicator."""
    formula, ranges = rule.example.formula, rule.example.ranges
    cells = [
        ranges.get(argument, argument.strip('"'))
        for argument in re.findall(r'"[^"]*"|[^,]+', formula[formula.index("(") + 1 : -1])
    ]
    arguments: dict[str, Any] = {argument.name: OMITTED for argument in (*rule.call, EXACT)}
    arguments |= dict(zip((argument.name for argument in rule.call), map(_cell, cells), strict=False))
    values = {name: _plain(value) for name, value in rule_values(rule, arguments).items()}
    inputs: dict[str, Any] = {}
    filled: dict[str, Any] = {}
    for name, taken in rule.arguments.items():
        given = values.pop(name)
        names = [f"{name}_{number}" for number in range(1, len(given) + 1)] if taken.several else [name]
        inputs[name] = names if taken.several else name
        filled |= dict(zip(names, given if taken.several else [given], strict=True))
    part = {"points": values.pop("points", rule.defaults.get("points")), "rule": rule.name, "inputs": inputs}
    parameters = {name: value for name, value in values.items() if value != rule.defaults.get(name)}
    return Worked(part | ({"with": parameters} if parameters else {}), filled)


def _cell(written: Any) -> Any:
    """A constant of a formula as a host hands it over."""
    if not isinstance(written, str):
        return written
    percent = re.fullmatch(r"([0-9.]+)%", written)
    if percent:
        return float(percent[1]) / 100
    return float(written) if re.fullmatch(r"[0-9.]+", written) else written


def _plain(value: Any) -> Any:
    """A parameter as one writes it in YAML."""
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump(exclude_none=True))
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _yaml(value: Any) -> str:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000)
    return text.removesuffix("\n").removesuffix("\n...")


def main() -> None:
    """Write the page."""
    save(PAGE, page().encode("utf-8"))


if __name__ == "__main__":
    main()
