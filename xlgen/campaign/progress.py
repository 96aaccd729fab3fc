"""How a campaign stands, from its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from xlgen.campaign.record import CampaignRecord, IssuedTo, Submission
from xlgen.roster.unit import Unit
from xlgen.submissions.verdict import Verdict
from xlgen.text import first_lines

ACCEPTED = (Verdict.PASSED, Verdict.WARNED)
NOT_ISSUED, MISSING, RECEIVED, DUE = "还没有下发", "未报送", "已接收（通过、有警告）", "应报送单位"
MAX_SHOWN = 20
"""Units of a list that are shown on the screen."""
MAX_FOLDERS = 40
"""With more folders, their counts are for the workbook, where they can be filtered."""


def counted(submissions: Sequence[Submission]) -> Submission | None:
    """Of what a unit handed in, the newest first, what counts: the newest that was accepted, else the newest."""
    newest = submissions[0] if submissions else None
    return next((each for each in submissions if each.verdict in ACCEPTED), newest)


@dataclass(frozen=True)
class CampaignProgress:
    """What the campaign is for, its units, and what each of them handed in, the newest first."""

    campaign: Mapping[str, str]
    units: Sequence[IssuedTo]
    submissions: Mapping[str, Sequence[Submission]]

    def counted(self, unit: IssuedTo) -> Submission | None:
        """The submission of a unit that counts."""
        return counted(self.submissions.get(unit.name, ()))

    def state(self, unit: IssuedTo) -> str:
        """How a unit stands, in one word: what its form came to, else that it is missing, or was not even issued."""
        counted = self.counted(unit)
        if counted is not None:
            return counted.verdict
        return NOT_ISSUED if unit.issued is None else MISSING

    def in_state(self, *states: str) -> list[IssuedTo]:
        """The units that stand so."""
        return [unit for unit in self.units if self.state(unit) in states]

    @property
    def complete(self) -> bool:
        """There are units, and every one's form was accepted."""
        return bool(self.units) and len(self.in_state(*ACCEPTED)) == len(self.units)


def progress_of(manifest: CampaignRecord) -> CampaignProgress:
    """How the campaign of a record stands."""
    return CampaignProgress(manifest.campaign(), manifest.units(), manifest.submissions())


def folder_of(unit: IssuedTo) -> str:
    """The outermost folder that a unit's form lies in, which the layout made of its district or department."""
    parts = PurePosixPath(unit.path).parts
    return parts[0] if len(parts) > 1 else ""


def print_progress(console: Console, standing: CampaignProgress) -> None:
    """Print the counts, those of each folder, then the first of the units that something is still due from."""
    several = [unit for unit in standing.units if len(standing.submissions.get(unit.name, ())) > 1]
    table = Table(title=escape("　".join(standing.campaign.values())), title_justify="left", show_header=False)
    for what, count in {**_counts(standing, standing.units), "报送过几次": len(several)}.items():
        table.add_row(what, str(count))
    console.print(table)
    _print_folders(console, standing)
    for line in _lists(standing):
        console.print(escape(line), soft_wrap=True, highlight=False)


def _counts(standing: CampaignProgress, units: Sequence[IssuedTo]) -> dict[str, int]:
    states = Counter(standing.state(unit) for unit in units)
    return {
        DUE: len(units),
        NOT_ISSUED: states[NOT_ISSUED],
        RECEIVED: sum(states[each] for each in ACCEPTED),
        Verdict.RETURNED: states[Verdict.RETURNED],
        MISSING: states[MISSING],
    }


def _print_folders(console: Console, standing: CampaignProgress) -> None:
    folders: dict[str, list[IssuedTo]] = {}
    for unit in standing.units:
        folders.setdefault(folder_of(unit), []).append(unit)
    if not 1 < len(folders) <= MAX_FOLDERS:
        return
    table = Table("文件夹", *(Column(what, overflow="fold") for what in _counts(standing, ())))
    for folder, units in sorted(folders.items()):
        table.add_row(escape(folder), *map(str, _counts(standing, units).values()))
    console.print(table)


def _lists(standing: CampaignProgress) -> Iterator[str]:
    for state in (NOT_ISSUED, Verdict.RETURNED, MISSING):
        units = standing.in_state(state)
        if units:
            yield f"{state} {len(units)} 个："
            yield from first_lines([_line(standing, unit) for unit in units], MAX_SHOWN, "个")


def _line(standing: CampaignProgress, unit: IssuedTo) -> str:
    counted = standing.counted(unit)
    said = [str(Unit(unit.name, unit.code)), *((counted.file, counted.checked[:19]) if counted else ())]
    return "　".join(said)
