"""The form of a 主管部门 with the sums of its units' forms, from what the record keeps of the copies that count."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlgen.campaign.clock import current_time, day
from xlgen.campaign.copy_contents import copy_contents
from xlgen.campaign.progress import RECEIVED, State, UnitProgress, progress_of
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.campaign.tiers.departments import PARENT, Department, department_named
from xlgen.errors import UsageError
from xlgen.roster.money import converted
from xlgen.scheme.inputs import ADDED_UP, MONEY_UNIT, TEN_THOUSAND_YUAN, UNIT_NAME, Input, InputType
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.reading import find_scheme
from xlgen.text import number_in
from xlgen.workbook.approved import Items, filling_of, same_value
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue, is_number

DECIMALS = 6
"""Places of a sum: a cent of an amount in 万元. More are noise of binary fractions."""
NO_CONTENTS = "记录里没有它的内容，请再审核一次"


@dataclass(frozen=True)
class RolledUp:
    """The form of a 主管部门, the forms whose numbers are in it, and those that are not, each with why.

    differing: the sums that are not what was laid down in its form, which holds: label, sum, and what was laid down.
    """

    workbook: bytes
    sums: Mapping[str, float]
    money_unit: str
    included: Sequence[UnitProgress]
    left_out: Sequence[tuple[UnitProgress, str]]
    differing: Sequence[tuple[str, float, CellValue]]


def roll_up(folder: Path, scheme: Scheme, parent: str = "") -> RolledUp:
    """Sum up what the units of a 主管部门 returned, for all inputs of `scheme` that roll up.

    folder: of a campaign, or of what was handed out to the 主管部门, whose name then need not be given.
    scheme: the form to be filled in, which is the campaign's or another one that has inputs of the same ids.
    Raises UsageError, RecordError and OSError.
    """
    wanted = {name: spec for name, spec in scheme.all_inputs.items() if spec.rolls_up}
    if not wanted:
        raise UsageError(f"表样 {scheme.id} 里没有要汇总的填报项。请在要汇总的各项写 rolls_up: true", "scheme")
    with open_record(find_record(folder)) as record:
        department = _department(record, parent)
        included, left_out, contents = list[UnitProgress](), list[tuple[UnitProgress, str]](), list[Items]()
        for unit in department.subordinate:
            values = _values(record, unit)
            if isinstance(values, str):
                left_out.append((unit, values))
            else:
                included.append(unit)
                contents.append(values)
        known = [each for unit in department.own for each in record.laid_down(unit.form.key)[:1]]
    locked, prefilled = (known[0].locked, known[0].prefilled) if known else ({}, {})
    money_unit = _money_unit(scheme, {**prefilled, **locked}, contents)
    added = {name: _sum(name, spec, money_unit, contents) for name, spec in wanted.items()}
    sums = {name: total for name, total in added.items() if total is not None}
    asked: dict[str, CellValue] = {MONEY_UNIT: money_unit} if MONEY_UNIT in scheme.inputs and sums else {}
    filling = filling_of({**_known(scheme, prefilled), **asked, **sums})
    workbook = build(scheme, filling, department.name, filling_of(_known(scheme, locked)))
    differing = [
        (wanted[name].label, total, locked[name])
        for name, total in sums.items()
        if name in locked and not same_value(locked[name], total)
    ]
    return RolledUp(workbook, sums, money_unit, included, left_out, differing)


def form_of_sums(folder: Path, file: Path | None = None) -> Scheme:
    """The form for sums, for the campaign's year: that of a file, else the one that was issued.

    Raises UnknownSchemeError, SchemeError, RecordError and OSError.
    """
    with open_record(find_record(folder)) as record:
        campaign = record.campaign()
    year = campaign.get("年度", "")
    return load_file(file or find_scheme(campaign.get("方案", "")), int(year) if year.isdigit() else None)


def _department(record: CampaignRecord, parent: str) -> Department:
    name = parent or record.option(PARENT) or ""
    if not name:
        raise UsageError("没有写是哪个主管部门", "parent")
    found = department_named(progress_of(record, day("", current_time())).units, name)
    if found is None:
        raise UsageError(f"{name}：名单上没有这个主管部门。请核对名称", "parent")
    return found


def _values(record: CampaignRecord, unit: UnitProgress) -> Items | str:
    """What a unit's form holds, or why it is not in the sums."""
    if unit.state not in RECEIVED or unit.counted is None:
        return f"{unit.state}：{unit.why}" if unit.state is State.OPEN and unit.why else str(unit.state)
    contents = copy_contents(record, unit.counted)
    if contents is None or contents.form is None:
        return NO_CONTENTS
    return contents.form.values


def _money_unit(scheme: Scheme, laid_down: Items, contents: Sequence[Items]) -> str:
    """The unit of amounts in the form: the one that was laid down, else that of all the units, else 万元."""
    if MONEY_UNIT not in scheme.inputs:
        return TEN_THOUSAND_YUAN
    if given := laid_down.get(MONEY_UNIT):
        return str(given)
    used = {str(values.get(MONEY_UNIT) or TEN_THOUSAND_YUAN) for values in contents}
    return used.pop() if len(used) == 1 else TEN_THOUSAND_YUAN


def _sum(name: str, spec: Input, money_unit: str, contents: Sequence[Items]) -> float | None:
    """The sum of an input over forms; None where none of them holds a number."""
    numbers = []
    for values in contents:
        number = _number(values.get(name))
        if number is not None and spec.kind is InputType.MONEY:
            number = converted(number, str(values.get(MONEY_UNIT) or TEN_THOUSAND_YUAN), money_unit)
        if number is not None:
            numbers.append(number)
    return round(math.fsum(numbers), DECIMALS) if numbers and spec.kind in ADDED_UP else None


def _number(value: CellValue) -> float | None:
    if isinstance(value, str):
        return number_in(value)
    return float(value) if is_number(value) else None


def _known(scheme: Scheme, items: Items) -> dict[str, CellValue]:
    """Those items that the form has, without the unit's name."""
    return {
        item: value
        for item, value in items.items()
        if item != UNIT_NAME and item.partition("/")[0] in {**scheme.all_inputs, **scheme.tables}
    }
