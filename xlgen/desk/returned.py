"""Where the returned files of a campaign are."""

from __future__ import annotations

from pathlib import Path

from xlgen.campaign.progress import CampaignProgress
from xlgen.desk.workspace import RECEIVED, CampaignFolder
from xlgen.errors import UsageError
from xlgen.submissions.sources import ARCHIVE


def returned_paths(campaign: CampaignFolder, progress: CampaignProgress) -> list[Path]:
    """What came on the desk, and the folders and archives of recorded copies that lie elsewhere.

    Raises UsageError where there is nothing.
    """
    received = campaign.folder(RECEIVED)
    here = f"{received}/"
    files = {copy.file for unit in progress.units for copy in unit.copies if not copy.file.startswith(here)}
    places = {place for file in files if (place := _place(Path(file))) is not None}
    found = [received] if received.is_dir() else []
    found += sorted(place for place in places if not places.intersection(place.parents))
    if not found:
        raise UsageError("还没有收到表。请先在“收到的表”里拖入文件")
    return found


def _place(file: Path) -> Path | None:
    """The folder of a file, or the archive that it is in; None where it is not at hand."""
    if not file.is_absolute():
        return None
    if file.is_file():
        return file.parent
    return next((up for up in file.parents if up.suffix.lower() == ARCHIVE and up.is_file()), None)
