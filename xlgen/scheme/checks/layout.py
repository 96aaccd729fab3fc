"""The layout of the form: columns, widths of header and footer rows, number formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlgen.scheme.form import TOTAL, Content, score_alone, typed_name
from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, NodeProblems, header_indicators
from xlgen.scheme.outline import PLACEHOLDER, Outline, options_of
from xlgen.scheme.problems import ProblemCode

UNFORMATTED = frozenset({InputType.DATE, InputType.TICK})
"""Kinds that texts show in one way only."""
NUMBER_FORMAT = re.compile(r"(#,##)?0+(\.[0#]+)?%?")


def columns(outline: Outline) -> NodeProblems:
    """The form has the columns that it cannot do without, and none of them twice; without scores, only widths."""
    node = outline.root["form"]["columns"]
    contents = [column["content"].text for column in node.elements()]
    if not outline.root["groups"].elements():
        for column in node.elements():
            if column["content"].value is not None or column["title"].value is not None:
                yield (
                    column,
                    ProblemCode.FORM_COLUMNS,
                    {"reason": "只写宽度 width：不计分的表没有指标"},
                )
        return
    for column in node.elements():
        for key in ("title", "content"):
            if not column[key].value:
                yield column, ProblemCode.MISSING_KEY, {"key": key}
    for required in (Content.INDICATOR, Content.POINTS, Content.SCORE):
        if contents and required not in contents:
            yield node, ProblemCode.FORM_COLUMNS, {"reason": f"缺少内容为 {required} 的列"}
    yield from _own_columns(outline, node)
    for content in dict.fromkeys(contents):
        if content and contents.count(content) > 1:
            yield node, ProblemCode.FORM_COLUMNS, {"reason": f"有两列的内容都是 {content}"}


def _own_columns(outline: Outline, node: Node) -> NodeProblems:
    """What a form shows in columns of its own, its indicators and rows say; nobody says it of reviewers' columns."""
    own = {column["content"].text: column for column in node.elements() if column["content"].text not in list(Content)}
    said: set[str] = set()
    for indicator in outline.indicators:
        for name, text in indicator["shows"].items():
            said.add(name)
            if name not in own:
                reason = f"没有内容为 {name} 的自设列"
                yield text, ProblemCode.FORM_COLUMNS, {"reason": reason}
        said.update(name for name, _ in indicator["expansion"]["shows"].items())
    for name, column in own.items():
        reviewed = column["reviewed"].value is True
        if name and reviewed is (name in said):
            reason = f"“{name}”由复核的人填，指标不能写它的内容" if reviewed else f"“{name}”没有指标写它的内容（shows）"
            yield column, ProblemCode.FORM_COLUMNS, {"reason": reason}


def totals(outline: Outline) -> NodeProblems:
    """A form with scores says where its total stands: in the last row of the table, or alone in a cell of a block."""
    form = outline.root["form"]
    if not form.items():
        return
    rows = form["header"].elements() + form["footer"].elements()
    alone = any(typed_name(cell["text"].text) == TOTAL for row in rows for cell in row["cells"].elements())
    scored, total = bool(outline.root["groups"].elements()), form["total"].value is not None
    if scored and not total and not alone:
        yield form, ProblemCode.MISSING_KEY, {"key": "total"}
    if total and not scored:
        yield form["total"], ProblemCode.FORM_COLUMNS, {"reason": "没有指标，不能有合计行（total）"}


def header_scores(outline: Outline) -> NodeProblems:
    """An indicator that is scored in the header has its score in one cell there, and points that nothing changes."""
    shown: list[str] = []
    for row in outline.root["form"]["header"].elements():
        shown += [name for cell in row["cells"].elements() if (name := score_alone(cell["text"].text))]
    receivers = {to.text for other in outline.indicators for to in other["not_applicable"]["points_to"].texts()}
    for indicator in header_indicators(outline.root):
        name = indicator["id"].text
        if shown.count(name) != 1:
            reason = f"“{name}”在表头计分，表头要有一格、只有一格单独写 {{{name}.score}}"
            yield indicator, ProblemCode.FORM_COLUMNS, {"reason": reason}
        if indicator["expansion"].value is not None or indicator["not_applicable"]["points_to"].texts():
            reason = f"“{name}”在表头计分，不能逐行列出，也不能把分值转给别的指标"
            yield indicator, ProblemCode.FORM_COLUMNS, {"reason": reason}
        if name in receivers:
            yield indicator, ProblemCode.FORM_COLUMNS, {"reason": f"“{name}”在表头计分，不能接收别的指标的分值"}


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
        own = [(typed_name(text.text) or "", text) for _, text in indicator["shows"].items()]
        yield from (("", name, text) for name, text in own if name in dict(indicator["inputs"].items()))
        if basis and not indicator["expansion"]["table"].text:
            own = [(typed_name(text.text) or "", text) for text in indicator["basis"].texts()]
            yield from (("", name, text) for name, text in own if name in dict(indicator["inputs"].items()))


def _count(node: Node) -> int:
    return node.value if isinstance(node.value, int) else 1


def number_formats(outline: Outline) -> NodeProblems:
    """What stands after a name is an option that it has, or a number format that all programs read alike."""
    for use in outline.shown:
        node = outline.inputs(use.table).get(use.name, Node(None))
        options = options_of(node)
        for placeholder in PLACEHOLDER.findall(use.node.text):
            name, colon, number_format = placeholder.partition(":")
            if not colon or name != use.name:
                continue
            if node["kind"].text in UNFORMATTED:
                reason = f"“{placeholder}”不写格式：打勾和日期只有一种写法，删去“:{number_format}”"
                yield use.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
            elif options and number_format not in options:
                reason = f"“{{{placeholder}}}”：“{name}”没有选项“{number_format}”，只有{'、'.join(options)}"
                yield use.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
            elif not options and not NUMBER_FORMAT.fullmatch(number_format):
                reason = f"“{{{placeholder}}}”的格式只能像 0、0.00、#,##0.00、0.0% 这样写，如 {{{name}:0.00}}"
                yield use.node, ProblemCode.BAD_EXPRESSION, {"reason": reason}
