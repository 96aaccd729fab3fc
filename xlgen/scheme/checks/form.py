"""What the model cannot see: points that add up, names that exist, layouts that fit."""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Iterator
from typing import Any

from xlgen.scheme import arithmetic
from xlgen.scheme.checks.rows import row_problems
from xlgen.scheme.checks.rules import rule_problems
from xlgen.scheme.checks.sense import sense_problems
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, UNIT_NAME, YUAN, InputType
from xlgen.scheme.node import Node
from xlgen.scheme.outline import (
    ROW_NUMBER,
    ROW_SCORE,
    WORST_GRADE,
    Arithmetic,
    Outline,
    options_of,
    outline,
    type_of_input,
)
from xlgen.scheme.problems import Problem, ProblemCode
from xlgen.scheme.sheet_names import RESERVED
from xlgen.scheme.source import Source
from xlgen.scheme.suggest import nearest
from xlgen.xlsx.limits import MAX_CELL_TEXT, MAX_OPTION_LIST
from xlgen.xlsx.values import UNSTORABLE

Found = Iterator[tuple[Node, ProblemCode, dict[str, object]]]
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
PROMPT_LIMIT = 200
"""An input prompt in Excel holds 255 characters; the rest is for what xlgen says of kind and range."""


def semantic_problems(source: Source, data: Any) -> list[Problem]:
    """Every problem that is not one of structure."""
    found = outline(data)
    checks = (
        points,
        identifiers,
        expressions,
        names,
        unused,
        options,
        lengths,
        ranges,
        storable,
        table_labels,
        columns,
        form,
        rule_problems,
        row_problems,
        sense_problems,
    )
    return [
        source.problem(node.path, code, **_with_places(fields, source, node))
        for check in checks
        for node, code, fields in check(found)
    ]


def _with_places(fields: dict[str, object], source: Source, beside: Node) -> dict[str, object]:
    """A node among the fields stands for the place where it is written."""
    return {
        key: source.place_in_words(value.path, beside.path) if isinstance(value, Node) else value
        for key, value in fields.items()
    }


def points(found: Outline) -> Found:
    """Points add up at every level: scheme, groups, indicators."""
    yield from _sum(found.root, found.root["groups"].each())
    groups = found.root["groups"].each()
    while groups:
        group = groups.pop()
        children = group["groups"].each()
        groups += children
        yield from _sum(group, children + group["indicators"].each())
    for indicator in found.indicators:
        yield from _sum(indicator, indicator["parts"].each())
        if not indicator["parts"].each() and indicator["points"].number:
            yield indicator, ProblemCode.MISSING_KEY, {"key": "parts"}


def _sum(parent: Node, children: list[Node]) -> Found:
    own, parts = parent["points"].number, [child["points"].number for child in children]
    known = [part for part in parts if part is not None]
    if own is None or not children or len(known) < len(parts):
        return
    if abs(own - sum(known)) > 1e-9:
        fields: dict[str, object] = {"name": parent["name"].text, "points": f"{own:g}", "total": f"{sum(known):g}"}
        yield parent["points"], ProblemCode.POINTS_DO_NOT_ADD_UP, fields


def identifiers(found: Outline) -> Found:
    """Identifiers are words of a-z, 0-9 and _, and no two are the same."""
    first: dict[str, Node] = {}
    local = [item for table in found.tables.values() for item in table["columns"].items() + table["measures"].items()]
    for name, node in found.identifiers + local:
        reserved = ("sum", ROW_NUMBER, ROW_SCORE) if (name, node) in local else ("sum", ROW_NUMBER, WORST_GRADE)
        if name and (not IDENTIFIER.fullmatch(name) or keyword.iskeyword(name) or name in reserved):
            yield node, ProblemCode.BAD_ID, {"name": name}
    for name, node in found.root["parameters"].items():
        if name == "year":
            yield node, ProblemCode.BAD_ID, {"name": name}
    for name, node in found.identifiers:
        if name and first.setdefault(name, node) is not node:
            yield node, ProblemCode.DUPLICATE_ID, {"name": name, "first": first[name]}


