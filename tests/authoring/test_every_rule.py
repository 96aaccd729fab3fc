"""Every rule of the registry is explained, whatever numbers the inputs of a form take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.factories.schemes import MINIMAL
from tests.rules.inputs import OF_OTHER_FORMS, Parameters, of_schemes
from xlgen.authoring.example import generated_example
from xlgen.authoring.samples import OUT_OF_REACH, UNMOVED, samples_of
from xlgen.rules.registry import RULES
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme, ScoringPart

OPTIONS: Mapping[str, Any] = {
    "answers": lambda parameters: ["是", "否"],
    "grades": lambda parameters: list(parameters["bands"]),
    "answer": lambda parameters: list(parameters["scores"]),
    "sign": lambda parameters: ["≥", "≤", "定性"],
}
NUMBERS: Mapping[str, Mapping[str, Any]] = {
    "rates": {"kind": "percent"},
    "whole": {"kind": "percent", "maximum": 1.0},
    "high": {"kind": "number", "minimum": 0.95},
    "low": {"kind": "number", "maximum": 0.3},
    "counts": {"kind": "count"},
    "below nothing": {"kind": "money", "minimum": -5.0},
}
CALLS = [(name, parameters) for name in RULES for parameters in (*of_schemes(name), *OF_OTHER_FORMS[name])[-2:]]


def form_of(rule: str, parameters: Parameters, numbers: Mapping[str, Any]) -> tuple[Scheme, ScoringPart]:
    """A form with a single indicator, which is scored by this rule from inputs that take such numbers."""
    declared, inputs, sources = RULES[rule], dict[str, Any](), dict[str, Any]()
    count = len(parameters[declared.paired[1]]) if declared.paired and declared.paired[1] in parameters else 4
    for argument, kind in declared.arguments.items():
        names = [f"{argument}_{number}" for number in range(count if kind.several else 1)]
        asked = {"kind": "choice", "options": OPTIONS[argument](parameters)} if kind.text else numbers
        inputs |= {name: {"label": name, **asked} for name in names}
        sources[argument] = names if kind.several else names[0]
    others = {key: value for key, value in parameters.items() if key != "points"}
    part = {"points": parameters["points"], "rule": rule, "inputs": sources, "with": others}
    data = load_file(MINIMAL).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    indicator = {"id": "only", "name": "唯一", "points": parameters["points"], "inputs": inputs, "parts": [part]}
    data["groups"] = [{"name": "全部", "points": parameters["points"], "indicators": [indicator]}]
    scheme = Scheme.model_validate({**data, "points": parameters["points"], "tables": {}})
    return scheme, scheme.indicators[0].parts[0]


@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize(("rule", "parameters"), CALLS)
def test_rule__explained_and_filled_in(rule: str, parameters: Parameters, numbers: str) -> None:
    scheme, part = form_of(rule, parameters, NUMBERS[numbers])
    samples = samples_of(scheme, part)
    assert samples
    told = {sample.remark for sample in samples} - {""}
    assert told <= {UNMOVED} | {each for each in told if each.startswith(OUT_OF_REACH.partition("{")[0])}
    assert len({sample.score for sample in samples}) > 1 or told
    assert all(0 <= (sample.score or 0) <= parameters["points"] + 1e-9 or RULES[rule].full_marks for sample in samples)
    assert generated_example(scheme).inputs.keys() == scheme.all_inputs.keys()


def test_bound_out_of_reach__said() -> None:
    tiers = [{"at_least": 1.2, "score": 1.0}, {"at_least": 0.5, "score": 0.5}, {"score": 0.0}]
    scheme, part = form_of("tier_score", {"points": 1.0, "tiers": tiers}, NUMBERS["whole"])
    first, *others = samples_of(scheme, part)
    assert (first.given, first.score, first.remark) == ("rate_0＝100%", 0.5, OUT_OF_REACH.format(bound="120%"))
    assert [sample.score for sample in others] == [0.0, 0.5, 0.5]
