"""Golden files: results that are kept in git, so that a change of them is read as a difference and never goes unseen.

Where a change is meant, renew the files and read the difference: `XLGEN_RENEW_GOLDEN=1 make quick`.
"""

from __future__ import annotations

import os
from pathlib import Path

RENEW = "XLGEN_RENEW_GOLDEN"
"""The environment variable that has golden files written anew."""
GOLDEN = Path(__file__).parent


def renewing() -> bool:
    """Whether golden files are to be written anew before they are compared."""
    return bool(os.environ.get(RENEW))


def assert_as_kept(file: Path, lines: list[str]) -> None:
    """Fails where the lines differ from those of a golden file; writes the file first when renewing."""
    if renewing():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    kept = file.read_text(encoding="utf-8").splitlines()
    differing = [pair for pair in zip(kept, lines, strict=False) if pair[0] != pair[1]]
    assert differing[:5] == [], f"kept, now; if the change is meant, renew {file.name} with {RENEW}=1"
    assert len(lines) == len(kept)
