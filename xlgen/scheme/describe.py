"""A scheme's keys and values in Chinese words, where a scheme is explained and not written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xlgen.rules.registry import RULES
from xlgen.scheme.form import Content
from xlgen.scheme.formula_words import formula_in_words
from xlgen.scheme.inputs import Element, Input, InputType, Measure, Table
from xlgen.scheme.model import Cap, CheckLevel, Indicator, Scheme, ScoringPart
from xlgen.scheme.report import Fact
from xlgen.xlsx.dates import date_text, day_number

Names = Mapping[str, str]
"""What identifiers are called: inputs, measures, indicators, tables and their columns, by id."""

KEYS = {
    "name": "名称",
    "points": "分值",
    "id": "编号",
    "version": "版本",
    "issuer": "印发单位",
    "source": "来源",
    "year": "年度",
    "parameters": "当地说法",
    "with": "参数",
    "rule": "计分规则",
    "parts": "计分",
    "judged": "自评的得分",
    "inputs": "取自",
    "tables": "明细表",
    "groups": "各级指标",
    "indicators": "指标",
    "adjustments": "加减分",
    "form": "版面",
    "grades": "等次",
    "reconstructed": "推定",
    "balances": "勾稽关系",
    "caps": "总分上限",
    "checks": "审核公式",
    "documents": "要件",
    "words": "文件名里的词",
    "endings": "文件的类型",
    "holds": "应当成立",
    "level": "级别",
    "message": "提示",
    "sum_of": "合计",
    "equals": "应等于",
    "excess": "偏高的界限",
    "measure": "自动计算的",
    "above": "高于",
    "label": "名称",
    "short": "简称",
    "kind": "种类",
    "unit": "计量单位",
    "required": "必填",
    "required_when": "何时必填",
    "minimum": "最小值",
    "maximum": "最大值",
    "max_length": "字数上限",
    "no_more_than": "不大于",
    "locked": "下发时锁定",
    "private": "公开版里不印",
    "carried_from": "取自上年的",
    "rolls_up": "计入部门汇总",
    "formerly": "上一版的名称",
    "deducted_from": "上一版填的是从中扣的分",
    "options": "选项",
    "help": "填写提示",
    "width": "列宽",
    "both_zero": "分子分母都为0时",
    "base_zero": "只有分母为0时",
    "because": "理由",
    "value": "算式",
    "format": "显示",
    "zero": "除数为0",
    "column": "列",
    "at_least": "不少于",
    "rows": "行数",
    "columns": "列",
    "measures": "自动计算",
    "at_least_rows": "至少填几行",
    "distinct": "不同的选项",
    "counted_once": "相同的只计一次",
    "row_limits": "各行的上限",
    "at_most": "不大于",
    "table": "明细表",
    "combine": "各行汇总",
    "weight": "权重",
    "veto": "不得分的情形",
    "one_of": "择一计分",
    "applies_when": "适用的情形",
    "printed": "印作",
    "meant": "应为",
    "when": "情形",
    "points_to": "分值转到",
    "rescaled": "总分按适用指标满分折算",
    "explanation": "指标说明",
    "criteria": "评分标准",
    "deduction": "另外扣分",
    "not_applicable": "可以不适用",
    "evidence": "佐证材料",
    "remark": "备注",
    "errata": "勘误",
    "readings": "口径",
    "accepted": "认可的疑点",
    "doubt": "疑点",
    "group": "所在栏",
    "most": "最多",
    "least": "最少",
    "title": "标题",
    "content": "内容",
    "text": "文字",
    "align": "对齐",
    "bold": "加粗",
    "once": "只写一次",
    "cells": "单元格",
    "each": "逐行取自",
    "border": "边框",
    "lines": "行高",
    "paper": "纸张",
    "header": "表头",
    "total": "合计行",
    "bands": "比率区间",
    "by": "取决于",
    "ranges": "各选项的区间",
    "preset": "已经写好的行",
    "reason": "扣分原因所在的列",
    "evidence_column": "佐证材料所在的列",
    "row_points": "各行分值所在的列",
    "expansion": "逐行列入评分表",
    "shows": "各栏内容",
    "result": "完成情况",
    "basis": "评分依据",
    "footer": "表尾",
    "explained": "扣分须说明原因",
    "orientation": "纸张方向",
    "points_by": "各选项的分值",
    "in_header": "在表头计分",
    "reviewed": "由复核人填写",
    "ends_page": "其后另起一页",
    "subject": "填报对象",
    "code": "编码",
    "called": "称作",
    "report": "自评报告",
    "cover": "封面",
    "sections": "各节",
    "heading": "标题",
    "facts": "写入",
    "about": "只写",
    "write": "待填",
    "review": "财政复核",
    "reasons": "扣分口径",
    "percent": "扣分值的百分之几",
    "amount": "资金按哪一项",
    "lowers_grade": "相差几分降等",
    "quality": "自评质量",
    "within": "相差不超过",
}
"""The keys of every element of the model."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        InputType.MONEY: "金额",
        InputType.NUMBER: "数",
        InputType.COUNT: "整数",
        InputType.PERCENT: "比率",
        InputType.CHOICE: "选项",
        InputType.YES_NO: "是或否",
        InputType.TICK: "打勾",
        InputType.DATE: "日期",
        InputType.TEXT: "文字",
    },
    "content": {
        Content.LEVEL_1: "一级指标",
        Content.LEVEL_1_POINTS: "一级指标分值",
        Content.LEVEL_2: "二级指标",
        Content.LEVEL_2_POINTS: "二级指标分值",
        Content.INDICATOR: "指标名称",
        Content.POINTS: "分值",
        Content.SCORE: "得分",
        Content.RESULT: "完成情况",
        Content.BASIS: "评分依据",
        Content.EXPLANATION: "指标说明",
        Content.CRITERIA: "评分标准",
        Content.EVIDENCE: "佐证材料",
        Content.REMARK: "备注",
    },
    "format": {"percent": "百分比", "number": "数"},
    "combine": {"mean": "平均", "weighted": "按权重", "sum": "相加"},
    "level": {level: level.value for level in CheckLevel},
    "facts": {
        Fact.CONCLUSION: "自评结论",
        Fact.LEVELS: "各级得分",
        Fact.INDICATORS: "各项指标",
        Fact.FIGURES: "填报的数",
        Fact.RATES: "比率",
        Fact.LOSSES: "扣分及原因",
    },
    "orientation": {"landscape": "横向", "portrait": "纵向"},
    "align": {"left": "靠左", "center": "居中", "right": "靠右"},
}
"""The values of keys that have only certain ones."""
EXPRESSIONS = frozenset({"value", "veto", "deduction", "when", "required_when", "applies_when", "holds"})
"""The keys whose values are expressions or conditions."""
KEYS_WITH_NAMES = frozenset(
    {"no_more_than", "weight", "points_to", "table"}
    | {"inputs", "column", "each", "text", "by", "reason", "evidence_column", "row_points", "shows", "result", "basis"}
    | {"code", "sum_of", "equals", "measure", "carried_from", "counted_once", "deducted_from", "judged"}
    | {"message", "cells"}
)
"""The keys whose values name inputs, measures, indicators, tables or columns by their id."""
KEYS_WITHOUT_HEADING = frozenset({"name", "label", "text", "cells"})
"""The keys whose values are shown without the word for the key."""
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_LONG_NAME = 20
_SINGLE_QUOTES = str.maketrans("“”", "\u2018\u2019")


