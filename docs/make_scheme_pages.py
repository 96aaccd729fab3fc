"""Regenerate docs/schemes: a page for every shipped scheme, and README.md, which lists them: `make docs`."""

from __future__ import annotations

from pathlib import Path

from xlgen.files.atomic import save
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_file
from xlgen.scheme.reference import scheme_page

FOLDER = Path(__file__).with_name("schemes")
CONTENTS = "README.md"


def contents() -> str:
    """The page that lists the others."""
    schemes = [load_file(file) for file in scheme_files().values()]
    lines = [f"- [{scheme.name}]({scheme.id}.md)（`{scheme.id}`，{scheme.issuer}）" for scheme in schemes]
    return "\n".join(["# 随附的表样", "", *lines, ""])


def main() -> None:
    """Write one page per scheme, and their list."""
    save(FOLDER / CONTENTS, contents().encode("utf-8"))
    for name, file in scheme_files().items():
        save(FOLDER / f"{name}.md", scheme_page(load_file(file)).encode("utf-8"))


if __name__ == "__main__":
    main()
