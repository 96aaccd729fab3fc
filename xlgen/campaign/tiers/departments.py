"""The 主管部门 of a campaign, as the roster names them, and the forms of the units that each is responsible for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xlgen.campaign.progress import UnitProgress
from xlgen.text import normalize_text

PARENT = "parent"
"""The name of the 主管部门 among a unit's details, and in the record of a package."""


class Department(NamedTuple):
    """A 主管部门 with the forms of its units, and its own where it is on the roster; name: "" for none."""

    name: str
    units: tuple[UnitProgress, ...]

    @property
    def own(self) -> list[UnitProgress]:
        """The forms of the 主管部门 itself."""
        return [unit for unit in self.units if _same(unit.form.name, self.name)]

    @property
    def subordinate(self) -> list[UnitProgress]:
        """The forms of its units."""
        return [unit for unit in self.units if not _same(unit.form.name, self.name)]


def departments_of(units: Iterable[UnitProgress]) -> list[Department]:
    """The 主管部门 by name, then the units for which none is named; names that are only typed differently are one."""
    units = list(units)
    spelled: dict[str, str] = {}
    for unit in units:
        parent = unit.details.get(PARENT, "")
        spelled.setdefault(normalize_text(parent), parent)
    grouped: dict[str, list[UnitProgress]] = {}
    for unit in units:
        parent, own = normalize_text(unit.details.get(PARENT, "")), normalize_text(unit.form.name)
        key = own if not parent and own in spelled else parent
        grouped.setdefault(spelled[key], []).append(unit)
    ordered = sorted(grouped.items(), key=lambda pair: (not pair[0], pair[0]))
    return [Department(name, tuple(own)) for name, own in ordered]


def department_named(units: Iterable[UnitProgress], name: str) -> Department | None:
    """The 主管部门 of this name, however it is typed; None where the roster has none."""
    return next((each for each in departments_of(units) if each.name and _same(each.name, name)), None)


def _same(name: str, other: str) -> bool:
    return normalize_text(name) == normalize_text(other)