def names_in(scheme: Scheme) -> Names:
    """What the identifiers of a scheme are called, in quotation marks; a long label is cut."""
    return {name: quoted(_cut(label)) for name, label in labels_of(scheme).items()}


def labels_of(scheme: Scheme) -> dict[str, str]:
    """What the identifiers of a scheme are called; an input by its short label where it has one."""
    labels: dict[str, str] = {}
    for table_id, table in scheme.tables.items():
        for column, element in _elements(table):
            labels[column] = labels[f"{table_id}.{column}"] = element.label
    labels.update({table_id: table.label for table_id, table in scheme.tables.items()})
    labels.update({name: check.title for name, check in scheme.checks.items()})
    labels.update({leaf.id: leaf.name for leaf in scheme.indicators})
    labels.update({name: measure.label for name, measure in scheme.all_measures.items()})
    labels.update({name: spec.short or spec.label for name, spec in scheme.all_inputs.items()})
    return labels


def formula_reader(scheme: Scheme, table: str = "") -> Callable[[str], str]:
    """What puts the expressions of a scheme into words; table: of one whose own names they use."""
    labels = labels_of(scheme)
    elements: dict[str, Input | Measure] = {**scheme.all_inputs, **scheme.all_measures}
    for name, each in scheme.tables.items():
        elements.update({f"{name}.{column}": element for column, element in _elements(each)})
    if table:
        own = dict(_elements(scheme.tables[table]))
        labels.update({column: labels[f"{table}.{column}"] for column in own})
        elements.update(own)
    percents = {
        name
        for name, each in elements.items()
        if (each.format == "percent" if isinstance(each, Measure) else each.kind is InputType.PERCENT)
    }
    return lambda text: formula_in_words(text, labels, percents)


