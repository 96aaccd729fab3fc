"""What the server serves: the paths that more than one module must know, and the texts rendered from templates."""

from __future__ import annotations

from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES

CALL_PATH = "/call"
"""Receives function calls."""
CHECK_PATH = "/check"
"""Receives workbooks to be checked."""
_TEMPLATE_FOLDER = TEMPLATES / "officejs"
STATIC_FOLDER = _TEMPLATE_FOLDER / "served"
"""Files that are served unchanged."""


def render_served(name: str, **values: object) -> str:
    """Render a template; values are escaped in pages and in the manifest."""
    return render_template(
        name, folder=_TEMPLATE_FOLDER, escaped=name.endswith((".html.jinja", ".xml.jinja")), **values
    )
