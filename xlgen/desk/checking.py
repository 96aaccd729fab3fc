"""What a page needs to look at single files: the checker and the bureau's figures, kept while nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeVar

from xlgen.campaign.campaigns import Campaign, Campaigns
from xlgen.campaign.last_lists import announce_nothing
from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.referring import Comparison, comparing, kept_list
from xlgen.scheme.known_schemes import all_schemes
from xlgen.submissions.file_check import FileChecker

Key = TypeVar("Key")
Value = TypeVar("Value")
MAX_KEPT = 4
"""Checkers, and lists of figures, that are kept in memory."""
ISSUED_STATE = "SELECT count(*), ifnull(max(issued), ''), ifnull(total(length(name)), 0) FROM unit"


class Checking(NamedTuple):
    """How files of a campaign are checked: by which forms, and compared with which figures, if there are any."""

    checker: FileChecker
    comparison: Comparison | None


_checkers: dict[tuple[str, int | None], FileChecker] = {}
_comparisons: dict[tuple[object, ...], Comparison | None] = {}


def checking_of(record: CampaignRecord) -> Checking:
    """How the files of a campaign are checked. A list of figures that cannot be used any more is left out, as ever."""
    known, year = all_schemes(), Campaign(record).year
    by = known.fingerprint(), year
    checker = _kept(_checkers, by, FileChecker(known, year))
    text = kept_list(record)
    if text is None:
        return Checking(checker, None)
    made_of = (*by, record.path, *record.database.execute(ISSUED_STATE).fetchone(), text, *_state(Path(text)))
    if made_of not in _comparisons:
        compared = comparing(None, checker, Campaigns((Campaign(record),)), None, announce_nothing)
        return Checking(checker, _kept(_comparisons, made_of, compared))
    return Checking(checker, _comparisons[made_of])


def _state(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _kept(kept: dict[Key, Value], key: Key, value: Value) -> Value:
    """The value of a key: the one that is kept, else this one, which is kept beside a few others."""
    found = kept.setdefault(key, value)
    while len(kept) > MAX_KEPT:
        kept.pop(next(iter(kept)), None)
    return found
