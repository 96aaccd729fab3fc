"""Points: they add up at every level, and those of an indicator that is not applicable go where they can."""

from __future__ import annotations

from xlgen.scheme.node import Node, NodeProblems, levels
from xlgen.scheme.outline import Outline
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest


def points(outline: Outline) -> NodeProblems:
    """Points add up at every level: scheme, groups, indicators."""
    yield from _sum(outline.root, outline.root["groups"].elements())
    for level in levels(outline.root):
        yield from _sum(level, level["groups"].elements() + level["indicators"].elements())
    for indicator in outline.indicators:
        parts = indicator["parts"].elements()
        yield from _sum(indicator, parts)
        if not parts and indicator["points"].number:
            yield indicator, ProblemCode.MISSING_KEY, {"key": "parts"}


def _sum(parent: Node, children: list[Node]) -> NodeProblems:
    own, summands = parent["points"].number, [child["points"].number for child in children]
    numbers = [summand for summand in summands if summand is not None]
    if own is None or not children or len(numbers) < len(summands):
        return
    if abs(own - sum(numbers)) > 1e-9:
        fields: dict[str, object] = {"name": parent["name"].text, "points": f"{own:g}", "total": f"{sum(numbers):g}"}
        yield parent["points"], ProblemCode.POINTS_DO_NOT_ADD_UP, fields


def empty_levels(outline: Outline) -> NodeProblems:
    """A level holds levels or indicators."""
    for level in levels(outline.root):
        if not level["groups"].elements() and not level["indicators"].elements():
            yield level, ProblemCode.MISSING_KEY, {"key": "indicators"}


def receivers(outline: Outline) -> NodeProblems:
    """Points of an indicator that is not applicable go to others that always apply."""
    fixed = {indicator["id"].text for indicator in outline.indicators if indicator["not_applicable"].value is None}
    for indicator in outline.indicators:
        for receiver in indicator["not_applicable"]["points_to"].texts():
            if receiver.text not in fixed:
                advice = nearest(receiver.text, fixed)
                yield receiver, ProblemCode.UNDEFINED_NAME, {"name": receiver.text, "nearest": advice}
