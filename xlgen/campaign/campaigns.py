"""The campaigns that the returns in a folder belong to: one, or several of which each has a scheme of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlgen.campaign.record import CampaignRecord, find_record, open_record, record_in_memory
from xlgen.campaign.record_file import RECORD_SUFFIX, RecordError
from xlgen.campaign.record_rows import PlannedForm
from xlgen.errors import UsageError
from xlgen.roster.roster import Roster
from xlgen.submissions.batch import DueForm
from xlgen.text import display_text


def is_record(path: Path) -> bool:
    """Whether a path means a record, and not a list of units."""
    return path.is_dir() or path.suffix.lower() == RECORD_SUFFIX


def campaign_roster(record: CampaignRecord) -> Roster:
    """The units that are due in a campaign, once for each of their forms."""
    return Roster(tuple(each.unit for each in record.units()))


@dataclass(frozen=True)
class Campaign:
    """A campaign, by its record."""

    record: CampaignRecord

    @cached_property
    def scheme(self) -> str:
        """The id of the scheme whose forms were issued."""
        return self.record.campaign().get("方案", "")

    @cached_property
    def year(self) -> int | None:
        """The year of its forms."""
        year = self.record.campaign().get("年度", "")
        return int(year) if re.fullmatch("[0-9]{4}", year) else None

    @cached_property
    def roster(self) -> Roster:
        """The units that are due."""
        return campaign_roster(self.record)


@dataclass(frozen=True)
class Campaigns:
    """Campaigns of one year, each of another scheme: a form belongs to that of its scheme."""

    every: tuple[Campaign, ...]

    @property
    def record(self) -> CampaignRecord:
        """The record that keeps the results of checks."""
        return self.every[0].record

    @property
    def year(self) -> int | None:
        """The year of all their forms."""
        return self.every[0].year

    @property
    def schemes(self) -> str:
        """The ids of the schemes that are due, in a sentence."""
        return "、".join(campaign.scheme for campaign in self.every)

    def of(self, scheme: str) -> Campaign | None:
        """The campaign of a scheme; None where it is of none."""
        return next((campaign for campaign in self.every if campaign.scheme == scheme), None)

    @cached_property
    def roster(self) -> Roster:
        """The units that are due in any of them."""
        return Roster(tuple(unit for campaign in self.every for unit in campaign.roster.units))


@contextmanager
def open_if_records(paths: Sequence[Path], parameter: str) -> Iterator[Campaigns | None]:
    """Open the records that paths mean; None where there is no path, or one that means a list of units.

    Raises UsageError about this parameter where there is no record, one that cannot be read, or two that do not go
    together.
    """
    if not paths or (len(paths) == 1 and not is_record(paths[0])):
        yield None
        return
    if lists := [path for path in paths if not is_record(path)]:
        why = "写几个的，都应当是下发的文件夹；名单请合成一份，一份应报的表一行"
        raise UsageError(f"{lists[0]}：{why}", parameter=parameter)
    try:
        with ExitStack() as stack:
            opened = [Campaign(stack.enter_context(open_record(find_record(path)))) for path in dict.fromkeys(paths)]
            _refuse_mixed(opened, parameter)
            yield Campaigns(tuple(opened))
    except RecordError as error:  # some damage is seen only when it is read
        raise UsageError(str(error), parameter=parameter) from error


@contextmanager
def campaigns_of_list(roster: Roster, forms: Sequence[DueForm], year: int | None) -> Iterator[Campaigns]:
    """Campaigns of units on a list, one for each form that is due, as if they had been issued: in memory, then gone.

    forms: empty where nobody knows which are due.
    """
    with ExitStack() as stack:
        opened = []
        for form in forms or [DueForm("", "")]:
            record = stack.enter_context(record_in_memory())
            units = roster.lines(form.with_subject) if form.scheme else roster.units
            planned = [
                PlannedForm(unit, str(number), "", details=roster.details_of(unit)) for number, unit in enumerate(units)
            ]
            record.plan({"方案": form.scheme, "年度": str(year or "")}, planned, lambda path: False)
            record.issued([each.key for each in planned], "")
            record.keep_option("form", form.name)
            opened.append(Campaign(record))
        yield Campaigns(tuple(opened))


def _refuse_mixed(campaigns: Sequence[Campaign], parameter: str) -> None:
    first, *others = campaigns
    for number, other in enumerate(others, 1):
        same = next((each for each in campaigns[:number] if each.scheme == other.scheme), None)
        if same is not None:
            what = f"都是表样 {display_text(other.scheme)} 的"
        elif other.year != first.year:
            same, what = first, f"年度不同（{first.year}、{other.year}）"
        else:
            continue
        raise UsageError(f"{same.record.path} 和 {other.record.path}：{what}。请分开核对", parameter=parameter)
