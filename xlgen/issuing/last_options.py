"""The options of the last run into a folder, as the record keeps them: checked again, as if somebody typed them.

A record may come from anybody. What it names is read only where it may be what an officer once named: a folder or
file on this machine that holds workbooks; anything else must be named again.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.last_lists import Announce, checked_list, not_usable
from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.files.storage import Location
from xlgen.issuing.file_names import check_layout
from xlgen.scheme.model import Scheme
from xlgen.submissions.sources import ARCHIVE
from xlgen.text import display_text, one_line

FORMS = (".xlsx", ".xlsm", ARCHIVE)
MAX_LOOKED_AT = 10_000
"""Files among which there must be a workbook."""


class GivenOptions(NamedTuple):
    """The layout of files, the folder of last year's forms, and the list of approved goals; None where not given."""

    layout: str | None = None
    carry: Location | None = None
    approved: Path | None = None


class UsedOptions(NamedTuple):
    """Options given now or last time, and what of them is of last time, as it was kept."""

    options: GivenOptions
    remembered: dict[str, str]


def options_with_last(record: CampaignRecord, scheme: Scheme, given: GivenOptions, announce: Announce) -> UsedOptions:
    """The options given now, or else last time.

    Raises UsageError for something of last time that is nothing xlgen keeps there.
    """
    missing = [name for name, value in given._asdict().items() if value is None]
    last = {name: text for name in sorted(missing) if (text := record.option(_key(name)))}
    options = given
    if "layout" in last:
        options = options._replace(layout=_checked_layout(last["layout"], scheme))
    if "carry" in last:
        options = options._replace(carry=_checked_carry(last["carry"]))
    if "approved" in last:
        options = options._replace(approved=checked_list("approved", last["approved"]))
    announce(last)
    return UsedOptions(options, last)


def keep_options(record: CampaignRecord, options: GivenOptions) -> None:
    """Keep options for the next run; one that was not given stays as it is."""
    if options.layout is not None:
        record.keep_option(_key("layout"), options.layout)
    if options.carry is not None:
        record.keep_option(_key("carry"), str(options.carry.absolute()))
    if options.approved is not None:
        record.keep_option(_key("approved"), str(options.approved.absolute()))


def _key(name: str) -> str:
    """The key of an option: records of running campaigns know it as the command line does."""
    return f"--{name}"


def _checked_layout(layout: str, scheme: Scheme) -> str:
    try:
        check_layout(layout, scheme)
    except UsageError as error:
        raise not_usable("layout", str(error)) from error
    return layout


def _checked_carry(text: str) -> Path:
    """The place of last year's forms. One elsewhere is not asked: that would be done in the officer's name."""
    path = Path(text)
    if one_line(text) != text or not path.is_absolute():
        raise not_usable("carry", f"{display_text(text)}：不是本机的路径")
    if not (_holds_workbooks(path) if path.is_dir() else path.is_file() and path.suffix.lower() in FORMS):
        raise not_usable("carry", f"{text}：没有上年的评分表")
    return path


def _holds_workbooks(folder: Path) -> bool:
    names = (name for _, _, names in os.walk(folder) for name in names)
    return any(Path(name).suffix.lower() in FORMS for name in islice(names, MAX_LOOKED_AT))
