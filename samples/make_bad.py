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
    for each in DEFECTS:
        for path, content in each.files.items():
            save(BAD / each.code.name / path, content)


if __name__ == "__main__":
    main()
