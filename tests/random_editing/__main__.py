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
from tests.random_editing import onlyoffice
from tests.random_editing.law import Judgement
from tests.random_editing.libreoffice import Editing
from tests.random_editing.program import Program
from tests.random_editing.starts import NAMES, Start, start

JOBS = 2
SHOWN = 2
"""So many sequences of each cause are shrunk and printed by each process."""
AT_ONCE = 100
"""Sequences for one process of the program, which grows."""
IN_ONLYOFFICE = 41
"""One of so many workbooks is also filled in there, which takes longer and knows fewer edits."""


def main() -> int:
    """Print the breaches; fail if there is one."""
    count, first = ([int(each) for each in sys.argv[1:]] + [2000, 0][len(sys.argv) - 1 :])[:2]
    began = time.monotonic()
    shares = [range(first + job, first + count, JOBS) for job in range(JOBS)]
    with ProcessPoolExecutor(JOBS) as pool:
        found = [judgement for share in pool.map(_in_libreoffice, shares) for judgement in share]
        each_second = len(found) / (time.monotonic() - began)
        typed = [judgement for share in pool.map(_in_onlyoffice, shares) for judgement in share]
    breaches = [judgement.causes for judgement in found + typed if judgement.causes]
    for causes, times in Counter(breaches).most_common():
        print(f"{times} × {'、'.join(sorted(causes))}")
    ready = sum(judgement.ready for judgement in found)
    print(f"{len(found)} sequences in LibreOffice, {each_second:.1f} a second, {ready} end with 可以报送")
    print(f"{len(typed)} in ONLYOFFICE; {len(breaches)} break the law")
    return 1 if breaches or len(found) < count else 0


def _start(number: int) -> Start:
    name = random.Random(f"start/{number}").choice(NAMES)
    return start(ALL_SCHEMES[number % len(ALL_SCHEMES)], name)


def _in_onlyoffice(numbers: Sequence[int]) -> list[Judgement]:
    starts = [(str(number), _start(number)) for number in numbers if number % IN_ONLYOFFICE == 0]
    with tempfile.TemporaryDirectory() as folder:
        found = onlyoffice.outcomes(starts, Path(folder)) if starts else []
    for outcome in found:
        if outcome.judgement.causes:
            print(f"in ONLYOFFICE: {outcome}\n", flush=True)
    return [outcome.judgement for outcome in found]


def _in_libreoffice(numbers: Sequence[int]) -> list[Judgement]:
    """What comes of these sequences, but for those at which the program ended."""
    found: list[Judgement] = []
    waiting = list(numbers)
    while waiting:
        try:
            _by_one_program(waiting, found)
        except OracleFailedError as error:
            print(f"sequence {waiting.pop(0)}: {error}\n", flush=True)
    return found


def _by_one_program(waiting: list[int], found: list[Judgement]) -> None:
    """Take sequences that wait and add what comes of them."""
    shown = Counter(judgement.causes for judgement in found)
    with tempfile.TemporaryDirectory() as folder, Program() as program:
        editing = Editing(program, Path(folder))
        for _ in range(min(AT_ONCE, len(waiting))):
            number = waiting[0]
            outcome = editing.outcome(str(number), _start(number), lambda judgement: shown[judgement.causes] < SHOWN)
            waiting.pop(0)
            causes = outcome.judgement.causes
            if causes and shown[causes] < SHOWN:
                print(f"{outcome}\n", flush=True)
            shown[causes] += 1
            found.append(outcome.judgement)


if __name__ == "__main__":
    sys.exit(main())
