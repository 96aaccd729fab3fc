"""The scores that 指标评分表 prints: of an indicator, and their total."""

from __future__ import annotations

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.model import Indicator
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring import points
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
    summed = points.form_total(layout.scheme, call("SUM", *layout.printed_scores(indicators, FORM)))
    lacking = joined_text(["待填 ", ex.as_formula(due) - counted, " 项"])
    return call("IF", Formula(f"{counted.text}<{due:g}", ex.COMPARISON), lacking, summed)
