"""Jinja2 in the texts of a scheme: {{ year }} and the parameters that change by jurisdiction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from xlgen.scheme.source import Path

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)


def _only_names(text: str, known: Mapping[str, object]) -> None:
    """A text may name variables and nothing else: loops and calculations could run without end."""
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateError as error:
        raise TemplateError("括号没有配对，或里面不是变量名") from error
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, (nodes.Output, nodes.TemplateData, nodes.Name)):
            raise TemplateError("只能写变量名，如 {{ year }}")
        if isinstance(node, nodes.Name) and node.name not in known:
            raise TemplateError(f"没有变量“{node.name}”")


def render(data: Any, context: Mapping[str, object]) -> tuple[Any, list[tuple[Path, str]]]:
    """The data with every text rendered, and the errors met: path and reason.

    Sandboxed, and strict about undefined names; a text that cannot be rendered stays as it is.
    """
    errors: list[tuple[Path, str]] = []

    def rendered(value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: rendered(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [rendered(item, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, str) or not any(mark in value for mark in ("{{", "{%", "{#")):
            return value
        try:
            _only_names(value, context)
            return _ENVIRONMENT.from_string(value).render(context)
        except (TemplateError, RecursionError) as error:
            errors.append((path, str(error)))
            return value

    return rendered(data, ()), errors
