"""A scheme that extends another: what it states is laid over the other's data, and every value keeps its place.

Mappings are merged key by key, anything else is replaced, and null removes. Levels and indicators, which a plain
scheme holds in lists, are changed by their path of names and by their id. Paths and positions are those of the
scheme that is extended, so what is removed goes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from xlgen.scheme.problems import Problem, ProblemCode, problem
from xlgen.scheme.source import EXTENDS, Path, SourceLocation, YamlSource
from xlgen.scheme.suggest import EXPECTED, nearest

GROUPS, INDICATORS, ADJUSTMENTS = "groups", "indicators", "adjustments"
IN_KEY, BEFORE_KEY = "in", "before"
GROUP_KEYS = ("name", "points", "in_header", BEFORE_KEY)
REMOVED = object()
"""The value of a key that was removed, kept until the end so that a problem with its absence has the right line."""


@dataclass(eq=False)
class PlacedValue:
    """A single value, or a mapping or list of such values, and the place where it is written. It can be changed."""

    value: Any
    place: SourceLocation

    def text(self, key: str) -> str:
        """A text of this mapping; empty where there is none."""
        item = self.value.get(key) if isinstance(self.value, dict) else None
        return item.value if item is not None and isinstance(item.value, str) else ""

    def listed(self, key: str) -> list[PlacedValue]:
        """A list of this mapping, to be read or changed; created where there is none."""
        if not isinstance(self.value, dict):
            return []
        items = self.value.setdefault(key, PlacedValue([], self.place)).value
        return items if isinstance(items, list) else []


@dataclass(frozen=True)
class Member:
    """A level or an indicator, and the list that holds it."""

    item: PlacedValue
    siblings: list[PlacedValue]


def extended(base: YamlSource, change: YamlSource) -> YamlSource:
    """The data of the base with the change laid over it. The problems met are among those of the result."""
    changes = _tree(change, change.data, ())
    by_name = {key: changes.value.pop(key) for key in (GROUPS, INDICATORS, ADJUSTMENTS) if key in changes.value}
    del changes.value[EXTENDS]
    extension = _Extension(_tree(base, base.data, ()))
    extension.apply(changes, by_name)
    result = YamlSource(change.file, problems=base.problems + change.problems + extension.problems)
    result.data = _plain(extension.root, (), result)
    return result


def _tree(source: YamlSource, value: Any, path: Path) -> PlacedValue:
    place = source.place(path)
    if isinstance(value, dict):
        return PlacedValue({key: _tree(source, item, (*path, key)) for key, item in value.items()}, place)
    if isinstance(value, list):
        return PlacedValue([_tree(source, item, (*path, index)) for index, item in enumerate(value)], place)
    return PlacedValue(value, place)


def _plain(placed: PlacedValue, path: Path, source: YamlSource) -> Any:
    """The data alone; the places go into the source."""
    source.places[path] = placed.place
    if isinstance(placed.value, dict):
        items = {key: _plain(item, (*path, key), source) for key, item in placed.value.items()}
        return {key: item for key, item in items.items() if item is not REMOVED}
    if isinstance(placed.value, list):
        return [_plain(item, (*path, index), source) for index, item in enumerate(placed.value)]
    return placed.value


def _groups(parent: PlacedValue, above: str = "") -> Iterator[tuple[str, Member]]:
    """Every level below a mapping, by its path of names."""
    siblings = parent.listed(GROUPS)
    for item in siblings:
        path = f"{above}/{item.text('name')}" if above else item.text("name")
        yield path, Member(item, siblings)
        yield from _groups(item, path)


def _leaves(group: PlacedValue) -> list[PlacedValue]:
    levels = [group, *(member.item for _, member in _groups(group))]
    return [leaf for level in levels for leaf in level.listed(INDICATORS)]


def _by_id(lists: Iterable[list[PlacedValue]]) -> dict[str, Member]:
    return {item.text("id"): Member(item, siblings) for siblings in lists for item in siblings}


class _Extension:
    """Lays changes over a base. The order matters: what is removed goes last, so that paths and neighbours stay known.

    groups, indicators and adjustments are those of the result so far, by path or id.
    """

    def __init__(self, base: PlacedValue) -> None:
        self.problems: list[Problem] = []
        self.root = base
        self.groups: dict[str, Member] = {}
        self.indicators: dict[str, Member] = {}
        self.adjustments: dict[str, Member] = {}

    def apply(self, changes: PlacedValue, by_name: dict[str, PlacedValue]) -> None:
        """Merge the changes key by key; those of levels, indicators and adjustments by name."""
        self.root = self._merged(self.root, changes)
        self.groups = dict(_groups(self.root))
        self.indicators = _by_id([member.item.listed(INDICATORS) for member in self.groups.values()])
        self.adjustments = _by_id([self.root.listed(ADJUSTMENTS)])
        groups, indicators, adjustments = (
            self._changes(key, by_name[key]) if key in by_name else {} for key in (GROUPS, INDICATORS, ADJUSTMENTS)
        )
        added = self._change_groups(groups)
        self._change_indicators(indicators)
        self._change_adjustments(adjustments)
        self._remove(indicators, self.indicators)
        self._remove(adjustments, self.adjustments)
        self._remove_groups(groups, indicators)
        self._refuse_empty({path: groups[path] for path in added})

    def _report(self, at: PlacedValue, code: ProblemCode, **fields: object) -> None:
        self.problems.append(problem(at.place.file, at.place.line, code, **fields))

    def _unknown(
        self, at: PlacedValue, name: str, known: Iterable[str], more: str = "", where: str = "沿用的表样"
    ) -> None:
        advice = nearest(name, known) + more
        self._report(at, ProblemCode.NOT_IN_BASE, name=name, nearest=advice, where=where)

    def _changes(self, key: str, by_name: PlacedValue) -> dict[str, PlacedValue]:
        """The changes of levels or indicators by name: each a mapping, or null."""
        changes = by_name.value if isinstance(by_name.value, dict) else {}
        wrong = {name: change for name, change in changes.items() if not isinstance(change.value, dict | None)}
        for name, change in (wrong if changes is by_name.value else {key: by_name}).items():
            reason = f"{EXPECTED['dict_type']}，只写与沿用的表样不同的"
            self._report(change, ProblemCode.WRONG_TYPE, key=name, reason=reason)
        return {name: change for name, change in changes.items() if name not in wrong}

    def _merged(self, old: PlacedValue, new: PlacedValue) -> PlacedValue:
        """The old value with the new one over it. A new key goes before the key that it is written before, or last."""
        if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
            return new
        order, following = list(old.value), ""
        for key in reversed(new.value):
            if key not in old.value:
                order.insert(order.index(following) if following else len(order), key)
            following = key
        merged = dict(old.value)
        for key, change in new.value.items():
            if change.value is not None:
                merged[key] = self._merged(old.value[key], change) if key in old.value else change
            elif key in old.value:
                merged[key] = PlacedValue(REMOVED, change.place)
            else:
                self._unknown(change, key, old.value)
        return PlacedValue({key: merged[key] for key in order if key in merged}, new.place)

    def _merge_into(self, item: PlacedValue, change: PlacedValue) -> None:
        merged = self._merged(item, change)
        item.value, item.place = merged.value, merged.place

    def _put(
        self, member: Member, siblings: list[PlacedValue], before: PlacedValue | None, known: dict[str, Member]
    ) -> Member:
        """Move a member into a list: before another of the list, or to its end."""
        member.siblings.remove(member.item)
        position = len(siblings)
        if before is not None:
            neighbour = known.get(str(before.value))
            if neighbour is not None and neighbour.item in siblings:
                position = siblings.index(neighbour.item)
            else:
                names = [name for name, member in known.items() if member.item in siblings]
                self._unknown(before, str(before.value), names, where="同一级")
        siblings.insert(position, member.item)
        return Member(member.item, siblings)

    def _change_groups(self, changes: dict[str, PlacedValue]) -> list[str]:
        """Levels changed, moved among their siblings, or added; the paths of those that are new."""
        added = []
        for path, change in sorted(changes.items(), key=lambda item: item[0].count("/")):  # a level before those in it
            if change.value is None:
                continue
            for key in [key for key in change.value if key not in GROUP_KEYS]:
                advice = nearest(key, GROUP_KEYS)
                self._report(change.value.pop(key), ProblemCode.UNKNOWN_KEY, key=key, nearest=advice)
            before = change.value.pop(BEFORE_KEY, None)
            above, _, name = path.rpartition("/")
            if path in self.groups:
                self._merge_into(self.groups[path].item, change)
            elif above and above not in self.groups:
                self._unknown(change, above, self.groups)
                continue
            else:
                item = PlacedValue({"name": PlacedValue(name, change.place), **change.value}, change.place)
                siblings = (self.groups[above].item if above else self.root).listed(GROUPS)
                siblings.append(item)
                self.groups[path] = Member(item, siblings)
                added.append(path)
            if before is not None:
                names = {
                    other.rpartition("/")[2]: member
                    for other, member in self.groups.items()
                    if other.rpartition("/")[0] == above
                }
                self.groups[path] = self._put(self.groups[path], self.groups[path].siblings, before, names)
        return added

    def _change_indicators(self, changes: dict[str, PlacedValue]) -> None:
        for name, change in changes.items():
            if change.value is None:
                continue
            where, home = change.value.pop(IN_KEY, None), None
            if where is not None:
                if str(where.value) not in self.groups:
                    self._unknown(where, str(where.value), self.groups)
                    continue
                home = self.groups[str(where.value)].item.listed(INDICATORS)
            self._change(name, change, self.indicators, home, "；新增的指标用 in 写明放在哪一级")

    def _change_adjustments(self, changes: dict[str, PlacedValue]) -> None:
        for name, change in changes.items():
            if change.value is not None:
                home = self.root.listed(ADJUSTMENTS) if "group" in change.value else None
                self._change(name, change, self.adjustments, home, "；新增的加减分要写 group")

    def _change(
        self, name: str, change: PlacedValue, known: dict[str, Member], home: list[PlacedValue] | None, advice: str
    ) -> None:
        """Change a member; move it, if home is another list than now or a neighbour is named; or add it to home."""
        before = change.value.pop(BEFORE_KEY, None)
        if name in known:
            self._merge_into(known[name].item, change)
        elif home is None:
            self._unknown(change, name, known, advice)
            return
        else:
            item = PlacedValue({"id": PlacedValue(name, change.place), **change.value}, change.place)
            home.append(item)
            known[name] = Member(item, home)
        target = known[name].siblings if home is None else home
        if before is not None or target is not known[name].siblings:
            known[name] = self._put(known[name], target, before, known)

    def _remove(self, changes: dict[str, PlacedValue], known: dict[str, Member]) -> None:
        for name, change in changes.items():
            if change.value is None and name in known:
                known[name].siblings.remove(known[name].item)
            elif change.value is None:
                self._unknown(change, name, known)

    def _remove_groups(self, changes: dict[str, PlacedValue], indicators: dict[str, PlacedValue]) -> None:
        for path, change in changes.items():
            if change.value is not None or path not in self.groups:
                continue
            leaves = _leaves(self.groups[path].item)
            kept = [
                (name, kept_change)
                for name, kept_change in indicators.items()
                if kept_change.value is not None and name in self.indicators and self.indicators[name].item in leaves
            ]
            kept += [
                (name, kept_change)
                for name, kept_change in changes.items()
                if kept_change.value is not None and name.startswith(f"{path}/")
            ]
            for name, kept_change in kept:
                self._report(kept_change, ProblemCode.IN_REMOVED_GROUP, name=name, group=path)
        self._remove(changes, self.groups)

    def _refuse_empty(self, added: dict[str, PlacedValue]) -> None:
        """A new level without an indicator is most likely a misspelt path."""
        present = [member.item for _, member in _groups(self.root)]
        for path, change in added.items():
            member = self.groups[path]
            if member.item in present and not _leaves(member.item):
                known = [known_path for known_path in self.groups if known_path not in added]
                self._unknown(change, path, known, "；新增的一级里至少要用 in 放进一个指标")
                member.siblings.remove(member.item)
