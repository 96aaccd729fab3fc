"""A unit's data as YAML: the contract between this tool and other programs. Strict, all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as File

from xlgen.scheme.model import Indicator, Input, Scheme, Table
from xlgen.scheme.outline import Node
from xlgen.scheme.problems import BrokenData, BrokenFile, Problem, ProblemCode, problem
from xlgen.scheme.source import Source, read_file
from xlgen.scheme.structure import nearest
from xlgen.scoring.filling import Filling, Row
from xlgen.scoring.status import exceeds, expected, is_blank, why_wrong

KEYS = ("scheme", "year", "inputs", "tables", "remarks", "reported", "assumed")
"""What a data file may hold; `assumed` says of inputs why they were assumed, and is for people."""
Found = Iterator[tuple[Node, ProblemCode, dict[str, object]]]


def load_filling(file: File, scheme: Scheme) -> Filling:
    """The filling in a data file for this scheme.

    Raises BrokenData with every unknown, ill-typed or out-of-range entry, each with its line. Blanks are
    no problem here: an incomplete form is scored as far as it goes.
    """
    try:
        source = read_file(file)
    except BrokenFile as error:
        raise BrokenData(error.problems) from error
    problems = source.duplicate_keys(file) + list(_problems(file, source, scheme))
    if problems:
        raise BrokenData(sorted(set(problems)))
    return _filling(source.data)


def _filling(data: Mapping[str, object]) -> Filling:
    node = Node(data)
    tables: dict[str, list[Row]] = {
        name: [dict(row.value) for row in table.each()] for name, table in node["tables"].items()
    }
    return Filling(
        inputs={name: value.value for name, value in node["inputs"].items()},
        tables=tables,
        remarks={name: str(text.value) for name, text in node["remarks"].items()},
        reported={name: float(score.value) for name, score in node["reported"].items()},
        year=data.get("year"),  # type: ignore[arg-type]  # checked to be a whole number
    )


def _problems(file: File, source: Source, scheme: Scheme) -> Iterator[Problem]:
    root = Node(source.data)
    for check in (_identity, _inputs, _tables, _per_indicator):
        for node, code, fields in check(root, scheme):
            yield problem(file, source.line(node.path), code, **fields)


def _identity(root: Node, scheme: Scheme) -> Found:
    for key, node in root.items():
        if key not in KEYS:
            yield node, ProblemCode.UNKNOWN_KEY, {"key": key, "nearest": nearest(key, KEYS)}
        elif key in ("inputs", "tables", "remarks", "reported", "assumed") and not isinstance(node.value, dict):
            yield node, ProblemCode.WRONG_TYPE, {"key": key, "reason": "应当是“编号: 值”"}
    if root["scheme"].value not in (None, scheme.id):
        fields: dict[str, object] = {"found": root["scheme"].value, "expected": scheme.id}
        yield root["scheme"], ProblemCode.WRONG_SCHEME, fields
    if not isinstance(root["year"].value, int | None):
        yield root["year"], ProblemCode.WRONG_TYPE, {"key": "year", "reason": "应当是整数"}


def _inputs(root: Node, scheme: Scheme) -> Found:
    yield from _cells(root["inputs"], scheme.all_inputs)


def _cells(cells: Node, specs: Mapping[str, Input]) -> Found:
    for name, node in cells.items():
        if name not in specs:
            yield node, ProblemCode.UNKNOWN_INPUT, {"name": name, "nearest": nearest(name, specs)}
            continue
        spec, value = specs[name], node.value
        single = value is None or isinstance(value, (int, float, str))
        wrong = None if single and is_blank(value) else why_wrong(spec, value) if single else "应为单个值"
        if spec.no_more_than is not None and not wrong:
            limit = cells[spec.no_more_than].number or 0.0
            if exceeds(spec, value, {spec.no_more_than: float(limit)}):
                wrong = f"大于“{specs[spec.no_more_than].label}”"
        if wrong:
            fields = {"label": spec.label, "name": name, "value": value, "reason": wrong, "expected": expected(spec)}
            yield node, ProblemCode.WRONG_VALUE, fields


def _tables(root: Node, scheme: Scheme) -> Found:
    for name, node in root["tables"].items():
        if name not in scheme.tables:
            yield node, ProblemCode.UNKNOWN_INPUT, {"name": name, "nearest": nearest(name, scheme.tables)}
        else:
            yield from _rows(node, scheme.tables[name])


def _rows(node: Node, table: Table) -> Found:
    if not isinstance(node.value, list):
        yield node, ProblemCode.WRONG_TYPE, {"key": table.label, "reason": "应当是一列（每行以“- ”开头）"}
    if len(node.each()) > table.rows:
        fields: dict[str, object] = {"label": table.label, "rows": len(node.each()), "limit": table.rows}
        yield node, ProblemCode.TOO_MANY_ROWS, fields
    for row in node.each():
        if isinstance(row.value, dict):
            yield from _cells(row, table.columns)
        else:
            yield row, ProblemCode.WRONG_TYPE, {"key": table.label, "reason": "的每一行应当是“列: 值”"}


def _per_indicator(root: Node, scheme: Scheme) -> Found:
    indicators = {indicator.id: indicator for indicator in scheme.indicators}
    for key in ("remarks", "reported"):
        for name, node in root[key].items():
            if name not in indicators:
                yield node, ProblemCode.UNKNOWN_INDICATOR, {"name": name, "nearest": nearest(name, indicators)}
            elif key == "reported" and node.number is None:
                yield node, ProblemCode.WRONG_VALUE, _no_score(indicators[name], node.value)


def _no_score(indicator: Indicator, value: object) -> dict[str, object]:
    return {
        "label": indicator.name,
        "name": indicator.id,
        "value": value,
        "reason": "应为数字",
        "expected": "填写单位自评的分数",
    }


def skeleton(scheme: Scheme) -> str:
    """A data file of this scheme with every input blank, each with its label, unit and kind as a comment."""
    lines = [f"# {scheme.name}：填报数据", f"scheme: {scheme.id}", f"year: {scheme.year}", "inputs:"]
    lines += [f"  {name}:  # {_comment(spec)}" for name, spec in scheme.inputs.items()]
    for indicator in scheme.indicators:
        lines.append(f"  # {indicator.name}（{indicator.points:g}分）")
        lines += [f"  {name}:  # {_comment(spec)}" for name, spec in indicator.inputs.items()]
    lines.append("tables:" if scheme.tables else "tables: {}")
    for name, table in scheme.tables.items():
        lines.append(f"  {name}:  # {table.label}，最多 {table.rows} 行；每行一个“- ”")
        first, *rest = table.columns.items()
        lines.append(f"    - {first[0]}:  # {_comment(first[1])}")
        lines += [f"      {column}:  # {_comment(spec)}" for column, spec in rest]
    lines += ["remarks:  # 各指标的评分说明、未达标原因、改进措施"]
    lines += [f"  {indicator.id}: ''  # {indicator.name}" for indicator in scheme.indicators]
    return "\n".join(lines) + "\n"


def _comment(spec: Input) -> str:
    unit = f"（{spec.unit}）" if spec.unit else ""
    need = "" if spec.required else "；选填" if spec.required_when is None else "；有条件必填"
    return f"{spec.label}{unit}；{expected(spec)}{need}".replace("\n", " ")
