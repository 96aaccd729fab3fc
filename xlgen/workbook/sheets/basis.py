"""评分依据: how a score came about, composed from what was filled in, followed by the unit's own words."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from xlgen.rules import expression as ex
from xlgen.rules.choice import YES
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.scheme import arithmetic
from xlgen.scheme.dependencies import dependencies_of, parse
from xlgen.scheme.form import Content
from xlgen.scheme.inputs import Input, InputType, Measure
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.scoring.points import condition
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.entry import unit_of
from xlgen.workbook.sheets.form_texts import date_words, fill_placeholders, own_texts
from xlgen.xlsx.write.styles import PERCENT_FORMAT

NOT_APPLICABLE, RESCALED = "不适用，分值调整至其他指标", "不适用，总分按适用指标的分值折算"
SEPARATOR = "；"
MAX_SHOWN = 9999
SIGNS = {"+": "+", "-": "－", "*": "×", "/": "÷"}


def basis_formula(layout: Layout, indicator: Indicator) -> Value:
    """How an indicator's score came about, in words one would sign; nothing while something is missing."""
    names, complete = layout.names(FORM), call("ISNUMBER", layout.result(indicator).reference_from(FORM))
    always, perhaps = _pieces(layout, indicator, names)
    words = [names[name] for name, spec in indicator.inputs.items() if spec.kind is InputType.TEXT]
    if indicator.basis:
        always, perhaps, words = [], [], own_texts(layout, _composed(layout, indicator))
    perhaps += [call("IF", ex.equals(word, ""), "", joined_text([call("CHAR", 10.0), word])) for word in words]
    if not always and not perhaps:
        return ""
    composed = joined_text([*always, *perhaps])
    if not always:  # whichever comes first begins with a separator
        composed = call("MID", composed, 2.0, float(MAX_SHOWN))
    if indicator.not_applicable is not None:
        left_out = joined_text(
            [RESCALED if indicator.rescales else NOT_APPLICABLE, *perhaps[len(perhaps) - len(words) :]]
        )
        composed = call("IF", condition(indicator.not_applicable.when, names), left_out, composed)
    return call("IF", complete, composed, "")


def _composed(layout: Layout, indicator: Indicator) -> list[str]:
    """The texts that an indicator states for 评分依据, without those that are typed there."""
    basis = layout.form_column(Content.BASIS)
    typed = {f"{{{name}}}" for name in indicator.inputs if layout.values[name].column == basis}
    return [text for text in indicator.basis if text not in typed]


def expected_basis(layout: Layout, indicator: Indicator, filling: FormData) -> str:
    """About what the text will be: for the height of its row."""
    if indicator.basis:
        specs = layout.scheme.all_inputs
        return "\n".join(fill_placeholders(text, filling.inputs, specs) for text in _composed(layout, indicator))
    measured = sum(len(measure.label) + 24 for measure in indicator.measures.values())
    single = sum(len(spec.short_label) + 6 for spec in indicator.inputs.values() if spec.kind is not InputType.YES_NO)
    texts = [filling.inputs.get(name) for name, spec in indicator.inputs.items() if spec.kind is InputType.TEXT]
    return "\n".join(["　" * (measured or single or 10), *(str(text) for text in texts if text)])


def _pieces(layout: Layout, indicator: Indicator, names: Mapping[str, Formula]) -> tuple[list[Value], list[Value]]:
    """What is always said, without a separator before it; and what is said perhaps, each with one."""
    scheme = layout.scheme
    always: list[Value] = []
    perhaps: list[Value] = []
    shown = {indicator.judged}  # the score itself, which is printed beside
    for name, measure in indicator.measures.items():
        always += [SEPARATOR, *_measure(measure, names[name], names, scheme)]
        shown.update(arithmetic.names_in(parse(measure.value)))
    for part in indicator.parts:
        if part.rule == "criteria_score":
            answers = part.names("answers")
            met = _met([names[name] for name in answers])
            every = f"{len(answers)}项{part.name or '标准'}均符合"
            some = joined_text([f"{len(answers)}项{part.name or '标准'}，符合", met, "项"])
            all_met = ex.equals(met, float(len(answers)))
            always += [SEPARATOR, call("IF", all_met, every, some)]
            shown.update(answers)
    for table in dependencies_of(scheme, indicator).tables:
        rows = layout.tables[table].column(
            ROW_SCORE if _scored(indicator, table) else next(iter(scheme.tables[table].columns))
        )
        count = call("COUNT" if _scored(indicator, table) else "COUNTA", rows.reference_from(FORM))
        always += [SEPARATOR, f"{scheme.tables[table].label}", count, "项"]
    lost = deductions(indicator)
    for name, spec in indicator.inputs.items():
        if name in shown or spec.kind is InputType.TEXT:
            continue
        said = _single(spec, names[name], unit_of(layout, spec, FORM))
        if name in lost and spec.numeric:
            perhaps.append(call("IF", ex.equals(names[name], 0.0), "", joined_text(said)))
        elif spec.required:
            always += said
        else:
            perhaps.append(call("IF", ex.equals(names[name], ""), "", joined_text(said)))
    return always[1:], perhaps


