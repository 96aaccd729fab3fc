"""Approved goals in the forms that are issued: read for all units at once, and laid down in the rows of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlgen.campaign.record import open_record
from xlgen.errors import UsageError
from xlgen.issuing.notices import Notice, NoticeKind
from xlgen.roster.goals import ApprovedGoals, read_goals
from xlgen.roster.prefill import PrefilledUnit
from xlgen.roster.roster_file import LISTINGS, RosterError
from xlgen.roster.unit import Unit
from xlgen.scheme.inputs import MONEY_UNIT
from xlgen.scheme.model import Scheme
from xlgen.xlsx.read.unreadable import UnreadableError

NO_GOALS = "批复的绩效目标里没有这个单位的指标，由单位自己填"


def known_units(record: Path | None) -> list[Unit]:
    """The units of earlier runs: goals of theirs are no fault where a roster names only some units."""
    if record is None or not record.is_file():
        return []
    with open_record(record) as opened:
        return [each.unit for each in opened.units()]


def approved_goals(
    file: Path | None, scheme: Scheme, units: Sequence[PrefilledUnit], others: Sequence[Unit]
) -> ApprovedGoals:
    """The approved goals of these units; none without a file. Raises UsageError with all that is wrong with it.

    others: units that are known too, and get no form now.
    """
    if file is None:
        return ApprovedGoals({})
    if file.suffix.lower() not in LISTINGS:
        why = f"按名单下发的，批复的目标写成一张表（{'、'.join(LISTINGS)}），一个单位的一项指标一行"
        raise UsageError(f"{file}：{why}", parameter="approved")
    due = {each.unit.identity for each in units}
    every = [*(each.unit for each in units), *(each for each in others if each.identity not in due)]
    money = {each.unit.form: str(each.inputs[MONEY_UNIT]) for each in units if MONEY_UNIT in each.inputs}
    try:
        return read_goals(file, scheme, every, money)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"批复的绩效目标不能使用，什么也没有写：\n{error}", parameter="approved") from error


def with_goals(units: Sequence[PrefilledUnit], goals: ApprovedGoals) -> tuple[list[PrefilledUnit], list[Notice]]:
    """The units with what is approved for them laid down in their rows, and notices of those without."""
    if not goals.by_form:
        return list(units), []
    found = [
        unit._replace(inputs={**unit.inputs, **own.values}, adjustments=own.adjustments) if own else unit
        for unit in units
        for own in [goals.by_form.get(unit.unit.form)]
    ]
    without = [unit.unit for unit in units if unit.unit.form not in goals.by_form]
    return found, [Notice(NoticeKind.NO_GOALS, unit, "", NO_GOALS) for unit in without]
