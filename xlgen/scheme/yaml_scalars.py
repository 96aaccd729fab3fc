"""Single values of YAML 1.2: which are numbers, truths, dates or null. 是/否, yes/no and on/off stay text.

PyYAML's own rules are those of YAML 1.1, where yes is true, 012 is ten and 1:30 is ninety; so the patterns and the
numbers are ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from yaml import Event, ScalarEvent, ScalarNode, YAMLError
from yaml.constructor import SafeConstructor

_TAG = "tag:yaml.org,2002:"
_PATTERNS = [
    ("tTfF", "bool", r"true|True|TRUE|false|False|FALSE"),
    (
        "-+0123456789.",
        "float",
        r"[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
        r"|[-+]?\.[0-9_]+([eE][-+][0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    ),
    ("-+0123456789", "int", r"[-+]?(0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)"),
    ("~nN", "null", r"~|null|Null|NULL|"),
    (
        "0123456789",
        "timestamp",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?"
        r"([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?",
    ),
    ("<", "merge", "<<"),
    ("=", "value", "="),
]
"""First characters, tag and pattern of the plain texts that are not texts; merge and value are refused."""
IMPLICIT_TAGS = {
    character: [(_TAG + tag, re.compile(pattern)) for characters, tag, pattern in _PATTERNS if character in characters]
    for character in {character for characters, _, _ in _PATTERNS for character in characters}
}
INTEGER_BASES = {"0b": 2, "0o": 8, "0x": 16}


def _integer(node: ScalarNode) -> int:
    """An integer; leading zeros mean nothing."""
    sign, digits = _signed(node)
    base = INTEGER_BASES.get(digits[:2])
    return sign * (int(digits) if base is None else int(digits[2:], base))


def _decimal(node: ScalarNode) -> float:
    sign, digits = _signed(node)
    special = {".inf": math.inf, ".nan": math.nan}
    return sign * (special[digits] if digits in special else float(digits))


def _signed(node: ScalarNode) -> tuple[int, str]:
    """The sign of a number, and the rest without underscores."""
    text = node.value.replace("_", "").lower()
    return (-1 if text.startswith("-") else 1), text[text[:1] in ("-", "+") :]


_PYYAML = SafeConstructor()
CONSTRUCTORS: dict[str, Callable[[ScalarNode], Any]] = {
    f"{_TAG}str": _PYYAML.construct_scalar,
    f"{_TAG}null": _PYYAML.construct_yaml_null,
    f"{_TAG}bool": _PYYAML.construct_yaml_bool,
    f"{_TAG}int": _integer,
    f"{_TAG}float": _decimal,
    f"{_TAG}binary": _PYYAML.construct_yaml_binary,
    f"{_TAG}timestamp": _PYYAML.construct_yaml_timestamp,
}
"""By tag, also for tags that are written out: !!str 1."""


class RefusedValueError(YAMLError):
    """Valid YAML that a scheme or a data file may not hold."""

    def __init__(self, reason: str, event: Event) -> None:
        super().__init__(reason)
        self.line = line_of(event)


def line_of(event: Event) -> int:
    """The line at which an event starts, from 1."""
    assert event.start_mark is not None, "parsers mark every event"
    return event.start_mark.line + 1


def scalar_value(event: ScalarEvent) -> Any:
    """The value of a scalar. Raises RefusedValueError for an unknown tag, or a text that does not fit its tag."""
    text, tag = event.value, event.tag
    if tag is None or tag == "!":
        plain, _ = event.implicit
        tag = implicit_tag(text) if plain else None
        if tag is None:
            return text
    if tag not in CONSTRUCTORS:
        raise RefusedValueError(f"could not determine a constructor for the tag '{tag}'", event)
    try:
        return CONSTRUCTORS[tag](ScalarNode(tag, text))
    except (YAMLError, ValueError, LookupError, AttributeError) as error:  # PyYAML raises all of these
        raise RefusedValueError(str(error), event) from error


def implicit_tag(text: str) -> str | None:
    """The tag of a plain text that is not a text: a number, a truth, a date, null; None if it is a text."""
    if not text:
        return f"{_TAG}null"
    return next((tag for tag, pattern in IMPLICIT_TAGS.get(text[0], ()) if pattern.fullmatch(text)), None)
