"""What a campaign is issued from: the form and the lists, kept beside them until it is issued, and again."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from xlgen.desk.workspace import BASIS, CampaignFolder
from xlgen.errors import UsageError
from xlgen.files.atomic import save
from xlgen.issuing.lists import GivenLists
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme

FILE = "下发设置.json"
IN_BRACKETS = re.compile("（([^（）]+)）$")
"""The id behind a form's name, as the list of forms on the page shows it."""
LISTS = ("roster", "approved", "reference")
"""The settings that are files in the folder 基础资料."""


@dataclass(frozen=True)
class Settings:
    """What issuing is asked for. scheme: an id, or what finds a form. carry: the folder of last year's forms."""

    scheme: str = ""
    year: str = ""
    due: str = ""
    bureau: str = ""
    layout: str = ""
    roster: str = ""
    approved: str = ""
    reference: str = ""
    carry: str = ""

    def loaded(self) -> Scheme:
        """The form. Raises UsageError where none is named, or no such year; UnknownSchemeError, SchemeError."""
        if not self.scheme:
            raise UsageError("没有选表样", "scheme")
        if self.year and not re.fullmatch("[0-9]{4}", self.year):
            raise UsageError(f"{self.year}：请写四位的年度，如 2026", "year")
        bracketed = IN_BRACKETS.search(self.scheme)
        return load_scheme(bracketed[1] if bracketed else self.scheme, int(self.year) if self.year else None)


def settings_of(campaign: CampaignFolder) -> Settings:
    """The settings of a campaign; empty where there are none, or a file that is not ours."""
    try:
        plain = json.loads((campaign.folder(BASIS) / FILE).read_text(encoding="utf-8"))
        return Settings(**{name: plain[name] for name in asdict(Settings()) if isinstance(plain.get(name), str)})
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return Settings()


def keep_settings(campaign: CampaignFolder, settings: Settings) -> None:
    """Keep settings beside the lists. Raises OSError."""
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
    save(campaign.folder(BASIS) / FILE, text.encode("utf-8"))


def given_lists(campaign: CampaignFolder, settings: Settings) -> GivenLists:
    """The lists of the settings as issuing takes them. Raises UsageError where there is no roster."""
    if not settings.roster:
        raise UsageError("没有单位名单。请选名单文件", "roster")
    roster, approved, reference = (_list(campaign, getattr(settings, name)) for name in LISTS)
    assert roster is not None
    carry = Path(settings.carry) if settings.carry else None
    return GivenLists(roster, settings.layout or None, carry, approved, reference)


def _list(campaign: CampaignFolder, name: str) -> Path | None:
    return campaign.file(f"{BASIS}/{name}") if name else None
