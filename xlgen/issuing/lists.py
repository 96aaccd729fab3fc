"""The lists that a campaign is issued from, read and checked before anything is written: to issue, or to look first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.errors import UsageError
from xlgen.files.storage import Location
from xlgen.issuing.file_names import check_columns, check_layout, default_layout, paths_for
from xlgen.issuing.goals import approved_goals, known_units, with_goals
from xlgen.issuing.notices import Notice, NoticeKind
from xlgen.roster.goals import ApprovedGoals
from xlgen.roster.prefill import PrefilledRoster, PrefilledUnit, read_prefilled_roster
from xlgen.roster.reference import read_reference, reference_of
from xlgen.roster.roster import Roster
from xlgen.roster.roster_file import RosterError
from xlgen.roster.unit_status import status_in
from xlgen.scheme.model import Scheme
from xlgen.submissions.sources import NothingToCheckError, Sources, find_sources
from xlgen.xlsx.read.unreadable import UnreadableError


class GivenLists(NamedTuple):
    """What is issued from, as it was given. layout: path of each file. carry: last year's forms.

    approved: a list of goals. reference: figures that the bureau has from elsewhere.
    """

    roster: Path
    layout: str | None = None
    carry: Location | None = None
    approved: Path | None = None
    reference: Path | None = None


class Preview(NamedTuple):
    """What issuing would find in the lists. problems: of each list, by what it is, that keep it from being used.

    files: the path of each unit's workbook, in the order of the units that get one.
    """

    roster: PrefilledRoster
    files: Sequence[str]
    notices: Sequence[Notice]
    notes: Sequence[str]
    problems: dict[str, list[str]]


class UnitsApart(NamedTuple):
    """The units that get a workbook, those that get none because of their status, and notices of these."""

    with_form: list[PrefilledUnit]
    without: list[PrefilledUnit]
    notices: list[Notice]


def roster_for_issue(roster: Path, scheme: Scheme) -> PrefilledRoster:
    """The roster. Raises UsageError with all that is wrong with it."""
    try:
        return read_prefilled_roster(roster, scheme)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"单位名单不能使用，什么也没有写：\n{error}") from error


def set_apart(units: Sequence[PrefilledUnit]) -> UnitsApart:
    """Tell the units that get a workbook from those that get none because of their status."""
    apart = UnitsApart([], [], [])
    for unit in units:
        status = status_in(unit.details)
        if status is None or status.gets_form:
            apart.with_form.append(unit)
        else:
            apart.without.append(unit)
            why = f"名单里写着“{status}”，没有生成评分表"
            apart.notices.append(Notice(NoticeKind.SET_APART, unit.unit, "", why))
    return apart


def find_last_year(folder: Location | None) -> Sources | None:
    """The forms of last year, where they are wanted. Raises UsageError where there are none."""
    try:
        return None if folder is None else find_sources([folder])
    except NothingToCheckError as error:
        raise UsageError(str(error), parameter="carry") from error


def notes_on(goals: ApprovedGoals) -> tuple[str, ...]:
    """What is said of lines of the approved goals that were not read as they are written."""
    unused = [f"没有用到的列：{'、'.join(goals.unused_columns)}"] if goals.unused_columns else []
    return (*goals.notes, *unused)


def preview(scheme: Scheme, given: GivenLists, record: Path | None = None) -> Preview:
    """Everything that issuing would say of the lists, nothing written. record: of earlier runs, if there are any.

    Where the roster itself cannot be used, the other lists cannot be judged.
    """
    problems: dict[str, list[str]] = {}
    try:
        roster = read_prefilled_roster(given.roster, scheme)
    except (RosterError, UnreadableError) as error:
        return Preview(PrefilledRoster((), ()), (), (), (), {"名单": str(error).split("\n")})
    apart, goals, layout = set_apart(roster.units), ApprovedGoals({}), given.layout or default_layout(scheme)
    files, notices, notes = list[str](), list(apart.notices), [f"名单：{note}" for note in roster.notes]
    try:
        check_layout(layout, scheme)
        check_columns(apart.with_form, layout)
        files, renamed = paths_for(apart.with_form, layout)
        notices += renamed
    except UsageError as error:
        problems["文件名样式"] = str(error).split("\n")
    try:
        goals = approved_goals(given.approved, scheme, apart.with_form, known_units(record))
        notices += with_goals(apart.with_form, goals)[1]
        notes += [f"批复的目标：{note}" for note in notes_on(goals)]
    except UsageError as error:
        problems["批复的目标"] = str(error).split("\n")
    try:
        notes += [f"决算清单：{note}" for note in _notes_on_reference(given.reference, scheme, roster)]
    except (RosterError, UnreadableError) as error:
        problems["决算清单"] = str(error).split("\n")
    try:
        find_last_year(given.carry)
    except UsageError as error:
        problems["上年的评分表"] = str(error).split("\n")
    return Preview(roster, files, notices, notes, problems)


def _notes_on_reference(path: Path | None, scheme: Scheme, roster: PrefilledRoster) -> Sequence[str]:
    """What is said of the lines of a list of figures. Raises RosterError and UnreadableError."""
    if path is None:
        return ()
    return reference_of(read_reference(path), scheme, Roster(tuple(unit.unit for unit in roster.units))).notes
