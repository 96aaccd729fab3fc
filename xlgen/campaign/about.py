"""What a campaign is about, kept in its record, so that its progress is told without loading the scheme."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from xlgen.campaign.record import CampaignRecord
from xlgen.text import display_text

if TYPE_CHECKING:
    from xlgen.scheme.model import Scheme


class About(NamedTuple):
    """The form's name, the bureau, and the documents that make a return complete, each with whether it is needed."""

    form: str = ""
    bureau: str = ""
    documents: tuple[tuple[str, bool], ...] = ()


def describe_campaign(record: CampaignRecord, scheme: Scheme, bureau: str = "") -> None:
    """Keep what a campaign with this scheme is about. bureau: the one that issues it, else as it was, else its own."""
    documents = [[document.name, document.required] for document in scheme.documents]
    record.keep_option("form", scheme.name)
    record.keep_option("bureau", bureau or record.option("bureau") or scheme.issuer)
    record.keep_option("documents", json.dumps(documents, ensure_ascii=False))


def about_campaign(record: CampaignRecord) -> About:
    """What a record says that its campaign is about; nothing where an older xlgen wrote it, or nobody knows who."""
    form, bureau = (display_text(record.option(key) or "") for key in ("form", "bureau"))
    try:
        plain = json.loads(record.option("documents") or "[]")
        documents = tuple((display_text(str(name)), required is True) for name, required in plain)
    except (ValueError, TypeError, RecursionError):
        documents = ()
    return About(form, bureau, documents)