def _elements(table: Table) -> Iterator[tuple[str, Input | Measure]]:
    yield from table.columns.items()
    yield from table.measures.items()


def quoted(text: str) -> str:
    """A text in quotation marks; those inside it become single ones."""
    return f"“{text.translate(_SINGLE_QUOTES)}”"


def _cut(label: str) -> str:
    return label if len(label) <= _LONG_NAME else f"{label[:_LONG_NAME]}…"


def fields_of(element: Element) -> Iterator[tuple[str, Any, Any]]:
    """The keys of an element as they are written, each with its value and its default."""
    for name, field in type(element).model_fields.items():
        yield field.alias or name, getattr(element, name), field.get_default(call_default_factory=True)


def name_of(key: str, names: Names) -> str:
    """What a key of a mapping is called: an identifier, a column of the form, or a word of the author's own."""
    return CHOICES["content"][key] if isinstance(key, Content) else names.get(key, key)


def describe(value: Any, names: Names, key: str = "") -> str:
    """A value of a scheme in words; key is its key in the scheme file."""
    if isinstance(value, ScoringPart):
        return _part_in_words(value, names)
    if isinstance(value, Cap):
        return f"{value.words}（{describe(value.when, names, 'when')}）"
    if isinstance(value, Element):
        texts = {name: describe(item, names, name) for name, item, default in fields_of(value) if item != default}
        return "，".join(
            text if name in KEYS_WITHOUT_HEADING else f"{KEYS[name]} {text}" for name, text in texts.items()
        )
    if isinstance(value, Mapping):
        entries = (f"{name_of(name, names)} {describe(item, names, key)}" for name, item in value.items())
        return "，".join(entries) or "无"
    if isinstance(value, list):
        separator = "；" if value and isinstance(value[0], Element | Mapping) else "、"
        return separator.join(describe(item, names, key) for item in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.date):
        return date_text(day_number(value))
    if isinstance(value, int | float):
        return f"{value:.10g}分" if key == "points" else f"{value:.10g}"
    return _text_in_words(value, names, key) if value else "无"


def _text_in_words(value: str, names: Names, key: str) -> str:
    if key in CHOICES:
        return CHOICES[key].get(value, value)  # a column may have a content of its own
    if key in EXPRESSIONS:
        return formula_in_words(value, names)
    if key in KEYS_WITH_NAMES:
        return _IDENTIFIER.sub(lambda match: names.get(match[0], match[0]), value)
    return value


def _part_in_words(part: ScoringPart, names: Names) -> str:
    """How a part of an indicator gives its points, and from what."""
    rule = RULES[part.rule].describe({**part.parameters, "points": part.points}).removeprefix(f"{part.points:g}分，")
    head = f"{part.name}（{part.points:g}分）" if part.name else f"{part.points:g}分"
    sources = "、".join(describe(value, names, "inputs") for value in part.inputs.values())
    mentioned = {"points", "rule", "inputs", "with", "name"}
    others = [
        f"；{KEYS[key]} {describe(value, names, key)}"
        for key, value, default in fields_of(part)
        if key not in mentioned and value != default
    ]
    return f"{head}：{rule}；取自{sources}" + "".join(others)


def only_one(indicator: Indicator, part: ScoringPart) -> str:
    """Which of several ways to score the same points counts; nothing for a part that always counts."""
    if not part.one_of:
        return ""
    conditional = any(way.applies_when for way in indicator.parts if way.one_of == part.one_of)
    return f"“{part.one_of}”各项中只计{'第一个适用的' if conditional else '得分最高的'}一项"


def judgement(indicator: Indicator) -> str:
    """How an indicator is scored whose whole score is the unit's own judgement."""
    return f"由单位在 0 至 {indicator.points:g} 分之间自评"
