"""Start-up cost of quick commands beyond starting Python, and the cost of single imports for comparison."""

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
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
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


def commands_to_time(campaign: str, schemes: str) -> dict[str, Sequence[str]]:
    """Commands, and imports of modules that the commands avoid."""
    commands = ["--help", "new --help", "schemes --json", "schemes", f"status {campaign}", "lint"]
    imports = ["openpyxl", "pydantic", "xlgen.scheme.load", "xlgen.issuing.issue"]
    return {
        PYTHON: [sys.executable, "-c", "pass"],
        **{f"xlgen {command.removesuffix(campaign)}": [*XLGEN, *command.split()] for command in commands},
        f"xlgen schemes, of {COPIES}": [sys.executable, "-c", LIST_FOLDER, schemes],
        **{f"import {name}": [sys.executable, "-c", f"import {name}"] for name in imports},
    }


def _milliseconds(command: Sequence[str]) -> float:
    """CPU time of a process, user and system, in milliseconds."""
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
        commands = commands_to_time(campaign, schemes)
        rounds = [{name: _milliseconds(command) for name, command in commands.items()} for _ in range(ROUNDS)]
    times = {name: statistics.median(round_times[name] for round_times in rounds) for name in commands}
    for name, time in times.items():
        table.add_row(name, f"{time:.0f}", f"{time - times[PYTHON]:.0f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
