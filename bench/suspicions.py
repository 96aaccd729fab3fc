"""Looking across the forms of 100,000 units: made-up traces through the real index, in a process of its own.

Every unit writes sentences of its own and some that everybody writes; one in a hundred copies five from a neighbour,
and one in two hundred leaves another unit's name in its text.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from bench.timing import own_peak
from xlgen.suspicions.index import open_index
from xlgen.suspicions.names import NamedUnit
from xlgen.suspicions.organisations import Passage
from xlgen.suspicions.suspicion import Doubt, Kind
from xlgen.suspicions.texts import DIGEST_BYTES, Sentence
from xlgen.suspicions.trace import Form, Trace

COUNTS = (10_000, 30_000, 100_000)
SENTENCES, COMMON = 30, 10
"""Sentences of a form: so many of its own, and so many of the 200 that everybody writes."""
UNITS_OF_DEPARTMENT = 20
KINDS = ("局", "中心", "第一中学", "人民医院", "管理站")


def main(words: list[str]) -> None:
    if words:  # the measured process, which prints its results
        _look_across(int(words[0]))
        return
    table = Table("units", "adding, s", "finding, s", "MB", "suspicions", title="Suspicions across units")
    for count in COUNTS:
        command = [sys.executable, "-m", "bench.suspicions", str(count)]
        adding, finding, memory, found = subprocess.run(
            command, check=True, capture_output=True, text=True
        ).stdout.split()
        table.add_row(f"{count:,}", adding, finding, f"{int(memory) / 1024:.0f}", found)
    Console(width=120).print(table)


def _look_across(count: int) -> None:
    start = time.process_time()
    with open_index(NamedUnit(_name(number), _department(number)) for number in range(count)) as index:
        for number, trace in enumerate(_traces(count)):
            index.add(f"交回/{number}.xlsx", trace)
        added = time.process_time()
        kinds = Counter(found.kind for found in index.suspicions())
    found = ",".join(f"{kind}:{number}" for kind, number in sorted(kinds.items()))
    print(f"{added - start:.1f} {time.process_time() - added:.1f} {own_peak()} {found}")


def _name(number: int) -> str:
    return f"某某市第{number // len(KINDS):05}{KINDS[number % len(KINDS)]}"


def _department(number: int) -> str:
    return f"某某市第{number // UNITS_OF_DEPARTMENT:05}委员会"


def _traces(count: int) -> Iterator[Trace]:
    dice = random.Random(16)
    for number in range(count):
        own = [_sentence(f"{number} {each}") for each in range(SENTENCES)]
        own += [_sentence(f"everybody {dice.randrange(200)}") for _ in range(COMMON)]
        if number % 100 == 99:
            neighbour = dice.randrange(count)
            own[:5] = [_sentence(f"{neighbour} {each}") for each in range(5)]
        passages = [Passage(f"{_name(number)}认真履行职责", "指标评分表!A6")] * 3
        passages += [Passage(f"配合第{each}工作站开展活动", "指标评分表!A7") for each in range(9)]
        if number % 200 == 199:
            passages.append(Passage(f"{_name(dice.randrange(count))}全年", "指标评分表!A8"))
        doubts = (Doubt(Kind.FULL_MARKS, "27项指标全部得满分，总分100.00分"),) if number % 10 == 0 else ()
        yield Trace(
            Form(_name(number), scheme="made-up", year="2024"),
            hashlib.sha256(str(number).encode()).hexdigest(),
            total=90,
            full=100,
            scores={f"indicator_{each}": (3, 4) for each in range(27)},
            sentences=tuple(own),
            passages=tuple(passages),
            doubts=doubts,
        )


def _sentence(text: str) -> Sentence:
    digest = hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()
    return Sentence(digest, "指标评分表!A6", f"{text}：全面完成年度各项目标任务，预算执行情况良好")


if __name__ == "__main__":
    main(sys.argv[1:])
