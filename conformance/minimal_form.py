"""The smallest form that uses one rule: an indicator for each set of parameters, with the rule's arguments as inputs.

The inputs of a form `usage` with the argument `rate` are `usage_rate` and, as a rate is a quotient, `usage_rate_base`;
of an argument of several values `usage_counts_1`, `usage_counts_2` and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.files import Cell, RuleCase, RuleFile, RuleForm

Specs = dict[str, dict[str, Any]]
NUMBER = {"kind": "number", "minimum": -1000}
AMOUNT = {"kind": "money", "minimum": -1000}
SIGNS = ("≥", "＞", "＝", "≤", "＜", "定性")
RATES = ("rate", "completion")


def _values(value: Cell | Sequence[Cell]) -> Sequence[Cell] | None:
    """The values of an argument that takes several; None of one that takes one."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else None


def _ids(form: RuleForm, argument: str, value: Cell | Sequence[Cell]) -> list[str]:
    """The inputs of an argument."""
    name, several = f"{form.id}_{argument}", _values(value)
    return [name] if several is None else [f"{name}_{number}" for number in range(1, 1 + len(several))]


def filled_in(form: RuleForm, case: RuleCase) -> dict[str, Cell]:
    """What is filled into the inputs of a form for a case."""
    inputs: dict[str, Cell] = {}
    for argument, value in case.arguments.items():
        ids = _ids(form, argument, value)
        if argument in RATES:
            inputs |= _quotient(ids[0], value)
        else:
            inputs |= dict(zip(ids, _values(value) or [value], strict=True))  # type: ignore[list-item]  # one value
    return inputs


def _quotient(name: str, value: Any) -> dict[str, Cell]:
    if isinstance(value, str) and "/" in value:
        dividend, divisor = map(float, value.split("/"))
        return {name: dividend, f"{name}_base": divisor}
    return {name: value, f"{name}_base": 1}


def _rate(form: RuleForm, name: str, _: int) -> Specs:
    return {name: NUMBER, f"{name}_base": NUMBER}


def _choice(form: RuleForm, name: str, _: int) -> Specs:
    options = form.parameters["scores"] if "scores" in form.parameters else form.parameters["bands"]
    assert isinstance(options, dict), "points or a band by option"
    return {name: {"kind": "choice", "options": list(options)}}


def _share(form: RuleForm, name: str, number: int) -> Specs:
    grade = f"{form.id}_grades_{number}"
    bands: Any = form.parameters["bands"]
    from_zero = [option for option, band in bands.items() if band["least"] == 0]
    needed = " or ".join(f'{grade} == "{option}"' for option in from_zero)
    share: dict[str, Any] = {"kind": "percent", "required": False, "bands": {"by": grade, "ranges": bands}}
    return {name: share | ({"required_when": needed} if needed else {})}


def _missed(form: RuleForm, name: str, _: int) -> Specs:
    return {name: {"kind": "count", "no_more_than": f"{form.id}_due"}}


def _plain(**spec: Any) -> Callable[[RuleForm, str, int], Specs]:
    return lambda form, name, number: {name: spec}


INPUTS: Mapping[str, Callable[[RuleForm, str, int], Specs]] = {
    "rate": _rate,
    "completion": _rate,
    "answers": _plain(kind="yes_no"),
    "answer": _choice,
    "grades": _choice,
    "shares": _share,
    "counts": _plain(kind="number"),
    "progress": _plain(kind="percent", maximum=2),
    "missed": _missed,
    "due": _plain(kind="count"),
    "actual": _plain(**NUMBER),
    "target": _plain(kind="number"),
    "sign": _plain(kind="choice", options=list(SIGNS)),
    "amount": _plain(**AMOUNT),
    "others": _plain(**AMOUNT),
}


def _specs(form: RuleForm) -> Specs:
    specs: Specs = {}
    for argument, value in form.cases[0].arguments.items():
        for number, name in enumerate(_ids(form, argument, value), 1):
            specs |= INPUTS[argument](form, name, number)
    return {name: {"label": name, **spec} for name, spec in specs.items()}


def _indicator(rule: str, form: RuleForm) -> dict[str, Any]:
    ids = {argument: _ids(form, argument, value) for argument, value in form.cases[0].arguments.items()}
    rates = {f"{form.id}_quotient": names[0] for argument, names in ids.items() if argument in RATES}
    inputs: dict[str, Any] = {
        argument: names if _values(form.cases[0].arguments[argument]) is not None else names[0]
        for argument, names in ids.items()
    }
    inputs |= {argument: f"{form.id}_quotient" for argument in ids if argument in RATES}
    part = {"points": form.parameters["points"], "rule": rule, "inputs": inputs}
    laid_down = {name: value for name, value in form.parameters.items() if name != "points"}
    return {
        "id": form.id,
        "name": form.id,
        "points": form.parameters["points"],
        "explanation": form.source,
        "criteria": [form.clause],
        "inputs": _specs(form),
        "measures": {name: _measure(rate) for name, rate in rates.items()},
        "parts": [part | ({"with": laid_down} if laid_down else {})],
    }


def _measure(rate: str) -> dict[str, Any]:
    zero = {"both_zero": 0, "base_zero": 0, "because": "没有用到"}
    return {"label": "比率", "value": f"{rate} / {rate}_base", "zero": zero}


def minimal_form(file: RuleFile) -> dict[str, Any]:
    """A scheme with this rule alone, as plain data."""
    indicators = [_indicator(file.rule, form) for form in file.forms]
    points = round(sum(indicator["points"] for indicator in indicators), 2)
    columns = ("level_1", "indicator", "points", "criteria", "score", "basis")
    return {
        "id": file.rule.replace("_", "-"),
        "version": "1.0.0",
        "name": file.rule,
        "issuer": "测试",
        "source": "测试",
        "year": 2024,
        "points": points,
        "grades": [{"name": "优", "at_least": 0.9 * points}, {"name": "差", "at_least": 0}],
        "inputs": {"unit_name": {"kind": "text", "label": "单位名称"}},
        "groups": [{"name": file.rule, "points": points, "indicators": indicators}],
        "form": {
            "title": file.rule,
            "paper": "A4",
            "header": [{"cells": [{"text": "{unit_name}", "columns": 6}]}],
            "columns": [{"title": [content], "content": content, "width": 20} for content in columns],
            "total": {"label": "总分", "points": False},
        },
    }
