"""What the criteria of an indicator were understood to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Understood:
    """Criteria that were understood whole, as data of an indicator.

    words: for each number in it, by its path, the words of the form that it comes from.
    """

    parts: list[dict[str, Any]]
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    words: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NotUnderstood:
    """Criteria that were not: which sentence, and why, in Chinese."""

    why: str
