"""The total of a form: the sum of its scores, rescaled where indicators are left out, and capped; for values and cells.

`terms` hold what depends on the unit beside its scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.dependencies import Dependencies, dependencies_in
from xlgen.scheme.model import Adjustment, Indicator, Scheme
from xlgen.scoring.points import Names, condition, points_left_out

SumOf: TypeAlias = Callable[[Sequence[Indicator]], ex.Number]
"""Gives the sum of the scores of adjacent indicators."""


class TotalTerms(NamedTuple):
    """What a total depends on beside the scores.

    applicable: the points of the indicators that apply. cap: the most that the total may be, the full marks where no
    cap's condition holds. capped: the rule of that cap in words, empty where there is none.
    """

    applicable: ex.Number
    cap: ex.Number
    capped: ex.Text = ""


def total_terms(scheme: Scheme, names: Names) -> TotalTerms:
    """The terms of a total. names: also the measures that the conditions of caps use."""
    applicable: ex.Number = scheme.points
    for indicator in scheme.rescaling:
        applicable = applicable - points_left_out(indicator, names)
    cap: ex.Number = scheme.points
    capped: ex.Text = ""
    for each in sorted(scheme.caps, key=lambda each: -each.at_most):  # the lowest comes last, around the others
        holds = condition(each.when, names)
        cap, capped = ex.when(holds, each.at_most, cap), ex.chosen(holds, each.words, capped)
    return TotalTerms(ex.rounded(applicable, SCORE_PLACES), cap, capped)


def needed_for_caps(scheme: Scheme) -> Dependencies:
    """What must be filled before one knows which caps hold."""
    return dependencies_in(scheme, *(cap.when for cap in scheme.caps))


def form_total(scheme: Scheme, sum_of: SumOf, terms: TotalTerms) -> ex.Number:
    """The total: what is scored, rescaled to the full marks, and what is added or deducted beside them.

    Held within 0 and the full marks where there are adjustments, and below the cap.
    """
    if scheme.rescaling:
        leaves = [leaf for leaf in scheme.indicators if not isinstance(leaf, Adjustment)]
        scored = ex.rounded(sum_of(leaves), SCORE_PLACES)
        total = ex.rounded(ex.quotient(scored * scheme.points, terms.applicable, 0.0, 0.0), SCORE_PLACES)
        if scheme.adjustments:
            total = ex.rounded(total + sum_of(scheme.adjustments), SCORE_PLACES)
    else:
        total = ex.rounded(sum_of(scheme.indicators), SCORE_PLACES)
    if scheme.adjustments:
        total = ex.maximum(ex.minimum(total, scheme.points), 0.0)
    return ex.minimum(total, terms.cap) if scheme.caps else total


def has_note(scheme: Scheme) -> bool:
    """Whether a total may be another number than the sum of the scores."""
    return bool(scheme.rescaling or scheme.caps)


def total_note(scheme: Scheme, sum_of: SumOf, terms: TotalTerms) -> ex.Text:
    """Why the total is not the sum of the scores, in Chinese; empty where nothing was left out and no cap holds."""
    if not has_note(scheme):
        return ""
    rescaled, capped = ex.below(terms.applicable, scheme.points), ex.below(terms.cap, scheme.points)
    summed = ex.rounded(sum_of(scheme.indicators), SCORE_PLACES)
    pieces: list[ex.Text] = ["各项得分合计", _two_places(summed), "分"]
    left = ["；适用指标满分", _plain(terms.applicable), f"分，按{scheme.points:g}分折算"]
    pieces += [ex.chosen(rescaled, _joined(left), "")] if scheme.rescaling else []
    pieces += [ex.chosen(capped, _joined(["；", terms.capped]), "")] if scheme.caps else []
    return ex.chosen(ex.any_of([rescaled, capped]), _joined(pieces), "")


def _joined(pieces: Sequence[ex.Text]) -> ex.Text:
    return ex.joined_text(pieces) if any(isinstance(piece, Formula) for piece in pieces) else "".join(map(str, pieces))


def _plain(number: ex.Number) -> ex.Text:
    return number if isinstance(number, Formula) else f"{number:g}"


def _two_places(number: ex.Number) -> ex.Text:
    return ex.call("TEXT", number, "0.00") if isinstance(number, Formula) else f"{number:.2f}"
