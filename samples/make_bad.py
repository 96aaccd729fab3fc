"""Regenerate samples/bad, a file or folder of files for every defect: `make samples`."""

from __future__ import annotations

import shutil

from samples.defects.every import DEFECTS
from samples.defects.making import BAD
from xlgen.files.atomic import save


def main() -> None:
    """Write all samples and remove outdated ones."""
    for folder in BAD.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    for defect in DEFECTS:
        for path, content in defect.files.items():
            save(BAD / defect.code.name / path, content)


if __name__ == "__main__":
    main()
