"""Indicators whose score is the sum of rows with points of their own, and that are rows of the form."""

from __future__ import annotations

from xlgen.rules.registry import RULES
from xlgen.scheme.form import OF_ROWS, Content
from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, NodeProblems, undefined
from xlgen.scheme.outline import Outline, options_of
from xlgen.scheme.problems import ProblemCode


def row_points(outline: Outline) -> NodeProblems:
    """Rows with points of their own are added up, by a rule whose score follows from the points."""
    for indicator in outline.indicators:
        for part in indicator["parts"].elements():
            yield from _row_points(outline, part)


def _row_points(outline: Outline, part: Node) -> NodeProblems:
    table, column = part["table"].text, part["row_points"]
    summed = part["combine"].text == "sum"
    if summed is not bool(column.text) or (column.text and not table):
        yield part["combine"], ProblemCode.TABLE_RULE, {"name": table, "reason": "逐行相加（sum）须与 row_points 同用"}
    yield from _points_by(outline, part)
    if not column.text or table not in outline.tables:
        return
    columns = outline.inputs(table)
    if column.text not in columns:
        yield undefined(column, columns)
    elif columns[column.text]["kind"].text not in (InputType.NUMBER, InputType.COUNT):
        yield column, ProblemCode.TABLE_RULE, {"name": table, "reason": f"的分值“{column.text}”不是数"}
    elif columns[column.text]["required"].value is False:
        yield column, ProblemCode.TABLE_RULE, {"name": table, "reason": f"的分值“{column.text}”应当必填"}
    rule = RULES.get(part["rule"].text)
    if rule is not None and rule.full_marks is not None:
        reason = f"的规则 {part['rule'].text} 自定分数，不能按行给分值"
        yield part["rule"], ProblemCode.TABLE_RULE, {"name": table, "reason": reason}


def _points_by(outline: Outline, part: Node) -> NodeProblems:
    """Points are laid down for every option of a column that must be filled in, and add up to those of the part."""
    by, table, worth = part["points_by"], part["table"].text, part["points"].number
    if by.value is None or table not in outline.tables:
        return
    column, columns = by["column"], outline.inputs(table)
    if not part["row_points"].text:
        yield by, ProblemCode.TABLE_RULE, {"name": table, "reason": "的 points_by 须与 row_points 同用"}
    if column.text not in columns:
        yield undefined(column, columns)
        return
    options = options_of(columns[column.text])
    laid_down = {option: node.number or 0.0 for option, node in by["points"].items()}
    if set(options) != set(laid_down) or columns[column.text]["required"].value is False:
        reason = f"的“{column.text}”应是必选的选项列，points_by 给每个选项写分值"
        yield by["points"], ProblemCode.TABLE_RULE, {"name": table, "reason": reason}
    if worth is not None and abs(sum(laid_down.values()) - worth) > 1e-9:
        fields: dict[str, object] = {"name": table, "points": f"{worth:g}", "total": f"{sum(laid_down.values()):g}"}
        yield by["points"], ProblemCode.POINTS_DO_NOT_ADD_UP, fields


def expansions(outline: Outline) -> NodeProblems:
    """An indicator as rows of the form has one part that adds them up, and nothing that would change the sum."""
    transfers = [indicator["not_applicable"]["points_to"] for indicator in outline.indicators]
    receivers = {receiver.text for points_to in transfers for receiver in points_to.texts()}
    for indicator in outline.indicators:
        if indicator["expansion"].value is not None:
            yield from _expansion(outline, indicator, receivers)


def _expansion(outline: Outline, indicator: Node, receivers: set[str]) -> NodeProblems:
    expansion, table = indicator["expansion"], indicator["expansion"]["table"].text
    if table not in outline.tables:
        yield undefined(expansion["table"], outline.tables)
        return
    parts = indicator["parts"].elements()
    if len(parts) != 1 or parts[0]["table"].text != table or parts[0]["combine"].text != "sum":
        reason = "要在评分表上逐行列出，指标就只能有一个部分，由该表逐行相加（combine: sum）"
        yield expansion, ProblemCode.TABLE_RULE, {"name": table, "reason": reason}
    changing = [key for key in ("veto", "deduction", "not_applicable") if indicator[key].value is not None]
    if changing or indicator["id"].text in receivers or (parts and parts[0]["veto"].value is not None):
        reason = "在评分表上逐行列出，指标的得分就是各行之和，不能另有 veto、deduction、not_applicable"
        yield expansion, ProblemCode.TABLE_RULE, {"name": table, "reason": reason}
    node = outline.tables[table]
    if node["required_when"].value is not None or node["at_least_rows"].number == 0:
        reason = "在评分表上逐行列出，至少要有一行，不能有条件"
        yield expansion, ProblemCode.TABLE_RULE, {"name": table, "reason": reason}
    contents = {content for content, _ in expansion["shows"].items()}
    own = {column["content"].text for column in outline.root["form"]["columns"].elements()} - set(Content)
    if Content.INDICATOR not in contents or not contents <= OF_ROWS | own:
        reason = f"逐行列出的内容要有 indicator，可有 {'、'.join(sorted(OF_ROWS - {Content.INDICATOR}))} 和自设的列"
        yield expansion["shows"], ProblemCode.TABLE_RULE, {"name": table, "reason": reason}
