"""An indicator's points from its parts, measures, deduction and veto: for values and for cells alike.

`names` maps each name of the scheme to its meaning: the value a unit filled in, or the reference of the cell it is
filled into. Blanks must have been dealt with before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from xlgen.rules import expression as ex
from xlgen.rules.registry import RULES
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.arithmetic import evaluate
from xlgen.scheme.dependencies import incoming_transfers, parse
from xlgen.scheme.inputs import Measure
from xlgen.scheme.model import Adjustment, Indicator, Scheme, ScoringPart, Source
from xlgen.scheme.node import is_name
from xlgen.scheme.outline import ROW_SCORE

Names: TypeAlias = Mapping[str, ex.Value | ex.Column]
RuleArguments: TypeAlias = Mapping[str, ex.Value | Sequence[ex.Value]]
"""The arguments of a rule by name."""
ByRule: TypeAlias = Callable[[str, RuleArguments, Mapping[str, Any], ex.Number | None], ex.Number]
"""Gives a rule's points from its name, arguments and parameters, and from the full marks where they are filled in."""


def written_out(
    rule: str, arguments: RuleArguments, parameters: Mapping[str, Any], points: ex.Number | None = None
) -> ex.Number:
    """The points of a rule, computed from values or as a formula that any spreadsheet computes."""
    return RULES[rule].score(arguments, parameters, points)


def measure_value(measure: Measure, names: Names) -> ex.Value:
    """A measure (a ratio for percents), with its declared outcome where its divisor is 0."""
    return evaluate(parse(measure.value), names, measure.zero.outcome if measure.zero else None)


def condition(text: str, names: Names) -> ex.Truth:
    """Whether a condition of the scheme holds."""
    return cast(ex.Truth, evaluate(parse(text), names))


def rule_points(part: ScoringPart, names: Names, by_rule: ByRule = written_out) -> ex.Number:
    """The points by a part's rule; for a part with a table, those of the row whose values `names` holds.

    A row with points of its own is scored to the cent, because it is a score that the form shows.
    """
    arguments: dict[str, ex.Value | Sequence[ex.Value]] = {}
    for argument, source in part.inputs.items():
        arguments[argument] = (
            [_taken(each, names) for each in source] if isinstance(source, list) else _taken(source, names)
        )
    own = None if part.row_points is None else cast(ex.Number, names[part.row_points])
    score = by_rule(part.rule, arguments, {**part.parameters, "points": part.points}, own)
    return score if own is None else ex.rounded(score, SCORE_PLACES)


def _taken(source: Source, names: Names) -> ex.Value:
    """The value of a name, or what the form lays down."""
    return cast(ex.Value, names[source]) if is_name(source) else source


def part_points(part: ScoringPart, names: Names, by_rule: ByRule = written_out) -> ex.Number:
    """The points of a part: its rule's, or its table's rows combined; none where its veto holds."""
    points = rule_points(part, names, by_rule) if part.table is None else _combined(part, names)
    return points if part.veto is None else ex.when(condition(part.veto, names), 0.0, points)


def _points_of_one(ways: Sequence[ScoringPart], names: Names, by_rule: ByRule) -> ex.Number:
    """The points of the way that counts: the first that applies, none where none does; without conditions, the best."""
    scores = [part_points(part, names, by_rule) for part in ways]
    result, *others = scores
    if not any(part.applies_when for part in ways):
        for other in others:
            result = ex.maximum(result, other)
        return result
    result = 0.0
    for part, score in reversed(list(zip(ways, scores, strict=True))):
        result = score if part.applies_when is None else ex.when(condition(part.applies_when, names), score, result)
    return result


def _combined(part: ScoringPart, names: Names) -> ex.Number:
    scores = cast(ex.Column, names[f"{part.table}.{ROW_SCORE}"])
    if part.combine == "sum":
        return ex.rounded(ex.column_sum(scores), SCORE_PLACES)
    if part.combine == "mean":
        return ex.column_mean(scores)
    return ex.weighted_mean(scores, cast(ex.Column, names[f"{part.table}.{part.weight}"]))


def full_points(scheme: Scheme, indicator: Indicator, names: Names) -> ex.Number:
    """An indicator's full marks, to the cent: none where it is not applicable, more where others are not."""
    points = printed_points(scheme, indicator, names)
    return _unless_left_out(points, indicator, names) if indicator.rescales else points


def printed_points(scheme: Scheme, indicator: Indicator, names: Names) -> ex.Number:
    """The same as the form prints it: where the total is rescaled, the points of what is not applicable stay."""
    points: ex.Number = indicator.points
    transfers = incoming_transfers(scheme, indicator)
    for transfer in transfers:
        points = points + ex.when(condition(transfer.when, names), transfer.share, 0.0)
    if transfers:
        points = ex.rounded(points, SCORE_PLACES)
    return points if indicator.rescales else _unless_left_out(points, indicator, names)


def points_left_out(indicator: Indicator, names: Names) -> ex.Number:
    """The points of an indicator that are taken out of the full marks, because it is not applicable."""
    left_out = indicator.not_applicable
    return 0.0 if left_out is None else ex.when(condition(left_out.when, names), indicator.points, 0.0)


def _unless_left_out(points: ex.Number, indicator: Indicator, names: Names) -> ex.Number:
    left_out = indicator.not_applicable
    return points if left_out is None else ex.when(condition(left_out.when, names), 0.0, points)


def indicator_points(scheme: Scheme, indicator: Indicator, names: Names, by_rule: ByRule = written_out) -> ex.Number:
    """The unrounded points of an indicator: the sum of its parts, less the deduction, or 0 by veto; or as judged.

    Scored as printed and then scaled where it has received points of an indicator that is not applicable.
    """
    if isinstance(indicator, Adjustment):
        value = cast(ex.Number, evaluate(parse(indicator.value), names))
        return ex.maximum(ex.minimum(value, indicator.most), indicator.least)
    if indicator.judged is not None:
        return cast(ex.Number, names[indicator.judged])
    points = ex.total([_points_of_one(ways, names, by_rule) for ways in indicator.ways])
    if indicator.deduction is not None:
        lost = cast(ex.Number, evaluate(parse(indicator.deduction), names))
        points = ex.maximum(ex.difference(points, lost), 0.0)
    if indicator.veto is not None:
        points = ex.when(condition(indicator.veto, names), 0.0, points)
    if incoming_transfers(scheme, indicator):
        points = points * full_points(scheme, indicator, names) / indicator.points
    return _unless_left_out(points, indicator, names)
