"""The wording of every message: a change of it is one difference in messages.txt, not one in hundreds of assertions.

Other tests assert codes and fields.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from samples.defects.checking import cases, checked_case, found_in
from tests.factories.schemes import HERE, problems_of_data, problems_of_scheme
from tests.golden import GOLDEN, assert_as_kept
from xlgen.errors import Catalogue
from xlgen.scheme.problems import ProblemCode
from xlgen.submissions.findings.catalogue import CODES
from xlgen.xlsx.read.unreadable import Reason

Wording = tuple[str, str, str]
"""A code, its message and its remedy."""


def wordings_of_findings() -> Iterator[Wording]:
    """Each finding in each of its samples in samples/bad."""
    for code in CODES.values():
        for case in cases(code):
            for finding in found_in(checked_case(case)):
                if finding.code is code:
                    message = finding.message.replace(f"{case}{os.sep}", "").replace(str(case), case.name)
                    yield code.name, message, finding.remedy


def wordings_of_problems() -> Iterator[Wording]:
    """Each problem of a scheme or a data file in its sample in tests/scheme."""
    for folder, problems_of in (("bad", problems_of_scheme), ("bad_data", problems_of_data)):
        for file in sorted((HERE / folder).iterdir()):
            for problem in problems_of(file):
                yield problem.code, problem.message.replace(str(HERE), ""), problem.remedy


def lines_of(catalogue: Iterable[Catalogue], wordings: Sequence[Wording]) -> Iterator[str]:
    """The messages of a catalogue as they are written there, each followed by what it says of samples."""
    for code in catalogue:
        yield f"{code.name}　{code.message}　→　{code.remedy}"
        yield from sorted({f"    {message}　→　{remedy}" for name, message, remedy in wordings if name == code.name})


def test_messages__as_kept() -> None:
    lines = [
        "# xlgen.submissions.findings",
        *lines_of(CODES.values(), list(wordings_of_findings())),
        "# xlgen.scheme.problems.ProblemCode",
        *lines_of(ProblemCode, list(wordings_of_problems())),
        "# xlgen.xlsx.read.unreadable.Reason, with samples among those of UNREADABLE above",
        *lines_of(Reason, []),
    ]
    assert_as_kept(GOLDEN / "messages.txt", [line.replace("\n", "\\n") for line in lines])
