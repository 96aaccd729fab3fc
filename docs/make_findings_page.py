"""Regenerate docs/findings.md from the catalogue and the findings in samples/bad: `make docs`."""

from __future__ import annotations

from pathlib import Path

from samples.defects.page import findings_page
from xlgen.files.atomic import save

PAGE = Path(__file__).with_name("findings.md")


def main() -> None:
    """Write the page."""
    save(PAGE, findings_page().encode("utf-8"))


if __name__ == "__main__":
    main()
