"""What a drawing goes by: the funds of each form, what is odd about it, and who was reviewed in the last years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from xlgen.campaign.campaigns import is_record
from xlgen.campaign.copy_contents import copy_contents
from xlgen.campaign.progress import RECEIVED, CampaignProgress
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.campaign.record_file import RecordError
from xlgen.errors import UsageError
from xlgen.reviewing.drawing import Facts
from xlgen.reviewing.reviews import reviews_of
from xlgen.roster.money import converted
from xlgen.roster.roster import read_roster
from xlgen.roster.roster_file import RosterError
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, InputType
from xlgen.scheme.model import Scheme
from xlgen.suspicions.suspicion import Suspicion
from xlgen.text import normalize_text
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.values import is_number

YEARS_APART = 3
"""Who was reviewed in so many years before is not drawn again."""
ALREADY = "本次已抽取"


def amount_input(scheme: Scheme, named: str = "") -> str:
    """The input whose amount a drawing goes by: as named by id or label, else as the scheme says.

    Empty where neither says it: nothing is guessed. Raises UsageError where there is none of that name.
    """
    amounts = {name: spec for name, spec in scheme.all_inputs.items() if spec.kind is InputType.MONEY}
    if named:
        found = [name for name, spec in amounts.items() if named in (name, spec.label, spec.short)]
        if not found:
            labels = "、".join(spec.label for spec in amounts.values()) or "没有金额"
            raise UsageError(f"{named}：表上没有这一项金额。可用的有：{labels}", "amount")
        return found[0]
    return scheme.review.amount or ""


def facts_of(
    record: CampaignRecord,
    progress: CampaignProgress,
    scheme: Scheme,
    *,
    amount: str = "",
    suspicions: Iterable[Suspicion] = (),
    earlier: Sequence[Path] = (),
) -> Facts:
    """The facts of a campaign's forms. amount: the input, by id or label, else the scheme's.

    earlier: folders or records of earlier campaigns, or lists of units; of the last YEARS_APART years.
    Raises UsageError and RecordError.
    """
    name = amount_input(scheme, amount)
    label = scheme.all_inputs[name].label if name else ""
    return Facts(
        label,
        _amounts(record, progress, name) if name else {},
        _by_form(progress, suspicions),
        {**_reviewed(progress, scheme.year, earlier), **_drawn(record, progress)},
    )


def _amounts(record: CampaignRecord, progress: CampaignProgress, name: str) -> dict[str, float]:
    """The amount of each form that counts, in 万元, as the record knows it."""
    amounts: dict[str, float] = {}
    for unit in progress.in_state(*RECEIVED):
        contents = copy_contents(record, unit.counted) if unit.counted else None
        values = contents.form.values if contents and contents.form else {}
        value = values.get(name)
        if is_number(value):
            money_unit = str(values.get(MONEY_UNIT) or TEN_THOUSAND_YUAN)
            amounts[unit.form.key] = round(converted(value, money_unit, TEN_THOUSAND_YUAN), 6)
    return amounts


def _by_form(progress: CampaignProgress, suspicions: Iterable[Suspicion]) -> dict[str, list[str]]:
    """What is odd, by the form that counts; by file, because a unit may have several."""
    files = {unit.counted.file: unit.form.key for unit in progress.units if unit.counted}
    found: dict[str, list[str]] = {}
    for suspicion in suspicions:
        if suspicion.file in files:
            found.setdefault(files[suspicion.file], []).append(suspicion.kind.value)
    return found


def _drawn(record: CampaignRecord, progress: CampaignProgress) -> dict[str, str]:
    return dict.fromkeys(reviews_of(record, progress.today).units, ALREADY)


def _reviewed(progress: CampaignProgress, year: int, earlier: Sequence[Path]) -> dict[str, str]:
    """Who was reviewed before, and when."""
    by_unit: dict[str, str] = {}
    for path in earlier:
        for name, why in _of_record(path, year) if is_record(path) else _of_list(path):
            by_unit.setdefault(name, why)
    known = {unit.form.key: normalize_text(unit.form.name) for unit in progress.units}
    subjects = {unit.form.key: unit.form.unit.subject.key for unit in progress.units}
    found = {key: by_unit.get(f"{name}\n{subjects[key]}") or by_unit.get(f"{name}\n") for key, name in known.items()}
    return {key: why for key, why in found.items() if why}


def _of_record(path: Path, year: int) -> list[tuple[str, str]]:
    """Units and subjects that an earlier campaign drew."""
    try:
        with open_record(find_record(path)) as record:
            reviews = reviews_of(record, "")
    except RecordError as error:
        raise UsageError(str(error), "earlier") from error
    held = reviews.progress.campaign.get("年度", "")
    if not re.fullmatch("[0-9]{4}", held) or not 0 < year - int(held) <= YEARS_APART:
        return []
    names = [(review.unit.form.name, review.unit.form.unit.subject.key) for review in reviews.units.values()]
    return [(f"{normalize_text(name)}\n{subject}", f"{held}年度复核过") for name, subject in names]


def _of_list(path: Path) -> list[tuple[str, str]]:
    try:
        roster = read_roster(path)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"近{YEARS_APART}年复核过的名单不能使用：\n{error}", "earlier") from error
    return [(f"{normalize_text(unit.name)}\n", f"近{YEARS_APART}年复核过（{path.name}）") for unit in roster.units]
