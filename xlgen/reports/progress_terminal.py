"""The progress of a campaign in the terminal: counts, counts by department, and the units that are not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from xlgen.campaign.progress import DUE_STATES, RECEIVED, CampaignProgress, State, UnitProgress, counts
from xlgen.campaign.tiers.departments import departments_of
from xlgen.text import display_text, first_lines, one_line

MAX_SHOWN = 20
"""Units of a list that are shown on the screen."""
DEPARTMENT_COLUMNS: Mapping[str, Sequence[State]] = {
    "应报": (),
    "已接收": RECEIVED,
    "退回": (State.RETURNED,),
    "待定": (State.OPEN, State.NOT_CHECKED),
    "未报": (State.MISSING, State.NOT_ISSUED),
    "逾期": (),
}
"""The columns of the counts by department, and the states that they count: few, for the width of a screen."""
MAX_DEPARTMENTS = 40
"""With more departments than these, their counts are not shown: the workbook can be filtered."""


def print_progress(console: Console, progress: CampaignProgress) -> None:
    """Print the counts, those of each department, then the first units whose form is not accepted, by their state."""
    console.print(escape(campaign_title(progress)), soft_wrap=True, highlight=False)
    table = Table(show_header=False)
    for label, count in counts(progress.units, progress.with_subjects).items():
        table.add_row(label, str(count))
    console.print(table)
    _print_departments(console, progress)
    for line in _lists(progress):
        console.print(escape(line), soft_wrap=True, highlight=False)


def campaign_title(progress: CampaignProgress) -> str:
    """What a campaign is, and when this is true of it."""
    year, about = progress.campaign.get("年度", ""), progress.about
    parts = f"{year}年度" if year else "", progress.form, about.bureau, f"截至 {progress.today}"
    return display_text("　".join(filter(None, parts)))


def by_department(progress: CampaignProgress) -> dict[str, list[UnitProgress]]:
    """The forms by 主管部门, where the roster names any; units without one last."""
    return {each.name: list(each.units) for each in departments_of(progress.units)}


def _print_departments(console: Console, progress: CampaignProgress) -> None:
    departments = by_department(progress)
    if not 1 < len(departments) <= MAX_DEPARTMENTS:
        return
    table = Table("主管部门", *(Column(label, overflow="fold") for label in DEPARTMENT_COLUMNS))
    for name, units in departments.items():
        states = Counter(unit.state for unit in units)
        due = sum(states[state] for state in DUE_STATES)
        numbers = [due, *(sum(states[state] for state in group) for group in DEPARTMENT_COLUMNS.values() if group)]
        table.add_row(
            escape(display_text(name or "（名单未填）")), *map(str, numbers), str(sum(unit.overdue for unit in units))
        )
    console.print(table)


def _lists(progress: CampaignProgress) -> Iterator[str]:
    for state in DUE_STATES:
        units: Sequence[UnitProgress] = () if state in RECEIVED else progress.in_state(state)
        if units:
            yield f"{state} {len(units)} 个："
            yield from first_lines([_line(unit) for unit in units], MAX_SHOWN, "个")
    lacking = [(unit, unit.lacking(progress.about)) for unit in progress.in_state(*RECEIVED)]
    incomplete = [f"{unit.form.unit}　缺{'、'.join(names)}" for unit, names in lacking if names]
    if incomplete:
        yield f"已接收、要件不齐 {len(incomplete)} 个："
        yield from first_lines(incomplete, MAX_SHOWN, "个")
    if progress.unclaimed:
        yield f"不知是谁的文件 {len(progress.unclaimed)} 个："
        yield from first_lines([arrival.told for arrival in progress.unclaimed], MAX_SHOWN, "个")


def _line(unit: UnitProgress) -> str:
    counted = unit.counted
    returned = [one_line(counted.file), one_line(counted.checked[:19])] if counted else []
    overdue = "逾期" if unit.overdue else ""
    call = [unit.details.get("contact", ""), unit.details.get("phone", "")]
    return "　".join(filter(None, [str(unit.form.unit), *returned, one_line(unit.why), *call, overdue]))
