"""Kinds of what a form asks for, by the words of its labels and of the terms of its rates.

A label stands at a blank of any kind, so that what is not known is a text; a term of a rate is a number, and only
what is certain is an amount of money or a count.
"""

from __future__ import annotations

import re

from xlgen.scheme.inputs import InputType
from xlgen.text import normalize_text

KINDS = (
    (r"原因|说明|情况|目标|名称|内容|来源|依据|措施|建议|备注", InputType.TEXT),
    (r"(日期|起始时间|开始时间|完成时间|结束时间)$|^(填报|填表)时间$", InputType.DATE),
    (r"率(\(.*\))?$|%", InputType.PERCENT),
    (r"金额|预算数|执行数|决算数|支出数|收入数|拨款|资金|支出$|收入$|总额|结转|万元|总预算|预算$", InputType.MONEY),
    (r"(人数|单位数|个数|次数|户数)$", InputType.COUNT),
)
"""What a label asks for, the first that fits; anything else is a text."""
_COUNT = re.compile(
    r"(人|项目|任务|工作|指标|目标|次|件|编制|培训|合同|事项)[^金额]*数量?(（.*）)?$|人数|编制数?(（.*）)?$|数量(（.*）)?$|个数$"
)
_MONEY = re.compile(
    r"金额|资金|预算|决算|支出|收入|经费|总额|规模|结转|结余|采购|投资|资产|拨款|成本|款|[费额](（.*）)?$"
)
_NEITHER = re.compile(
    r"(率|(?<!额)度|比例?|比重|占比|面积|时间|时长|[天日月年]数|[家户笔份宗台套辆页篇条批场期处]数|单位数|部门数|数量|名额)(（.*）)?$"
)
"""How terms end that are no amounts, although they speak of 预算 or 资产."""
UNCERTAIN = "number"


def kind_of(label: str) -> InputType:
    """What a label asks for."""
    own = normalize_text(label)
    last = own.rpartition(":")[2] or own
    return next((kind for phrase, kind in KINDS if re.search(phrase, last)), InputType.TEXT)


def kind_of_term(term: str) -> str:
    """Of a term of a rate: an amount or a number of things; the printed word tells."""
    if _COUNT.search(term):
        return "count"
    return "money" if _MONEY.search(term) and not _NEITHER.search(term) else UNCERTAIN
