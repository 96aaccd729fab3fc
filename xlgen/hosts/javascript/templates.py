"""The texts that are served: pages, code, the manifest."""

from __future__ import annotations

from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES

FOLDER = TEMPLATES / "officejs"
SERVED = FOLDER / "served"
"""What is served as it stands."""


def rendered(name: str, **values: object) -> str:
    """A template with its values; in pages and the manifest they are escaped."""
    return render_template(name, folder=FOLDER, escaped=name.endswith((".html.jinja", ".xml.jinja")), **values)
