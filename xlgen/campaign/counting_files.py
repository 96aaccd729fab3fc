"""The files of the copies that count, found again among what was returned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from xlgen.campaign.progress import UnitProgress
from xlgen.files.storage import Location
from xlgen.submissions.sources import Source, find_sources
from xlgen.xlsx.read.unreadable import UnreadableError


def counting_files(units: Iterable[UnitProgress], returns: Sequence[Location]) -> dict[str, Source]:
    """The file of the copy that counts, by the form's key; its bytes are those that were checked, wherever it lies now.

    Raises NothingToCheckError where a path leads nowhere.
    """
    counted = {unit.form.key: unit.counted for unit in units if unit.counted is not None}
    wanted = {copy.fingerprint: key for key, copy in counted.items()}
    names = {copy.file for copy in counted.values()}
    found: dict[str, Source] = {}
    every = find_sources(returns).workbooks if wanted else ()
    for source in sorted(every, key=lambda source: source.name not in names):  # most lie where they were
        if len(found) == len(wanted):
            break
        try:
            fingerprint = hashlib.sha256(source.read()).hexdigest()
        except UnreadableError:
            continue
        if fingerprint in wanted:
            found.setdefault(wanted[fingerprint], source)
    return found
