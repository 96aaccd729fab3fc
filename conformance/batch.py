"""Runs commands of xlgen one after the other: each a line of JSON with its arguments, answered by one line of JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

from xlgen.cli.main import main


def answer(arguments: Sequence[str]) -> tuple[int, str, str]:
    """The exit code of a command, what it prints, and what it complains of."""
    output, complaint = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with redirect_stdout(output), redirect_stderr(complaint):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return code, _written(output), _written(complaint)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
