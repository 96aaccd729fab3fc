"""Measures that nobody uses, or that another indicator uses; amounts beside a fixed unit of money."""

from __future__ import annotations

import re

from xlgen.scheme import arithmetic
from xlgen.scheme.doubts.codes import DoubtCode, Doubts
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, InputType
from xlgen.scheme.node import Node, names_taken
from xlgen.scheme.outline import PLACEHOLDER, Outline, is_required

FIXED_UNIT = re.compile(r"万元|(?<![万亿美欧日])元(?![旦素件])")


def unused_measures(outline: Outline) -> Doubts:
    """Every measure of an indicator or of a table is used by a score, another measure or the form."""
    used = {use.name for use in (*outline.scored, *outline.shown)}
    for expression in outline.expressions:
        used.update(arithmetic.names_in(expression.tree))
    for name, node in outline.names.items():
        if node["value"].text and name not in used:
            yield node, DoubtCode.MEASURE_NOT_USED, {"name": node["label"].text}
    sources = {text for part in _parts(outline) for text in _sources(part)}
    for table_name, table in outline.tables.items():
        excess = table["excess"]["measure"].text
        for name, node in table["measures"].items():
            if not {name, f"{table_name}.{name}"} & {*used, *sources, excess}:
                yield node, DoubtCode.MEASURE_NOT_USED, {"name": node["label"].text}


def measures_of_others(outline: Outline) -> Doubts:
    """A part is scored by inputs and measures of its own indicator, or by general ones."""
    owners = {
        name: indicator
        for indicator in outline.indicators
        for key in ("inputs", "measures")
        for name, _ in indicator[key].items()
    }
    for indicator in outline.indicators:
        for part in indicator["parts"].elements():
            if part["table"].text:
                continue
            for _, argument in part["inputs"].items():
                for text in names_taken(argument):
                    owner = owners.get(text.text, indicator)
                    if owner.path != indicator.path:
                        fields: dict[str, object] = {"name": outline.names[text.text]["label"].text}
                        yield text, DoubtCode.MEASURE_OF_ANOTHER, {**fields, "owner": owner["name"].text}


def blank_dates(outline: Outline) -> Doubts:
    """What is computed from a date that may stay blank asks first whether it is there: a blank counts as day 0."""
    for expression in outline.expressions:
        if expression.gives != "number":
            continue
        known, asked = outline.scope(expression.table), set(arithmetic.compared_with_zero(expression.tree))
        for name in dict.fromkeys(arithmetic.names_in(expression.tree)):
            node = known.get(name, Node(None))
            if node["kind"].text == InputType.DATE and not is_required(node) and name not in asked:
                yield expression.node, DoubtCode.DATE_MAY_BE_BLANK, {"name": node["label"].text}


def fixed_money_units(outline: Outline) -> Doubts:
    """Where a block of the form prints 万元 or 元, its amounts are filled in that unit: in 万元, if it does not ask."""
    for block in ("header", "footer"):
        cells = [cell["text"] for row in outline.root["form"][block].elements() for cell in row["cells"].elements()]
        unit = _only_unit([cell.text for cell in cells])
        for cell in cells:
            yield from _amounts_in_another_unit(outline, cell, unit)
    for indicator in outline.indicators:
        for text in (indicator["result"], *indicator["basis"].texts()):
            yield from _amounts_in_another_unit(outline, text, _only_unit([text.text]))


def _only_unit(texts: list[str]) -> str:
    units = {unit for text in texts for unit in FIXED_UNIT.findall(PLACEHOLDER.sub("", text))}
    return units.pop() if len(units) == 1 else ""


def _amounts_in_another_unit(outline: Outline, text: Node, unit: str) -> Doubts:
    shown_in = "单位所选的金额单位（元或万元）" if MONEY_UNIT in outline.names else TEN_THOUSAND_YUAN
    if unit in ("", shown_in):
        return
    for placeholder in PLACEHOLDER.findall(text.text):
        name = placeholder.partition(":")[0]
        if outline.names.get(name, Node(None))["kind"].text == InputType.MONEY:
            yield text, DoubtCode.MONEY_UNIT_FIXED, {"unit": unit, "name": name, "shown_in": shown_in}


def _parts(outline: Outline) -> list[Node]:
    return [part for indicator in outline.indicators for part in indicator["parts"].elements()]


def _sources(part: Node) -> list[str]:
    return [text.text for _, argument in part["inputs"].items() for text in names_taken(argument)]