def expressions(found: Outline) -> Found:
    """Expressions are arithmetic, say what a division by 0 means, and give the same in 元 and in 万元."""
    for node, reason in found.faulty:
        yield node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
    for expression in found.expressions:
        text, known = expression.node.text, found.scope(expression.table)
        if arithmetic.divisions(expression.tree) and not _sibling(found, expression.node, "zero"):
            yield expression.node, ProblemCode.DIVISION_WITHOUT_OUTCOME, {"text": text}
        if not all(name in known for name in arithmetic.names_in(expression.tree)):
            continue  # reported as undefined
        try:
            kind = arithmetic.expr_type_of(expression.tree, {name: type_of_input(node) for name, node in known.items()})
        except arithmetic.MixedMoneyError:
            yield expression.node, ProblemCode.MONEY_NOT_A_RATE, {"text": text}
        except arithmetic.NotArithmeticError as error:
            yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": error}
        else:
            yield from _gives(expression, kind)


def _gives(expression: Arithmetic, kind: arithmetic.ExprType) -> Found:
    text = expression.node.text
    if expression.gives == "truth" and kind != arithmetic.TRUTH:
        yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{text}”应当是条件（比较的结果）"}
    elif expression.gives == "number" and not isinstance(kind, int):
        yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{text}”的结果应当是数"}
    elif expression.gives == "number" and kind != arithmetic.NUMBER:
        yield expression.node, ProblemCode.MONEY_NOT_A_RATE, {"text": text}


def _sibling(found: Outline, node: Node, key: str) -> object:
    parent = found.root
    for step in node.path[:-1]:
        parent = Node(parent.value[step], (*parent.path, step))
    return parent[key].value


def names(found: Outline) -> Found:
    """Every name that is used is defined, and is what may be used there."""
    uses = [(name, node, found.scope()) for name, node in found.uses]
    uses += [(name, node, found.inputs(table)) for name, node, table in found.limits + found.graded]
    uses += [(name, node, found.inputs("")) for name, node, _ in found.carried]
    uses += [(name, node, found.columns(table) if table else found.names) for name, node, table in found.shown]
    for expression in found.expressions:
        known = found.inputs(expression.table) if expression.inputs_only else found.scope(expression.table)
        uses += [(name, expression.node, known) for name in arithmetic.names_in(expression.tree)]
    for name, node, known in uses:
        if name not in known:
            yield node, ProblemCode.UNDEFINED_NAME, {"name": name, "nearest": nearest(name, known)}
    for name, node, table in found.limits:
        known = found.inputs(table)
        if name in known and type_of_input(known[name]) == arithmetic.TEXT:
            yield node, ProblemCode.BAD_EXPRESSION, {"reason": f"“{name}”不是数，不能作上限"}
    for _, node, table in found.carried:
        if table:
            reason = "只能写在单独的填报项里，不能写在明细表的列里"
            yield node, ProblemCode.WRONG_RANGE, {"key": "carried_from", "reason": reason}
    for expression in found.expressions:
        yield from _known_options(found, expression)
    yield from _receivers(found)
    yield from _order(found)
    for row in found.root["form"]["header"].each() + found.root["form"]["footer"].each():
        if row["each"].text and row["each"].text not in found.tables:
            advice = nearest(row["each"].text, found.tables)
            yield row["each"], ProblemCode.UNDEFINED_NAME, {"name": row["each"].text, "nearest": advice}
    for table, node in found.tables.items():
        column = node["distinct"]["column"]
        if column.text and column.text not in found.columns(table):
            advice = nearest(column.text, found.columns(table))
            yield column, ProblemCode.UNDEFINED_NAME, {"name": column.text, "nearest": advice}


def _known_options(found: Outline, expression: Arithmetic) -> Found:
    """A choice is compared only with options that it has."""
    for name, option in arithmetic.compared_texts(expression.tree):
        node = found.inputs(expression.table).get(name, Node(None))
        offered = options_of(node)
        if offered and option not in offered:
            reason = f"“{name}”没有选项“{option}”，只有{'、'.join(offered)}"
            yield expression.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}


