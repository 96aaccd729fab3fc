"""The progress of a campaign in the terminal: counts, counts by folder, and the units that are not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from xlgen.campaign.progress import ACCEPTED, DUE, DUE_FORMS, MISSING, NOT_ISSUED, RECEIVED, CampaignProgress, folder_of
from xlgen.campaign.record import IssuedTo
from xlgen.submissions.verdict import Verdict
from xlgen.text import display_text, first_lines, one_line

MAX_SHOWN = 20
"""Units of a list that are shown on the screen."""
MAX_FOLDERS = 40
"""With more folders than these, their counts are not shown: the workbook can be filtered."""


def print_progress(console: Console, progress: CampaignProgress) -> None:
    """Print the counts, those of each folder, then the first units whose form is not accepted, by their state."""
    several = [unit for unit in progress.units if len(progress.submissions.get(unit.key, ())) > 1]
    title = display_text("　".join(progress.campaign.values()))
    table = Table(title=escape(title), title_justify="left", show_header=False)
    for label, count in {**_counts(progress, progress.units), "报送过几次": len(several)}.items():
        table.add_row(label, str(count))
    console.print(table)
    _print_folders(console, progress)
    for line in _lists(progress):
        console.print(escape(line), soft_wrap=True, highlight=False)


def _counts(progress: CampaignProgress, units: Sequence[IssuedTo]) -> dict[str, int]:
    states = Counter(progress.state(unit) for unit in units)
    forms = {DUE_FORMS: len(units)} if any(unit.called for unit in progress.units) else {}
    return {
        DUE: len({unit.name for unit in units}),
        **forms,
        NOT_ISSUED: states[NOT_ISSUED],
        RECEIVED: sum(states[state] for state in ACCEPTED),
        Verdict.RETURNED: states[Verdict.RETURNED],
        MISSING: states[MISSING],
    }


def _print_folders(console: Console, progress: CampaignProgress) -> None:
    folders: dict[str, list[IssuedTo]] = {}
    for unit in progress.units:
        folders.setdefault(folder_of(unit), []).append(unit)
    if not 1 < len(folders) <= MAX_FOLDERS:
        return
    table = Table("文件夹", *(Column(label, overflow="fold") for label in _counts(progress, ())))
    for folder, units in sorted(folders.items()):
        table.add_row(escape(display_text(folder)), *map(str, _counts(progress, units).values()))
    console.print(table)


def _lists(progress: CampaignProgress) -> Iterator[str]:
    for state in (NOT_ISSUED, Verdict.RETURNED, MISSING):
        units = progress.in_state(state)
        if units:
            yield f"{state} {len(units)} 个："
            yield from first_lines([_line(progress, unit) for unit in units], MAX_SHOWN, "个")


def _line(progress: CampaignProgress, unit: IssuedTo) -> str:
    submission = progress.counted(unit)
    returned = [one_line(submission.file), one_line(submission.checked[:19])] if submission else []
    return "　".join([str(unit.unit), *returned])
