"""Forms with audit rules (审核公式) that do not hold."""

from __future__ import annotations

from dataclasses import replace

from samples.defects.making import AUDITED, filling, parts_of, zipped
from samples.defects.registry import defect
from xlgen.scheme.load import load_file
from xlgen.submissions.findings.sense import SenseCode
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue


@defect(SenseCode.AUDIT_BROKEN, "分项之和不等于总额")
def parts_that_do_not_add_up() -> bytes:
    """A rule of level 基本性."""
    return _audited("", basic_budget=590)


@defect(SenseCode.AUDIT_UNEXPLAINED, "缺编没有说明")
def unexplained() -> bytes:
    """A rule of level 核实性, without a word."""
    return _audited("", posts=60)


@defect(SenseCode.AUDIT_EXPLAINED, "缺编写明了原因")
def explained() -> bytes:
    """The same with an explanation, for the officer to judge."""
    return _audited("编制本年12月核增10名，招聘正在进行。", posts=60)


def _audited(explanation: str, **inputs: CellValue) -> bytes:
    base = filling()
    explanations = {"posts_filled": explanation} if explanation else {}
    changed = replace(base, inputs={**base.inputs, **inputs}, explanations=explanations)
    return zipped(parts_of(build(load_file(AUDITED), changed)))
