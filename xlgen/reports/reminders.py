"""Texts to remind by, to be pasted: one for each 主管部门, and for each unit without one. They name no file.

As files they lie in a folder for each day, so that no text of an earlier one is sent by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.progress import RECEIVED, CampaignProgress, State, UnitProgress
from xlgen.campaign.tiers.departments import departments_of
from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.text import chinese_day, display_text, one_line

RETURNED_TEXT = "已退回，请按退回修改意见改正后重报"
NOT_CHECKED_TEXT = "收到的文件无法审核，请报送填好的评分表（.xlsx）"
NOT_SENT_TEXT = "还没有报送"


class Reminder(NamedTuple):
    """A text, whom it is for, and how many forms it asks for."""

    to: str
    text: str
    forms: int


def reminders(progress: CampaignProgress) -> list[Reminder]:
    """The texts of a day, of those of whom something is still due."""
    texts = []
    for department in departments_of(progress.units):
        wanted = [(unit, what) for unit in department.units if (what := missing_of(unit, progress))]
        if department.name and wanted:
            contact = next((call for unit in department.own if (call := _contact(unit))), "")
            texts.append(_of_department(department.name, contact, wanted, progress))
        elif not department.name:
            texts += [_of_unit(unit, what, progress) for unit, what in wanted]
    return texts


def write_reminders(folder: Path, progress: CampaignProgress) -> tuple[Path, list[Reminder]]:
    """Write the texts of today, and delete those of an earlier run today; gives their folder. Raises OSError."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}：是文件。请写一个文件夹", "remind")
    texts, target = reminders(progress), folder / progress.today
    written = set[Path]()
    for reminder, name in zip(texts, unique_file_names(each.to for each in texts), strict=True):
        file = target / f"{name}.txt"
        save(file, reminder.text.replace("\n", "\r\n").encode("utf-8-sig"))
        written.add(file)
    for file in target.glob("*.txt"):
        if file not in written:
            file.unlink()
    return target, texts


def missing_of(unit: UnitProgress, progress: CampaignProgress) -> str:
    """What is still wanted of a unit, in a few words; empty where nothing is, or where it is the bureau's turn."""
    if unit.state is State.MISSING:
        return NOT_SENT_TEXT
    if unit.state is State.RETURNED:
        reason = one_line(unit.why) if unit.judgement.revoked else ""
        return f"{RETURNED_TEXT}（{reason}）" if reason else RETURNED_TEXT
    if unit.state is State.NOT_CHECKED:
        return NOT_CHECKED_TEXT
    lacking = unit.lacking(progress.about) if unit.state in RECEIVED else []
    return f"评分表已收到，还缺{'、'.join(lacking)}" if lacking else ""


def _of_department(
    name: str, contact: str, wanted: Sequence[tuple[UnitProgress, str]], progress: CampaignProgress
) -> Reminder:
    lines = [
        f"{display_text(name)}{f'（{contact}）' if contact else ''}：",
        f"　　{_form(progress)}，贵部门还有下列 {len(wanted)} 份没有报齐，请督促{_by_when(wanted, progress)}：",
    ]
    for number, (unit, what) in enumerate(wanted, 1):
        own_due = f"（延期至 {chinese_day(unit.due)}）" if unit.due != _common_due(wanted) else ""
        call = _contact(unit)
        lines.append(f"　　{number}. {unit.who}：{what}{own_due}{f'。联系人：{call}' if call else ''}")
    return Reminder(name, _signed(lines, progress), len(wanted))


def _of_unit(unit: UnitProgress, what: str, progress: CampaignProgress) -> Reminder:
    call = _contact(unit)
    lines = [
        f"{unit.who}{f'（{call}）' if call else ''}：",
        f"　　{_form(progress)}，贵单位{what}。请{_by_when([(unit, what)], progress)}。",
    ]
    return Reminder(unit.who, _signed(lines, progress), 1)


def _form(progress: CampaignProgress) -> str:
    year = progress.campaign.get("年度", "")
    return f"{f'{year}年度' if year else ''}{display_text(progress.form)}"


def _by_when(wanted: Sequence[tuple[UnitProgress, str]], progress: CampaignProgress) -> str:
    due = _common_due(wanted)
    if not due:
        return "尽快报送"
    return f"于 {chinese_day(due)} 前报送" if progress.today <= due else f"尽快报送（{chinese_day(due)}已截止）"


def _common_due(wanted: Sequence[tuple[UnitProgress, str]]) -> str:
    """The day for those to whom no later one was granted."""
    return min(unit.due for unit, _ in wanted)


def _contact(unit: UnitProgress) -> str:
    return display_text(" ".join(filter(None, (unit.details.get("contact", ""), unit.details.get("phone", "")))))


def _signed(lines: Sequence[str], progress: CampaignProgress) -> str:
    return "\n".join([*lines, *_signature(progress), ""])


def _signature(progress: CampaignProgress) -> Iterator[str]:
    if progress.about.bureau:
        yield f"　　　　{display_text(progress.about.bureau)}"
    yield f"　　　　{chinese_day(progress.today)}"
