"""ONLYOFFICE's engine as an independent judge: it opens a workbook, computes all formulas again, and edits cells.

Since version 8.3 its COUNTIF counts what cells showed before an edit where these are formulas themselves. So the edits
are made again until nothing changes any more.

The engine is under the AGPL: it runs in a process of its own and stays out of everything that is shipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.oracles.cells import Cells
from tests.oracles.failed import OracleFailedError
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

ENGINE = "docbuilder"
SECONDS = 600
SCRIPT = Path(__file__).with_name("onlyoffice_script.py")


@dataclass(frozen=True)
class Edited:
    """A workbook, what is typed into its cells (None empties one), the cells to read by sheet, where to save it."""

    workbook: Path
    edits: Mapping[CellRef, CellValue]
    read: Mapping[str, Iterable[str]]
    saved: Path | None = None


def before_and_after(books: Sequence[Edited]) -> list[tuple[Cells, Cells]]:
    """What the cells of each workbook show before and after its edits; an empty text where nothing.

    All in one process, which takes a second to start.
    """
    if find_spec(ENGINE) is None:
        raise OracleFailedError(f"{ENGINE} is missing; the tests need it: pip install document-builder")
    job = [
        {
            "workbook": str(book.workbook),
            "edits": [
                [place.sheet, place.address, "" if value is None else value] for place, value in book.edits.items()
            ],
            "read": {sheet: list(addresses) for sheet, addresses in book.read.items()},
            "saved": str(book.saved or ""),
        }
        for book in books
    ]
    command = [sys.executable, str(SCRIPT)]
    done = subprocess.run(command, input=json.dumps(job).encode(), capture_output=True, check=False, timeout=SECONDS)
    if done.returncode:
        raise OracleFailedError(f"{ENGINE} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return [(before, after) for before, after in json.loads(done.stdout.splitlines()[-1])]
