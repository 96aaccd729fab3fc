"""Inputs: options, ranges and help texts that Excel can show; none unused, none missing."""

from __future__ import annotations

import re

from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import (
    ADDED_UP,
    MONEY_UNIT,
    NUMERIC,
    TEN_THOUSAND_YUAN,
    UNIT_NAME,
    YUAN,
    InputType,
    is_written_date,
)
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.outline import Outline, bound_of, options_of
from xlgen.scheme.problems import ProblemCode
from xlgen.xlsx.dates import FIRST_DATE, day_number
from xlgen.xlsx.limits import MAX_OPTION_LIST

MAX_PROMPT_LENGTH = 200
"""An input prompt in Excel holds 255 characters; the rest is for what xlgen says of kind and range."""

WORD = re.compile(r"[a-z]\w*", re.ASCII)
"""What may be an id in a text that is no expression."""
KEYS_OF_KIND = {
    "minimum": NUMERIC | {InputType.DATE},
    "maximum": NUMERIC | {InputType.DATE},
    "no_more_than": NUMERIC | {InputType.DATE},
    "deducted_from": NUMERIC,
    "rolls_up": ADDED_UP,
    "options": frozenset({InputType.CHOICE}),
    "unit": frozenset({InputType.NUMBER, InputType.COUNT}),
    "lines": frozenset({InputType.TEXT}),
    "max_length": frozenset({InputType.TEXT}),
}
"""The keys of an input that mean something for some kinds only."""


def _inputs(outline: Outline) -> list[Node]:
    columns = [node for table in outline.tables.values() for _, node in table["columns"].items()]
    return [*outline.names.values(), *columns]


def options(outline: Outline) -> NodeProblems:
    """A choice has options that Excel can list."""
    for node in _inputs(outline):
        values = [option.text for option in node["options"].texts()]
        if node["kind"].text == InputType.CHOICE and not values:
            yield node, ProblemCode.BAD_OPTIONS, {"reason": "一个也没有写"}
        if any(value != value.strip() for value in values):
            yield node["options"], ProblemCode.BAD_OPTIONS, {"reason": "的首尾有空格"}
        if len(set(values)) < len(values):
            yield node["options"], ProblemCode.BAD_OPTIONS, {"reason": "有重复的"}
        if any(mark in value for value in values for mark in ',"') or len(",".join(values)) > MAX_OPTION_LIST:
            yield node["options"], ProblemCode.BAD_OPTIONS, {"reason": "含有英文逗号或引号，或太长"}


def keys_of_kind(outline: Outline) -> NodeProblems:
    """No input has a key that means nothing for what it holds, so that would be ignored."""
    for node in _inputs(outline):
        kind = node["kind"].text
        for key, kinds in KEYS_OF_KIND.items():
            if node[key].value is not None and kind in list(InputType) and kind not in kinds:
                fields: dict[str, object] = {"key": key, "kind": kind, "kinds": "、".join(sorted(kinds))}
                fields["hint"] = "；文字的字数上限写 max_length" if (key, kind) == ("maximum", InputType.TEXT) else ""
                yield node[key], ProblemCode.USELESS_KEY, fields


def rolled_up(outline: Outline) -> NodeProblems:
    """What is added up over the units of a 主管部门 is no cell of a table, whose rows are the unit's own."""
    columns = [node for table in outline.tables.values() for _, node in table["columns"].items()]
    for node in columns:
        if node["rolls_up"].value is not None:
            reason = "只能写在单独的填报项里，不能写在明细表的列里"
            yield node["rolls_up"], ProblemCode.WRONG_RANGE, {"key": "rolls_up", "reason": reason}


def help_lengths(outline: Outline) -> NodeProblems:
    """Help texts fit where Excel shows them."""
    for node in _inputs(outline):
        length = len(node["help"].text)
        if length > MAX_PROMPT_LENGTH:
            fields: dict[str, object] = {"key": "help", "length": length, "limit": MAX_PROMPT_LENGTH}
            yield node["help"], ProblemCode.TEXT_TOO_LONG, fields


def input_ranges(outline: Outline) -> NodeProblems:
    """The maximum of an input is not below its minimum; those of a date are dates, all others numbers."""
    for node in _inputs(outline):
        dated = node["kind"].text == InputType.DATE
        for key in ("minimum", "maximum"):
            if node[key].value is None or node["kind"].text not in KEYS_OF_KIND[key]:
                continue
            day = bound_of(node[key])
            if is_written_date(node[key].value) is not dated:
                reason = "应当是日期，如 2025-03-31" if dated else "是日期，只用于 kind: date"
                yield node[key], ProblemCode.WRONG_RANGE, {"key": key, "reason": reason}
            elif dated and day is not None and day < day_number(FIRST_DATE):
                yield node[key], ProblemCode.WRONG_RANGE, {"key": key, "reason": f"不能早于 {FIRST_DATE}"}
        low, high = bound_of(node["minimum"]) or 0, bound_of(node["maximum"])
        if high is not None and high < low:
            reason = "早于最早的日期" if dated else f"{high:g} 小于最小值 {low:g}"
            yield node["maximum"], ProblemCode.WRONG_RANGE, {"key": "maximum", "reason": reason}


def unused_inputs(outline: Outline) -> NodeProblems:
    """Every input is used by a score, a condition, the form or an amount; an indicator's own texts need no use."""
    used = {use.name for use in outline.scored} | {use.name for use in outline.shown if not use.table}
    used |= {UNIT_NAME, *(outline.root["subject"][key].text for key in ("code", "name"))}
    if any(node["kind"].text == InputType.MONEY for node in _inputs(outline)):
        used.add(MONEY_UNIT)
    for expression in outline.expressions:
        used.update(arithmetic.names_in(expression.tree))
    for node, _ in outline.faulty:  # what is wrong with it is said there, not with everything in it
        used.update(WORD.findall(node.text))
    for indicator in outline.indicators:
        used |= {name for name, node in indicator["inputs"].items() if node["kind"].text == InputType.TEXT}
    for name, node in outline.inputs().items():
        if name not in used:
            yield node, ProblemCode.UNUSED_INPUT, {"name": name}


def required_inputs(outline: Outline) -> NodeProblems:
    """The unit's name is filled in; the unit of money, where the form asks for it, is 万元 or 元."""
    if UNIT_NAME not in outline.names:
        yield outline.root["inputs"], ProblemCode.MISSING_KEY, {"key": UNIT_NAME}
    unit = outline.names.get(MONEY_UNIT)
    if unit is not None and set(options_of(unit)) != {YUAN, TEN_THOUSAND_YUAN}:
        yield unit, ProblemCode.BAD_OPTIONS, {"reason": f"应当正好是 {TEN_THOUSAND_YUAN}、{YUAN}"}
