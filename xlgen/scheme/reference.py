"""A scheme as a page to read: indicator tree, points, rules in words, inputs, errata."""

from __future__ import annotations

from functools import partial

from xlgen.files.render import render_template
from xlgen.rules.registry import RULES
from xlgen.scheme.dependencies import cells_in
from xlgen.scheme.describe import describe, judgement, names_in, only_one
from xlgen.scheme.input_words import expected_of
from xlgen.scheme.model import Check, Scheme, ScoringPart

TEMPLATE = "表样说明.md.jinja"


def scheme_page(scheme: Scheme) -> str:
    """The page of a scheme, in Markdown; the text around it is templates/texts/表样说明.md.jinja."""
    return render_template(
        TEMPLATE,
        scheme=scheme,
        levels=list(scheme.levels()),
        indicators={indicator.id: indicator for indicator in scheme.indicators},
        in_words=partial(part_in_words, scheme),
        judgement=judgement,
        only_one=only_one,
        marked=partial(_marked, scheme),
        balances=[describe(balance, names_in(scheme)) for balance in scheme.balances],
        expected=expected_of,
    )


def _marked(scheme: Scheme, check: Check) -> str:
    names = names_in(scheme)
    return "".join(names[name] for name in check.cells or cells_in(scheme, check.holds))


def part_in_words(scheme: Scheme, part: ScoringPart) -> str:
    """How a part gives its points: its rule, and how the rows of its table are combined."""
    words = RULES[part.rule].describe({**part.parameters, "points": part.points})
    if part.table is None:
        return words
    table = scheme.tables[part.table]
    labels = {name: spec.label for name, spec in table.columns.items()}
    labels |= {name: measure.label for name, measure in table.measures.items()}
    combined = {"mean": "各行得分的平均数", "sum": "各行得分相加"}.get(part.combine, "")
    if part.weight is not None:
        combined = f"各行得分按“{labels[part.weight]}”加权平均"
    if part.row_points is not None:
        words = words.replace(f"{part.points:g}分", "该行分值")
        combined += f"，各行分值填在“{labels[part.row_points]}”"
    return f"每行：{words}；{combined}"
