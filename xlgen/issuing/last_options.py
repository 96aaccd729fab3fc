"""The options of the last run into a folder, as the record keeps them: checked again, as if somebody typed them.

A record may come from anybody. What it names is read only where it may be what an officer once named: a folder or
file on this machine that holds workbooks; anything else must be named again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.files.storage import Location
from xlgen.issuing.file_names import check_layout
from xlgen.scheme.model import Scheme
from xlgen.submissions.sources import ARCHIVE
from xlgen.text import display_text, one_line

Announce: TypeAlias = Callable[[Mapping[str, str]], None]
"""Told the options that are taken from the last run, by name, before anything is read with them or written."""
FORMS = (".xlsx", ".xlsm", ARCHIVE)
MAX_LOOKED_AT = 10_000
"""Files among which there must be a workbook."""


def announce_nothing(options: Mapping[str, str]) -> None:
    """For callers that show nothing."""


def options_with_last(
    record: CampaignRecord, scheme: Scheme, layout: str | None, carry: Location | None, announce: Announce
) -> tuple[str | None, Location | None, dict[str, str]]:
    """The layout and the folder of last year's forms, given now or last time, and what of it is of last time.

    Raises UsageError for something of last time that is nothing xlgen keeps there.
    """
    last_layout = record.option(_key("layout")) if layout is None else None
    last_carry = record.option(_key("carry")) if carry is None else None
    last = {name: text for name, text in (("carry", last_carry), ("layout", last_layout)) if text}
    if last_layout:
        layout = _checked_layout(last_layout, scheme)
    if last_carry:
        carry = _checked_carry(last_carry)
    announce(last)
    return layout, carry, last


def keep_options(record: CampaignRecord, layout: str | None, carry: Location | None) -> None:
    """Keep options for the next run; one that was not given stays as it is."""
    if layout is not None:
        record.keep_option(_key("layout"), layout)
    if carry is not None:
        record.keep_option(_key("carry"), str(carry.absolute()))


def _key(name: str) -> str:
    """The key of an option: records of running campaigns know it as the command line does."""
    return f"--{name}"


def _checked_layout(layout: str, scheme: Scheme) -> str:
    try:
        check_layout(layout, scheme)
    except UsageError as error:
        raise _not_usable("layout", str(error)) from error
    return layout


def _checked_carry(text: str) -> Path:
    """The place of last year's forms. One elsewhere is not asked: that would be done in the officer's name."""
    path = Path(text)
    if one_line(text) != text or not path.is_absolute():
        raise _not_usable("carry", f"{display_text(text)}：不是本机的路径")
    if not (_holds_workbooks(path) if path.is_dir() else path.is_file() and path.suffix.lower() in FORMS):
        raise _not_usable("carry", f"{text}：没有上年的评分表")
    return path


def _holds_workbooks(folder: Path) -> bool:
    names = (name for _, _, names in os.walk(folder) for name in names)
    return any(Path(name).suffix.lower() in FORMS for name in islice(names, MAX_LOOKED_AT))


def _not_usable(option: str, why: str) -> UsageError:
    return UsageError(f"没有写，照下发记录里上次的办，却不能用：{why}。请重新写明", parameter=option)
