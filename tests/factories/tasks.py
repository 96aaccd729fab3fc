"""Tasks for executors: they kill their process, fail, wait. Other processes import them from here."""

from __future__ import annotations

import os
import time


def halved(number: int) -> int:
    """Half a number; numbers that end in 5 kill their process."""
    if number % 10 == 5:
        os._exit(1)
    return number // 2


def refused(number: int) -> int:
    """The number itself; 7 is refused."""
    if number == 7:
        raise ValueError("seven")
    return number


def process_id(number: int) -> int:
    """The id of the process that works."""
    time.sleep(0.01)
    return os.getpid()


def slow(number: int) -> int:
    """The number itself, after a minute from the fifth number on."""
    time.sleep(0.1 if number < 4 else 60)
    return number
