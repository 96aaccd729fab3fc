"""The scores that 指标评分表 prints: of an indicator, and their total."""

from __future__ import annotations

from collections.abc import Sequence

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.scheme.model import Indicator
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.status import Status
from xlgen.scoring.total import SumOf, TotalTerms, form_total, needed_for_caps, total_note, total_terms
from xlgen.workbook.layout import Layout


def score_formula(layout: Layout, indicator: Indicator) -> Formula:
    """The printed score: the one that the 填报区 computes, nothing while that says that something is missing."""
    result = layout.result(indicator).reference_from(FORM)
    return call("IF", call("ISNUMBER", result), result, "")


def total_formula(layout: Layout) -> Formula:
    """The total of the printed scores; while some are missing, how many."""
    indicators = layout.scheme.indicators
    counted = call("COUNT", *layout.results(indicators, FORM))
    due = float(len(indicators))
    total: Value = form_total(layout.scheme, *_terms(layout))
    needed = needed_for_caps(layout.scheme)
    if needed.inputs or needed.tables:
        total = call("IF", layout.is_open(needed, FORM), Status.MISSING, total)
    lacking = joined_text(["待填 ", ex.as_formula(due) - counted, " 项"])
    return call("IF", Formula(f"{counted.text}<{due:g}", ex.COMPARISON), lacking, total)


def total_note_formula(layout: Layout) -> Formula:
    """Why the total is not the sum of the scores; nothing while there is none."""
    scored = call("ISNUMBER", layout.total.reference_from(FORM))
    return call("IF", scored, total_note(layout.scheme, *_terms(layout)), "")


def _terms(layout: Layout) -> tuple[SumOf, TotalTerms]:
    """How to sum up the printed scores, and what else the total depends on."""

    def sum_of(leaves: Sequence[Indicator]) -> Formula:
        return call("SUM", *layout.printed_scores(leaves, FORM))

    return sum_of, total_terms(layout.scheme, layout.numbers(FORM))
