"""A tolerant view of a scheme file's plain data, so that every check runs however broken the rest is."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from xlgen.rules.choice import NO, YES
from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, indicators

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""{input} in the texts of a form: what was filled in; {input:0.00} in this number format."""
ROW_SCORE = "score"
"""The column of a table that holds what each row scores: `table.score` among the names."""
WORST_GRADE = "grade"
"""{grade} in an indicator's result: the worst grade among its points to check."""
ROW_NUMBER = "row"
"""{row} in a row made for each row of a table: its number, from 1."""


@dataclass(frozen=True)
class Arithmetic:
    """An expression of the file, what it must give, and the table whose names it uses (empty: the whole scheme's)."""

    node: Node
    tree: ast.expr
    gives: Literal["number", "truth"]
    table: str
    inputs_only: bool


@dataclass
class Outline:
    """What a scheme file defines and what it uses."""

    root: Node
    indicators: list[Node] = field(default_factory=list)
    identifiers: list[tuple[str, Node]] = field(default_factory=list)
    names: dict[str, Node] = field(default_factory=dict)  # inputs and measures of the whole scheme
    measures: list[Node] = field(default_factory=list)  # of indicators and of table rows, in the order of the file
    tables: dict[str, Node] = field(default_factory=dict)
    expressions: list[Arithmetic] = field(default_factory=list)
    faulty: list[tuple[Node, str]] = field(default_factory=list)  # texts that are no expression, and why
    limits: list[tuple[str, Node, str]] = field(default_factory=list)  # no_more_than, and its table
    carried: list[tuple[str, Node, str]] = field(default_factory=list)  # carried_from, and its table
    graded: list[tuple[str, Node, str]] = field(default_factory=list)  # bands, by the name of the grade, and its table
    uses: list[tuple[str, Node]] = field(default_factory=list)  # names used outside expressions
    shown: list[tuple[str, Node, str]] = field(default_factory=list)  # in the form, and its table

    def columns(self, table: str) -> dict[str, Node]:
        """The columns and row measures of a table."""
        node = self.tables.get(table, Node(None))
        return dict(node["columns"].items() + node["measures"].items())

    def scope(self, table: str = "") -> dict[str, Node]:
        """The names that may be used: those of a table, or those of the whole scheme."""
        if table:
            return self.columns(table)
        columns = {f"{name}.{column}": node for name in self.tables for column, node in self.columns(name).items()}
        return {**self.names, **columns}

    def inputs(self, table: str = "") -> dict[str, Node]:
        """The inputs alone among the names that may be used, without measures and columns."""
        nodes = self.columns(table) if table else self.names
        return {name: node for name, node in nodes.items() if node["kind"].value is not None}

    def options(self, name: str, table: str) -> list[str]:
        """The options of an input, of a table's column where a table is named."""
        return options_of(self.inputs(table).get(name, Node(None)))


def options_of(node: Node) -> list[str]:
    """The options of an input; none where it is no choice."""
    if node["kind"].text == InputType.YES_NO:
        return [YES, NO]
    return [option.text for option in node["options"].texts()]


def type_of_input(node: Node) -> arithmetic.ExprType:
    """What an input or a measure is in an expression."""
    kind = node["kind"].text
    if kind in (InputType.TEXT, InputType.CHOICE, InputType.YES_NO):
        return arithmetic.TEXT
    return arithmetic.MONEY if kind == InputType.MONEY else arithmetic.NUMBER


def outline(data: Any) -> Outline:
    """The outline of a scheme file's data."""
    found = Outline(Node(data))
    root = found.root
    found.indicators.extend(indicators(root))
    _define(found, root["inputs"])
    for name, table in root["tables"].items():
        found.identifiers.append((name, table))
        found.tables[name] = table
        _conditions_of_inputs(found, table["columns"], name)
        _expression(found, table["required_when"], "truth", inputs_only=True)
        _measures(found, table["measures"], name)
    for indicator in found.indicators:
        found.identifiers.append((indicator["id"].text, indicator["id"]))
        _define(found, indicator["inputs"])
        _define(found, indicator["measures"])
        _measures(found, indicator["measures"])
        _expression(found, indicator["veto"], "truth")
        _expression(found, indicator["deduction"], "number")
        _expression(found, indicator["value"], "number")
        _expression(found, indicator["not_applicable"]["when"], "truth", inputs_only=True)
        _result(found, indicator)
        for part in indicator["parts"].each():
            _expression(found, part["veto"], "truth")
            if not part["table"].text:
                found.uses += [(text.text, text) for _, bound in part["inputs"].items() for text in bound.texts()]
    for balance in root["balances"].each():
        found.uses += [(text.text, text) for text in (*balance["sum_of"].texts(), *balance["equals"].texts())]
    for row in root["form"]["header"].each() + root["form"]["footer"].each():
        _used_in_row(found, row)
    return found


def _define(found: Outline, entries: Node) -> None:
    for name, node in entries.items():
        found.identifiers.append((name, node))
        found.names.setdefault(name, node)
    _conditions_of_inputs(found, entries)


def _measures(found: Outline, measures: Node, table: str = "") -> None:
    for _, measure in measures.items():
        found.measures.append(measure)
        _expression(found, measure["value"], "number", table)


def _conditions_of_inputs(found: Outline, entries: Node, table: str = "") -> None:
    for _, node in entries.items():
        _expression(found, node["required_when"], "truth", table, inputs_only=True)
        limit = node["no_more_than"].text
        if limit:
            found.limits.append((limit, node["no_more_than"], table))
        if node["carried_from"].text:
            found.carried.append((node["carried_from"].text, node["carried_from"], table))
        if node["bands"].value is not None:
            found.graded.append((node["bands"]["by"].text, node["bands"], table))


def _expression(
    found: Outline, node: Node, gives: Literal["number", "truth"], table: str = "", inputs_only: bool = False
) -> None:
    if not node.text:
        return
    try:
        found.expressions.append(Arithmetic(node, arithmetic.parse(node.text), gives, table, inputs_only))
    except arithmetic.NotArithmeticError as error:
        found.faulty.append((node, str(error)))


def _result(found: Outline, indicator: Node) -> None:
    """The names shown by an indicator's result, and by the texts of its rows on the form."""
    for name in placeholders(indicator["result"].text):
        if name != WORST_GRADE:
            found.shown.append((name, indicator["result"], ""))
    for text in indicator["basis"].texts():
        found.shown += [(name, text, "") for name in placeholders(text.text)]
    for _, texts in indicator["expansion"]["shows"].items():
        for text in texts.texts():
            found.shown += [(name, text, indicator["expansion"]["table"].text) for name in placeholders(text.text)]


def placeholders(text: str) -> list[str]:
    """The names in a text that stand for what was filled in, without the formats they are shown in."""
    return [name.partition(":")[0] for name in PLACEHOLDER.findall(text)]


def _used_in_row(found: Outline, row: Node) -> None:
    table = row["each"].text
    for cell in row["cells"].each():
        for name in placeholders(cell["text"].text):
            if name == ROW_NUMBER and table:
                continue
            found.shown.append((name, cell["text"], table))
