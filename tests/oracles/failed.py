"""What an oracle raises that cannot judge; a test must not pass without its judgement."""

from __future__ import annotations


class OracleFailedError(RuntimeError):
    """A program is not there or did not do its work."""
