"""A command line that is asked: one process for each command, or one for many."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple, Protocol

BATCH = (sys.executable, "-m", "conformance.batch")


class Answer(NamedTuple):
    """What a command gives."""

    code: int
    output: str
    complaint: str


class Commands(Protocol):
    """A command line."""

    def run(self, *arguments: str) -> Answer:
        """Run a command with these arguments."""


class EachInAProcess:
    """A program of any kind, started once for each command."""

    def __init__(self, program: Sequence[str]) -> None:
        self._program = program

    def run(self, *arguments: str) -> Answer:
        """Run a command with these arguments."""
        done = subprocess.run([*self._program, *arguments], capture_output=True, encoding="utf-8", check=False)
        return Answer(done.returncode, done.stdout, done.stderr)


class InOneProcess:
    """The command line of xlgen in a fresh process that runs one command after the other, which is faster."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
        )

    def __enter__(self) -> InOneProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, *arguments: str) -> Answer:
        """Run a command with these arguments."""
        assert self._process.stdin is not None, "it is a pipe"
        assert self._process.stdout is not None, "it is a pipe"
        self._process.stdin.write(json.dumps(arguments) + "\n")
        return Answer(*json.loads(self._process.stdout.readline()))
