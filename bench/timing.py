"""Ways of doing the same thing, timed in turn, so that a noisy machine disturbs all alike; and what memory it took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROUNDS = 15


def medians(ways: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The median CPU time of each way, in milliseconds."""
    times: dict[str, list[float]] = {what: [] for what in ways}
    for _ in range(ROUNDS):
        for what, work in ways.items():
            times[what].append(_milliseconds(work))
    return {what: statistics.median(found) for what, found in times.items()}


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def own_peak() -> int:
    """The most memory of this process, in kB: VmHWM, because ru_maxrss is inherited from the one that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
