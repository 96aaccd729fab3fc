"""The scheme of a campaign, for its year, as a record names it."""

from __future__ import annotations

import re

from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.scheme.known_schemes import KnownSchemes
from xlgen.scheme.model import YEARS, Scheme
from xlgen.text import display_text


def scheme_of_record(record: CampaignRecord, known: KnownSchemes) -> Scheme:
    """The scheme whose forms were issued. Raises UsageError where it is not among the known ones, or has no scores."""
    facts = record.campaign()
    name, year = facts.get("方案", ""), facts.get("年度", "")
    if name not in known.ids:
        raise UsageError(f"{display_text(name)}：不认得这个表样。请写明它的文件", "scheme")
    held = int(year) if re.fullmatch("[0-9]{4}", year) and int(year) in YEARS else None
    scheme = known.scheme(name, held)
    if not scheme.scored:
        raise UsageError(f"《{scheme.name}》不计分，没有可以复核的得分")
    return scheme
