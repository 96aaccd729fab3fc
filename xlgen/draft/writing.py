"""A draft as a YAML file that people read: blocks, short maps in one line, and beside numbers their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from xlgen.draft.reading import Path
from xlgen.draft.scheme import Draft

MAX_LINE = 110
"""Characters of a map that stands in one line."""
APART = frozenset({"inputs", "tables", "groups", "form"})
"""Keys of a scheme before which a line stays blank."""
ALWAYS_BLOCKS = frozenset({"parts", "groups", "indicators", "header", "footer", "columns", "criteria"})


def as_yaml(draft: Draft) -> str:
    """The file's text."""
    head = "# 由空白表读出的草稿。每处 todo 都要核对、补写，写好后删去；行尾的“←”注明数字出自表中哪句话。\n"
    return head + "".join(f"{line}\n" for line in _mapping(draft.data, (), 0, draft.words))


def _mapping(data: Mapping[str, Any], path: Path, indent: int, words: Mapping[Path, str]) -> Iterator[str]:
    for key, value in data.items():
        place = (*path, key)
        if not path and key in APART:
            yield ""
        yield from _entry(f"{' ' * indent}{_scalar(key)}:", value, place, indent, words)


def _entry(start: str, value: Any, path: Path, indent: int, words: Mapping[Path, str]) -> Iterator[str]:
    """The lines of a value after its key or its dash."""
    inside = {place: text for place, text in words.items() if place[: len(path)] == path}
    flow = _flow(value)
    simple = not isinstance(value, (dict, list))
    # A map with several sources is spread out, so that each number has its own line.
    if simple or (len(inside) <= 1 and len(start) + len(flow) < MAX_LINE and path[-1:][0] not in ALWAYS_BLOCKS):
        said = next(iter(inside.values()), "")
        yield f"{start} {flow}" + (f"  # ←“{' '.join(said.split())}”" if said else "")
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
    flow = _flow(item)
    nested = isinstance(item, dict) and any(
        isinstance(value, list) and value and isinstance(value[0], dict) for value in item.values()
    )
    if not isinstance(item, dict) or (not nested and len(inside) <= 1 and len(dash) + len(flow) < MAX_LINE):
        yield from _entry(dash, item, path, indent, words)
        return
    lines = list(_mapping(item, path, indent + 2, words))
    yield f"{dash} {lines[0].lstrip()}"
    yield from lines[1:]


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**9, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _scalar(key: str) -> str:
    return _flow(key)
