"""A scheme as a page to read: indicator tree, points, rules in words, inputs, errata."""

from __future__ import annotations

from xlgen.files.render import render_template
from xlgen.rules.registry import RULES
from xlgen.scheme.describe import describe, expected_of, judgement, names_in
from xlgen.scheme.model import Scheme, ScoringPart

TEMPLATE = "方案说明.md.jinja"


def scheme_page(scheme: Scheme) -> str:
    """The page of a scheme, in Markdown; the text around it is templates/texts/方案说明.md.jinja."""
    return render_template(
        TEMPLATE,
        scheme=scheme,
        levels=list(scheme.levels()),
        indicators={indicator.id: indicator for indicator in scheme.indicators},
        in_words=_in_words,
        judgement=judgement,
        balances=[describe(balance, names_in(scheme)) for balance in scheme.balances],
        expected=expected_of,
    )


def _in_words(part: ScoringPart) -> str:
    words = RULES[part.rule].describe({**part.parameters, "points": part.points})
    if part.table is None:
        return words
    combined = "各行得分的平均数" if part.combine == "mean" else f"各行得分按“{part.weight}”加权平均"
    return f"每行：{words}；{combined}"
