"""Rendering of the texts in templates/texts and of templates in other folders."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xlgen.files.resources import TEXTS


def render_template(template: str, /, *, folder: Path = TEXTS, escaped: bool = False, **values: object) -> str:
    """The template of this file name, rendered with the values; escaped: for HTML, where values are never markup.

    Raises jinja2's errors where the template uses a name that is not among the values.
    """
    return _environment(folder, escaped).get_template(template).render(values)


@cache
def _environment(folder: Path, escaped: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
    )
