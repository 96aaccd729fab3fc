"""A database for what one run must sort or compare and memory must not hold."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager


@contextmanager
def temporary_database() -> Iterator[sqlite3.Connection]:
    """Open an empty database. Raises OSError for whatever SQLite fails on, as on a full disk.

    SQLite keeps it on disk once it is large, and it disappears with the process, however that ends.
    """
    try:
        with closing(sqlite3.connect("")) as database:
            database.execute("PRAGMA journal_mode = OFF")
            yield database
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else None, str(error), "临时数据库") from error
