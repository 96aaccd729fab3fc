"""A scheme as a page to read: indicator tree, points, rules in words, inputs, errata."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.files.render import render_template
from xlgen.rules.registry import RULES
from xlgen.scheme.describe import describe, names_in
from xlgen.scheme.model import Group, Part, Scheme
from xlgen.scoring.status import expected_of

TEMPLATE = "方案说明.md.jinja"


def scheme_page(scheme: Scheme) -> str:
    """The page of a scheme, in Markdown; the text around it is templates/texts/方案说明.md.jinja."""
    return render_template(
        TEMPLATE,
        scheme=scheme,
        levels=list(_levels(scheme.groups, 0)),
        indicators={indicator.id: indicator for indicator in scheme.indicators},
        in_words=_in_words,
        balances=[describe(balance, names_in(scheme)) for balance in scheme.balances],
        expected=expected_of,
    )


def _levels(groups: list[Group], depth: int) -> Iterator[tuple[int, Group]]:
    for group in groups:
        yield depth, group
        yield from _levels(group.groups, depth + 1)


def _in_words(part: Part) -> str:
    words = RULES[part.rule].describe({**part.parameters, "points": part.points})
    if part.table is None:
        return words
    combined = "各行得分的平均数" if part.combine == "mean" else f"各行得分按“{part.weight}”加权平均"
    return f"每行：{words}；{combined}"