def _receivers(found: Outline) -> Found:
    """Points of an indicator that is not applicable go to others that always apply."""
    fixed = {leaf["id"].text for leaf in found.indicators if leaf["not_applicable"].value is None}
    for leaf in found.indicators:
        for receiver in leaf["not_applicable"]["points_to"].texts():
            if receiver.text not in fixed:
                advice = nearest(receiver.text, fixed)
                yield receiver, ProblemCode.UNDEFINED_NAME, {"name": receiver.text, "nearest": advice}


def _order(found: Outline) -> Found:
    """A measure uses only measures before it."""
    place = {node.path: number for number, node in enumerate(found.measures)}
    values = {expression.node.path[:-1]: expression for expression in found.expressions}
    for number, measure in enumerate(found.measures):
        if measure.path not in values:
            continue
        for name in arithmetic.names_in(values[measure.path].tree):
            local = (*measure.path[:-1], name)
            later = place.get(local, place.get(found.names[name].path, -1) if name in found.names else -1)
            if later >= number:
                yield measure["value"], ProblemCode.USED_BEFORE_DEFINED, {"name": name}


def unused(found: Outline) -> Found:
    """Every input is used by a score, a condition or the form; the two reserved ones are there where needed."""
    used = {name for name, _ in found.uses} | {name for name, _, table in found.shown if not table}
    for expression in found.expressions:
        used.update(arithmetic.names_in(expression.tree))
    own_words = {name for leaf in found.indicators for name, node in leaf["inputs"].items() if _is_text(node)}
    for name, node in found.names.items():
        if name not in used | own_words | {UNIT_NAME, MONEY_UNIT} and node["kind"].value is not None:
            yield node, ProblemCode.UNUSED_INPUT, {"name": name}
    amounts = [node for node in found.names.values() if node["kind"].text == InputType.MONEY]
    needed = {UNIT_NAME} | ({MONEY_UNIT} if amounts else set())
    for name in sorted(needed - set(found.names)):
        yield found.root["inputs"], ProblemCode.MISSING_KEY, {"key": name}
    unit = found.names.get(MONEY_UNIT)
    if unit is not None and set(options_of(unit)) != {YUAN, TEN_THOUSAND_YUAN}:
        yield unit, ProblemCode.BAD_OPTIONS, {"reason": f"应当正好是 {TEN_THOUSAND_YUAN}、{YUAN}"}


def _is_text(node: Node) -> bool:
    return node["kind"].text == InputType.TEXT


def _inputs(found: Outline) -> list[Node]:
    columns = [node for table in found.tables.values() for _, node in table["columns"].items()]
    return [*found.names.values(), *columns]


def options(found: Outline) -> Found:
    """A choice has options that Excel can list."""
    for node in _inputs(found):
        values = [option.text for option in node["options"].texts()]
        if node["kind"].text == InputType.CHOICE and not values:
            yield node, ProblemCode.BAD_OPTIONS, {"reason": "一个也没有写"}
        if any(value != value.strip() for value in values):
            yield node["options"], ProblemCode.BAD_OPTIONS, {"reason": "的首尾有空格"}
        if len(set(values)) < len(values):
            yield node["options"], ProblemCode.BAD_OPTIONS, {"reason": "有重复的"}
        if any(mark in value for value in values for mark in ',"') or len(",".join(values)) > MAX_OPTION_LIST:
            yield node["options"], ProblemCode.BAD_OPTIONS, {"reason": "含有英文逗号或引号，或太长"}


def lengths(found: Outline) -> Found:
    """Texts fit where Excel shows them."""
    for node in _inputs(found):
        if len(node["help"].text) > PROMPT_LIMIT:
            fields: dict[str, object] = {"key": "help", "length": len(node["help"].text), "limit": PROMPT_LIMIT}
            yield node["help"], ProblemCode.TEXT_TOO_LONG, fields


