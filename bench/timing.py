"""Interleaved timing of alternative methods, so that noise affects all of them equally; and peak memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROUNDS = 15


def medians(methods: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Median CPU time of each method in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(ROUNDS):
        for name, work in methods.items():
            times[name].append(_milliseconds(work))
    return {name: statistics.median(samples) for name, samples in times.items()}


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def own_peak() -> int:
    """Peak memory of this process in kB: VmHWM, because ru_maxrss is inherited from the parent process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
