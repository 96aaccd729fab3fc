"""What a scheme file defines and uses, collected from its plain data so that every check runs however broken it is."""

from __future__ import annotations

import ast
import datetime
import re
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from xlgen.scheme import arithmetic
from xlgen.scheme.form import GRADE, POINTS_OF, SCORE_OF, TOTAL
from xlgen.scheme.inputs import FIXED_OPTIONS, InputType, is_written_date
from xlgen.scheme.node import Node, indicators, names_taken
from xlgen.xlsx.dates import day_number

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
    """An expression of the file, its required type, and the table whose names it uses (empty: the whole scheme's)."""

    node: Node
    tree: ast.expr
    gives: Literal["number", "truth"]
    table: str
    inputs_only: bool
    tolerant: bool = False  # amounts may be compared with a constant


class NameUse(NamedTuple):
    """A name that is used outside expressions, where, and the table whose names it may be (empty: the scheme's)."""

    name: str
    node: Node
    table: str = ""


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
    limits: list[NameUse] = field(default_factory=list)  # no_more_than
    carried: list[NameUse] = field(default_factory=list)  # carried_from
    deducted: list[NameUse] = field(default_factory=list)  # deducted_from, where it is a name
    graded: list[NameUse] = field(default_factory=list)  # the input that bands depend on, at the node of the bands
    scored: list[NameUse] = field(default_factory=list)  # arguments of rules; terms of balances
    shown: list[NameUse] = field(default_factory=list)  # in texts of the form

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

    def form_values(self) -> set[str]:
        """What the texts of a form may show beside what is filled in: the total, the grade, scores and points."""
        if not self.indicators:
            return set()
        ids = [indicator["id"].text for indicator in self.indicators]
        return {TOTAL, GRADE, *(f"{name}{part}" for name in ids for part in (SCORE_OF, POINTS_OF))}

    def options(self, name: str, table: str) -> list[str]:
        """The options of an input, or of a table's column where a table is named."""
        return options_of(self.inputs(table).get(name, Node(None)))


def options_of(node: Node) -> list[str]:
    """The options of an input; none where it is no choice."""
    kind = node["kind"].text
    if kind in FIXED_OPTIONS:
        return FIXED_OPTIONS[InputType(kind)]
    return [option.text for option in node["options"].texts()]


def is_required(node: Node) -> bool:
    """Whether an input must always be filled in; a tick only where it says so."""
    written = node["required"].value
    return written is True if node["kind"].text == InputType.TICK else written is not False


def expr_type_of_input(node: Node) -> arithmetic.ExprType:
    """The type of an input or a measure in an expression."""
    kind = node["kind"].text
    if kind in (InputType.TEXT, InputType.CHOICE, *FIXED_OPTIONS):
        return arithmetic.TEXT
    if kind == InputType.DATE:
        return arithmetic.DATE
    return arithmetic.MONEY if kind == InputType.MONEY else arithmetic.NUMBER


def bound_of(node: Node) -> float | None:
    """The number of a smallest or greatest value, written as a number or as a date; None if it is neither."""
    if not is_written_date(node.value):
        return node.number
    try:
        return day_number(datetime.date.fromisoformat(str(node.value)))
    except ValueError:
        return None  # told by the model


def outline_of(data: Any) -> Outline:
    """The outline of a scheme file's data."""
    outline = Outline(Node(data))
    root = outline.root
    outline.indicators.extend(indicators(root))
    _define(outline, root["inputs"])
    for name, table in root["tables"].items():
        outline.identifiers.append((name, table))
        outline.tables[name] = table
        _input_conditions(outline, table["columns"], name)
        _expression(outline, table["required_when"], "truth", inputs_only=True)
        _measures(outline, table["measures"], name)
    for indicator in outline.indicators:
        _indicator(outline, indicator)
    for cap in root["caps"].elements():
        _expression(outline, cap["when"], "truth")
    for name, check in root["checks"].items():
        outline.identifiers.append((name, check))
        for key in ("holds", "when"):
            _expression(outline, check[key], "truth", tolerant=True)
        outline.shown += [NameUse(shown, check["message"]) for shown in placeholders(check["message"].text)]
    for balance in root["balances"].elements():
        terms = (*balance["sum_of"].texts(), *balance["equals"].texts())
        outline.scored += [NameUse(text.text, text) for text in terms]
    for row in root["form"]["header"].elements() + root["form"]["footer"].elements():
        _form_row(outline, row)
    _report(outline, root["report"])
    return outline


