"""The catalogue of doubts, and what a search for them yields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from xlgen.errors import Catalogue
from xlgen.scheme.node import Node


class DoubtCode(Catalogue):
    """Each doubt: what is strange, and what to do, in words a form author understands."""

    NUMBER_NOT_IN_RULE = (
        "评分标准写的“{number}”，计分没有用到；计分写的数是 {known}（90% 写作 0.9）",
        "对照印发的文字改正 parts；确应如此的，在 readings 或 errata 里写明这个数",
    )
    NUMBER_NOT_PRINTED = (
        "计分的 {key} 写的是 {number}，评分标准没有这个数",
        "对照印发的文字改正；确应如此的，在 readings 里写明这个数",
    )
    PERCENT_AS_BOUND = (
        "{key} 写的是 {number}，与它比较的“{name}”是比率，90% 写作 0.9",
        "改写为比率：{number}% 写 {ratio}",
    )
    PERCENT_AS_RATE = (
        "“{name}”不是比率，规则 {rule} 要的是比率（90% 即 0.9）；填 60 就按 6000% 计",
        "填报项改为 kind: percent，或用 measures 算出比率，算式里不要乘以 100",
    )
    TIERS_MIXED = (
        "各档的界限方向不一：{bounds}",
        "同一把尺子从头到尾用 at_least、above，或者都用 at_most、below",
    )
    TIERS_OUT_OF_ORDER = (
        "“{bound}”这一档排在“{before}”之后，永远轮不到",
        "从第一档起依次对照：at_least、above 从大到小写，at_most、below 从小到大写",
    )
    SCORES_NOT_MONOTONIC = (
        "各档的得分时升时降：{scores}",
        "核对各档的得分；确实如此的，在 accepted 里写明理由",
    )
    MEASURE_NOT_USED = (
        "自动计算的“{name}”没有用于计分，也没有印在表上",
        "在 parts 的 inputs 里引用它，或者删去；只供单位参考的，在 accepted 里写明理由",
    )
    MEASURE_OF_ANOTHER = (
        "计分引用的“{name}”是另一指标“{owner}”的",
        "改用本指标的；确应如此的，在 accepted 里写明理由",
    )
    DATE_MAY_BE_BLANK = (
        "算式用到选填的日期“{name}”：没有填的按第 0 天算，相差四万多天",
        "先判断填了没有，如 乙 - 甲 if 乙 > 0 else 0；或者把它改为必填",
    )
    MONEY_UNIT_FIXED = (
        "文字写明“{unit}”，“{name}”却按{shown_in}填报",
        "表格印明万元的，不设填报项 money_unit，金额一律按万元填；"
        "可按元填的，设 money_unit，把“{unit}”改为 {{money_unit}}",
    )


Doubts: TypeAlias = Iterator[tuple[Node, DoubtCode, dict[str, object]]]
"""What a search yields: where, what, and the fields of the message."""
