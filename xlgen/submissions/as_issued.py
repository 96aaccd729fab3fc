"""Compares a returned form with what the record of the campaign says was laid down in it for its unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from xlgen.roster.laid_down import LaidDown
from xlgen.scheme.inputs import MONEY_UNIT, InputType
from xlgen.submissions.checks.approved import changed_value
from xlgen.submissions.contents import FormContents
from xlgen.submissions.entries import item_label
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.code import Code, Level
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.template import NoTemplateError, Templates
from xlgen.workbook.approved import cell_of, same_value
from xlgen.workbook.layout import Layout

MAX_NAMED = 3
"""Items that are named in one finding; the others are only counted."""


class Differences(NamedTuple):
    """The items in which a form differs from what was laid down.

    changed: approved values that are others in their cells; kept_otherwise: on the hidden sheet; corrected:
    prefilled values that the unit changed, which it may.
    """

    changed: Sequence[str]
    kept_otherwise: Sequence[str]
    corrected: Sequence[str]


def with_issued(checked: CheckedFile, laid_down: Sequence[LaidDown], templates: Templates) -> CheckedFile:
    """A checked form with the findings that follow from what was laid down in it.

    laid_down: what the form was issued with; several where it is open which of them was written, as after a run that
    was killed; none where the record does not know. templates: those that the form was checked with.
    """
    form = checked.contents
    if form is None:
        return checked
    if not laid_down:
        return with_findings(checked, [_unknown(), *_without(checked, SenseCode.NOT_COMPARED)])
    every = [(each, differences(form, each)) for each in laid_down]
    issued, found = next((pair for pair in every if not any(pair[1])), every[0])
    known = form.approved.keys() <= issued.locked.keys()
    own = _without(checked, SenseCode.NOT_COMPARED) if known else list(checked.report.findings)
    if not any(found):
        return with_findings(checked, own)
    try:
        layout = templates.current(form.identity).layout
    except NoTemplateError:  # a remembered result that somebody altered
        return checked
    # Where the record knows an approved value, the form's own copy of it says nothing.
    places = {cell_of(layout, item) for item in issued.locked}
    cells = {(place.sheet, place.address) for place in places if place}
    own = [each for each in own if each.code is not SenseCode.TARGET_CHANGED or (each.sheet, each.cell) not in cells]
    return with_findings(checked, [*own, *_told(form, issued, found, layout)])


def differences(form: FormContents, issued: LaidDown) -> Differences:
    """The items in which a form differs from what was laid down."""
    return Differences(
        [
            item
            for item, value in issued.locked.items()
            if item in form.computed or not same_value(form.values.get(item), value)
        ],
        [item for item, value in issued.locked.items() if not same_value(form.approved.get(item), value)],
        [item for item, value in issued.prefilled.items() if not same_value(form.values.get(item), value)],
    )


def with_findings(checked: CheckedFile, findings: Sequence[Finding]) -> CheckedFile:
    """A checked file with these findings instead of its own."""
    report = replace(checked.report, findings=tuple(findings))
    row = checked.row and replace(checked.row, errors=report.count(Level.ERROR))
    return checked._replace(report=report, row=row)


def _told(form: FormContents, issued: LaidDown, found: Differences, layout: Layout) -> Iterator[Finding]:
    """The findings, without items that the form does not have, which only another form's record names."""
    kept = [item for item in found.kept_otherwise if cell_of(layout, item)]
    if kept:
        named = [_kept(form, issued, item, layout) for item in kept[:MAX_NAMED]]
        more = f"等共 {len(kept)} 项" if len(kept) > MAX_NAMED else ""
        yield finding(SenseCode.NOT_THE_ISSUED_FORM, items=f"{'、'.join(named)}{more}")
    amounts = any(_is_amount(layout, item) for item in issued.locked)
    expected = {**issued.prefilled, **issued.locked}
    for item in (*found.changed, *found.corrected):
        if cell_of(layout, item):
            # An approved amount is another one in another unit of money.
            binds = item in issued.locked or (item == MONEY_UNIT and amounts)
            code = SenseCode.TARGET_CHANGED if binds else SenseCode.PREFILLED_CHANGED
            said = issued.adjustments.get(item, "")
            yield changed_value(code, layout, item, expected[item], form.values.get(item), item in form.computed, said)


def _kept(form: FormContents, issued: LaidDown, item: str, layout: Layout) -> str:
    label, spec = item_label(layout, item)
    expected = f"“{label}”批复为“{display_value(issued.locked[item], spec.kind)}”"
    return f"{expected}，留存的是“{display_value(form.approved.get(item), spec.kind)}”"


def _is_amount(layout: Layout, item: str) -> bool:
    return cell_of(layout, item) is not None and item_label(layout, item)[1].kind is InputType.MONEY


def _unknown() -> Finding:
    what = "下发记录里没有记下这份表下发时填好的内容"
    remedy = "要核对的，请照原来的名单再下发一次：没有变化的表不会重写，只补上记录"
    return finding(SenseCode.NOT_COMPARED, what=what, remedy=remedy)


def _without(checked: CheckedFile, code: Code) -> list[Finding]:
    return [each for each in checked.report.findings if each.code is not code]
