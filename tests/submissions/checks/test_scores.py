"""Totals, levels, grades and sums that do not agree: one finding each, at its cell."""

from __future__ import annotations

from functools import partial

import pytest

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories import returned_forms
from tests.factories.capped_form import NO_QUALITY, capped_form
from tests.factories.form_workbooks import FILLED, built
from tests.factories.returned_forms import codes, typed, wording
from xlgen.submissions.findings.arithmetic import TOTAL_BY_RULE, ArithmeticCode
from xlgen.submissions.findings.code import Part
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.identity import identity_of
from xlgen.xlsx.values import CellValue

ABOUT = {Part.INPUTS, Part.ARITHMETIC}
"""What the findings that these tests look at are about."""
shipped, small = partial(returned_forms.shipped, about=ABOUT), partial(returned_forms.minimal, about=ABOUT)

JIANGMEN, GUANGDONG = "jiangmen-2024", "guangdong-2019"
KNOWN = {
    GUANGDONG: ["procurement"],
    JIANGMEN: [],
    "jiangning": ["nontax_completion"],
    "jiangsu-2020": [],
    "shenzhen-2021": ["assets_usage"],
}
"""The indicators whose scores units published and that are not by rule."""


@pytest.mark.parametrize("name", SCHEMES)
def test_published_form__only_the_known_disagreements(name: str) -> None:
    report = check_bytes("returned.xlsx", built(name, FILLED))
    found = [finding for finding in report.findings if finding.code.part in ABOUT]
    layout = layout_of(shipped_scheme(name))
    places = [layout.score(indicator) for indicator in KNOWN[name]]
    assert codes(found) == [("SCORE_DIFFERS", f"{place.sheet}!{place.address}") for place in places]


TYPED: dict[str, tuple[str, CellValue, str | None]] = {
    "total on the form": ("指标评分表!E13", 8, "总分 8.00 分，各项得分之和为 7.00 分"),
    "total on the form, right": ("指标评分表!E13", 7, None),
    "total on the form, right to half a cent": ("指标评分表!E13", 7.004, None),
    "total on 校验": ("校验!H5", 6.99, "总分 6.99 分，各项得分之和为 7.00 分"),
    "total as text": ("校验!H5", "7分", None),
    "level": ("校验!H9", 7.5, "“绩效”的得分 7.50 分，所属各项之和为 7.00 分"),
    "level, right": ("校验!H9", 7, None),
    "grade": ("校验!H6", "优", "等次“优”，按总分 7.00 分应为“差”"),
    "grade, right": ("校验!H6", "差 ", None),
}


@pytest.mark.parametrize(("place", "value", "message"), TYPED.values(), ids=TYPED)
def test_typed_over(place: str, value: CellValue, message: str | None) -> None:
    form = small()
    wrong = {"E13": "TOTAL_DIFFERS", "H5": "TOTAL_DIFFERS", "H9": "SUBTOTAL_DIFFERS", "H6": "GRADE_DIFFERS"}
    found = [finding for finding in form.findings(form.filling, {place: value}) if finding.code.name in wrong.values()]
    assert codes(found) == ([(wrong[place.partition("!")[2]], place)] if message else [])
    assert [finding.message for finding in found] == ([message] if message else [])


def test_score_typed_over__total_follows() -> None:
    """The formulas of total, level and grade add up what is shown; none of them is at fault."""
    form = small()
    assert codes(form.findings(form.filling, {"指标评分表!E5": 4.5})) == [("SCORE_DIFFERS", "指标评分表!E5")]


def test_total_with_bonus__held_within_the_full_marks() -> None:
    form = shipped(GUANGDONG)
    row = {"kind": "表彰", "matter": "另一项工作", "document": "文号"}
    tables = {**form.filling.tables, "commendations": [{**row, "matter": f"工作{number}"} for number in range(5)]}
    inputs = {"carryover_end": 0, "sangong_actual": 2, "procurement_actual": 100}
    data = build(form.scheme, form.filled(inputs, tables=tables))
    assert form.check(data) == []
    total = f"指标评分表!{layout_of(form.scheme).total.address}"
    assert form.check(typed({total: 100}, data)) == []
    assert [finding.code.name for finding in form.check(typed({total: 103}, data))] == ["TOTAL_DIFFERS"]


