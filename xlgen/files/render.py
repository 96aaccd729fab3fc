"""The texts in templates/texts, and other templates beside them, filled in."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xlgen.files.resources import TEXTS


def render_template(template: str, /, *, folder: Path = TEXTS, escaped: bool = False, **values: object) -> str:
    """The text of this file name with its values; escaped: for HTML, where values are texts, never markup.

    Raises jinja2's errors where the text names what it is not given.
    """
    environment = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(values)
