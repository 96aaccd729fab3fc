"""Regenerate docs/schemes/<scheme>.md for every shipped scheme: `make docs`."""

from __future__ import annotations

from pathlib import Path

from xlgen.files.atomic import save
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_file
from xlgen.scheme.reference import scheme_page

FOLDER = Path(__file__).with_name("schemes")


def main() -> None:
    """Write one page per scheme."""
    for name, file in scheme_files().items():
        save(FOLDER / f"{name}.md", scheme_page(load_file(file)).encode("utf-8"))


if __name__ == "__main__":
    main()
