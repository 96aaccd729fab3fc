"""What differs between two schemes, as an officer would explain it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlgen.scheme.describe import KEYS, Names, describe, fields_of, name_of, names_in, quoted
from xlgen.scheme.inputs import Element, Input, Table
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Group, Indicator, Scheme

ADDED, REMOVED, CHANGED = "新增", "删除", "改动"
SCHEME, INPUTS = "表样", "填报项"
LEVELS, INDICATORS, ADJUSTMENTS, TABLES, FORM = (
    KEYS[key] for key in ("groups", "indicators", "adjustments", "tables", "form")
)
Steps = tuple[str, ...]
OLD_TEXT_MARK, NEW_TEXT_MARK = "- ", "+ "
"""Marks before a text that was replaced, and before the one that replaced it."""
MAX_INLINE_LENGTH = 30
"""Longer texts are shown one below the other."""


@dataclass(frozen=True)
class Change:
    """One thing that is added, removed or changed, in which part of the scheme, and the details, one a line."""

    section: str
    what: str
    subject: str
    details: tuple[str, ...] = ()


def compare_schemes(old: str, new: str) -> list[Change]:
    """The changes from one scheme to another, by id or path. Raises UnknownSchemeError, SchemeError.

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
    yield f"共 {len(changes)} 处不同：{totals}" if changes else "两个表样相同"


def differences(old: Scheme, new: Scheme) -> list[Change]:
    """The changes from one scheme to another: none if they are the same."""
    return list(_Comparison(old, new).changes())


@dataclass(frozen=True)
class _LevelPair:
    """A level of one scheme or of both: on each side its path of names, and the level (None where it is missing)."""

    old_path: Steps
    old: Group | None
    new_path: Steps
    new: Group | None


def _levels(
    old: Sequence[Group], new: Sequence[Group], old_above: Steps = (), new_above: Steps = ()
) -> Iterator[_LevelPair]:
    """The levels of both, paired by their names, else by holding mostly the same indicators."""
    matches: dict[int, Group] = {}
    rest = list(new)
    for belong_together in (_same_name, _mostly_same_indicators):
        for number, group in enumerate(old):
            match = next((other for other in rest if number not in matches and belong_together(group, other)), None)
            if match is not None:
                rest.remove(match)
                matches[number] = match
    pairs: list[tuple[Group | None, Group | None]] = [(group, matches.get(number)) for number, group in enumerate(old)]
    for before, after in [*pairs, *((None, group) for group in rest)]:
        old_path = (*old_above, before.name) if before else ()
        new_path = (*new_above, after.name) if after else ()
        yield _LevelPair(old_path, before, new_path, after)
        yield from _levels(before.groups if before else [], after.groups if after else [], old_path, new_path)


def _same_name(old: Group, new: Group) -> bool:
    return old.name == new.name


def _mostly_same_indicators(old: Group, new: Group) -> bool:
    old_ids, new_ids = ({leaf.id for leaf in group.leaves()} for group in (old, new))
    return 2 * len(old_ids & new_ids) > max(len(old_ids), len(new_ids))


def _quoted(path: Steps) -> str:
    return quoted(" / ".join(path))


def _order(value: Any) -> Any:
    """The order of the keys of every mapping in a value, which comparing with == does not see."""
    if isinstance(value, Element):
        return [_order(item) for _, item, _ in fields_of(value)]
    if isinstance(value, Mapping):
        return [list(value), [_order(item) for item in value.values()]]
    return [_order(item) for item in value] if isinstance(value, list) else None


def _same(old: Any, new: Any) -> bool:
    return bool(old == new) and _order(old) == _order(new)


