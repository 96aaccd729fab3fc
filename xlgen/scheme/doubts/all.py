"""The list of searches for doubts, without those that the scheme itself accepts and gives a reason for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlgen.scheme.doubts.codes import DoubtCode, Doubts
from xlgen.scheme.doubts.numbers import not_printed, unknown_to_the_rule
from xlgen.scheme.doubts.scales import percents_as_bounds, percents_as_rates, tiers_in_order
from xlgen.scheme.doubts.uses import blank_dates, fixed_money_units, measures_of_others, unused_measures
from xlgen.scheme.outline import Outline, outline_of
from xlgen.scheme.problems import Problem
from xlgen.scheme.source import Path, YamlSource

SEARCHES: tuple[Callable[[Outline], Doubts], ...] = (
    *(unknown_to_the_rule, not_printed),
    *(percents_as_bounds, percents_as_rates, tiers_in_order),
    *(unused_measures, measures_of_others, fixed_money_units, blank_dates),
)


def doubts(source: YamlSource, data: Any) -> list[Problem]:
    """What is doubtful in a scheme that has no problems, in the order of its lines."""
    outline = outline_of(data)
    found = [each for search in SEARCHES for each in search(outline)]
    left = [(node, code, fields) for node, code, fields in found if not _accepted(outline, node.path, code)]
    return sorted({source.problem(node.path, code, **fields) for node, code, fields in left})


def _accepted(outline: Outline, path: Path, code: DoubtCode) -> bool:
    """The indicator in which something is doubtful accepts it."""
    around = [indicator for indicator in outline.indicators if path[: len(indicator.path)] == indicator.path]
    accepted = [each["doubt"].text for indicator in around for each in indicator["accepted"].elements()]
    return code.name in accepted
