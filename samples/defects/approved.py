"""What was approved or prefilled when the form was issued, changed."""

from __future__ import annotations

from collections.abc import Mapping

from samples.defects.making import filling, good, layout, parts_of, scheme, typed, zipped
from samples.defects.registry import LAID_DOWN, REFERENCE, ROSTER, defect
from xlgen.roster.laid_down import LaidDown, as_text
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scoring.form_data import FormData
from xlgen.submissions.findings.sense import SenseCode
from xlgen.workbook.build import build
from xlgen.xlsx.refs import CellRef

BUDGET = {"total_budget": 1000.0}


@defect(SenseCode.TARGET_CHANGED, "改了批复的内容")
def target_changed() -> bytes:
    """What the form lays down in a row is another."""
    place = layout().tables["targets"]
    return typed(CellRef(place.sheet, place.columns["kind"], place.first), "质量")


@defect(SenseCode.NOT_THE_ISSUED_FORM, "自己找的空白表")
def made_from_a_blank_form() -> Mapping[str, bytes]:
    """Filled into a blank form, and not into the one that was issued with an approved budget."""
    return {"评分表.xlsx": good(), LAID_DOWN: as_text(LaidDown(BUDGET, {})).encode("utf-8")}


@defect(SenseCode.PREFILLED_CHANGED, "改了预填的数")
def prefilled_changed() -> Mapping[str, bytes]:
    """Another number of staff than the roster had."""
    return {"评分表.xlsx": good(), LAID_DOWN: as_text(LaidDown({}, {"staff": 47})).encode("utf-8")}


@defect(SenseCode.REFERENCE_DIFFERS, "与决算差得多")
def unlike_the_accounts() -> Mapping[str, bytes]:
    """The spending of the accounts is another by more than rounding."""
    return {
        "评分表.xlsx": good(),
        ROSTER: _listed("单位名称\n"),
        REFERENCE: _listed("单位名称,spent（元）\n", ",9153210.00"),
    }


@defect(SenseCode.NO_REFERENCE, "决算清单里没有")
def not_among_the_accounts() -> Mapping[str, bytes]:
    """A unit of the roster that the accounts do not have."""
    accounts = "单位名称,spent（元）\n示例市科技馆,1\n".encode()
    return {"评分表.xlsx": good(), ROSTER: _listed("单位名称\n"), REFERENCE: accounts}


def _listed(head: str, figures: str = "") -> bytes:
    return f"{head}{filling().inputs[UNIT_NAME]}{figures}\n".encode()


@defect(SenseCode.NOT_COMPARED, "没有下发记录")
def not_compared() -> bytes:
    """Issued with an approved budget, and checked without the record that knows it."""
    return zipped(parts_of(build(scheme(), filling(), approved=FormData(BUDGET))))
