"""Write samples/bad anew, a file or a folder of files for every way to go wrong: `make samples`."""

from __future__ import annotations

import shutil

from samples.defects.every import DEFECTS
from samples.defects.making import BAD
from xlgen.files.atomic import save


def main() -> None:
    """All of them; what is no longer made goes."""
    for folder in BAD.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    for defect in DEFECTS:
        for path, content in defect.files.items():
            save(BAD / defect.code.name / path, content)


if __name__ == "__main__":
    main()
