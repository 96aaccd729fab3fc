"""Lists named in an earlier run, as a record keeps them: checked again, because a record may come from anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from xlgen.errors import UsageError
from xlgen.roster.roster_file import LISTINGS
from xlgen.text import display_text, one_line

Announce: TypeAlias = Callable[[Mapping[str, str]], None]
"""Told the options that are taken from the last run, by name, before anything is read with them or written."""


def announce_nothing(options: Mapping[str, str]) -> None:
    """For callers that show nothing."""


def checked_list(option: str, text: str) -> Path:
    """A list of last time, by what a record keeps of it. Raises UsageError where that is no list on this machine."""
    path = Path(text)
    if one_line(text) != text or not path.is_absolute():
        raise not_usable(option, f"{display_text(text)}：不是本机的路径")
    if path.suffix.lower() not in LISTINGS or not path.is_file():
        raise not_usable(option, f"{text}：没有这个文件，或不是一张表")
    return path


def not_usable(option: str, why: str) -> UsageError:
    """The error for an option of last time that cannot be used."""
    return UsageError(f"没有写，照下发记录里上次的办，却不能用：{why}。请重新写明", parameter=option)
