"""Tables whose rows have points of their own or are rows of the form; percents that depend on a grade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlgen.rules.registry import RULES
from xlgen.scheme import arithmetic
from xlgen.scheme.form import OF_ROWS, Content
from xlgen.scheme.inputs import MAX_NUMBER, InputType
from xlgen.scheme.node import Node
from xlgen.scheme.outline import PLACEHOLDER, WORST_GRADE, Outline, options_of, placeholders, type_of_input
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest

Found = Iterator[tuple[Node, ProblemCode, dict[str, object]]]
NUMBER_FORMAT = re.compile(r"(#,##)?0+(\.[0#]+)?%?")


def row_problems(found: Outline) -> Found:
    """Bands, row points, rows of the form, preset cells and reasons."""
    yield from _bands(found)
    yield from _formats(found)
    for indicator in found.indicators:
        for part in indicator["parts"].each():
            yield from _row_points(found, part)
        yield from _expansion(found, indicator)
        yield from _worst_grade(indicator)
    for name, table in found.tables.items():
        yield from _preset(found, name, table)
        yield from _reason(found, name, table)
        yield from _evidence_column(found, name, table)


def _bands(found: Outline) -> Found:
    """A percent by grade: every option of the grade has its band, and nothing else limits the percent."""
    limited = {node.path[:-1] for _, node, _ in found.limits}
    for name, node, table in found.graded:
        known = found.inputs(table)
        options, ranges = options_of(known.get(name, Node(None))), [option for option, _ in node["ranges"].items()]
        if name in known and set(options) != set(ranges):
            why = f"的档次应与“{name}”的选项一致：{'、'.join(options)}"
            yield node, ProblemCode.WRONG_RANGE, {"key": "bands", "reason": why}
        percent = found.columns(table) if table else found.names
        if percent.get(str(node.path[-2]), Node(None))["kind"].text != InputType.PERCENT:
            yield node, ProblemCode.WRONG_RANGE, {"key": "bands", "reason": "只能用于百分比（kind: percent）"}
        if node.path[:-1] in limited:
            yield node, ProblemCode.WRONG_RANGE, {"key": "bands", "reason": "不能与 no_more_than 同用"}
    yield from _same_bands(found)


def _same_bands(found: Outline) -> Found:
    """The bands by which a percent is checked are those by which it is scored, of the grade it is scored with."""
    checked = {(table, node.path[-2]): node for _, node, table in found.graded}
    for indicator in found.indicators:
        for part in indicator["parts"].each():
            if part["rule"].text == "band_score":
                table, bands = part["table"].text, part["with"]["bands"].value
                pairs = zip(part["inputs"]["grades"].texts(), part["inputs"]["shares"].texts(), strict=False)
                for grade, share in pairs:
                    node = checked.get((table, share.text), Node(None))
                    if share.text in found.scope(table) and node["ranges"].value != bands:
                        why = f"应与填报项 {share.text} 的 bands 相同（可用锚点 & 和 *）"
                        fields: dict[str, object] = {"rule": "band_score", "name": "bands", "reason": why}
                        yield part["with"], ProblemCode.WRONG_PARAMETER, fields
                    elif node["by"].text in found.inputs(table) and node["by"].text != grade.text:
                        why = f"的 by 应是与它一同计分的“{grade.text}”"
                        yield node["by"], ProblemCode.WRONG_RANGE, {"key": "bands", "reason": why}


def _worst_grade(indicator: Node) -> Found:
    """Only grades that are filled in once have a worst one."""
    graded = any(part["rule"].text == "band_score" and not part["table"].text for part in indicator["parts"].each())
    if WORST_GRADE in placeholders(indicator["result"].text) and not graded:
        advice = "最低的档次只有自己的填报项按档次计分（band_score）的指标才有"
        yield indicator["result"], ProblemCode.UNDEFINED_NAME, {"name": WORST_GRADE, "nearest": advice}


def _formats(found: Outline) -> Found:
    """A number format is made of what Excel, WPS and LibreOffice all read alike."""
    for _, node, _ in found.shown:
        for shown in PLACEHOLDER.findall(node.text):
            name, colon, number_format = shown.partition(":")
            if colon and not NUMBER_FORMAT.fullmatch(number_format):
                why = f"“{{{shown}}}”的格式只能像 0、0.00、#,##0.00、0.0% 这样写，如 {{{name}:0.00}}"
                yield node, ProblemCode.BAD_EXPRESSION, {"reason": why}


def _row_points(found: Outline, part: Node) -> Found:
    """Rows with points of their own are added up, by a rule whose score follows from the points."""
    table, column = part["table"].text, part["row_points"]
    summed = part["combine"].text == "sum"
    if summed is not bool(column.text) or (column.text and not table):
        yield part["combine"], ProblemCode.TABLE_RULE, {"name": table, "reason": "逐行相加（sum）须与 row_points 同用"}
    if not column.text or table not in found.tables:
        return
    columns = found.inputs(table)
    if column.text not in columns:
        advice = nearest(column.text, columns)
        yield column, ProblemCode.UNDEFINED_NAME, {"name": column.text, "nearest": advice}
    elif columns[column.text]["kind"].text not in (InputType.NUMBER, InputType.COUNT):
        yield column, ProblemCode.TABLE_RULE, {"name": table, "reason": f"的分值“{column.text}”不是数"}
    elif columns[column.text]["required"].value is False:
        yield column, ProblemCode.TABLE_RULE, {"name": table, "reason": f"的分值“{column.text}”应当必填"}
    rule = RULES.get(part["rule"].text)
    if rule is not None and rule.full_marks is not None:
        why = f"的规则 {rule.name} 自定分数，不能按行给分值"
        yield part["rule"], ProblemCode.TABLE_RULE, {"name": table, "reason": why}


def _expansion(found: Outline, indicator: Node) -> Found:
    """Rows of the form: one part that adds them up, and nothing that would change the sum."""
    expansion, table = indicator["expansion"], indicator["expansion"]["table"].text
    if expansion.value is None:
        return
    if table not in found.tables:
        advice = nearest(table, found.tables)
        yield expansion["table"], ProblemCode.UNDEFINED_NAME, {"name": table, "nearest": advice}
        return
    parts = indicator["parts"].each()
    if len(parts) != 1 or parts[0]["table"].text != table or parts[0]["combine"].text != "sum":
        why = "要在评分表上逐行列出，指标就只能有一个部分，由该表逐行相加（combine: sum）"
        yield expansion, ProblemCode.TABLE_RULE, {"name": table, "reason": why}
    moved = {name.text for leaf in found.indicators for name in leaf["not_applicable"]["points_to"].texts()}
    changed = [key for key in ("veto", "deduction", "not_applicable") if indicator[key].value is not None]
    if changed or indicator["id"].text in moved or (parts and parts[0]["veto"].value is not None):
        why = "在评分表上逐行列出，指标的得分就是各行之和，不能另有 veto、deduction、not_applicable"
        yield expansion, ProblemCode.TABLE_RULE, {"name": table, "reason": why}
    node = found.tables[table]
    if node["required_when"].value is not None or node["at_least_rows"].number == 0:
        why = "在评分表上逐行列出，至少要有一行，不能有条件"
        yield expansion, ProblemCode.TABLE_RULE, {"name": table, "reason": why}
    shown = [content for content, _ in expansion["shows"].items()]
    if Content.INDICATOR not in shown or not set(shown) <= OF_ROWS:
        why = f"逐行列出的内容要有 indicator，可有 {'、'.join(sorted(OF_ROWS - {Content.INDICATOR}))}"
        yield expansion["shows"], ProblemCode.TABLE_RULE, {"name": table, "reason": why}


def _preset(found: Outline, name: str, table: Node) -> Found:
    """Preset cells are in columns of the table, in rows it has, and fit the column."""
    rows, columns = table["preset"].each(), found.inputs(name)
    if len(rows) > (table["rows"].number or len(rows)):
        yield table["preset"], ProblemCode.WRONG_RANGE, {"key": "preset", "reason": "的行数多于 rows"}
    for row in rows:
        for column, cell in row.items():
            if column not in columns:
                yield cell, ProblemCode.UNDEFINED_NAME, {"name": column, "nearest": nearest(column, columns)}
                continue
            if not _fits(columns[column], cell):
                yield cell, ProblemCode.WRONG_RANGE, {"key": column, "reason": "的预置内容不是这一列能填的"}
        required = [column for column, node in columns.items() if node["required"].value is not False]
        if row.items() and not set(required) - {column for column, _ in row.items()}:
            yield row, ProblemCode.WRONG_RANGE, {"key": "preset", "reason": "的这一行没有给单位留下必填的格"}


def _fits(column: Node, cell: Node) -> bool:
    """The column can hold what is laid down."""
    if type_of_input(column) == arithmetic.TEXT:
        return bool(cell.text) and cell.text in (options_of(column) or [cell.text])
    number, least, most = cell.number, column["minimum"].number or 0, column["maximum"].number
    if number is None or not least <= number <= (MAX_NUMBER if most is None else most):
        return False
    return column["kind"].text != InputType.COUNT or float(number).is_integer()


def _reason(found: Outline, name: str, table: Node) -> Found:
    """The reasons of a table stand in a text column that may stay blank, beside rows with points of their own."""
    column, columns = table["reason"], found.inputs(name)
    if not column.text:
        return
    if column.text not in columns:
        yield column, ProblemCode.UNDEFINED_NAME, {"name": column.text, "nearest": nearest(column.text, columns)}
    elif columns[column.text]["kind"].text != InputType.TEXT or columns[column.text]["required"].value is not False:
        yield column, ProblemCode.TABLE_RULE, {"name": name, "reason": "的 reason 应当是选填的文字列"}
    parts = [part for leaf in found.indicators for part in leaf["parts"].each() if part["table"].text == name]
    if not any(part["row_points"].text for part in parts):
        yield column, ProblemCode.TABLE_RULE, {"name": name, "reason": "的各行没有分值，不能写 reason"}


def _evidence_column(found: Outline, name: str, table: Node) -> Found:
    """The material of a table's rows is named in a text column."""
    column, columns = table["evidence_column"], found.inputs(name)
    if column.text and column.text not in columns:
        yield column, ProblemCode.UNDEFINED_NAME, {"name": column.text, "nearest": nearest(column.text, columns)}
    elif column.text and columns[column.text]["kind"].text != InputType.TEXT:
        yield column, ProblemCode.TABLE_RULE, {"name": name, "reason": "的 evidence_column 应当是文字列"}
