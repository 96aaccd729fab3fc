"""The progress of a campaign, read afresh unless its record is as it was when it was read last."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import NamedTuple

from xlgen.campaign.clock import current_time, day
from xlgen.campaign.progress import CampaignProgress, progress_of
from xlgen.desk.web import record_of
from xlgen.desk.workspace import CampaignFolder

MAX_KEPT = 4
"""Campaigns whose progress is kept in memory."""


class _Kept(NamedTuple):
    state: tuple[object, ...]
    progress: CampaignProgress


_kept: dict[Path, _Kept] = {}
_lock = Lock()


def today() -> str:
    """The day, as 2026-03-01."""
    return day("", current_time())


def progress_now(campaign: CampaignFolder) -> CampaignProgress:
    """How it stands with a campaign now. Raises RecordError and OSError."""
    with record_of(campaign) as record:
        # The change counter in the file's header is what SQLite itself trusts; it is read under a shared lock.
        record.database.execute("BEGIN")
        record.database.execute("SELECT count(*) FROM campaign")
        state = (*_state(campaign.record), today())
        with _lock:
            known = _kept.get(campaign.record)
        if known is not None and known.state == state:
            return known.progress
        progress = progress_of(record, today())
    with _lock:
        _kept.pop(campaign.record, None)
        _kept[campaign.record] = _Kept(state, progress)
        while len(_kept) > MAX_KEPT:
            _kept.pop(next(iter(_kept)))
    return progress


def _state(file: Path) -> tuple[object, ...]:
    """What changes with every commit: the file's header, its size and time."""
    with file.open("rb") as opened:
        header = opened.read(100)
    status = file.stat()
    return header[24:28], header[92:96], status.st_size, status.st_mtime_ns, status.st_ino