def deductions(indicator: Indicator) -> set[str]:
    """Inputs that are worth mentioning only where points were lost: 0 in them says no more than a blank."""
    lost = set(arithmetic.names_in(parse(indicator.deduction))) if indicator.deduction else set()
    for part in indicator.parts:
        if part.rule == "deduct_score" and part.table is None:
            counts = {name: indicator.inputs.get(name) for name in part.names("counts")}
            lost.update(name for name, spec in counts.items() if spec is not None and not spec.required)
    return lost


def _scored(indicator: Indicator, table: str) -> bool:
    return any(part.table == table for part in indicator.parts)


def _met(cells: list[Formula]) -> Formula:
    return call("SUM", *[call("IF", ex.equals(cell, YES), 1.0, 0.0) for cell in cells])


def _single(spec: Input, cell: Formula, unit: Value) -> list[Value]:
    return [SEPARATOR, f"{spec.short_label}：", _formatted(spec.kind, cell) or joined_text([cell, unit])]


def _formatted(kind: InputType, cell: Formula) -> Formula | None:
    """A value of a kind that is not shown as it is stored; None for any other."""
    if kind is InputType.DATE:
        return date_words(cell)
    return call("TEXT", cell, PERCENT_FORMAT) if kind is InputType.PERCENT else None


def _measure(measure: Measure, cell: Formula, names: Mapping[str, Formula], scheme: Scheme) -> list[Value]:
    tree = parse(measure.value)
    result = call("TEXT", cell, PERCENT_FORMAT) if measure.format == "percent" else ex.rounded(cell, 4)
    if not isinstance(tree, ast.BinOp):
        return [f"{measure.label}：", result]
    worked: list[Value] = [f"{measure.label}=", *_worked(tree, names, scheme), "=", result]
    if measure.zero is None or not isinstance(tree.op, ast.Div):
        return worked
    by_zero = ex.equals(ex.as_formula(arithmetic.evaluate(tree.right, names)), 0.0)
    return [call("IF", by_zero, f"{measure.label}：{measure.zero.because.rstrip('。')}", joined_text(worked))]


def _worked(node: ast.expr, names: Mapping[str, Formula], scheme: Scheme) -> list[Value]:
    """The arithmetic with the numbers in place of the names."""
    if isinstance(node, ast.BinOp):
        sign = SIGNS[arithmetic.OPERATORS[type(node.op)]]
        return [*_bracketed(node.left, node, names, scheme), sign, *_bracketed(node.right, node, names, scheme)]
    if isinstance(node, ast.Name):
        spec, measure = scheme.all_inputs.get(node.id), scheme.all_measures.get(node.id)
        if spec is not None:
            return [_formatted(spec.kind, names[node.id]) or names[node.id]]
        percent = measure is not None and measure.format == "percent"
        return [call("TEXT", names[node.id], PERCENT_FORMAT) if percent else names[node.id]]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "abs":
        return ["|", *_worked(node.args[0], names, scheme), "|"]
    return [ast.unparse(node)]


def _bracketed(node: ast.expr, outer: ast.BinOp, names: Mapping[str, Formula], scheme: Scheme) -> list[Value]:
    worked = _worked(node, names, scheme)
    loose = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
    return ["（", *worked, "）"] if loose and isinstance(outer.op, (ast.Mult, ast.Div)) else worked
