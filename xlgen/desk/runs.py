"""What a job reads and writes: the returned files of a campaign, and a folder for each run, named after its time.

Nothing is replaced.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.clock import current_time
from xlgen.campaign.copy_files import place_of_copy
from xlgen.campaign.progress import CampaignProgress
from xlgen.desk.jobs import Link
from xlgen.desk.workspace import RECEIVED, CampaignFolder
from xlgen.errors import UsageError


class Written(NamedTuple):
    """What a run wrote: its folder, named after its time, and the files in it."""

    time: str
    files: list[str]


def returned_paths(campaign: CampaignFolder, progress: CampaignProgress) -> list[Path]:
    """What came on the desk, and the folders and archives of recorded copies that lie elsewhere.

    Raises UsageError where there is nothing.
    """
    received = campaign.folder(RECEIVED)
    files = {copy.file for unit in progress.units for copy in unit.copies}
    elsewhere = (file for file in files if not Path(file).is_relative_to(received))
    places = {place for file in elsewhere if (place := place_of_copy(file)) is not None}
    found = [received] if received.is_dir() else []
    found += sorted(place for place in places if not places.intersection(place.parents))
    if not found:
        raise UsageError("还没有收到表。请先在“收到的表”里拖入文件")
    return found


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
