"""Why no draft can be made of a file."""

from __future__ import annotations

from pathlib import Path

from xlgen.errors import EXIT_UNREADABLE, XlgenError


class NoDraftError(XlgenError):
    """A file of which no draft can be made; the message, in Chinese, says why and what to do."""

    exit_code = EXIT_UNREADABLE

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{path}：{reason}。{remedy}")
