"""A scheme that extends another: what it states is laid over the other's data, and every value keeps its place.

Mappings are merged key by key, anything else is replaced, and null removes. Levels and indicators, which a plain
scheme holds in lists, are stated by their path of names and by their id. Paths and positions are those of the
scheme that is extended, so what is removed goes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from xlgen.scheme.problems import Problem, ProblemCode, problem
from xlgen.scheme.source import EXTENDS, Path, Source, SourceLocation
from xlgen.scheme.suggest import EXPECTED, nearest

GROUPS, INDICATORS, ADJUSTMENTS = "groups", "indicators", "adjustments"
IN, BEFORE = "in", "before"
GROUP_KEYS = ("name", "points", BEFORE)
REMOVED = object()
"""Stands where a key was removed, so that a problem with its absence has the right line."""


@dataclass(eq=False)
class Written:
    """A value (a mapping or a list of more, or a single value) and where it is written."""

    value: Any
    place: SourceLocation

    def text(self, key: str) -> str:
        """A text of this mapping; nothing where there is none."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found.value if found is not None and isinstance(found.value, str) else ""

    def listed(self, key: str) -> list[Written]:
        """A list of this mapping, to be read or changed; made where there is none."""
        if not isinstance(self.value, dict):
            return []
        items = self.value.setdefault(key, Written([], self.place)).value
        return items if isinstance(items, list) else []


@dataclass(frozen=True)
class Entry:
    """A level or an indicator, and the list that holds it."""

    item: Written
    siblings: list[Written]


def extended(base: Source, change: Source) -> Source:
    """The data of a scheme, with what another states laid over it. The problems met are the source's."""
    stated = _tree(change, change.data, ())
    by_name = {key: stated.value.pop(key) for key in (GROUPS, INDICATORS, ADJUSTMENTS) if key in stated.value}
    del stated.value[EXTENDS]
    extension = _Extension(_tree(base, base.data, ()), stated, by_name)
    result = Source(change.file, problems=base.problems + change.problems + extension.problems)
    result.data = _plain(extension.root, (), result)
    return result


def _tree(source: Source, value: Any, path: Path) -> Written:
    place = source.place(path)
    if isinstance(value, dict):
        return Written({key: _tree(source, item, (*path, key)) for key, item in value.items()}, place)
    if isinstance(value, list):
        return Written([_tree(source, item, (*path, index)) for index, item in enumerate(value)], place)
    return Written(value, place)


def _plain(written: Written, path: Path, source: Source) -> Any:
    """The data alone; the places go into the source."""
    source.places[path] = written.place
    if isinstance(written.value, dict):
        items = {key: _plain(item, (*path, key), source) for key, item in written.value.items()}
        return {key: item for key, item in items.items() if item is not REMOVED}
    if isinstance(written.value, list):
        return [_plain(item, (*path, index), source) for index, item in enumerate(written.value)]
    return written.value


def _groups(parent: Written, above: str) -> Iterator[tuple[str, Entry]]:
    """Every level below a mapping, by its path of names."""
    siblings = parent.listed(GROUPS)
    for item in siblings:
        path = f"{above}/{item.text('name')}" if above else item.text("name")
        yield path, Entry(item, siblings)
        yield from _groups(item, path)


def _leaves(group: Written) -> Iterator[Written]:
    for child in group.listed(GROUPS):
        yield from _leaves(child)
    yield from group.listed(INDICATORS)


def _by_id(lists: Iterable[list[Written]]) -> dict[str, Entry]:
    return {item.text("id"): Entry(item, siblings) for siblings in lists for item in siblings}


