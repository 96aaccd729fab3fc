"""A form with audit rules of both levels, filled in so that all of them hold, and what breaks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from tests.factories.returned_forms import Form
from tests.factories.schemes import HERE
from xlgen.scheme.load import load_file
from xlgen.scoring.form_data import FormData
from xlgen.xlsx.values import CellValue

AUDITED = HERE / "audited.yaml"
GOOD = FormData(
    {
        "unit_name": "甲局",
        "money_unit": "元",
        "basic": 0.1,
        "projects": 0.2,
        "spending": 0.3,
        "last_spending": 0.3,
        "has_projects": "是",
        "budget": 0.3,
        "staff_rate": 1,
    },
    {"funds": [{"name": "甲项目", "amount": 0.1}, {"name": "乙项目", "amount": 0.1}]},
    remarks={"execution": "已说明", "staff": "已说明"},
)
BILLION = {"basic": 1_000_000_000.1, "projects": 0.2, "spending": 1_000_000_000.3, "last_spending": None}


def audited_form() -> Form:
    """The form."""
    return Form(str(AUDITED), load_file(AUDITED), GOOD)


class Case(NamedTuple):
    """Changes of the inputs, the rules that do not hold then, and the explanations that are given."""

    inputs: Mapping[str, CellValue] = {}
    broken: tuple[str, ...] = ()
    explanations: Mapping[str, str] = {}

    @property
    def filling(self) -> FormData:
        """The whole filling."""
        return replace(GOOD, inputs={**GOOD.inputs, **self.inputs}, explanations=self.explanations)


CASES = {
    "all hold, of numbers that are none in binary": Case(),
    "a sum that is off by a cent": Case({"spending": 0.31, "budget": 0.31}, ("adds_up",)),
    "a cent of a billion": Case({**BILLION, "spending": 1_000_000_000.31, "budget": 2e9}, ("adds_up",)),
    "no cent of a billion": Case({**BILLION, "budget": 2e9}),
    "a tenth of a cent": Case({"spending": 0.301, "budget": 1}, ("adds_up",)),
    "exactly the tolerance": Case({"projects": 0.21, "basic": 0.09}),
    "beyond the tolerance": Case({"projects": 0.2101, "basic": 0.0899}, ("of_projects",)),
    "not asked where its condition does not hold": Case({"has_projects": "否", "projects": 0, "basic": 0.3}),
    "a text that does not allow a number": Case({"has_projects": "否"}, ("no_projects",)),
    "exactly 30 % more": Case({"last_spending": 0.2307692307692308, "budget": 0.4}),  # 0.3 / 1.3, to the last digit
    "more than 30 %": Case({"last_spending": 0.23}, ("steady",)),
    "less by more than 30 %": Case({"last_spending": 0.43}, ("steady",)),
    "explained": Case({"last_spending": 0.43}, ("steady",), {"steady": "新成立"}),
    "explained by a symbol": Case({"last_spending": 0.43}, ("steady",), {"steady": "——"}),
    "explained by blanks": Case({"last_spending": 0.43}, ("steady",), {"steady": "　 "}),
    "explained although it holds": Case(explanations={"steady": "没有变化"}),
    "nothing of last year": Case({"last_spending": None}),
    "a rate just above 100 %": Case({"budget": 0.2999}, ("not_above",)),
    "a figure is missing": Case({"basic": None, "budget": 0.2}, ("not_above",)),
    "a figure is wrong": Case({"projects": "0.2元"}),
    "two at once": Case({"spending": 0.4, "budget": 0.3}, ("adds_up", "steady", "not_above")),
}
"""What breaks which rules, worked out by hand."""