def _report(outline: Outline, report: Node) -> None:
    """The names of which the written report shows what was filled in."""
    for text in (report["title"], *report["cover"].texts()):
        outline.shown += [NameUse(name, text) for name in placeholders(text.text)]
    sections = report["sections"].elements()
    for section in sections:
        sections += section["sections"].elements()
        outline.shown += [NameUse(text.text, text) for text in section["shows"].texts()]


def _indicator(outline: Outline, indicator: Node) -> None:
    outline.identifiers.append((indicator["id"].text, indicator["id"]))
    _define(outline, indicator["inputs"])
    _define(outline, indicator["measures"])
    _measures(outline, indicator["measures"])
    _expression(outline, indicator["veto"], "truth")
    _expression(outline, indicator["deduction"], "number")
    _expression(outline, indicator["value"], "number")
    _expression(outline, indicator["not_applicable"]["when"], "truth", inputs_only=True)
    _shown_by_indicator(outline, indicator)
    if indicator["judged"].text:
        outline.scored.append(NameUse(indicator["judged"].text, indicator["judged"]))
    for part in indicator["parts"].elements():
        _expression(outline, part["veto"], "truth")
        _expression(outline, part["applies_when"], "truth")
        if not part["table"].text:
            arguments = [text for _, argument in part["inputs"].items() for text in names_taken(argument)]
            outline.scored += [NameUse(text.text, text) for text in arguments]


def _define(outline: Outline, entries: Node) -> None:
    for name, node in entries.items():
        outline.identifiers.append((name, node))
        outline.names.setdefault(name, node)
    _input_conditions(outline, entries)


def _measures(outline: Outline, measures: Node, table: str = "") -> None:
    for _, measure in measures.items():
        outline.measures.append(measure)
        _expression(outline, measure["value"], "number", table)


def _input_conditions(outline: Outline, entries: Node, table: str = "") -> None:
    for _, node in entries.items():
        _expression(outline, node["required_when"], "truth", table, inputs_only=True)
        if node["no_more_than"].text:
            outline.limits.append(NameUse(node["no_more_than"].text, node["no_more_than"], table))
        if node["carried_from"].text:
            outline.carried.append(NameUse(node["carried_from"].text, node["carried_from"], table))
        if isinstance(node["deducted_from"].value, str):
            outline.deducted.append(NameUse(node["deducted_from"].text, node["deducted_from"], table))
        if node["bands"].value is not None:
            outline.graded.append(NameUse(node["bands"]["by"].text, node["bands"], table))


def _expression(
    outline: Outline,
    node: Node,
    gives: Literal["number", "truth"],
    table: str = "",
    inputs_only: bool = False,
    tolerant: bool = False,
) -> None:
    if not node.text:
        return
    try:
        tree = arithmetic.parse(node.text)
        outline.expressions.append(Arithmetic(node, tree, gives, table, inputs_only, tolerant))
    except arithmetic.NotArithmeticError as error:
        outline.faulty.append((node, str(error)))


def _shown_by_indicator(outline: Outline, indicator: Node) -> None:
    """The names shown by an indicator's result, and by the texts of its rows on the form."""
    for name in placeholders(indicator["result"].text):
        if name != WORST_GRADE:
            outline.shown.append(NameUse(name, indicator["result"]))
    own = [text for _, text in indicator["shows"].items()]
    for text in (*indicator["basis"].texts(), *own):
        outline.shown += [NameUse(name, text) for name in placeholders(text.text)]
    table = indicator["expansion"]["table"].text
    for _, texts in indicator["expansion"]["shows"].items():
        for text in texts.texts():
            outline.shown += [NameUse(name, text, table) for name in placeholders(text.text)]


def placeholders(text: str) -> list[str]:
    """The names in a text that stand for what was filled in, without their number formats."""
    return [name.partition(":")[0] for name in PLACEHOLDER.findall(text)]


def _form_row(outline: Outline, row: Node) -> None:
    table = row["each"].text
    for cell in row["cells"].elements():
        for name in placeholders(cell["text"].text):
            if name == ROW_NUMBER and table:
                continue
            outline.shown.append(NameUse(name, cell["text"], table))
