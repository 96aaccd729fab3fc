"""The texts that are served: pages, code, the manifest."""

from __future__ import annotations

from xlgen.places import TEMPLATES
from xlgen.shipped_texts import filled_in

FOLDER = TEMPLATES / "officejs"
SERVED = FOLDER / "served"
"""What is served as it stands."""


def rendered(name: str, **values: object) -> str:
    """A template with its values; in pages and the manifest they are escaped."""
    return filled_in(name, folder=FOLDER, escaped=name.endswith((".html.jinja", ".xml.jinja")), **values)