def test_sum__error() -> None:
    form = shipped(JIANGMEN)
    (found,) = form.findings(form.filled({"basic_spending": 1672.67}))
    assert codes([found]) == [("SUM_DIFFERS", form.place("total_budget"))]
    assert found.message == (
        "“部门预算：基本支出”、“部门预算：项目支出” 合计 17192.54，“总预算”却是 17192.52，相差 0.02"
    )


def test_sum_of_counts__error() -> None:
    form = shipped(JIANGMEN)
    (found,) = form.findings(form.filled({"staff_administrative": 30}))
    assert (found.code.name, "相差 1" in found.message) == ("SUM_DIFFERS", True)


def test_header_against_table__error() -> None:
    form = shipped(JIANGMEN)
    (found,) = form.findings(form.filled({}, **form.rows("funds", 0, amount=15_000)))
    assert found.message == "“《专项资金》资金额合计” 合计 15000，“专项资金：专项资金”却是 15140，相差 140"


@pytest.mark.parametrize("spending", [1672.64, 1672.66, None, "1,672", -1])
def test_sum__ok_within_a_unit_of_the_last_digit_and_where_numbers_are_missing(spending: CellValue) -> None:
    form = shipped(JIANGMEN)
    found = [finding.code.name for finding in form.findings(form.filled({"basic_spending": spending}))]
    assert "SUM_DIFFERS" not in found
    assert len(found) == (not isinstance(spending, float))


@pytest.mark.parametrize("name", SCHEMES)
def test_balances__agree_in_the_published_form(name: str) -> None:
    scheme, filling = shipped_scheme(name), published_filling(name)
    for balance in scheme.balances:
        sides = []
        for names in (balance.sum_of, [balance.equals]):
            values = []
            for term in names:
                table, _, column = term.partition(".")
                cells = [row[column] for row in filling.tables[table]] if column else [filling.inputs[term]]
                values += [float(cell) for cell in cells if isinstance(cell, (int, float))]
            sides.append(sum(values))
        assert abs(sides[0] - sides[1]) <= 0.01
    assert bool(scheme.balances) is (name in (JIANGMEN, GUANGDONG))


def test_balances__make_no_other_template() -> None:
    scheme = shipped_scheme(JIANGMEN)
    assert identity_of(scheme.model_copy(update={"balances": []})) == identity_of(scheme)


def test_capped_and_rescaled_total__is_no_wrong_sum() -> None:
    form = capped_form()
    for changes in ({"spent": 49}, NO_QUALITY):
        assert codes(form.findings(form.filled(changes))) == []


@pytest.mark.parametrize(
    ("changes", "typed_total", "due"), [({"spent": 49}, 89.8, "59.00"), ({**NO_QUALITY, "spent": 85}, 57, "95.00")]
)
def test_capped_and_rescaled_total__typed_over(changes: dict[str, CellValue], typed_total: float, due: str) -> None:
    form = capped_form()
    total = layout_of(form.scheme).total
    found = form.findings(form.filled(changes), {f"{total.sheet}!{total.address}": typed_total})
    wrong = [each for each in found if each.code is ArithmeticCode.TOTAL_DIFFERS]
    fields = {"found": f"{typed_total:.2f}", "expected": due, "how": TOTAL_BY_RULE}
    assert [each.message for each in wrong] == [wording(ArithmeticCode.TOTAL_DIFFERS, **fields)]


def test_total_typed_over__not_compared_while_a_cap_is_unknown() -> None:
    form = capped_form()
    total = layout_of(form.scheme).total
    found = form.findings(form.filled({"audited": None}), {f"{total.sheet}!{total.address}": 12})
    assert "TOTAL_DIFFERS" not in {finding.code.name for finding in found}
    assert ("BLANK", form.place("audited")) in codes(found)
