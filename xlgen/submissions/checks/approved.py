"""Checks that what was approved when the workbook was issued, or is prescribed by the form, is unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scoring.form_data import presets
from xlgen.submissions.contents import formula_in
from xlgen.submissions.entries import item_label
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.submission import Submission
from xlgen.workbook.approved import cell_of, items_of, same_value
from xlgen.workbook.layout import Layout
from xlgen.xlsx.values import CellValue

COMPUTED = "（由公式算出）"


def approved_values(submission: Submission) -> Iterator[Finding]:
    """Values prescribed by the form, or approved by its own copy on the hidden sheet, are in their cells."""
    values = items_of(submission.returned.filling)
    for item, expected in {**items_of(presets(submission.scheme)), **submission.own_approved}.items():
        computed = formula_in(submission, item)
        if computed or not same_value(values.get(item), expected):
            yield changed_value(SenseCode.TARGET_CHANGED, submission.layout, item, expected, values.get(item), computed)


def copy_not_compared(submission: Submission) -> Iterator[Finding]:
    """The form's own copy of the approved values is no proof; only the record of the campaign is."""
    if submission.own_approved:
        what = "只核对了表中留存的批复内容"
        yield finding(SenseCode.NOT_COMPARED, what=what, remedy="批复内容以下发记录为准，请照下发的文件夹再核对一次")


def changed_value(
    code: Code,
    layout: Layout,
    item: str,
    expected: CellValue,
    value: CellValue,
    computed: bool = False,
    adjustment: str = "",
) -> Finding:
    """The finding for an item of the form that is not as it was laid down. adjustment: how it came to be so."""
    label, spec = item_label(layout, item)
    found = f"{display_value(value, spec.kind)}{COMPUTED if computed else ''}"
    place = cell_of(layout, item)
    laid_down = f"{display_value(expected, spec.kind)}{f'（{adjustment}）' if adjustment else ''}"
    return finding(code, place or "", label=label, expected=laid_down, found=found)
