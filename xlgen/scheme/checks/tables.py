"""Tables of the unit's own rows: labels, numbers of rows, preset cells, columns with a meaning of their own."""

from __future__ import annotations

import re

from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import MAX_NUMBER, InputType, is_written_date
from xlgen.scheme.node import Node, NodeProblems, undefined
from xlgen.scheme.outline import Outline, bound_of, expr_type_of_input, is_required, options_of
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.sheet_names import RESERVED
from xlgen.scheme.suggest import nearest


def table_labels(outline: Outline) -> NodeProblems:
    """A table's label is the name of a sheet of its own."""
    labels = [table["label"].text for table in outline.tables.values()]
    for table in outline.tables.values():
        label = table["label"].text
        if label in RESERVED or labels.count(label) > 1:
            yield table["label"], ProblemCode.TABLE_LABEL, {"name": label, "reason": "已经用了"}
        elif re.search(r"[\[\]:*?/\\']", label):
            yield table["label"], ProblemCode.TABLE_LABEL, {"name": label, "reason": "含有工作表名不能用的符号"}


def table_ranges(outline: Outline) -> NodeProblems:
    """A table can hold the rows and the different values that it must hold."""
    for name, table in outline.tables.items():
        rows, min_rows = table["rows"].number, table["at_least_rows"].number
        if rows is not None and min_rows is not None and min_rows > rows:
            reason = f"要求至少 {min_rows:g} 行，却只有 {rows:g} 行"
            yield table["at_least_rows"], ProblemCode.WRONG_RANGE, {"key": "at_least_rows", "reason": reason}
        distinct, min_options = table["distinct"], table["distinct"]["at_least"].number
        options = options_of(outline.columns(name).get(distinct["column"].text, Node(None)))
        if min_options is not None and options and min_options > len(options):
            reason = f"要求 {min_options:g} 种，却只有 {len(options)} 个选项"
            yield distinct["at_least"], ProblemCode.WRONG_RANGE, {"key": "at_least", "reason": reason}


def presets(outline: Outline) -> NodeProblems:
    """Preset cells are in columns of the table, in rows it has, and fit the column."""
    for name, table in outline.tables.items():
        rows, columns = table["preset"].elements(), outline.inputs(name)
        if len(rows) > (table["rows"].number or len(rows)):
            yield table["preset"], ProblemCode.WRONG_RANGE, {"key": "preset", "reason": "的行数多于 rows"}
        for row in rows:
            yield from _preset_row(row, columns)


def _preset_row(row: Node, columns: dict[str, Node]) -> NodeProblems:
    for column, cell in row.items():
        if column not in columns:
            yield cell, ProblemCode.UNDEFINED_NAME, {"name": column, "nearest": nearest(column, columns)}
        elif not _fits(columns[column], cell):
            yield cell, ProblemCode.WRONG_RANGE, {"key": column, "reason": "的预置内容不是这一列能填的"}
    required = {column for column, node in columns.items() if is_required(node)}
    if row.items() and not required - {column for column, _ in row.items()}:
        yield row, ProblemCode.WRONG_RANGE, {"key": "preset", "reason": "的这一行没有给单位留下必填的格"}


def _fits(column: Node, cell: Node) -> bool:
    """The column can hold the preset value."""
    if expr_type_of_input(column) == arithmetic.TEXT:
        return bool(cell.text) and cell.text in (options_of(column) or [cell.text])
    if (column["kind"].text == InputType.DATE) is not is_written_date(cell.value):
        return False
    number, low, high = bound_of(cell), bound_of(column["minimum"]) or 0, bound_of(column["maximum"])
    if number is None or not low <= number <= (MAX_NUMBER if high is None else high):
        return False
    return column["kind"].text != InputType.COUNT or float(number).is_integer()


def reasons(outline: Outline) -> NodeProblems:
    """The reasons of a table stand in a text column that may stay blank, beside rows with points of their own."""
    parts = [part for indicator in outline.indicators for part in indicator["parts"].elements()]
    with_points = {part["table"].text for part in parts if part["row_points"].text}
    for name, table in outline.tables.items():
        column, columns = table["reason"], outline.inputs(name)
        if not column.text:
            continue
        if column.text not in columns:
            yield undefined(column, columns)
        elif columns[column.text]["kind"].text != InputType.TEXT or columns[column.text]["required"].value is not False:
            yield column, ProblemCode.TABLE_RULE, {"name": name, "reason": "的 reason 应当是选填的文字列"}
        if name not in with_points:
            yield column, ProblemCode.TABLE_RULE, {"name": name, "reason": "的各行没有分值，不能写 reason"}


def counted_once(outline: Outline) -> NodeProblems:
    """Rows that count once are told apart by columns of the table, and count by its measures alone."""
    parts = [part for indicator in outline.indicators for part in indicator["parts"].elements()]
    scored = {part["table"].text for part in parts}
    for name, table in outline.tables.items():
        columns = outline.inputs(name)
        for column in table["counted_once"].texts():
            if column.text not in columns:
                yield undefined(column, columns)
        if table["counted_once"].value and name in scored:
            reason = "逐行计分，不能写 counted_once（相同的只计一次）"
            yield table["counted_once"], ProblemCode.TABLE_RULE, {"name": name, "reason": reason}
    uses = [(use.name, use.node) for use in outline.scored]
    uses += [(used, each.node) for each in outline.expressions for used in arithmetic.names_in(each.tree)]
    for used, node in uses:
        name, _, summed = used.partition(".")
        if outline.tables.get(name, Node(None))["counted_once"].value and summed in outline.inputs(name):
            reason = f"相同的行只计一次，只能合计自动计算的列（measures），不能合计“{summed}”"
            yield node, ProblemCode.TABLE_RULE, {"name": name, "reason": reason}


def row_limits(outline: Outline) -> NodeProblems:
    """What is added up in a row are its numbers, all of them amounts or none."""
    for name, table in outline.tables.items():
        columns = outline.inputs(name)
        for limit in table["row_limits"].elements():
            types = set()
            for column in limit["sum_of"].texts():
                if column.text not in columns:
                    yield undefined(column, columns)
                else:
                    types.add(expr_type_of_input(columns[column.text]))
            if types - {arithmetic.NUMBER}:
                reason = "的 row_limits 只能相加不是金额的数：得分不得随金额单位而变"
                yield limit["sum_of"], ProblemCode.TABLE_RULE, {"name": name, "reason": reason}


def evidence_columns(outline: Outline) -> NodeProblems:
    """The material of a table's rows is named in a text column."""
    for name, table in outline.tables.items():
        column, columns = table["evidence_column"], outline.inputs(name)
        if column.text and column.text not in columns:
            yield undefined(column, columns)
        elif column.text and columns[column.text]["kind"].text != InputType.TEXT:
            yield column, ProblemCode.TABLE_RULE, {"name": name, "reason": "的 evidence_column 应当是文字列"}


def excesses(outline: Outline) -> NodeProblems:
    """How far a row exceeds its target is judged by one of the table's measures."""
    for table in outline.tables.values():
        measure, measures = table["excess"]["measure"], dict(table["measures"].items())
        if measure.text and measure.text not in measures:
            yield undefined(measure, measures)
