"""One line of what a doctor says of an add-in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """The result of one check: whether it passed, the current state, and the remedy."""

    subject: str
    passed: bool
    state: str
    remedy: str = ""
