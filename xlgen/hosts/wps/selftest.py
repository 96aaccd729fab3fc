"""The self-test in WPS. How WPS stores a call in a file is unknown, so the pane writes the calls into the cells."""

from __future__ import annotations

import re

from xlgen.hosts.cases import Case
from xlgen.hosts.javascript.shipped import NAMESPACE, functions
from xlgen.hosts.selftest import COUNT_CELL, Program

STORED = ("=XLGEN.GRADE(95)", "=_xldudf_XLGEN_GRADE(95)", "=GRADE(95)")
"""How other programs store a call: which of them WPS knows when it opens the file is to be seen."""


def typed(formula: str) -> str:
    """A formula as people type it in WPS."""
    names = "|".join(function.name for function in functions())
    return re.sub(rf"\b({names})\(", rf"{NAMESPACE}.\1(", formula)


WPS = Program(
    instructions=(
        "先装好加载项，用 WPS 表格打开本表，点“绩效评价 → 状态”，再点窗格里的“自检”：公式由窗格写进“结果”一列。",
        "结论全部是✓，就可以放心使用。最后三行看 WPS 打开文件时认得哪种写法，✗不影响使用，请告诉维护人员。",
    ),
    status=f'=IF(COUNTIF({COUNT_CELL},"0项通过*"),"请点窗格里的“自检”","已计算")',
    typed=typed,
    stored=tuple(Case(f"文件里写成{formula}", formula, {}, "优") for formula in STORED),
)
