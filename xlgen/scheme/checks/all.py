"""The list of checks of a scheme beyond its structure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from xlgen.scheme.checks.audit import audit_rules, balances
from xlgen.scheme.checks.bands import bands, same_bands, worst_grade
from xlgen.scheme.checks.expansion import expansions, row_points
from xlgen.scheme.checks.expressions import comparisons, expressions, measure_order
from xlgen.scheme.checks.inputs import (
    help_lengths,
    input_ranges,
    keys_of_kind,
    options,
    required_inputs,
    rolled_up,
    unused_inputs,
)
from xlgen.scheme.checks.layout import columns, header_scores, number_formats, row_widths, totals, typed_once
from xlgen.scheme.checks.names import accepted_doubts, identifiers, names, table_names_in_form
from xlgen.scheme.checks.points import (
    caps,
    empty_levels,
    judgements,
    points,
    points_to_the_cent,
    receivers,
    scored,
    shallow_levels,
    ways,
)
from xlgen.scheme.checks.report import report
from xlgen.scheme.checks.review import review
from xlgen.scheme.checks.rules import rules
from xlgen.scheme.checks.subject import subject
from xlgen.scheme.checks.tables import (
    counted_once,
    evidence_columns,
    excesses,
    presets,
    reasons,
    row_limits,
    table_labels,
    table_ranges,
)
from xlgen.scheme.checks.values import storable
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.outline import Outline, outline_of
from xlgen.scheme.problems import Problem
from xlgen.scheme.source import YamlSource
from xlgen.scheme.todos import stands_for

CHECKS: tuple[Callable[[Outline], NodeProblems], ...] = (
    *(scored, points, ways, points_to_the_cent, judgements, shallow_levels, empty_levels, receivers, caps),
    *(identifiers, names, table_names_in_form, accepted_doubts),
    *(expressions, comparisons, measure_order),
    *(options, keys_of_kind, rolled_up, help_lengths, input_ranges, unused_inputs, required_inputs),
    *(table_labels, table_ranges, presets, reasons, evidence_columns, excesses, counted_once, row_limits),
    *(rules, row_points, expansions),
    *(bands, same_bands, worst_grade),
    *(columns, totals, header_scores, row_widths, typed_once, number_formats),
    *(storable, balances, audit_rules, subject, report, review),
)


def semantic_problems(source: YamlSource, data: Any) -> Iterator[Problem]:
    """Every problem that is not one of structure, but for those that a todo stands for."""
    outline = outline_of(data)
    for check in CHECKS:
        for node, code, fields in check(outline):
            if stands_for(outline.root.value, node.path):
                continue
            yield source.problem(node.path, code, **_with_places(fields, source, node))


def _with_places(fields: dict[str, object], source: YamlSource, node: Node) -> dict[str, object]:
    """The fields of a message, with the place of every node among them in words."""
    return {
        key: source.place_in_words(value.path, node.path) if isinstance(value, Node) else value
        for key, value in fields.items()
    }
