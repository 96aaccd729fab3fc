"""Where the returned files of a campaign are."""

from __future__ import annotations

from pathlib import Path

from xlgen.campaign.copy_files import place_of_copy
from xlgen.campaign.progress import CampaignProgress
from xlgen.desk.workspace import RECEIVED, CampaignFolder
from xlgen.errors import UsageError


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
