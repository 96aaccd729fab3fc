"""The layout of the form: columns, widths of header and footer rows, number formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlgen.scheme.form import Content, typed_name
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.outline import PLACEHOLDER, Outline
from xlgen.scheme.problems import ProblemCode

NUMBER_FORMAT = re.compile(r"(#,##)?0+(\.[0#]+)?%?")


def columns(outline: Outline) -> NodeProblems:
    """The form has the columns that it cannot do without, and none of them twice."""
    node = outline.root["form"]["columns"]
    contents = [column["content"].text for column in node.elements()]
    for required in (Content.INDICATOR, Content.POINTS, Content.SCORE):
        if contents and required not in contents:
            yield node, ProblemCode.FORM_COLUMNS, {"reason": f"缺少内容为 {required} 的列"}
    for content in dict.fromkeys(contents):
        if content and contents.count(content) > 1:
            yield node, ProblemCode.FORM_COLUMNS, {"reason": f"有两列的内容都是 {content}"}


def row_widths(outline: Outline) -> NodeProblems:
    """The rows of header and footer are as wide as the form, cells that reach down from above included."""
    form = outline.root["form"]
    width = len(form["columns"].elements())
    for block in ("header", "footer"):
        reaching: list[tuple[int, int]] = []  # columns and further rows of cells from above
        for row in form[block].elements():
            taken = sum(columns for columns, _ in reaching)
            reaching = [(columns, rows - 1) for columns, rows in reaching if rows > 1]
            for cell in row["cells"].elements():
                columns, rows = _count(cell["columns"]), _count(cell["rows"])
                taken += columns
                if rows > 1:
                    reaching.append((columns, rows - 1))
            if taken != width:
                yield row, ProblemCode.FORM_WIDTH, {"width": taken, "columns": width}


def typed_once(outline: Outline) -> NodeProblems:
    """No input is typed in two cells of the form; measures, which are computed, may be shown in several."""
    first: dict[tuple[str, str], Node] = {}
    for table, name, node in _typed(outline):
        if name in outline.inputs(table) and first.setdefault((table, name), node) is not node:
            yield node, ProblemCode.TYPED_TWICE, {"name": name, "first": first[table, name]}


def _typed(outline: Outline) -> Iterator[tuple[str, str, Node]]:
    """What is typed in cells of the form: the table that has it as a column, if one; its name; and where it says so."""
    form = outline.root["form"]
    for row in form["header"].elements() + form["footer"].elements():
        for cell in row["cells"].elements():
            yield row["each"].text, typed_name(cell["text"].text) or "", cell["text"]
    basis = Content.BASIS in [column["content"].text for column in form["columns"].elements()]
    for indicator in outline.indicators:
        yield "", indicator["judged"].text, indicator["judged"]
        if basis and not indicator["expansion"]["table"].text:
            own = [(typed_name(text.text) or "", text) for text in indicator["basis"].texts()]
            yield from (("", name, text) for name, text in own if name in dict(indicator["inputs"].items()))


def _count(node: Node) -> int:
    return node.value if isinstance(node.value, int) else 1


def number_formats(outline: Outline) -> NodeProblems:
    """A number format is made of what Excel, WPS and LibreOffice all read alike."""
    for use in outline.shown:
        for placeholder in PLACEHOLDER.findall(use.node.text):
            name, colon, number_format = placeholder.partition(":")
            if colon and not NUMBER_FORMAT.fullmatch(number_format):
                reason = f"“{{{placeholder}}}”的格式只能像 0、0.00、#,##0.00、0.0% 这样写，如 {{{name}:0.00}}"
                yield use.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
