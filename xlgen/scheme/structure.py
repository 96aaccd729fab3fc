"""The structure of a scheme file against the model: every key known, every value of its type."""

from __future__ import annotations

import re
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import Problem, ProblemCode
from xlgen.scheme.source import EXTENDS, Path, YamlSource
from xlgen.scheme.suggest import EXPECTED, nearest
from xlgen.scheme.todos import is_open, without_todos

UNQUOTED = "大概是前一项的值里有逗号：在 {…} 中把整个值用单引号括起来，如 value: 'min(甲, 乙)'"
_REMAINDER = re.compile(r"[^\w-]")
"""No key has such a character, but the rest of a value that was cut at a comma has."""
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%")


def reason(error: ErrorDetails) -> str:
    """Why a value is refused, in Chinese."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in EXPECTED:
        percent = _PERCENT.fullmatch(str(error["input"]))
        hint = f"；{percent[0]} 写 {float(percent[1]) / 100:.10g}" if percent and kind == "float_type" else ""
        if kind == "string_type" and _is_braced(error["input"]):
            return "的大括号要连同文字用引号括起来，如 '{unit_name}'"
        return f"{EXPECTED[kind]}，写的却是 {error['input']!r}{hint}"
    if kind in ("enum", "literal_error"):
        return f"只能是 {context['expected'].replace(' or ', '、')}，写的却是 {error['input']!r}"
    if kind == "greater_than":
        return f"应当大于 {context['gt']:g}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        return f"应当{'不小于' if 'ge' in context else '不大于'} {bound:g}"
    if kind == "string_too_long":
        return f"最多 {context['max_length']} 个字"
    if kind == "too_short":
        return "不能是空的"
    if kind == "string_pattern_mismatch":
        return "只能用小写英文字母、数字、_ 和 -，以字母开头"
    if kind == "value_error":
        return str(context["error"])
    return f"不合要求（{error['msg']}）"


def _is_braced(value: Any) -> bool:
    """Whether what YAML reads as a mapping was meant as a text: {name} without quotes."""
    return isinstance(value, dict) and all(item is None for item in value.values())


def located(model: type[BaseModel], data: Any) -> list[tuple[Path, ErrorDetails]]:
    """The errors of data against a model, each with the path in the data."""
    try:
        model.model_validate(data)
    except ValidationError as refused:
        return [(_path_in(data, error["loc"]), error) for error in refused.errors()]
    return []


def _path_in(data: Any, location: tuple[int | str, ...]) -> Path:
    """The location without what pydantic adds: the names of union members."""
    path: list[int | str] = []
    for step in location:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            break
        path.append(step)
    return tuple(path)


def _siblings(path: Path) -> list[str]:
    """The keys that the model allows where this path ends."""
    model: Any = Scheme
    named = False  # the next step is an id: a key of a mapping from ids to models
    for step in path[:-1]:
        if isinstance(step, int) or named:
            named = False
            continue
        fields = model.model_fields.items() if _is_model(model) else ()
        annotation = next((field.annotation for name, field in fields if step in (name, field.alias)), None)
        model, named = _element(annotation), get_origin(annotation) is dict
    known = [field.alias or name for name, field in model.model_fields.items()] if _is_model(model) else []
    return known if len(path) > 1 else [EXTENDS, *known]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _element(annotation: Any) -> Any:
    """The model inside list[...], dict[str, ...] or ... | None."""
    if _is_model(annotation):
        return annotation
    elements = (_element(argument) for argument in getattr(annotation, "__args__", ()))
    return next((element for element in elements if element is not None), None)


def structure_problems(source: YamlSource, data: Any) -> list[Problem]:
    """Unknown and missing keys, wrong types and values out of range; where a `todo` stands, keys may be missing."""
    problems = []
    for path, error in located(Scheme, without_todos(data)):
        if error["type"] == "missing" and is_open(data, path[:-1]):
            continue
        key = str(path[-1]) if path else ""
        if error["type"] == "extra_forbidden":
            advice = UNQUOTED if _REMAINDER.search(key) else nearest(key, _siblings(path))
            problems.append(source.problem(path, ProblemCode.UNKNOWN_KEY, key=key, nearest=advice))
        elif error["type"] == "missing":
            problems.append(source.problem(path, ProblemCode.MISSING_KEY, key=key))
        else:
            problems.append(source.problem(path, ProblemCode.WRONG_TYPE, key=key, reason=reason(error)))
    return problems
