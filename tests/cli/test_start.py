"""What a command loads before it does anything: the list and the help are to be there at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME

LOADED = """
import sys
before = set(sys.modules)
from xlgen.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    loaded = {name.partition(".")[0] for name in sys.modules.keys() - before} - sys.stdlib_module_names
    print(*loaded, file=sys.stderr)
"""
READS_YAML = {"xlgen", "yaml", "jinja2", "markupsafe"}


def loaded(*words: str) -> set[str]:
    """The packages that a command loads, without Python's own."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], check=True, capture_output=True, text=True)
    return {name for name in done.stderr.split() if "cython" not in name}  # compiled modules register these themselves


@pytest.mark.parametrize("words", [["--help"], ["new", "--help"], ["validate", "--help"], ["addin", "build", "--help"]])
def test_help__loads_nothing_else(words: list[str]) -> None:
    assert loaded(*words) == {"xlgen"}


def test_status__reads_the_record_and_nothing_else(tmp_path: Path) -> None:
    with open_record(tmp_path / RECORD_NAME):
        pass
    assert loaded("status", str(tmp_path)) == {"xlgen", "rich"}


def test_schemes__are_read_and_shown_without_being_loaded() -> None:
    assert loaded("schemes") == {*READS_YAML, "rich"}
    assert loaded("schemes", "--json") == READS_YAML
