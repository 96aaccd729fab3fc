"""What a job writes into a campaign's folder: a folder for each run, named after its time; nothing is replaced."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.clock import current_time
from xlgen.desk.jobs import Link
from xlgen.desk.workspace import CampaignFolder


class Written(NamedTuple):
    """What a run wrote: its folder, named after its time, and the files in it."""

    time: str
    files: list[str]


def new_run(campaign: CampaignFolder, kind: str) -> Path:
    """The folder of a run, which is made when something is written. kind: one of the folders of a campaign."""
    first = campaign.folder(kind) / current_time()[:19].replace(":", "-")
    names = (first if number == 1 else first.with_name(f"{first.name}({number})") for number in count(1))
    return next(path for path in names if not path.exists())


def runs_of(campaign: CampaignFolder, kind: str) -> list[Written]:
    """What was written so far, the newest first."""
    folder = campaign.folder(kind)
    runs = sorted((path for path in folder.iterdir() if path.is_dir()), reverse=True) if folder.is_dir() else []
    return [Written(path.name, _files(path)) for path in runs]


def run_links(campaign: CampaignFolder, kind: str, run: Path, back: Link) -> list[Link]:
    """The files of a run, to be saved, and a way back."""
    base = f"/campaigns/{campaign.key}/files/{kind}/{run.name}"
    return [*(Link(name, f"{base}/{name}") for name in _files(run)), back]


def _files(run: Path) -> list[str]:
    return sorted(file.name for file in run.glob("*.*") if file.is_file()) if run.is_dir() else []
