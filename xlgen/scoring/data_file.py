"""A unit's data as YAML: the contract between this tool and other programs. Strict, all problems at once."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from types import NoneType
from typing import Any

from xlgen.scheme.input_words import expected, expected_of, limit_label
from xlgen.scheme.inputs import MAX_NUMBER, Input, InputType, Table
from xlgen.scheme.model import YEARS, CheckLevel, Scheme
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.problems import BrokenFileError, DataError, Problem, ProblemCode
from xlgen.scheme.source import YamlSource
from xlgen.scheme.suggest import nearest
from xlgen.scheme.yaml_file import read_file
from xlgen.scoring.audit import EXPLANATION
from xlgen.scoring.form_data import FREE_TEXT, FREE_TEXT_FIELDS, FormData, Row, presets, stored, with_overrides
from xlgen.scoring.status import is_blank, why_wrong
from xlgen.scoring.tables import wrong_in_row
from xlgen.xlsx.dates import date_text, intended_day
from xlgen.xlsx.values import CellValue, is_number

EXPLANATIONS = "explanations"
MAPPINGS = ("inputs", "tables", *FREE_TEXT_FIELDS, "reported", EXPLANATIONS, "assumed")
KEYS = ("scheme", "year", *MAPPINGS)
"""What a data file may hold; `assumed` says of inputs why they were assumed, and is for people."""
REPORTED_SCORE = Input(label="自评分", kind=InputType.NUMBER, minimum=-MAX_NUMBER)


def load_form_data(file: File, scheme: Scheme) -> FormData:
    """The form data in a data file for this scheme.

    Raises DataError with every unknown, ill-typed or out-of-range entry, each with its line. Blanks are
    no problem here: an incomplete form is scored as far as it goes.
    """
    try:
        source = read_file(file)
    except BrokenFileError as error:
        raise DataError(error.problems) from error
    return form_data_of(source, scheme)


def form_data_of(source: YamlSource, scheme: Scheme) -> FormData:
    """The form data in what was read from a file. Raises DataError as `load_form_data` does."""
    problems = source.problems + list(_problems(source, scheme))
    if problems:
        raise DataError(sorted(set(problems)))
    return _form_data(source.data, scheme)


def _form_data(data: Mapping[str, Any], scheme: Scheme) -> FormData:
    node = Node(data)
    tables: dict[str, list[Row]] = {
        name: [_values(row, scheme.tables[name].columns) for row in table.elements()]
        for name, table in node["tables"].items()
    }
    texts = {key: {name: text.text for name, text in node[key].items()} for key in (*FREE_TEXT_FIELDS, EXPLANATIONS)}
    form_data = FormData(
        inputs=_values(node["inputs"], scheme.all_inputs),
        tables=tables,
        remarks=texts["remarks"],
        evidence=texts["evidence"],
        notes=texts["notes"],
        reported={name: float(score.value) for name, score in node["reported"].items()},
        year=data.get("year"),
        explanations=texts[EXPLANATIONS],
    )
    return with_overrides(form_data, presets(scheme))


def _values(cells: Node, specs: Mapping[str, Input]) -> dict[str, CellValue]:
    return {name: stored(specs[name], node.value) for name, node in cells.items() if name in specs}


def _problems(source: YamlSource, scheme: Scheme) -> Iterator[Problem]:
    root = Node(source.data)
    foreign = root["scheme"].value not in (None, scheme.id)
    for check in (_identity,) if foreign else (_identity, _inputs, _tables, _per_indicator, _explanations):
        for node, code, fields in check(root, scheme):
            yield source.problem(node.path, code, **fields)


def _identity(root: Node, scheme: Scheme) -> NodeProblems:
    for key, node in root.items():
        known = [known for known in KEYS if known not in FREE_TEXT_FIELDS or known in scheme.free_text_fields]
        if key not in known:
            yield node, ProblemCode.UNKNOWN_KEY, {"key": key, "nearest": nearest(key, known)}
        elif key in MAPPINGS and not isinstance(node.value, dict | None):
            yield node, ProblemCode.WRONG_TYPE, {"key": key, "reason": "应当是“编号: 值”"}
    if root["scheme"].value not in (None, scheme.id):
        fields: dict[str, object] = {"found": root["scheme"].value, "expected": scheme.id}
        yield root["scheme"], ProblemCode.WRONG_SCHEME, fields
    year = root["year"].value
    if year is not None and (type(year) is not int or year not in YEARS):
        yield (
            root["year"],
            ProblemCode.WRONG_TYPE,
            {"key": "year", "reason": f"应当是 {YEARS[0]} 至 {YEARS[-1]} 的整数"},
        )


def _inputs(root: Node, scheme: Scheme) -> NodeProblems:
    yield from _cells(root["inputs"], scheme.all_inputs)


def _cells(cells: Node, specs: Mapping[str, Input]) -> NodeProblems:
    for name, node in cells.items():
        if name not in specs:
            yield node, ProblemCode.UNKNOWN_INPUT, {"name": name, "nearest": nearest(name, specs)}
            continue
        value = stored(specs[name], node.value)
        if not isinstance(value, (int, float, str, NoneType)):
            wrong: str | None = "应为单个值（日期请加引号）"
        else:
            source = specs[name].limit_source or ""
            limit = stored(specs[source], cells[source].value) if source in specs else None
            label = limit_label(specs[name], specs)
            wrong = None if is_blank(value, specs[name].kind) else why_wrong(specs[name], value, limit, label)
        if wrong:
            if specs[name].kind is InputType.DATE and (day := intended_day(str(node.value))) not in (None, value):
                wrong += f"，可按{date_text(day)}理解"
            fields: dict[str, object] = {"label": specs[name].label, "name": name, "value": _plain(node.value)}
            fields["reason"] = wrong
            yield node, ProblemCode.WRONG_VALUE, {**fields, "expected": expected_of(name, specs)}


def _plain(value: Any) -> Any:
    """A value as a message shows it: a date as YAML writes it."""
    return str(value) if isinstance(value, datetime.date) else value


def _tables(root: Node, scheme: Scheme) -> NodeProblems:
    for name, node in root["tables"].items():
        if name not in scheme.tables:
            yield node, ProblemCode.UNKNOWN_INPUT, {"name": name, "nearest": nearest(name, scheme.tables)}
        else:
            yield from _rows(node, scheme.tables[name])


def _rows(node: Node, table: Table) -> NodeProblems:
    if not isinstance(node.value, list):
        yield node, ProblemCode.WRONG_TYPE, {"key": table.label, "reason": "应当是一列（每行以“- ”开头）"}
    if len(node.elements()) > table.rows:
        fields: dict[str, object] = {"label": table.label, "rows": len(node.elements()), "limit": table.rows}
        yield node, ProblemCode.TOO_MANY_ROWS, fields
    for row in node.elements():
        if isinstance(row.value, dict):
            yield from _cells(row, table.columns)
            yield from _beside(row, table)
        else:
            yield row, ProblemCode.WRONG_TYPE, {"key": table.label, "reason": "的每一行应当是“列: 值”"}
    for row, preset in zip(node.elements(), table.preset, strict=False):
        for column, value in preset.items():
            spec = table.columns[column]
            if row[column].value is not None and stored(spec, row[column].value) != stored(spec, value):
                why = f"这一格由表格定为“{format(value, '.15g') if is_number(value) else _plain(value)}”"
                fields = {"label": table.columns[column].label, "name": column, "value": _plain(row[column].value)}
                advice = "删去这一项，或照表格所定填写"
                yield row[column], ProblemCode.WRONG_VALUE, {**fields, "reason": why, "expected": advice}


def _beside(row: Node, table: Table) -> NodeProblems:
    """What is wrong beside other cells of a row, where each of them is right by itself."""
    values = {name: stored(spec, row[name].value) for name, spec in table.columns.items()}
    for column, reason in wrong_in_row(table, values).items():
        fields: dict[str, object] = {"label": table.columns[column].label, "name": column, "value": values[column]}
        fields["reason"] = reason
        yield row[column], ProblemCode.WRONG_VALUE, {**fields, "expected": expected_of(column, table.columns)}


def _per_indicator(root: Node, scheme: Scheme) -> NodeProblems:
    for key in (*FREE_TEXT_FIELDS, "reported"):
        indicators = {
            name: indicator
            for indicator in scheme.indicators
            for name in (scheme.form_rows(indicator) if key == "reported" else [indicator.id])
        }
        for name, node in root[key].items():
            if name not in indicators:
                yield node, ProblemCode.UNKNOWN_INDICATOR, {"name": name, "nearest": nearest(name, indicators)}
                continue
            spec = REPORTED_SCORE if key == "reported" else FREE_TEXT
            right_type = node.number is not None if key == "reported" else isinstance(node.value, str | None)
            if not right_type:
                wrong: str | None = "不是这样的值"
            else:
                wrong = why_wrong(spec, node.value) if node.value else None
            if wrong:
                fields = {"label": indicators[name].name, "name": name, "value": node.value, "reason": wrong}
                yield node, ProblemCode.WRONG_VALUE, {**fields, "expected": expected(spec)}


def _explanations(root: Node, scheme: Scheme) -> NodeProblems:
    rules = {name for name, check in scheme.checks.items() if check.level is CheckLevel.VERIFY}
    for name, node in root[EXPLANATIONS].items():
        if name not in rules:
            yield node, ProblemCode.UNKNOWN_INPUT, {"name": name, "nearest": nearest(name, rules)}
            continue
        wrong = "不是文字" if not isinstance(node.value, str | None) else None
        wrong = wrong or (why_wrong(EXPLANATION, node.value) if node.value else None)
        if wrong:
            fields = {"label": EXPLANATION.label, "name": name, "value": node.value, "reason": wrong}
            yield node, ProblemCode.WRONG_VALUE, {**fields, "expected": expected(EXPLANATION)}


def skeleton(scheme: Scheme) -> str:
    """A data file of this scheme with every input blank, each with its label, unit and kind as a comment."""
    lines = [f"# {scheme.name}：填报数据", f"scheme: {scheme.id}", f"year: {scheme.year}", "inputs:"]
    lines += [f"  {name}:  # {_comment(name, scheme.inputs)}" for name in scheme.inputs]
    for indicator in scheme.indicators:
        lines.append(f"  # {indicator.name}（{indicator.points:g}分）")
        lines += [f"  {name}:  # {_comment(name, scheme.all_inputs)}" for name in indicator.inputs]
    lines.append("tables:" if scheme.tables else "tables: {}")
    for name, table in scheme.tables.items():
        lines.append(f"  {name}:  # {table.label}，最多 {table.rows} 行；每行一个“- ”")
        for preset in table.preset or [{}]:
            cells = [
                f"{column}: {_yaml_text(preset.get(column, ''))}  # {_comment(column, table.columns)}"
                for column in table.columns
            ]
            lines += [f"    {'- ' if number == 0 else '  '}{cell}" for number, cell in enumerate(cells)]
    for key in scheme.free_text_fields if scheme.indicators else ():
        lines.append(f"{key}:  # 各指标的{FREE_TEXT_FIELDS[key]}")
        lines += [f"  {indicator.id}: ''  # {indicator.name}" for indicator in scheme.indicators]
    rules = {name: check for name, check in scheme.checks.items() if check.level is CheckLevel.VERIFY}
    lines += [f"{EXPLANATIONS}:  # 审核公式不成立而数据无误的，写明原因"] if rules else []
    lines += [f"  {name}: ''  # {check.title}" for name, check in rules.items()]
    return "\n".join(lines) + "\n"


def _yaml_text(value: str | float | datetime.date) -> str:
    """A preset as YAML reads it back: a text stays a text whatever it looks like."""
    if isinstance(value, datetime.date):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return format(value, ".15g")


def _comment(name: str, specs: Mapping[str, Input]) -> str:
    spec = specs[name]
    unit = f"（{spec.unit}）" if spec.unit else ""
    requirement = "" if spec.required else "；选填" if spec.required_when is None else "；有条件必填"
    return f"{spec.plain_label}{unit}；{expected_of(name, specs)}{requirement}".replace("\n", " ")
