"""What can go wrong by a user's doing, with the exit code of each kind. Messages are Chinese and say what to do."""

from __future__ import annotations

EXIT_OK, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE = 0, 1, 2, 3
"""Exit codes of commands: fine; findings or something missing; cannot read or write; broken scheme or wrong usage."""


class XlgenError(Exception):
    """Every error that a user of the library or the command line can mend."""

    exit_code = EXIT_USAGE


class UsageError(XlgenError):
    """Something was asked for that cannot be done that way."""


class NotPortableError(XlgenError, ValueError):
    """A formula or name that Excel 2010, WPS or LibreOffice would refuse. A fault of xlgen or of the scheme."""
