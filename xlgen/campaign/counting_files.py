"""The files of copies, found again among what was returned: known by their bytes, whatever they are called now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

from xlgen.campaign.progress import UnitProgress
from xlgen.files.storage import Location
from xlgen.submissions.sources import Source, find_sources
from xlgen.xlsx.read.unreadable import UnreadableError


def counting_files(units: Iterable[UnitProgress], returns: Sequence[Location]) -> dict[str, Source]:
    """The file of the copy that counts, by the form's key. Raises NothingToCheckError where a path leads nowhere."""
    counted = {unit.form.key: unit.counted for unit in units if unit.counted is not None}
    wanted = {copy.fingerprint: key for key, copy in counted.items()}
    names = {copy.file for copy in counted.values()}
    return copies_at_hand(wanted, names, find_sources(returns).workbooks) if wanted else {}


def copies_at_hand(wanted: Mapping[str, str], names: Collection[str], sources: Sequence[Source]) -> dict[str, Source]:
    """The files of some copies (form by fingerprint), by form. names: by which they were checked, looked at first."""
    found: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: source.name not in names):
        if len(found) == len(set(wanted.values())):
            break
        try:
            fingerprint = hashlib.sha256(source.read()).hexdigest()
        except UnreadableError:
            continue
        if fingerprint in wanted:
            found.setdefault(wanted[fingerprint], source)
    return found
