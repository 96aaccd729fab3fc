"""审核公式 in the 填报区: whether each rule holds, and where it wants one, the unit's explanation."""

from __future__ import annotations

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.model import CheckLevel
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.audit import EXPLANATION, is_broken, needed_for
from xlgen.scoring.status import Status, status_formula
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.form_texts import text_pieces

RULE = "审核"
HOLDS, NOT_ASKED = "相符", "填齐后核对"
"""The statuses of a rule that asks for nothing."""


def rule_label(layout: Layout, rule: str) -> str:
    """What the line of a rule is called."""
    check = layout.scheme.checks[rule]
    return f"{EXPLANATION.label if rule in layout.explanations else RULE}：{check.title}"


def rule_status(layout: Layout, rule: str) -> Formula:
    """Whether a rule holds and what is wrong; of one that wants an explanation, whether that is due and there."""
    check, names = layout.scheme.checks[rule], layout.numbers(FORM)
    waiting = layout.is_open(needed_for(layout.scheme, check), FORM)
    broken = is_broken(layout.scheme, check, names)
    message = text_pieces(layout, check.message)
    if check.level is CheckLevel.BASIC:
        told = joined_text([f"{Status.INVALID}：", *message])
        return call("IF", waiting, NOT_ASKED, call("IF", broken, told, HOLDS))
    place = layout.explanations[rule]
    due = ex.as_formula(call("IF", waiting, False, broken))
    told = joined_text([f"{Status.UNEXPLAINED}：", *message])
    return status_formula(EXPLANATION, place.reference_from(FORM), due, home=place, missing=told)
