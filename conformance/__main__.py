"""Carries out all cases: `python -m conformance [--command 'PROGRAM'] [FILES]`; see README.md."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from conformance.carrying_out import differences
from conformance.commands import Commands, EachInAProcess, InOneProcess
from conformance.files import files, read


def main() -> int:
    """Print whatever comes out otherwise than expected; 1 if anything does."""
    parser = argparse.ArgumentParser(prog="python -m conformance", description="Carry out the conformance cases.")
    parser.add_argument("files", nargs="*", type=Path, default=files(), help="files of cases; all if none is named")
    parser.add_argument("--command", help="the command line to test, such as 'xlgen'; this one if none is named")
    options = parser.parse_args()
    failed = 0
    for file in options.files:
        found = _carried_out(file, options.command)
        failed += len(found)
        sys.stdout.write("\n".join([f"{file.stem}: {'as expected' if not found else 'differs'}", *found]) + "\n")
    return 1 if failed else 0


def _carried_out(file: Path, command: str | None) -> list[str]:
    if command is not None:
        return _differences(file, EachInAProcess(shlex.split(command)))
    with InOneProcess() as commands:
        return _differences(file, commands)


def _differences(file: Path, commands: Commands) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        found = differences(read(file), commands, Path(folder))
        return [f"  {case}: {what}: expected {expected}, found {actual}" for case, what, expected, actual in found]


if __name__ == "__main__":
    sys.exit(main())
