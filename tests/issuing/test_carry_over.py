"""Amounts of last year's form are carried into this year's in the unit of money of this year's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.conftest import shipped_scheme
from tests.factories.form_workbooks import published_form
from tests.factories.schemes import KINDS, MINIMAL, edited
from xlgen.issuing.carry_over import LastYearForm, LastYearReader, carried
from xlgen.roster.prefill import PrefilledUnit
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_file, scheme_for_year
from xlgen.scheme.model import Scheme
from xlgen.submissions.sources import Source
from xlgen.xlsx.values import CellValue

ASKED = "  money_unit: {kind: choice, label: 金额单位, options: [万元, 元]}\n"
CARRIED = ("budget: {kind: money, label: 预算}", "budget: {kind: money, label: 预算, carried_from: spent}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schemes")


@cache
def scheme(folder: Path, asks: bool) -> Scheme:
    """A form that lets its unit choose the unit of money, or one whose amounts are all in 万元."""
    file = folder / f"{asks}.yaml"
    file.write_text(edited(MINIMAL, CARRIED, *(() if asks else [(ASKED, "")])), encoding="utf-8")
    return load_file(file)


@pytest.mark.parametrize(
    ("last_year", "asks", "this_year", "expected"),
    [
        ("元", False, None, (12.5, None)),
        ("万元", False, None, (125_000, None)),
        ("万元", True, None, (125_000, "万元")),
        ("元", True, None, (125_000, "元")),
        ("元", True, "元", (125_000, "元")),
        ("元", True, "万元", (12.5, "万元")),
        ("万元", True, "元", (1_250_000_000, "元")),
    ],
)
def test_amount__is_carried_in_the_unit_of_this_years_form(
    folder: Path, last_year: str, asks: bool, this_year: str | None, expected: tuple[float, str | None]
) -> None:
    values, why = carry(scheme(folder, asks), last_year, {"money_unit": this_year} if this_year else {})
    assert (values["budget"], values.get("money_unit"), why) == (*expected, [])


@pytest.mark.parametrize("asks", [True, False])
def test_amount__in_an_unknown_unit_is_not_carried(folder: Path, asks: bool) -> None:
    assert carry(scheme(folder, asks), None, {}) == ({}, ["上年没有选金额单位"])


def carry(
    scheme: Scheme, last_year: str | None, inputs: dict[str, CellValue]
) -> tuple[dict[str, CellValue], list[str]]:
    """What is prefilled where last year's form says 125,000, and why not."""
    form = LastYearForm("甲.xlsx", "甲", {"spent": 125_000, "money_unit": last_year})
    (unit,), notices = carried(scheme, [PrefilledUnit(Unit("甲"), {}, inputs)], {form.whose.identity: form})
    return dict(unit.inputs), [notice.why for notice in notices]


@pytest.mark.parametrize("name", ["guangdong-2019", "jiangning"])
def test_form_of_last_year__says_its_unit_of_money_whether_it_asks_or_not(tmp_path: Path, name: str) -> None:
    (file := tmp_path / "上年.xlsx").write_bytes(published_form(name))
    this_year = scheme_for_year(shipped_scheme(name), shipped_scheme(name).year + 1)
    wanted = ("money_unit", *(spec.carried_from for spec in this_year.all_inputs.values() if spec.carried_from))
    read = LastYearReader(this_year, wanted)(Source(file.name, file))
    assert (read.unreadable, read.inputs["money_unit"]) == ("", "万元")


TOO_EARLY = "上年的“2019年12月31日”应在2020年1月1日至2025年12月31日之间"


@pytest.mark.parametrize(("last_year", "why"), [(45747, []), (43830, [TOO_EARLY])])
def test_day__is_carried_if_it_may_be_this_years(folder: Path, last_year: float, why: list[str]) -> None:
    file = folder / "kinds.yaml"
    started = "no_more_than: finished"
    file.write_text(edited(KINDS, (started, f"{started}, carried_from: finished")), encoding="utf-8")
    form = LastYearForm("甲.xlsx", "甲", {"finished": last_year})
    (unit,), notices = carried(load_file(file), [PrefilledUnit(Unit("甲"), {}, {})], {form.whose.identity: form})
    assert (dict(unit.inputs), [notice.why for notice in notices]) == ({} if why else {"started": 45747}, why)
