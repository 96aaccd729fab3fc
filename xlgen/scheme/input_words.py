"""What an input takes, in Chinese words."""

from __future__ import annotations

from collections.abc import Mapping

from xlgen.rules.choice import TICK
from xlgen.scheme.inputs import Input, InputType
from xlgen.xlsx.dates import date_text

SAMPLE_DATE = "2025-3-31"


def range_in_words(spec: Input) -> str:
    """The range of a number or a day, in Chinese, like 应为0至100%."""
    if spec.kind is InputType.DATE:
        return "应在{}至{}之间".format(*map(date_text, spec.bounds))
    low, high = (f"{bound:.10g}" for bound in (_in_percent(spec, bound) for bound in spec.bounds))
    percent = "%" if spec.kind is InputType.PERCENT else ""
    return f"不能小于{low}{percent}" if spec.maximum is None else f"应为{low}至{high}{percent}"


def length_in_words(spec: Input) -> str:
    """How long a text may be, in Chinese, where the scheme limits it; else nothing."""
    return "" if spec.max_length is None else f"最多{spec.max_length}字"


def joined(*clauses: str) -> str:
    """Clauses with commas between them; empty ones are left out."""
    return "，".join(filter(None, clauses))


def _in_percent(spec: Input, bound: float) -> float:
    return bound * 100 if spec.kind is InputType.PERCENT else bound


def wanted(spec: Input) -> str:
    """What an input asks for, in a few words."""
    if spec.kind is InputType.TICK:
        return f"选{TICK}"
    if spec.options:
        return f"选{'或'.join(spec.options)}" if len(spec.options) <= 2 else "从下拉列表中选"
    kinds = {
        InputType.TEXT: joined("填文字", length_in_words(spec)),
        InputType.PERCENT: "填百分比，如键入92.99",
        InputType.MONEY: "填金额",
        InputType.COUNT: "填整数",
        InputType.DATE: f"填日期，如{SAMPLE_DATE}",
    }
    return kinds.get(spec.kind, "填数字")


def expected(spec: Input, limit: str = "") -> str:
    """What an input takes, in Chinese: kind, options or range. limit is the label of the input it cannot exceed."""
    if spec.kind is InputType.TEXT:
        return joined("填写文字", length_in_words(spec))
    if spec.kind is InputType.TICK:
        return joined(f"选“{TICK}”", "" if spec.required or spec.required_when else "没有的留空")
    if spec.options:
        return f"从下列选项中选择：{'、'.join(spec.options)}"
    if spec.bands is not None:
        bands = [f"{name}{band}" for name, band in spec.bands.ranges.items()]
        return f"填写所选档次范围内的百分比：{'、'.join(bands)}"
    if spec.kind is InputType.DATE:
        first, last = map(date_text, spec.bounds)
        return joined(f"填写日期（如{SAMPLE_DATE}），{first}至{last}", f"不晚于“{limit}”" if limit else "")
    kinds = {InputType.COUNT: "整数", InputType.PERCENT: "百分比（如92.99，键入时不写%）", InputType.MONEY: "金额"}
    low, high = (f"{bound:.0%}" if spec.kind is InputType.PERCENT else f"{bound:.15g}" for bound in spec.bounds)
    upper = "" if spec.maximum is None else f"、不大于{high}"
    return f"填写{kinds.get(spec.kind, '数字')}，不小于{low}{upper}" + (f"、不大于“{limit}”" if limit else "")


def expected_of(name: str, specs: Mapping[str, Input]) -> str:
    """What one of these inputs takes, in Chinese, with what it cannot exceed by label."""
    return expected(specs[name], limit_label(specs[name], specs))


def limit_label(spec: Input, specs: Mapping[str, Input]) -> str:
    """What the number among these inputs is called that one of them cannot exceed; nothing where there is none."""
    return specs[spec.no_more_than].label if spec.no_more_than else ""
