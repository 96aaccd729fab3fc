"""The law on thousands of sequences over all forms: `make random-editing`.

Arguments: how many sequences, and the first one's number; a sequence is the same whenever it is made. Prints every
cause of a breach with a few short sequences that show it, and how many others there are.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.conftest import ALL_SCHEMES
from tests.oracles.failed import OracleFailedError
from tests.random_editing.law import Editing, Judgement
from tests.random_editing.program import Program
from tests.random_editing.starts import NAMES, start

JOBS = 2
SHOWN = 2
"""So many sequences of each cause are shrunk and printed by each process."""
AT_ONCE = 100
"""Sequences for one process of the program, which grows."""


def main() -> int:
    """Print the breaches; fail if there is one."""
    count, first = ([int(each) for each in sys.argv[1:]] + [2000, 0][len(sys.argv) - 1 :])[:2]
    began = time.monotonic()
    shares = [range(first + job, first + count, JOBS) for job in range(JOBS)]
    with ProcessPoolExecutor(JOBS) as pool:
        found = [judgement for share in pool.map(_judgements, shares) for judgement in share]
    breaches = [judgement.causes for judgement in found if judgement.causes]
    for causes, times in Counter(breaches).most_common():
        print(f"{times} × {'、'.join(sorted(causes))}")
    ready, each_second = sum(judgement.ready for judgement in found), len(found) / (time.monotonic() - began)
    print(
        f"{len(found)} sequences ({each_second:.1f} a second), {ready} end with 可以报送, {len(breaches)} break the law"
    )
    return 1 if breaches or len(found) < count else 0


def _judgements(numbers: Sequence[int]) -> list[Judgement]:
    """What comes of these sequences, but for those at which the program ended."""
    found: list[Judgement] = []
    waiting = list(numbers)
    while waiting:
        try:
            _by_one_program(waiting, found)
        except OracleFailedError as error:
            print(error, flush=True)
    return found


def _by_one_program(waiting: list[int], found: list[Judgement]) -> None:
    """Take sequences that wait and add what comes of them."""
    shown = Counter(judgement.causes for judgement in found)
    with tempfile.TemporaryDirectory() as folder, Program() as program:
        editing = Editing(program, Path(folder))
        for _ in range(min(AT_ONCE, len(waiting))):
            number = waiting.pop(0)
            form, name = ALL_SCHEMES[number % len(ALL_SCHEMES)], random.Random(f"start/{number}").choice(NAMES)
            outcome = editing.outcome(str(number), start(form, name), lambda judgement: shown[judgement.causes] < SHOWN)
            causes = outcome.judgement.causes
            if causes and shown[causes] < SHOWN:
                print(f"{outcome}\n", flush=True)
            shown[causes] += 1
            found.append(outcome.judgement)


if __name__ == "__main__":
    sys.exit(main())
