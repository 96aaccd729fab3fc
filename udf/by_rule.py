"""From checked arguments to the score by a rule: what may be omitted, what a workbook may pass, the rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from udf.arguments import ANY, MIN_NUMBER, OMITTED, Limits, answer, cells, number, one_of, same_count, text
from udf.outcome import VALUE, ExcelError
from xlgen.rules.expression import Formula
from xlgen.rules.library import PAIRED, YES
from xlgen.rules.registry import RULES
from xlgen.rules.rounding import SCORE_PLACES, excel_round

LABELS = {
    "progress": "累计支出进度",
    "pace": "序时进度",
    "counts": "次数",
    "answers": "是否符合",
    "each": "分值（每次扣分）",
}
"""What pairs are called whose numbers must be equal (`library.PAIRED`)."""


def optional(argument: Any, label: str, limits: Limits) -> Any:
    """A number that may be omitted."""
    return OMITTED if argument is OMITTED else number(argument, label, limits)


def choice(argument: Any, label: str, words: Mapping[str, str]) -> Any:
    """A word that may be omitted, as the rule's own."""
    return OMITTED if argument is OMITTED else words[one_of(text(argument, label), list(words), label)]


def with_defaults(rule: str, given: Mapping[str, Any]) -> list[float]:
    """The parameters, those omitted at the rule's own default."""
    fields = RULES[rule].parameters.model_fields
    return [fields[name].default if value is OMITTED else value for name, value in given.items()]


def rising(values: list[float], label: str, exact: Any) -> list[float]:
    """Refuse what stands in no order that could be meant, unless a workbook calls: its scheme has been checked."""
    if not is_exact(exact) and any(after < before for before, after in pairwise(values)):
        raise ExcelError(VALUE, f"{label}应当从小到大；可能漏写了一个参数")
    return values


def is_exact(exact: Any) -> bool:
    """A workbook calls: it rounds itself, and has checked what it passes."""
    return exact is not OMITTED and answer(exact, "最后一个参数") == YES


def allowed_limits(usual: Limits, exact: Any, computed: Limits = ANY) -> Limits:
    """What a workbook has computed or checked may be any; a rate that is typed most likely lacks its percent sign."""
    return computed if is_exact(exact) else usual


def score_by(
    name: str, exact: Any, given: Mapping[str, float | str | Sequence[float] | Sequence[str]], **parameters: Any
) -> float:
    """The score by a rule of the library, to the cent unless exact; what is omitted is at the rule's own default."""
    rule, written = RULES[name], {key: value for key, value in parameters.items() if value is not OMITTED}
    if name in PAIRED:
        several, parameter = PAIRED[name]
        paired = written.get(parameter, rule.parameters.model_fields[parameter].default)
        same_count(LABELS.get(several, several), cells(given[several]), LABELS.get(parameter, parameter), paired)
    if written.get("points", MIN_NUMBER) < MIN_NUMBER and not is_exact(exact):
        raise ExcelError(VALUE, "满分应当大于0")
    score = rule.score(given, written)
    if isinstance(score, Formula):
        raise TypeError(name)  # only cells give formulas, and none came in
    return float(score) if is_exact(exact) else excel_round(score, SCORE_PLACES)