def ranges(found: Outline) -> Found:
    """Limits are the right way round; a table can hold what it must; groups are not empty."""
    for node in _inputs(found):
        low, high = node["minimum"].number or 0, node["maximum"].number
        if high is not None and high < low:
            yield node["maximum"], ProblemCode.WRONG_RANGE, {"key": "maximum", "reason": f"{high:g} 小于最小值 {low:g}"}
    for name, table in found.tables.items():
        rows, least = table["rows"].number, table["at_least_rows"].number
        if rows is not None and least is not None and least > rows:
            reason = f"要求至少 {least:g} 行，却只有 {rows:g} 行"
            yield table["at_least_rows"], ProblemCode.WRONG_RANGE, {"key": "at_least_rows", "reason": reason}
        distinct, different = table["distinct"], table["distinct"]["at_least"].number
        offered = options_of(found.columns(name).get(distinct["column"].text, Node(None)))
        if different is not None and offered and different > len(offered):
            reason = f"要求 {different:g} 种，却只有 {len(offered)} 个选项"
            yield distinct["at_least"], ProblemCode.WRONG_RANGE, {"key": "at_least", "reason": reason}
    groups = found.root["groups"].each()
    while groups:
        group = groups.pop()
        groups += group["groups"].each()
        if not group["groups"].each() and not group["indicators"].each():
            yield group, ProblemCode.MISSING_KEY, {"key": "indicators"}


def storable(found: Outline) -> Found:
    """No text or number that a workbook cannot hold."""
    waiting = [found.root]
    while waiting:
        node = waiting.pop()
        waiting += [child for _, child in node.items()] + node.each()
        unfit = isinstance(node.value, float) and not math.isfinite(node.value)
        if len(node.text) > MAX_CELL_TEXT:
            fields: dict[str, object] = {"key": node.path[-1], "length": len(node.text), "limit": MAX_CELL_TEXT}
            yield node, ProblemCode.TEXT_TOO_LONG, fields
        if unfit or UNSTORABLE.search(node.text):
            yield node, ProblemCode.NOT_STORABLE, {"key": node.path[-1]}


def table_labels(found: Outline) -> Found:
    """A table's label is the name of a sheet of its own."""
    labels = [table["label"].text for table in found.tables.values()]
    for table in found.tables.values():
        label = table["label"].text
        if label in RESERVED or labels.count(label) > 1:
            yield table["label"], ProblemCode.TABLE_LABEL, {"name": label, "reason": "已经用了"}
        elif re.search(r"[\[\]:*?/\\']", label):
            yield table["label"], ProblemCode.TABLE_LABEL, {"name": label, "reason": "含有工作表名不能用的符号"}


def columns(found: Outline) -> Found:
    """The form has the columns that it cannot do without, and none of them twice."""
    node = found.root["form"]["columns"]
    contents = [column["content"].text for column in node.each() if column["printed"].value is not False]
    for needed in (Content.INDICATOR, Content.POINTS, Content.SCORE):
        if node.each() and needed not in contents:
            yield node, ProblemCode.FORM_COLUMNS, {"reason": f"缺少内容为 {needed} 的列"}
    everywhere = [column["content"].text for column in node.each()]
    for content in dict.fromkeys(everywhere):
        if content and everywhere.count(content) > 1:
            yield node, ProblemCode.FORM_COLUMNS, {"reason": f"有两列的内容都是 {content}"}


def form(found: Outline) -> Found:
    """The rows of header and footer are as wide as the form, cells that reach down from above included."""
    layout = found.root["form"]
    width = sum(1 for column in layout["columns"].each() if column["printed"].value is not False)
    for block in ("header", "footer"):
        reaching: list[tuple[int, int]] = []  # columns and further rows of cells from above
        for row in layout[block].each():
            taken = sum(columns for columns, _ in reaching)
            reaching = [(columns, rows - 1) for columns, rows in reaching if rows > 1]
            for cell in row["cells"].each():
                columns, rows = _count(cell["columns"]), _count(cell["rows"])
                taken += columns
                if rows > 1:
                    reaching.append((columns, rows - 1))
            if taken != width:
                yield row, ProblemCode.FORM_WIDTH, {"width": taken, "columns": width}


def _count(node: Node) -> int:
    return node.value if isinstance(node.value, int) else 1
