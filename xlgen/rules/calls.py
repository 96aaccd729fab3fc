"""A rule as the call of its custom function: `udf.functions` computes in a cell what `xlgen.rules.library` says.

How the arguments and parameters of each rule stand in a call is written here alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from xlgen.rules.expression import Formula, Value, as_formula, call
from xlgen.rules.library import Tier
from xlgen.rules.registry import RULES
from xlgen.rules.words import BOUNDS

OVER = {"满分": "full", "零分": "zero"}
"""What RATIO_SCORE is told about rates beyond 100 %."""
DIRECTIONS = {"高于": "above", "低于": "below"}
"""What STEP_DEDUCT_SCORE is told about the side on which points are lost."""
REST = "其余"
"""The last tier, which has no bound."""
EXACT = True
"""What the last argument says in a workbook: not rounded, because the form rounds; any rate is taken as it is."""
GRADE, STACK = "GRADE", "STACK"
"""The function of the grade, and the one that puts cells one below the other that do not stand side by side."""
FUNCTIONS = frozenset({*(rule.upper() for rule in RULES), GRADE, STACK})
"""The functions that workbooks call."""


def rule_call(
    rule: str, arguments: Mapping[str, Value], parameters: Mapping[str, Any], points: Value | None = None
) -> Formula:
    """The call that gives a rule's unrounded score, as `Rule.score` would.

    Every argument is one reference: an argument of several values is their range. points are the full marks where
    they are filled in, not laid down by the form. Raises ValidationError where the parameters do not fit the rule.
    """
    checked: Any = RULES[rule].parameters.model_validate(parameters)
    full: Value = checked.points if points is None else points
    return call(rule.upper(), *_WRITTEN[rule](arguments, checked, full), EXACT)


def grade_call(total: Formula, cut_offs: Mapping[str, float]) -> Formula:
    """The call that gives the grade of a total."""
    return call(GRADE, total, constants(cut_offs), constants(cut_offs.values()))


def bound_text(tier: Tier) -> str:
    """A tier's bound as staff write it, like ≥90%; exact, whatever its digits."""
    if not tier.bounds:
        return REST
    ((name, value),) = tier.bounds
    return f"{BOUNDS[name]}{(Decimal(repr(value)) * 100).normalize():f}%"


def constants(values: Iterable[float | str]) -> Formula:
    """Constants one below the other; a row of them would reach VBA as a list without rows."""
    first, *more = [as_formula(value).text for value in values]
    return Formula(f"{{{';'.join([first, *more])}}}" if more else first)


def _word(words: Mapping[str, str], meant: str) -> str:
    return next(word for word, value in words.items() if value == meant)


_WRITTEN: Mapping[str, Callable[[Mapping[str, Any], Any, Value], list[Value]]] = {
    "quarter_exec_score": lambda given, said, _: [
        given["progress"],
        constants(said.pace),
        said.quarter_points,
        said.average_points,
    ],
    "tier_score": lambda given, said, _: [
        given["rate"],
        constants(bound_text(tier) for tier in said.tiers),
        constants(tier.score for tier in said.tiers),
    ],
    "ratio_score": lambda given, said, points: [given["rate"], points, _word(OVER, said.over)],
    "inverse_ratio_score": lambda given, _, points: [given["rate"], points],
    "step_deduct_score": lambda given, said, points: [
        given["rate"],
        points,
        said.free,
        said.step,
        said.each,
        _word(DIRECTIONS, said.direction),
    ],
    "deduct_score": lambda given, said, points: [given["counts"], points, constants(said.each)],
    "sized_deduct_score": lambda given, said, points: [
        given["missed"],
        given["due"],
        points,
        said.size,
        said.each_above,
        said.each_within,
    ],
    "criteria_score": lambda given, said, _: [given["answers"], constants(said.each)],
    "choice_score": lambda given, said, _: [
        given["answer"],
        constants(said.scores),
        constants(said.scores.values()),
    ],
    "completion_score": lambda given, said, points: [
        given["completion"],
        points,
        said.pass_at,
        said.full_at,
        said.excess_above,
        said.excess_share,
    ],
    "band_score": lambda given, said, points: [
        given["grades"],
        given["shares"],
        points,
        constants(said.bands),
        constants(band.least for band in said.bands.values()),
        constants(band.most for band in said.bands.values()),
    ],
}
"""For each rule, what stands in the call, in the order of the function's parameters."""
