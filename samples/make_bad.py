"""Write samples/bad anew, a file or a folder of files for every way to go wrong: `make samples`."""

from __future__ import annotations

import shutil

from samples.defects import identity, inputs, scores, structure, unreadable
from samples.defects.making import BAD
from samples.defects.registry import DEFECTS
from xlgen.saving import save

MODULES = (identity, structure, inputs, scores, unreadable)
"""Loading them enters their defects."""


def main() -> None:
    """All of them; what is no longer made goes."""
    for folder in BAD.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    for each in DEFECTS:
        for path, content in each.files.items():
            save(BAD / each.code.name / path, content)


if __name__ == "__main__":
    main()
