"""Each part of an indicator against the rule it names: rule, arguments, parameters, table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from xlgen.rules.registry import RULES
from xlgen.rules.rule import Rule
from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, NodeProblems, is_name, names_taken, undefined
from xlgen.scheme.outline import Outline, expr_type_of_input, options_of
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.structure import located, reason
from xlgen.scheme.suggest import nearest

NO_ANSWERS = frozenset({InputType.TEXT, InputType.TICK})
"""Kinds that give no answer by which a rule could score: own words, and a tick that is not made."""


def rules(outline: Outline) -> NodeProblems:
    """Every part names a rule of the library and gives it what it takes."""
    scored: set[str] = set()
    for indicator in outline.indicators:
        for part in indicator["parts"].elements():
            name = part["rule"].text
            if name in RULES:
                yield from _arguments(RULES[name], part, outline.scope(part["table"].text))
                yield from _parameters(RULES[name], part, outline)
            elif name:
                yield part["rule"], ProblemCode.UNKNOWN_RULE, {"name": name, "nearest": nearest(name, RULES)}
            yield from _table(outline, part, scored)


def _arguments(rule: Rule, part: Node, known: dict[str, Node]) -> NodeProblems:
    for name, node in part["inputs"].items():
        if name not in rule.arguments:
            fields: dict[str, object] = {"rule": rule.name, "name": name, "nearest": nearest(name, rule.arguments)}
            yield node, ProblemCode.UNKNOWN_ARGUMENT, fields
        elif rule.arguments[name].several is not isinstance(node.value, list):
            why = "应当是一列编号（每行以“- ”开头）" if rule.arguments[name].several else "应当只写一个编号"
            yield node, ProblemCode.WRONG_ARGUMENT, {"rule": rule.name, "name": name, "reason": why}
        else:
            for source in _sources(node):
                for why in _wrong_source(rule, name, source, known):
                    yield source, ProblemCode.WRONG_ARGUMENT, {"rule": rule.name, "name": name, "reason": why}
    for name in rule.arguments:
        if part["inputs"][name].value is None:
            yield part["inputs"], ProblemCode.MISSING_ARGUMENT, {"rule": rule.name, "name": name}
    if rule.alike is not None:
        sources = [source for name in rule.alike for source in _sources(part["inputs"][name])]
        if len({_type(source, known) for source in sources if source.value != 0} - {None, arithmetic.TEXT}) > 1:
            fields = {"rule": rule.name, "name": rule.alike[0], "reason": "是金额的，只能与金额（或0）比较"}
            yield part["inputs"], ProblemCode.WRONG_ARGUMENT, fields


def _sources(argument: Node) -> list[Node]:
    return argument.elements() if isinstance(argument.value, list) else [argument]


def _wrong_source(rule: Rule, name: str, source: Node, known: dict[str, Node]) -> Iterator[str]:
    """What is wrong with a source of an argument: a name (an undefined one is reported elsewhere), or a constant."""
    named, expr_type = is_name(source.value), _type(source, known)
    if rule.arguments[name].text:
        words = next((argument.meanings for argument in rule.call if argument.source == name), [])
        spec = known.get(source.text, Node(None))
        others = [option for option in options_of(spec) if option not in words]
        if not named and source.value not in words:
            yield f"要的是选项的编号{_or(words)}，不能是 {source.value!r}"
        elif named and expr_type is not None and (expr_type != arithmetic.TEXT or spec["kind"].text in NO_ANSWERS):
            yield "要的是选项（打勾的项不行，可改为 kind: yes_no）"
        elif words and others:
            yield f"的选项只能是{'、'.join(words)}，不能是{'、'.join(others)}"
    elif not named and source.number is None:
        yield f"要的是编号或数，不能是 {source.value!r}（90% 写作 0.9）"
    elif expr_type in (arithmetic.TEXT, arithmetic.DATE) or (
        expr_type == arithmetic.MONEY and name not in (rule.alike or ())
    ):
        yield "要的是数或比率（金额须先除以金额，日期须先相减）"


def _or(words: Sequence[str]) -> str:
    return f"，或{'、'.join(words)}之一" if words else ""


def _type(source: Node, known: dict[str, Node]) -> arithmetic.ExprType | None:
    """The type of a source; None of a name that is not defined."""
    if is_name(source.value):
        return expr_type_of_input(known[source.text]) if source.text in known else None
    return arithmetic.NUMBER


def _parameters(rule: Rule, part: Node, outline: Outline) -> NodeProblems:
    written = dict(part["with"].items())
    parameters: dict[str, Any] = {name: node.value for name, node in written.items()}
    if part["points"].number is not None:
        parameters["points"] = part["points"].value
    errors = located(rule.parameters, parameters)
    for path, error in errors:
        name = str(path[0]) if path else ""
        at = written.get(name, part["with"])
        if error["type"] == "extra_forbidden" and len(path) == 1:
            known = set(rule.parameters.model_fields) - {"points"}
            yield at, ProblemCode.UNKNOWN_PARAMETER, {"rule": rule.name, "name": name, "nearest": nearest(name, known)}
        elif name != "points":
            why = "没有写" if error["type"] == "missing" and len(path) == 1 else reason(error)
            yield at, ProblemCode.WRONG_PARAMETER, {"rule": rule.name, "name": name, "reason": why}
    if not errors:
        yield from _consistent(rule, rule.parameters.model_validate(parameters), part, outline)


def _consistent(rule: Rule, parameters: BaseModel, part: Node, outline: Outline) -> NodeProblems:
    points = part["points"].number
    best = points if rule.full_marks is None else rule.full_marks(parameters)
    if points is not None and best is not None and abs(best - points) > 1e-9:
        fields: dict[str, object] = {"name": rule.title, "points": f"{points:g}", "total": f"{best:g}"}
        yield part["points"], ProblemCode.POINTS_DO_NOT_ADD_UP, fields
    if rule.paired is not None:
        argument, parameter = rule.paired
        bound, items = _sources(part["inputs"][argument]), getattr(parameters, parameter)
        if bound and len(bound) != len(items):
            why = f"有 {len(items)} 个值，{argument} 却有 {len(bound)} 项"
            yield part["with"], ProblemCode.WRONG_PARAMETER, {"rule": rule.name, "name": parameter, "reason": why}
    lengths = {name: len(_sources(part["inputs"][name])) for name, spec in rule.arguments.items() if spec.several}
    if len(set(lengths.values())) > 1:
        name, *others = lengths
        why = f"与 {'、'.join(others)} 的项数不同：{lengths}"
        yield part["inputs"], ProblemCode.WRONG_ARGUMENT, {"rule": rule.name, "name": name, "reason": why}
    if rule.chosen is not None:
        argument, parameter = rule.chosen
        for choice in names_taken(part["inputs"][argument]):
            options = outline.options(choice.text, part["table"].text)
            if options and set(options) != set(getattr(parameters, parameter)):
                scores = list(getattr(parameters, parameter))
                missing = "".join(f"；缺少“{option}”" for option in options if option not in scores)
                extra = "".join(f"；多出“{option}”" for option in scores if option not in options)
                why = f"应与填报项 {choice.text} 的选项一致：{'、'.join(options)}{missing}{extra}"
                yield part["with"], ProblemCode.WRONG_PARAMETER, {"rule": rule.name, "name": parameter, "reason": why}


def _table(outline: Outline, part: Node, scored: set[str]) -> NodeProblems:
    table = part["table"].text
    if not table:
        return
    if table not in outline.tables:
        yield undefined(part["table"], outline.tables)
        return
    if table in scored:
        yield part["table"], ProblemCode.TABLE_RULE, {"name": table, "reason": "由两处计分"}
    scored.add(table)
    if part["combine"].text == "weighted" and not part["weight"].text:
        yield part["combine"], ProblemCode.TABLE_RULE, {"name": table, "reason": "按权重汇总，却没有写 weight"}
    sources = [text for _, node in part["inputs"].items() for text in names_taken(node)]
    columns = outline.columns(table)
    for text in [*sources, *part["weight"].texts()]:
        if text.text not in columns:
            yield undefined(text, columns)
    for text in part["weight"].texts():
        if text.text in columns and not isinstance(expr_type_of_input(columns[text.text]), int):
            yield text, ProblemCode.TABLE_RULE, {"name": table, "reason": f"的权重“{text.text}”不是数"}
