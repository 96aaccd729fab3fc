"""Who sees an error: the workbook says it too, or it takes more than the workbook, or protection had to be broken.

So that a unit whose workbook says 可以报送 is not sent back for anything that the workbook could have said.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.findings.structure import StructureCode


class Seen(StrEnum):
    """Where an error can be seen, in the words of the documents."""

    FORM = "表里也提示"
    ELSEWHERE = "核对时才知道"  # from the file, the scheme, the roster, the record or other files
    BROKEN = "取消保护才会出现"


SEEN: Mapping[Code, Seen] = {
    IdentityCode.UNREADABLE: Seen.ELSEWHERE,
    IdentityCode.CHECK_FAILED: Seen.ELSEWHERE,
    IdentityCode.NOT_A_FORM: Seen.ELSEWHERE,
    IdentityCode.RETYPED: Seen.ELSEWHERE,
    IdentityCode.BAD_YEAR: Seen.BROKEN,
    IdentityCode.UNKNOWN_SCHEME: Seen.ELSEWHERE,
    IdentityCode.OTHER_TEMPLATE: Seen.ELSEWHERE,
    IdentityCode.WRONG_YEAR: Seen.ELSEWHERE,
    IdentityCode.WRONG_SCHEME: Seen.ELSEWHERE,
    IdentityCode.NOT_IN_ROSTER: Seen.ELSEWHERE,
    IdentityCode.OTHER_UNIT: Seen.BROKEN,  # the name is locked where there is one
    IdentityCode.OTHER_SUBJECT: Seen.BROKEN,  # its inputs are locked where the form was issued for one
    IdentityCode.IDENTITY_DIFFERS: Seen.BROKEN,
    StructureCode.SHEET_MISSING: Seen.BROKEN,
    StructureCode.SHEET_RENAMED: Seen.BROKEN,
    StructureCode.ROWS_MOVED: Seen.BROKEN,
    StructureCode.FORMULA_REPLACED: Seen.BROKEN,
    StructureCode.FORMULA_CHANGED: Seen.BROKEN,
    StructureCode.OTHER_PROGRAMS: Seen.ELSEWHERE,  # formulas see what a cell shows, not what is behind it
    StructureCode.CELLS_LOST: Seen.FORM,
    InputCode.BLANK: Seen.FORM,
    InputCode.TEXT_FOR_NUMBER: Seen.FORM,
    InputCode.PLACEHOLDER: Seen.FORM,
    InputCode.ERROR_VALUE: Seen.FORM,
    InputCode.OUT_OF_RANGE: Seen.FORM,
    InputCode.NOT_WHOLE: Seen.FORM,
    InputCode.NOT_AN_OPTION: Seen.FORM,
    InputCode.PART_ABOVE_WHOLE: Seen.FORM,
    InputCode.OUTSIDE_BAND: Seen.FORM,
    InputCode.UNFIT_TEXT: Seen.FORM,
    InputCode.TOO_FEW_ROWS: Seen.FORM,
    InputCode.TOO_FEW_KINDS: Seen.FORM,
    InputCode.ROW_POINTS: Seen.FORM,
    ArithmeticCode.SCORE_DIFFERS: Seen.BROKEN,
    ArithmeticCode.TOTAL_DIFFERS: Seen.BROKEN,
    ArithmeticCode.SUBTOTAL_DIFFERS: Seen.BROKEN,
    ArithmeticCode.GRADE_DIFFERS: Seen.BROKEN,
    SenseCode.SCORE_ABOVE_POINTS: Seen.BROKEN,
    SenseCode.UNEXPLAINED: Seen.FORM,
    SenseCode.AUDIT_BROKEN: Seen.FORM,
    SenseCode.AUDIT_UNEXPLAINED: Seen.FORM,
    SenseCode.TARGET_CHANGED: Seen.ELSEWHERE,  # by protection, or, where it is the unit of money, from the record
    SenseCode.NOT_THE_ISSUED_FORM: Seen.ELSEWHERE,
}
"""Every code that sends a form back."""