class _Extension:
    """The work of laying what is stated over what is extended."""

    def __init__(self, base: Written, stated: Written, by_name: dict[str, Written]) -> None:
        self.problems: list[Problem] = []
        self.root = self._merged(base, stated)
        self.groups = dict(_groups(self.root, ""))
        self.indicators = _by_id([entry.item.listed(INDICATORS) for entry in self.groups.values()])
        self.adjustments = _by_id([self.root.listed(ADJUSTMENTS)])
        groups, indicators, adjustments = (
            self._stated(key, by_name[key]) if key in by_name else {} for key in (GROUPS, INDICATORS, ADJUSTMENTS)
        )
        added = self._change_groups(groups)
        self._change_indicators(indicators)
        self._change_adjustments(adjustments)
        self._remove(indicators, self.indicators)
        self._remove(adjustments, self.adjustments)
        self._remove_groups(groups, indicators)
        self._refuse_empty({path: groups[path] for path in added})

    def _report(self, at: Written, code: ProblemCode, **fields: object) -> None:
        self.problems.append(problem(at.place.file, at.place.line, code, **fields))

    def _unknown(self, at: Written, name: str, known: Iterable[str], more: str = "", where: str = "沿用的方案") -> None:
        advice = nearest(name, known) + more
        self._report(at, ProblemCode.NOT_IN_BASE, name=name, nearest=advice, where=where)

    def _stated(self, key: str, by_name: Written) -> dict[str, Written]:
        """What is stated of levels or indicators: each a mapping, or null."""
        found = by_name.value if isinstance(by_name.value, dict) else {}
        wrong = [(name, each) for name, each in found.items() if not isinstance(each.value, dict | None)]
        for name, each in wrong if found is by_name.value else [(key, by_name)]:
            reason = f"{EXPECTED['dict_type']}，只写与沿用的方案不同的"
            self._report(each, ProblemCode.WRONG_TYPE, key=name, reason=reason)
        return {name: each for name, each in found.items() if isinstance(each.value, dict | None)}

    def _merged(self, old: Written, new: Written) -> Written:
        """A value under what is stated of it. A new key stands before the key that it is written before, or last."""
        if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
            return new
        order, following = list(old.value), ""
        for key in reversed(new.value):
            if key not in old.value:
                order.insert(order.index(following) if following else len(order), key)
            following = key
        merged = dict(old.value)
        for key, stated in new.value.items():
            if stated.value is not None:
                merged[key] = self._merged(old.value[key], stated) if key in old.value else stated
            elif key in old.value:
                merged[key] = Written(REMOVED, stated.place)
            else:
                self._unknown(stated, key, old.value)
        return Written({key: merged[key] for key in order if key in merged}, new.place)

    def _merge_into(self, item: Written, change: Written) -> None:
        merged = self._merged(item, change)
        item.value, item.place = merged.value, merged.place

    def _put(self, entry: Entry, siblings: list[Written], before: Written | None, known: dict[str, Entry]) -> Entry:
        """Move an entry into a list: before another of the list, or to its end."""
        entry.siblings.remove(entry.item)
        position = len(siblings)
        if before is not None:
            neighbour = known.get(str(before.value))
            if neighbour is not None and neighbour.item in siblings:
                position = siblings.index(neighbour.item)
            else:
                names = [name for name, each in known.items() if each.item in siblings]
                self._unknown(before, str(before.value), names, where="同一级")
        siblings.insert(position, entry.item)
        return Entry(entry.item, siblings)

    def _change_groups(self, stated: dict[str, Written]) -> list[str]:
        """Levels changed, moved among their siblings, or added; the paths of those that are new."""
        added = []
        for path, change in sorted(stated.items(), key=lambda each: each[0].count("/")):  # a level before those in it
            if change.value is None:
                continue
            for key in [key for key in change.value if key not in GROUP_KEYS]:
                advice = nearest(key, GROUP_KEYS)
                self._report(change.value.pop(key), ProblemCode.UNKNOWN_KEY, key=key, nearest=advice)
            before = change.value.pop(BEFORE, None)
            above, _, name = path.rpartition("/")
            if path in self.groups:
                self._merge_into(self.groups[path].item, change)
            elif above and above not in self.groups:
                self._unknown(change, above, self.groups)
                continue
            else:
                item = Written({"name": Written(name, change.place), **change.value}, change.place)
                siblings = (self.groups[above].item if above else self.root).listed(GROUPS)
                siblings.append(item)
                self.groups[path] = Entry(item, siblings)
                added.append(path)
            if before is not None:
                names = {
                    each.rpartition("/")[2]: entry
                    for each, entry in self.groups.items()
                    if each.rpartition("/")[0] == above
                }
                self.groups[path] = self._put(self.groups[path], self.groups[path].siblings, before, names)
        return added

    def _change_indicators(self, stated: dict[str, Written]) -> None:
        for name, change in stated.items():
            if change.value is None:
                continue
            where, home = change.value.pop(IN, None), None
            if where is not None:
                if str(where.value) not in self.groups:
                    self._unknown(where, str(where.value), self.groups)
                    continue
                home = self.groups[str(where.value)].item.listed(INDICATORS)
            self._change(name, change, self.indicators, home, "；新增的指标用 in 写明放在哪一级")

    def _change_adjustments(self, stated: dict[str, Written]) -> None:
        for name, change in stated.items():
            if change.value is not None:
                home = self.root.listed(ADJUSTMENTS) if "group" in change.value else None
                self._change(name, change, self.adjustments, home, "；新增的加减分要写 group")

    def _change(
        self, name: str, change: Written, known: dict[str, Entry], home: list[Written] | None, advice: str
    ) -> None:
        """An entry changed; moved, if home is another list than now or a neighbour is stated; or added to home."""
        before = change.value.pop(BEFORE, None)
        if name in known:
            self._merge_into(known[name].item, change)
        elif home is None:
            self._unknown(change, name, known, advice)
            return
        else:
            item = Written({"id": Written(name, change.place), **change.value}, change.place)
            home.append(item)
            known[name] = Entry(item, home)
        target = known[name].siblings if home is None else home
        if before is not None or target is not known[name].siblings:
            known[name] = self._put(known[name], target, before, known)

    def _remove(self, stated: dict[str, Written], known: dict[str, Entry]) -> None:
        for name, change in stated.items():
            if change.value is None and name in known:
                known[name].siblings.remove(known[name].item)
            elif change.value is None:
                self._unknown(change, name, known)

    def _remove_groups(self, stated: dict[str, Written], indicators: dict[str, Written]) -> None:
        for path, change in stated.items():
            if change.value is not None or path not in self.groups:
                continue
            leaves = list(_leaves(self.groups[path].item))
            kept = [
                (name, each)
                for name, each in indicators.items()
                if each.value is not None and name in self.indicators and self.indicators[name].item in leaves
            ]
            kept += [
                (name, each) for name, each in stated.items() if each.value is not None and name.startswith(f"{path}/")
            ]
            for name, each in kept:
                self._report(each, ProblemCode.IN_REMOVED_GROUP, name=name, group=path)
        self._remove(stated, self.groups)

    def _refuse_empty(self, added: dict[str, Written]) -> None:
        """A new level without an indicator is most likely a misspelt path."""
        standing = [entry.item for _, entry in _groups(self.root, "")]
        for path, change in added.items():
            entry = self.groups[path]
            if entry.item in standing and not any(_leaves(entry.item)):
                known = [each for each in self.groups if each not in added]
                self._unknown(change, path, known, "；新增的一级里至少要用 in 放进一个指标")
                entry.siblings.remove(entry.item)
