"""The files that are the copies under review: known by their bytes, whatever they are called now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

from xlgen.submissions.sources import Source
from xlgen.xlsx.read.unreadable import UnreadableError


def copies_at_hand(wanted: Mapping[str, str], names: Collection[str], sources: Sequence[Source]) -> dict[str, Source]:
    """The files of some copies (form by fingerprint), by form. names: by which they were checked, looked at first."""
    found: dict[str, Source] = {}
    likely = [source for source in sources if source.name in names]
    for source in (*likely, *(each for each in sources if each.name not in names)):
        if len(found) == len(set(wanted.values())):
            break
        try:
            fingerprint = hashlib.sha256(source.read()).hexdigest()
        except UnreadableError:
            continue
        if fingerprint in wanted:
            found.setdefault(wanted[fingerprint], source)
    return found
