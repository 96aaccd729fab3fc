"""An example filling: every input filled in and rows in every table, so that an author sees all texts in use."""

from __future__ import annotations

import ast
import math
from dataclasses import replace

from xlgen.authoring.conditions import first_filling, names_of, with_the_least
from xlgen.authoring.example_rows import example_rows
from xlgen.authoring.example_values import (
    EXAMPLE,
    SHARE,
    Values,
    best_answers,
    example_value,
    shares_of_wholes,
    within_limits,
)
from xlgen.authoring.situations import usual
from xlgen.files.resources import SAMPLES
from xlgen.rules import expression as ex
from xlgen.scheme import arithmetic
from xlgen.scheme.dependencies import parse
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Balance, Check, Scheme
from xlgen.scheme.problems import BrokenFileError
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import score_form
from xlgen.scoring.values import input_names, number
from xlgen.xlsx.values import CellValue, is_number

UNIT = "示例单位"
PASSES = 3
"""Sums and limits depend on each other; so often they are set one after the other."""


def example_of(scheme: Scheme) -> FormData:
    """The published sample of a shipped scheme; of any other, a plausible filling."""
    file = SAMPLES / scheme.id / "inputs.yaml"
    try:
        return load_form_data(file, scheme) if file.is_file() else generated_example(scheme)
    except BrokenFileError:  # another scheme of the same id
        return generated_example(scheme)


def generated_example(scheme: Scheme) -> FormData:
    """A filling made from kinds, options, bounds and sums, in which every input and three rows hold something."""
    tables = {name: example_rows(scheme, name) for name in scheme.tables}
    filling = with_overrides(FormData(_inputs(scheme), tables), presets(scheme))
    filling = replace(filling, inputs=_going_together(scheme, filling))
    scores = score_form(scheme, filling)
    lost = [each.indicator for each in scores.indicators if (each.score or 0.0) < each.points]
    ids, fields = [leaf.id for leaf in scheme.indicators], scheme.free_text_fields
    return replace(
        filling,
        remarks={leaf.id: f"{EXAMPLE}未达标的原因和改进措施" for leaf in lost if scheme.asks_why(leaf)},
        evidence={name: f"佐证材料{at}" for at, name in enumerate(ids, 1)} if "evidence" in fields else {},
        notes=dict.fromkeys(ids, f"{EXAMPLE}备注") if "notes" in fields else {},
        explanations={name: f"{EXAMPLE}核实说明" for name, each in scores.audits.items() if each.broken},
    )


def _inputs(scheme: Scheme) -> Values:
    """Every single input by itself: the best answers, no veto, everything applicable."""
    shares = shares_of_wholes(scheme.all_measures)
    values = {name: example_value(scheme, spec, shares.get(name)) for name, spec in scheme.all_inputs.items()}
    values[UNIT_NAME] = UNIT
    for indicator in scheme.indicators:
        if indicator.judged is not None:
            values[indicator.judged] = indicator.points * SHARE
        for part in indicator.parts:
            values.update(best_answers(scheme, part) if part.table is None else {})
    for condition, holds in _wanted(scheme).items():
        known = {name: values[name] for name in names_of(condition) if values.get(name) is not None}
        filling = with_the_least(scheme, {name: each for name, each in known.items() if each is not None}, [condition])
        found = first_filling(scheme, filling, {condition: holds}) or {}
        values.update({name: each for name, each in found.items() if name in values and isinstance(each, (str, float))})
    return values


def _wanted(scheme: Scheme) -> dict[str, bool]:
    """Which conditions hold where points are given as usual, and no cap does."""
    wanted = dict.fromkeys((cap.when for cap in scheme.caps), False)
    for indicator in scheme.indicators:
        wanted |= usual(scheme, indicator)
    return wanted


def _going_together(scheme: Scheme, filling: FormData) -> Values:
    """The single inputs, with sums that are right and nothing above its limit."""
    values = dict(filling.inputs)
    for _ in range(PASSES):
        values = within_limits(scheme.all_inputs, values)
        for balance in scheme.balances:
            summed = _sum(balance, values, filling)
            if summed is not None and balance.equals in scheme.all_inputs:
                values[balance.equals] = summed
        for check in scheme.checks.values():
            values.update(_made_equal(scheme, check, replace(filling, inputs=values)))
    return values


def _made_equal(scheme: Scheme, check: Check, filling: FormData) -> Values:
    """The input that an audit rule wants to be equal to something else, made so; nothing for any other rule."""
    names: dict[str, ex.Value | ex.Column] = {**input_names(scheme.all_inputs, filling.inputs)}
    for table, rows in filling.tables.items():
        columns = scheme.tables[table].columns
        names |= {f"{table}.{column}": [number(row.get(column)) for row in rows] for column in columns}
    for side, other in _equal(parse(check.holds)):
        known = set(arithmetic.names_in(other)) <= names.keys()
        if isinstance(side, ast.Name) and side.id in scheme.all_inputs and known:
            value = arithmetic.evaluate(other, names)
            return {side.id: value} if is_number(value) else {}
    return {}


def _equal(tree: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """The two sides that are equal, or nearly so, where a rule holds, each with the other, the right one first."""
    match tree:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return [(right, left), (left, right)]
        case ast.Compare(left=ast.Call(func=ast.Name(id="abs"), args=[ast.BinOp(op=ast.Sub()) as difference])):
            return [(difference.right, difference.left), (difference.left, difference.right)]
    return []


def _sum(balance: Balance, values: Values, filling: FormData) -> float | None:
    """What the terms of a balance add up to; None where one of them holds no number."""
    numbers: list[CellValue] = []
    for term in balance.sum_of:
        table, _, column = term.rpartition(".")
        numbers += [row.get(column) for row in filling.tables.get(table, ())] if table else [values.get(term)]
    return math.fsum(each for each in numbers if is_number(each)) if all(map(is_number, numbers)) else None
