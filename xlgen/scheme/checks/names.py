"""Names: well-formed, unique, and defined where they are used."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection

from xlgen.scheme import arithmetic
from xlgen.scheme.doubts.codes import DoubtCode
from xlgen.scheme.node import Node, NodeProblems, undefined
from xlgen.scheme.outline import ROW_NUMBER, ROW_SCORE, WORST_GRADE, Outline, expr_type_of_input
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def identifiers(outline: Outline) -> NodeProblems:
    """Identifiers are words of a-z, 0-9 and _, and no two are the same."""
    in_tables = [(name, node) for table in outline.tables for name, node in outline.columns(table).items()]
    for name, node in outline.identifiers:
        if name and not _allowed(name, WORST_GRADE):
            yield node, ProblemCode.BAD_ID, {"name": name}
    for name, node in in_tables:
        if name and not _allowed(name, ROW_SCORE):
            yield node, ProblemCode.BAD_ID, {"name": name}
    for name, node in outline.root["parameters"].items():
        if name == "year":
            yield node, ProblemCode.BAD_ID, {"name": name}
    first: dict[str, Node] = {}
    for name, node in outline.identifiers:
        if name and first.setdefault(name, node) is not node:
            yield node, ProblemCode.DUPLICATE_ID, {"name": name, "first": first[name]}


def _allowed(name: str, reserved: str) -> bool:
    return (
        IDENTIFIER.fullmatch(name) is not None
        and not keyword.iskeyword(name)
        and name not in ("sum", ROW_NUMBER, reserved)
    )


def names(outline: Outline) -> NodeProblems:
    """Every name that is used is defined, and is what may be used there."""
    scope = outline.scope()
    uses: list[tuple[str, Node, Collection[str]]] = [(use.name, use.node, scope) for use in outline.scored]
    uses += [
        (use.name, use.node, outline.inputs(use.table)) for use in outline.limits + outline.graded + outline.deducted
    ]
    uses += [(use.name, use.node, outline.inputs()) for use in outline.carried]
    shown = {*outline.names, *outline.form_values()}
    uses += [(use.name, use.node, outline.columns(use.table) if use.table else shown) for use in outline.shown]
    for expression in outline.expressions:
        defined = outline.inputs(expression.table) if expression.inputs_only else outline.scope(expression.table)
        uses += [(name, expression.node, defined) for name in arithmetic.names_in(expression.tree)]
    for name, node, known in uses:
        if name not in known:
            yield node, ProblemCode.UNDEFINED_NAME, {"name": name, "nearest": nearest(name, known)}
    for use in outline.limits:
        known = outline.inputs(use.table)
        if use.name not in known:
            continue
        own = str(use.node.path[-2])
        limit, limited = (expr_type_of_input(known.get(name, Node(None))) for name in (use.name, own))
        if arithmetic.DATE in (limit, limited) and limit != limited:
            reason = f"“{use.name}”：日期以日期为上限，数以数为上限"
            yield use.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
        elif limit == arithmetic.TEXT:
            yield use.node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{use.name}”不是数，不能作上限"}
    for use in outline.carried:
        if use.table:
            reason = "只能写在单独的填报项里，不能写在明细表的列里"
            yield use.node, ProblemCode.WRONG_RANGE, {"key": "carried_from", "reason": reason}


def accepted_doubts(outline: Outline) -> NodeProblems:
    """What an indicator accepts are doubts that the lint knows."""
    for indicator in outline.indicators:
        for accepted in indicator["accepted"].elements():
            code = accepted["doubt"]
            if code.text and code.text not in DoubtCode.__members__:
                yield undefined(code, DoubtCode.__members__)


def table_names_in_form(outline: Outline) -> NodeProblems:
    """Rows of the form are made of the rows of a table; different values are demanded of a column."""
    for row in outline.root["form"]["header"].elements() + outline.root["form"]["footer"].elements():
        table = row["each"]
        if table.text and table.text not in outline.tables:
            yield undefined(table, outline.tables)
    for name, node in outline.tables.items():
        column, known = node["distinct"]["column"], outline.columns(name)
        if column.text and column.text not in known:
            yield undefined(column, known)
