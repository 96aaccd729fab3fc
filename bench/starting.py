"""What the commands cost that are there at once, beyond starting Python; beside them, what single imports cost."""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.processes import XLGEN
from xlgen.campaign.record import RECORD_NAME, open_record
from xlgen.files.resources import scheme_files

ROUNDS = 15
PYTHON = "python"
COPIES = 12
LIST_FOLDER = """
import sys, pathlib
from xlgen.cli.main import main
from xlgen.files import resources
resources.TEMPLATES = pathlib.Path(sys.argv[1])
main(["schemes"])
"""
"""`xlgen schemes`, with another folder in place of the shipped schemes."""


def copy_schemes(folder: Path) -> None:
    """Twelve schemes, made by copying the shipped ones in turn."""
    files = list(scheme_files().values())
    for number in range(COPIES):
        copy = folder / f"scheme-{number}" / "scheme.yaml"
        copy.parent.mkdir()
        shutil.copyfile(files[number % len(files)], copy)


def ways(campaign: str, schemes: str) -> dict[str, Sequence[str]]:
    """Commands, and the imports of packages that they do without."""
    calls = ["--help", "new --help", "schemes --json", "schemes", f"status {campaign}", "lint"]
    imports = ["openpyxl", "pydantic", "xlgen.scheme.load", "xlgen.issuing.issue"]
    return {
        PYTHON: [sys.executable, "-c", "pass"],
        **{f"xlgen {call.removesuffix(campaign)}": [*XLGEN, *call.split()] for call in calls},
        f"xlgen schemes, of {COPIES}": [sys.executable, "-c", LIST_FOLDER, schemes],
        **{f"import {name}": [sys.executable, "-c", f"import {name}"] for name in imports},
    }


def _milliseconds(command: Sequence[str]) -> float:
    """CPU time, user and system, of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def main() -> None:
    table = Table("", "CPU ms", "beyond Python", title="Starting")
    with tempfile.TemporaryDirectory() as campaign, tempfile.TemporaryDirectory() as schemes:
        copy_schemes(Path(schemes))
        with open_record(Path(campaign, RECORD_NAME)):
            pass
        commands = ways(campaign, schemes)
        rounds = [{what: _milliseconds(command) for what, command in commands.items()} for _ in range(ROUNDS)]
    times = {what: statistics.median(each[what] for each in rounds) for what in commands}
    for what, took in times.items():
        table.add_row(what, f"{took:.0f}", f"{took - times[PYTHON]:.0f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
