"""A draft as a YAML file that people read: blocks, short maps in one line, and beside numbers their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from xlgen.draft.reading import Path
from xlgen.draft.scheme import Draft

MAX_LINE = 118
"""Characters of a map that stands in one line."""
APART = frozenset({"inputs", "tables", "groups", "adjustments", "form"})
"""Keys of a scheme before which a line stays blank."""
ALWAYS_BLOCKS = frozenset({"parts", "groups", "indicators", "adjustments", "header", "footer", "columns", "criteria"})
ALWAYS_BLOCKS |= {"grades", "tables", "form"}


class _Dumper(yaml.SafeDumper):
    """Quotes as the shipped schemes do, and whole numbers without decimals."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if "\n" in text or text.startswith(("{", "'")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.Node:
    return dumper.represent_int(int(value)) if value.is_integer() else dumper.represent_float(value)


_Dumper.add_multi_representer(str, _text)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)


def as_yaml(draft: Draft) -> str:
    """The file's text."""
    head = "# 由空白表读出的草稿。每处 todo 都要核对、补写，写好后删去；行尾的“←”注明数字出自表中哪句话。\n"
    return head + "".join(f"{line}\n" for line in _mapping(draft.data, (), 0, draft.words))


def _mapping(data: Mapping[str, Any], path: Path, indent: int, words: Mapping[Path, str]) -> Iterator[str]:
    for key, value in data.items():
        place = (*path, key)
        if not path and key in APART:
            yield ""
        yield from _entry(f"{' ' * indent}{_flow(key)}:", value, place, indent, words)


def _entry(start: str, value: Any, path: Path, indent: int, words: Mapping[Path, str]) -> Iterator[str]:
    """The lines of a value after its key or its dash."""
    inside = {place: text for place, text in words.items() if place[: len(path)] == path}
    simple = not isinstance(value, (dict, list)) or not value
    # A map with several sources is spread out, so that each number has its own line.
    short = len(inside) <= 1 and path[-1] not in ALWAYS_BLOCKS
    flow = _flow(value) if simple or short else ""
    if simple or (short and len(start) + len(flow) < MAX_LINE):
        yield f"{start} {flow}{_comment(next(iter(inside.values()), ''))}"
    elif isinstance(value, dict):
        yield start
        yield from _mapping(value, path, indent + 2, words)
    else:
        yield start
        for place, item in enumerate(value):
            yield from _item(item, (*path, place), indent + 2, words)


def _item(item: Any, path: Path, indent: int, words: Mapping[Path, str]) -> Iterator[str]:
    """The lines of an element of a list: its first key stands behind the dash."""
    dash = f"{' ' * indent}-"
    inside = [place for place in words if place[: len(path)] == path]
    nested = isinstance(item, dict) and any(
        isinstance(value, list) and value and isinstance(value[0], dict) for value in item.values()
    )
    short = isinstance(item, dict) and not nested and len(inside) <= 1
    if not isinstance(item, dict) or (short and len(dash) + len(_flow(item)) < MAX_LINE):
        yield from _entry(dash, item, path, indent, words)
        return
    lines = list(_mapping(item, path, indent + 2, words))
    yield f"{dash} {lines[0].lstrip()}"
    yield from lines[1:]


def _comment(words: str) -> str:
    """Where a number comes from: words of the form, or in brackets how it follows from other numbers."""
    line = " ".join(words.split())
    return "" if not line else f"  # ← {line}" if line.startswith("（表上") else f"  # ←“{line}”"


def _flow(value: Any) -> str:
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, default_flow_style=True, width=10**9, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")
