"""The texts that are served: pages, code, the manifest."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xlgen.places import TEMPLATES

FOLDER = TEMPLATES / "officejs"
SERVED = FOLDER / "served"
"""What is served as it stands."""


def rendered(name: str, **values: object) -> str:
    """A template with its values; in pages and the manifest they are escaped."""
    escaped = name.endswith((".html.jinja", ".xml.jinja"))
    environment = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=escaped)
    return environment.get_template(name).render(values)