def _new_order(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """What both have, in the new order; nothing if it is the old one."""
    before, after = list(old), list(new)
    common = [name for name in after if name in before]
    return common if common != [name for name in before if name in after] else []


class _Comparison:
    """Two schemes, what their identifiers are called, and the level that each indicator is in."""

    def __init__(self, old: Scheme, new: Scheme) -> None:
        self.old, self.new = old, new
        self.old_names, self.new_names = names_in(old), names_in(new)
        self.levels = list(_levels(old.groups, new.groups))
        self.new_paths = {level.old_path: level.new_path for level in self.levels}
        self.old_places = {leaf.id: level.old_path for level in self.levels for leaf in _own(level.old)}
        self.new_places = {leaf.id: level.new_path for level in self.levels for leaf in _own(level.new)}

    def changes(self) -> Iterator[Change]:
        """Section by section."""
        yield from self._by_key(SCHEME, self.old, self.new, {"inputs", "tables", "groups", "adjustments", "form"})
        yield from self._changed_levels()
        leaves = [{leaf.id: leaf for leaf in _in_levels(scheme)} for scheme in (self.old, self.new)]
        yield from self._keyed(INDICATORS, leaves, self._indicator, self._new_indicator, self._old_indicator)
        adjustments = [{leaf.id: leaf for leaf in scheme.adjustments} for scheme in (self.old, self.new)]
        yield from self._keyed(ADJUSTMENTS, adjustments, self._indicator, self._new_indicator)
        yield from self._reordered(ADJUSTMENTS, ADJUSTMENTS, *adjustments)
        yield from self._inputs()
        yield from self._keyed(TABLES, (self.old.tables, self.new.tables), self._details, self._new_table)
        yield from self._reordered(TABLES, TABLES, self.old.tables, self.new.tables)
        yield from self._by_key(FORM, self.old.form, self.new.form)

    def _by_key(self, section: str, old: Element, new: Element, skip: Iterable[str] = ()) -> Iterator[Change]:
        for key, lines in self._fields(old, new, skip):
            yield Change(section, CHANGED, KEYS[key], tuple(lines))

    def _keyed(
        self,
        section: str,
        sides: Sequence[Mapping[str, Any]],
        details: Callable[[Any, Any], list[str]],
        new_details: Callable[[Any], list[str]],
        old_details: Callable[[Any], list[str]] = lambda _: [],
    ) -> Iterator[Change]:
        """What was removed, added and changed among things with an id; sides: of the old and of the new scheme."""
        old, new = sides
        for name, element in old.items():
            if name not in new:
                yield Change(section, REMOVED, self.old_names[name], tuple(old_details(element)))
        for name, element in new.items():
            if name not in old:
                yield Change(section, ADDED, self.new_names[name], tuple(new_details(element)))
            elif lines := details(old[name], element):
                yield Change(section, CHANGED, self.old_names[name], tuple(lines))

    def _reordered(self, section: str, subject: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
        if order := _new_order(old, new):
            names = "、".join(name_of(name, self.new_names) for name in order)
            yield Change(section, CHANGED, subject, (f"次序：{names}",))

    def _changed_levels(self) -> Iterator[Change]:
        yield from self._reordered_levels((), LEVELS, self.old.groups, self.new.groups)
        for level in self.levels:
            old, new, subject = level.old, level.new, _quoted(level.old_path)
            if new is None:
                yield Change(LEVELS, REMOVED, subject)
            elif old is None:
                yield Change(LEVELS, ADDED, _quoted(level.new_path), (f"{KEYS['points']}：{new.points:g}分",))
            else:
                lines = self._details(old, new, {"groups", "indicators"})
                if lines:
                    yield Change(LEVELS, CHANGED, subject, tuple(lines))
                yield from self._reordered_levels(level.new_path, subject, old.groups, new.groups)
                own = ([leaf.id for leaf in group.indicators] for group in (old, new))
                yield from self._reordered(LEVELS, subject, *own)

    def _reordered_levels(
        self, above: Steps, subject: str, old: Sequence[Group], new: Sequence[Group]
    ) -> Iterator[Change]:
        """The levels directly below one: above is its path in the new scheme."""
        inside = [level for level in self.levels if level.old and level.new and level.new_path[:-1] == above]
        new_names = {level.old_path[-1]: level.new_path[-1] for level in inside}
        old_order = [new_names[group.name] for group in old if group.name in new_names]
        yield from self._reordered(LEVELS, subject, old_order, [group.name for group in new])

    def _indicator(self, old: Indicator, new: Indicator) -> list[str]:
        lines = self._details(old, new, {"id", "inputs"})
        before, after = self.old_places.get(old.id, ()), self.new_places.get(new.id, ())
        if self.new_paths.get(before, ()) != after:
            lines.insert(0, f"移动：{_quoted(before)} → {_quoted(after)}")
        return lines

    def _old_indicator(self, old: Indicator) -> list[str]:
        place = self.old_places[old.id]
        return [f"原在{_quoted(place)}", f"{KEYS['points']}：{old.points:g}分"]

    def _new_indicator(self, new: Indicator) -> list[str]:
        place = self.new_places.get(new.id)
        where = [f"在{_quoted(place)}"] if place else []
        keys = ("points", "explanation", "criteria", "parts")
        values = {key: value for key, value, _ in fields_of(new) if key in keys and value}
        return where + [f"{KEYS[key]}：{describe(value, self.new_names, key)}" for key, value in values.items()]

    def _new_table(self, new: Table) -> list[str]:
        return [describe(new, self.new_names)]

    def _inputs(self) -> Iterator[Change]:
        holders = [_holders(scheme) for scheme in (self.old, self.new)]
        homes = [{name: home for home, inputs in holder.items() for name in inputs} for holder in holders]

        def titled(name: str, names: Names) -> str:
            return names.get(name, "单位基本情况")

        def details(old: tuple[str, Input], new: tuple[str, Input]) -> list[str]:
            moved = [f"移动：{titled(old[0], self.old_names)} → {titled(new[0], self.new_names)}"]
            return (moved if old[0] != new[0] else []) + self._details(old[1], new[1])

        def new_details(new: tuple[str, Input]) -> list[str]:
            return [f"用于：{titled(new[0], self.new_names)}", describe(new[1], self.new_names)]

        sides = [
            {name: (home[name], spec) for name, spec in scheme.all_inputs.items()}
            for scheme, home in zip((self.old, self.new), homes, strict=True)
        ]
        yield from self._keyed(INPUTS, sides, details, new_details)
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
            return _clauses(*self._distinguished(key, old, new))
        (before,), (after,) = self._distinguished(key, [old], [new])
        if max(len(before), len(after)) <= MAX_INLINE_LENGTH:
            return [f"{before} → {after}"]
        return [f"{OLD_TEXT_MARK}{before}", f"{NEW_TEXT_MARK}{after}"]

    def _mapping(self, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
        lines = [f"{REMOVED} {name_of(name, self.old_names)}" for name in old if name not in new]
        for name, value in new.items():
            title = name_of(name, self.new_names)
            if name not in old:
                lines.append(f"{ADDED} {title}：{describe(value, self.new_names, key)}")
            elif not _same(old[name], value):
                lines += _headed(title, self._value(key, old[name], value))
        order = _new_order(old, new)
        return lines + ([f"次序：{'、'.join(name_of(name, self.new_names) for name in order)}"] if order else [])

    def _distinguished(self, key: str, old: list[Any], new: list[Any]) -> tuple[list[str], list[str]]:
        """Both in words; where the words are the same, with identifiers; where those are too, as they are written."""
        for old_names, new_names in ((self.old_names, self.new_names), ({}, {})):
            before, after = (
                [describe(item, names, key) for item in items] for items, names in ((old, old_names), (new, new_names))
            )
            if before != after:
                return before, after
        return [repr(item) for item in old], [repr(item) for item in new]


def _in_levels(scheme: Scheme) -> Iterator[Indicator]:
    """The indicators without adjustments."""
    return (element for _, element in scheme.walk() if isinstance(element, Indicator))


def _own(group: Group | None) -> list[Indicator]:
    return group.indicators if group else []


def _holders(scheme: Scheme) -> dict[str, list[str]]:
    """The inputs of each indicator by its id, the general ones under the empty id."""
    return {"": list(scheme.inputs), **{leaf.id: list(leaf.inputs) for leaf in scheme.indicators}}


def _headed(title: str, lines: list[str]) -> list[str]:
    if len(lines) == 1 and not lines[0].startswith((OLD_TEXT_MARK, NEW_TEXT_MARK)):
        return [f"{title}：{lines[0]}"]
    return [f"{title}：", *(f"  {line}" for line in lines)]


def _clauses(old: list[str], new: list[str]) -> list[str]:
    """The removed and the added clauses, in their order."""
    lines = []
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            lines += [f"{OLD_TEXT_MARK}{clause}" for clause in old[old_from:old_to]]
            lines += [f"{NEW_TEXT_MARK}{clause}" for clause in new[new_from:new_to]]
    return lines
