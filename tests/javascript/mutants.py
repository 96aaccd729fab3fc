"""Small changes to what is written by hand in functions.js: each must give another answer to some call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from javascript.script import HERE
from tests.hosts.javascript import cases
from tests.hosts.javascript.engine import Call, as_passed, in_python
from tests.oracles.node import node

SCRIPT = Path(__file__).with_name("mutants.mjs")
CHANGES = [
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "),
    (r" === ", " !== "), (r" !== ", " === "), (r" && ", " || "), (r" \|\| ", " && "),
    (r" \+ ", " - "), (r" - ", " + "), (r"(?<![\w.#x])(\d+)(?![\dn:])", "number"), (r"\b1n\b", "2n"), (r"\b0n\b", "1n"),
    (r"\.slice\(", ".filter("), (r"Math\.max\(", "Math.min("), (r"Math\.min\(", "Math.max("), (r'"g"', '""'),
    (r" \* ", " / "), (r"\breturn (?=[^;\n]+;)", "return void 0 && "), (r"\?\.", "."),
]  # fmt: skip
"""What is replaced by what."""


EQUIVALENT = {
    'e${power <= 0 ? "-" : "+"}': "a number whose power is 0 is not written with a power",
    'e${power < 1 ? "-" : "+"}': "the same",
    "Math.abs(value) > WHOLE_FROM": "what is exactly 1e15 is a whole number either way",
    "return void 0 && null": "undefined is no finite number, as null",
    "函数出了错": "a test of its own",
}
"""Parts of changed lines that make no difference to a call, and why."""


class Mutant(NamedTuple):
    """A changed script, and the line that was changed."""

    script: str
    line: str


def mutants(script: str) -> list[Mutant]:
    """Every change that should matter, one at a time, to runtime.js and answers.js as they stand in a script."""
    found = []
    written = [(HERE / name).read_text(encoding="utf-8") for name in ("runtime.js", "answers.js")]
    for part in written:
        for line in part.splitlines():
            if line.strip() and not line.lstrip().startswith("//") and script.count(line) == 1:
                found += [Mutant(script.replace(line, changed), changed.strip()) for changed in _changed(line)]
    assert all(any(part in mutant.line for mutant in found) for part in EQUIVALENT), "a change that is none any more"
    return [mutant for mutant in found if not any(part in mutant.line for part in EQUIVALENT)]


def _changed(line: str) -> list[str]:
    code, _, _ = line.partition(" // ")
    return [
        code[: match.start()] + (str(int(match[1]) + 1) if new == "number" else new) + code[match.end() :]
        for old, new in CHANGES
        for match in re.finditer(old, code)
    ]


def unnoticed(changed: Sequence[Mutant], calls: Sequence[Call]) -> list[str]:
    """The changed lines of mutants that give what Python gives for every call."""
    of_hosts = cases.hosts()
    expected = [answer for _, answer in of_hosts] + [in_python(call) for call in calls]
    passed = as_passed([*(call for call, _ in of_hosts), *calls])
    scripts = [mutant.script for mutant in changed]
    return [
        changed[number].line for number in node(SCRIPT, {"calls": passed, "expected": expected, "scripts": scripts})
    ]
