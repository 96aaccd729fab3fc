"""The JSON Schema of scheme files, for editors: from the model, with what each rule takes and what `extends` allows.

It says less than the lint, which also knows what names mean, and nothing that the lint does not say.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from pydantic.json_schema import GenerateJsonSchema

from xlgen.rules.registry import RULES
from xlgen.rules.rule import Rule
from xlgen.scheme.extends import ADJUSTMENTS, BEFORE_KEY, GROUPS, IN_KEY, INDICATORS
from xlgen.scheme.inputs import Element, Word
from xlgen.scheme.model import Adjustment, Group, Indicator, Scheme, ScoringPart
from xlgen.scheme.source import EXTENDS
from xlgen.scheme.todos import TODO

JsonSchema: TypeAlias = dict[str, Any]
TODO_MEANING = "还没有写定的一处：要核对、补写什么。写定后删去这一项，表样才能使用"
CHANGED = "Changed"
"""Before the name of a definition: the same where it is laid over that of the extended scheme."""
DEFINITIONS = "#/$defs/"


class _Generator(GenerateJsonSchema):
    """Without the titles that only repeat the names of keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schema() -> JsonSchema:
    """The schema of a whole file: a form of its own, or one that extends another."""
    whole = Scheme.model_json_schema(schema_generator=_Generator)
    definitions: dict[str, JsonSchema] = whole.pop("$defs")
    definitions[Scheme.__name__] = whole
    part = definitions[ScoringPart.__name__]
    part["properties"]["rule"] |= {"enum": list(RULES), "enumDescriptions": [rule.title for rule in RULES.values()]}
    part["allOf"] = [_of_rule(rule, definitions) for rule in RULES.values()]
    for words in Word.__subclasses__():
        definitions[words.__name__] |= {"title": words.heading, "enumDescriptions": [word.meaning for word in words]}
    for definition in definitions.values():
        definition.pop("description", None)  # the docstring, which is for developers
        if "properties" in definition:
            definition["properties"] = {key: _written(value) for key, value in definition["properties"].items()}
            definition["properties"][TODO] = {"type": "string", "description": TODO_MEANING}
    definitions |= {f"{CHANGED}{name}": _changed(definition) for name, definition in definitions.items()}
    _change_by_name(definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "xlgen 表样",
        "if": {"required": [EXTENDS]},
        "then": {"$ref": f"{DEFINITIONS}{CHANGED}{Scheme.__name__}"},
        "else": {"$ref": f"{DEFINITIONS}{Scheme.__name__}"},
        "$defs": definitions,
    }


def _of_rule(rule: Rule, definitions: dict[str, JsonSchema]) -> JsonSchema:
    """What a part that names a rule gives it."""
    parameters = rule.parameters.model_json_schema(schema_generator=_Generator)
    definitions |= parameters.pop("$defs", {})
    del parameters["properties"]["points"], parameters["title"]
    required = [name for name in parameters.pop("required", []) if name != "points"]
    one: JsonSchema = {"type": ["string", "number"]}
    arguments = {
        name: ({"type": "array", "items": one} if taken.several else one) | {"description": rule.label(name)}
        for name, taken in rule.arguments.items()
    }
    inputs = {"properties": arguments, "required": list(arguments), "additionalProperties": False}
    given = {"inputs": inputs, "with": {**parameters, "required": required}}
    return {
        "if": {"properties": {"rule": {"const": rule.name}}, "required": ["rule"]},
        "then": {"properties": given, "required": ["inputs", *(["with"] if required else [])]},
    }


def _written(value: JsonSchema) -> JsonSchema:
    """What is written for a key, without null, which stands for a key that is not written: messages get plainer."""
    if "anyOf" not in value:
        return value
    about = {key: item for key, item in value.items() if key != "anyOf" and (key, item) != ("default", None)}
    choices = [choice for choice in value["anyOf"] if choice != {"type": "null"}]
    return about | (choices[0] if len(choices) == 1 else {"anyOf": choices})


def _changed(definition: JsonSchema) -> JsonSchema:
    """A definition laid over that of the extended scheme: nothing is required, null removes, lists are replaced."""
    if "properties" not in definition:
        return definition
    kept = {key: value for key, value in definition.items() if key not in ("required", "allOf")}
    return kept | {"properties": {key: _removable(value) for key, value in definition["properties"].items()}}


def _removable(value: JsonSchema) -> JsonSchema:
    about = {"description": value["description"]} if "description" in value else {}
    return {"anyOf": [_laid_over(value), {"type": "null"}]} | about


def _laid_over(value: JsonSchema) -> JsonSchema:
    """A value with references to what is laid over another; a list is as it is anywhere."""
    if "anyOf" in value:
        return value | {"anyOf": [_laid_over(each) for each in value["anyOf"]]}
    if isinstance(value.get("additionalProperties"), dict):
        items = {key: item for key, item in value.items() if key != "minProperties"}
        return items | {"additionalProperties": _removable(value["additionalProperties"])}
    return {
        key: item.replace(DEFINITIONS, f"{DEFINITIONS}{CHANGED}") if key == "$ref" else item
        for key, item in value.items()
    }


def _change_by_name(definitions: dict[str, JsonSchema]) -> None:
    """What stands in lists is changed by its name, and may be moved."""
    before = {"type": "string", "description": "排在同一级的哪一项之前；不写则排在最后"}
    level, indicator, adjustment = (
        definitions[f"{CHANGED}{model.__name__}"]["properties"] for model in (Group, Indicator, Adjustment)
    )
    for name in (GROUPS, INDICATORS):
        del level[name]
    indicator |= {IN_KEY: {"type": "string", "description": "放在哪一级：按名称的路径，如 部门管理/资产管理"}}
    for properties in (level, indicator, adjustment):
        properties[BEFORE_KEY] = before
    definitions[f"{CHANGED}{Scheme.__name__}"]["properties"] |= {
        EXTENDS: {"type": "string", "description": "沿用哪个表样：编号，或相对于本文件的路径"},
        GROUPS: _named(Group, "各级指标：按名称的路径，写改动的各项"),
        INDICATORS: _named(Indicator, "指标：按编号，写改动的各项；null 删去"),
        ADJUSTMENTS: _named(Adjustment, "加减分：按编号，写改动的各项；null 删去"),
    }


def _named(model: type[Element], description: str) -> JsonSchema:
    change = _removable({"$ref": f"{DEFINITIONS}{model.__name__}"})
    return {"type": "object", "additionalProperties": change, "description": description}
