"""Reminders as files: a folder for each day, so that no text of an earlier one is sent by mistake."""

from __future__ import annotations

from pathlib import Path

from xlgen.campaign.progress import CampaignProgress
from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reports.reminders import Reminder, reminders


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
