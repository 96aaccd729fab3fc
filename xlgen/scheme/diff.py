"""What differs between two schemes, as an officer would explain it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlgen.scheme.describe import KEYS, Names, describe, fields_of, name_of, names_in
from xlgen.scheme.inputs import Element, Input, Table
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Group, Indicator, Scheme

ADDED, REMOVED, CHANGED = "新增", "删除", "改动"
SCHEME, INPUTS = "方案", "填报项"
LEVELS, INDICATORS, ADJUSTMENTS, TABLES, FORM = (
    KEYS[key] for key in ("groups", "indicators", "adjustments", "tables", "form")
)
Steps = tuple[str, ...]
GONE, COME = "- ", "+ "
"""Before a text that was replaced, and before the one that replaced it."""
LONG = 30
"""Texts longer than this are set one below the other."""


@dataclass(frozen=True)
class Change:
    """One thing that is added, removed or changed, in which part of the scheme, and the details, one a line."""

    section: str
    what: str
    subject: str
    details: tuple[str, ...] = ()


def compare_schemes(old: str, new: str) -> list[Change]:
    """The changes from one scheme to another, by id or path. Raises UnknownScheme, BrokenScheme.

    Texts that follow the year by {{ year }} are no change.
    """
    before, after = load_scheme(old), load_scheme(new)
    if before.year == after.year:
        return differences(before, after)
    year = Change(SCHEME, CHANGED, KEYS["year"], (f"{before.year} → {after.year}",))
    return [year, *differences(load_scheme(old, after.year), after)]


def report(changes: Sequence[Change]) -> Iterator[str]:
    """The changes line by line, under a heading for each section, and their number."""
    section = ""
    for change in changes:
        if change.section != section:
            section = change.section
            yield f"【{section}】"
        yield f"  {change.what}：{change.subject}"
        yield from (f"    {detail}" for detail in change.details)
    counts = Counter((change.section, change.what) for change in changes)
    totals = "，".join(f"{section}{what} {count}" for (section, what), count in counts.items())
    yield f"共 {len(changes)} 处不同：{totals}" if changes else "两个方案相同"


def differences(old: Scheme, new: Scheme) -> list[Change]:
    """The changes from one scheme to another: none if they are the same."""
    return list(_Comparison(old, new).changes())


@dataclass(frozen=True)
class _Level:
    """A level of one scheme or of both: its path of names and what it is, on each side."""

    old_path: Steps
    old: Group | None
    new_path: Steps
    new: Group | None


def _levels(
    old: Sequence[Group], new: Sequence[Group], old_above: Steps = (), new_above: Steps = ()
) -> Iterator[_Level]:
    """The levels side by side: those of one name, and those that hold mostly the same indicators."""
    found: dict[int, Group] = {}
    rest = list(new)
    for alike in (_of_one_name, _mostly_the_same):
        for number, group in enumerate(old):
            match = next((each for each in rest if number not in found and alike(group, each)), None)
            if match is not None:
                rest.remove(match)
                found[number] = match
    pairs: list[tuple[Group | None, Group | None]] = [(group, found.get(number)) for number, group in enumerate(old)]
    for before, after in [*pairs, *((None, group) for group in rest)]:
        old_path = (*old_above, before.name) if before else ()
        new_path = (*new_above, after.name) if after else ()
        yield _Level(old_path, before, new_path, after)
        yield from _levels(before.groups if before else [], after.groups if after else [], old_path, new_path)


def _of_one_name(old: Group, new: Group) -> bool:
    return old.name == new.name


def _mostly_the_same(old: Group, new: Group) -> bool:
    mine, others = ({leaf.id for leaf in group.leaves()} for group in (old, new))
    return 2 * len(mine & others) > max(len(mine), len(others))


def _at(path: Steps) -> str:
    return f"“{' / '.join(path)}”"


def _order(value: Any) -> Any:
    """The order of the keys of every mapping in a value, which comparing with == does not see."""
    if isinstance(value, Element):
        return [_order(item) for _, item, _ in fields_of(value)]
    if isinstance(value, Mapping):
        return [list(value), [_order(item) for item in value.values()]]
    return [_order(item) for item in value] if isinstance(value, list) else None


def _same(old: Any, new: Any) -> bool:
    return bool(old == new) and _order(old) == _order(new)


def _new_order(old: Iterable[str], new: Sequence[str]) -> list[str]:
    """What both have, in the new order; nothing if it is the old one."""
    common = [each for each in new if each in set(old)]
    return common if common != [each for each in old if each in set(new)] else []


class _Comparison:
    """Two schemes, what the identifiers of each are called, and where each indicator stands."""

    def __init__(self, old: Scheme, new: Scheme) -> None:
        self.old, self.new = old, new
        self.old_names, self.new_names = names_in(old), names_in(new)
        self.levels = list(_levels(old.groups, new.groups))
        self.now = {each.old_path: each.new_path for each in self.levels}
        self.old_places = {leaf.id: each.old_path for each in self.levels for leaf in _own(each.old)}
        self.new_places = {leaf.id: each.new_path for each in self.levels for leaf in _own(each.new)}

    def changes(self) -> Iterator[Change]:
        """Section by section."""
        yield from self._each_key(SCHEME, self.old, self.new, {"inputs", "tables", "groups", "adjustments", "form"})
        yield from self._changed_levels()
        leaves = [{leaf.id: leaf for group in each.groups for leaf in group.leaves()} for each in (self.old, self.new)]
        yield from self._keyed(INDICATORS, leaves, self._indicator, self._new_indicator, self._old_indicator)
        adjustments = [{each.id: each for each in scheme.adjustments} for scheme in (self.old, self.new)]
        yield from self._keyed(ADJUSTMENTS, adjustments, self._indicator, self._new_indicator)
        yield from self._reordered(ADJUSTMENTS, ADJUSTMENTS, *adjustments)
        yield from self._inputs()
        yield from self._keyed(TABLES, (self.old.tables, self.new.tables), self._details, self._new_table)
        yield from self._reordered(TABLES, TABLES, self.old.tables, self.new.tables)
        yield from self._each_key(FORM, self.old.form, self.new.form)

    def _each_key(self, section: str, old: Element, new: Element, skip: Iterable[str] = ()) -> Iterator[Change]:
        for key, lines in self._fields(old, new, skip):
            yield Change(section, CHANGED, KEYS[key], tuple(lines))

    def _keyed(
        self,
        section: str,
        sides: Sequence[Mapping[str, Any]],
        details: Callable[[Any, Any], list[str]],
        of_new: Callable[[Any], list[str]],
        of_old: Callable[[Any], list[str]] = lambda _: [],
    ) -> Iterator[Change]:
        """What went, came and changed among things with an id; sides are those of the old and of the new scheme."""
        old, new = sides
        for name, element in old.items():
            if name not in new:
                yield Change(section, REMOVED, self.old_names[name], tuple(of_old(element)))
        for name, element in new.items():
            if name not in old:
                yield Change(section, ADDED, self.new_names[name], tuple(of_new(element)))
            elif lines := details(old[name], element):
                yield Change(section, CHANGED, self.old_names[name], tuple(lines))

    def _reordered(self, section: str, subject: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
        if order := _new_order(list(old), list(new)):
            names = "、".join(name_of(each, self.new_names) for each in order)
            yield Change(section, CHANGED, subject, (f"次序：{names}",))

    def _changed_levels(self) -> Iterator[Change]:
        yield from self._reordered_levels((), LEVELS, self.old.groups, self.new.groups)
        for each in self.levels:
            if each.new is None:
                yield Change(LEVELS, REMOVED, _at(each.old_path))
            elif each.old is None:
                yield Change(LEVELS, ADDED, _at(each.new_path), (f"{KEYS['points']}：{each.new.points:g}分",))
            else:
                lines = self._details(each.old, each.new, {"groups", "indicators"})
                if lines:
                    yield Change(LEVELS, CHANGED, _at(each.old_path), tuple(lines))
                yield from self._reordered_levels(each.new_path, _at(each.old_path), each.old.groups, each.new.groups)
                own = ([leaf.id for leaf in group.indicators] for group in (each.old, each.new))
                yield from self._reordered(LEVELS, _at(each.old_path), *own)

    def _reordered_levels(
        self, above: Steps, subject: str, old: Sequence[Group], new: Sequence[Group]
    ) -> Iterator[Change]:
        """The levels directly below one: above is its path in the new scheme."""
        inside = [each for each in self.levels if each.old and each.new and each.new_path[:-1] == above]
        now = {each.old_path[-1]: each.new_path[-1] for each in inside}
        were = [now[group.name] for group in old if group.name in now]
        yield from self._reordered(LEVELS, subject, were, [group.name for group in new])

    def _indicator(self, old: Indicator, new: Indicator) -> list[str]:
        lines = self._details(old, new, {"id", "inputs"})
        before, after = self.old_places.get(old.id, ()), self.new_places.get(new.id, ())
        if self.now.get(before, ()) != after:
            lines.insert(0, f"移动：{_at(before)} → {_at(after)}")
        return lines

    def _old_indicator(self, old: Indicator) -> list[str]:
        place = self.old_places[old.id]
        return [f"原在{_at(place)}", f"{KEYS['points']}：{old.points:g}分"]

    def _new_indicator(self, new: Indicator) -> list[str]:
        place = self.new_places.get(new.id)
        where = [f"在{_at(place)}"] if place else []
        keys = ("points", "explanation", "criteria", "parts")
        said = {key: value for key, value, _ in fields_of(new) if key in keys and value}
        return where + [f"{KEYS[key]}：{describe(value, self.new_names, key)}" for key, value in said.items()]

    def _new_table(self, new: Table) -> list[str]:
        return [describe(new, self.new_names)]

    def _inputs(self) -> Iterator[Change]:
        holders = [_holders(scheme) for scheme in (self.old, self.new)]
        homes = [{name: home for home, inputs in each.items() for name in inputs} for each in holders]

        def titled(name: str, names: Names) -> str:
            return names.get(name, "单位基本情况")

        def details(old: tuple[str, Input], new: tuple[str, Input]) -> list[str]:
            moved = [f"移动：{titled(old[0], self.old_names)} → {titled(new[0], self.new_names)}"]
            return (moved if old[0] != new[0] else []) + self._details(old[1], new[1])

        def of_new(new: tuple[str, Input]) -> list[str]:
            return [f"用于：{titled(new[0], self.new_names)}", describe(new[1], self.new_names)]

        sides = [
            {name: (home[name], spec) for name, spec in scheme.all_inputs.items()}
            for scheme, home in zip((self.old, self.new), homes, strict=True)
        ]
        yield from self._keyed(INPUTS, sides, details, of_new)
        for home in holders[0]:
            if home in holders[1]:
                yield from self._reordered(INPUTS, titled(home, self.old_names), holders[0][home], holders[1][home])

    def _details(self, old: Element, new: Element, skip: Iterable[str] = ()) -> list[str]:
        """What differs between two elements, a line or a block of lines for each key."""
        details = []
        for key, lines in self._fields(old, new, skip):
            details += _headed(KEYS[key], lines)
        return details

    def _fields(self, old: Element, new: Element, skip: Iterable[str] = ()) -> Iterator[tuple[str, list[str]]]:
        after = {key: value for key, value, _ in fields_of(new)}
        for key, value, _ in fields_of(old):
            if key not in skip and not _same(value, after[key]):
                yield key, self._value(key, value, after[key])

    def _value(self, key: str, old: Any, new: Any) -> list[str]:
        """How a value changed."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            return self._mapping(key, old, new)
        if isinstance(old, Element) and isinstance(new, Element):
            return self._details(old, new)
        if isinstance(old, list) and isinstance(new, list):
            return _clauses(*self._told_apart(key, old, new))
        (before,), (after,) = self._told_apart(key, [old], [new])
        return (
            [f"{before} → {after}"] if max(len(before), len(after)) <= LONG else [f"{GONE}{before}", f"{COME}{after}"]
        )

    def _mapping(self, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
        lines = [f"{REMOVED} {name_of(name, self.old_names)}" for name in old if name not in new]
        for name, value in new.items():
            title = name_of(name, self.new_names)
            if name not in old:
                lines.append(f"{ADDED} {title}：{describe(value, self.new_names, key)}")
            elif not _same(old[name], value):
                lines += _headed(title, self._value(key, old[name], value))
        order = _new_order(list(old), list(new))
        return lines + ([f"次序：{'、'.join(name_of(each, self.new_names) for each in order)}"] if order else [])

    def _told_apart(self, key: str, old: list[Any], new: list[Any]) -> tuple[list[str], list[str]]:
        """Both in words; where the words are the same, with identifiers, and at last as they are written."""
        for old_names, new_names in ((self.old_names, self.new_names), ({}, {})):
            before, after = (
                [describe(item, names, key) for item in items] for items, names in ((old, old_names), (new, new_names))
            )
            if before != after:
                return before, after
        return [repr(item) for item in old], [repr(item) for item in new]


def _own(group: Group | None) -> list[Indicator]:
    return group.indicators if group else []


def _holders(scheme: Scheme) -> dict[str, list[str]]:
    """The inputs of each indicator by its id, the general ones under the empty id."""
    return {"": list(scheme.inputs), **{leaf.id: list(leaf.inputs) for leaf in scheme.indicators}}


def _headed(title: str, lines: list[str]) -> list[str]:
    if len(lines) == 1 and not lines[0].startswith((GONE, COME)):
        return [f"{title}：{lines[0]}"]
    return [f"{title}：", *(f"  {line}" for line in lines)]


def _clauses(old: list[str], new: list[str]) -> list[str]:
    """The clauses that went and those that came, in their order."""
    lines = []
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            lines += [f"{GONE}{clause}" for clause in old[old_from:old_to]]
            lines += [f"{COME}{clause}" for clause in new[new_from:new_to]]
    return lines
