"""Writing the workbook of every unit that is due, in several processes if wanted; it can be stopped any time."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xlgen.issuing.manifest import AT_ONCE, Manifest, Planned
from xlgen.issuing.units import Due
from xlgen.running.engine import Engine
from xlgen.saving import LEFT_OVER, save
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scoring.filling import Cell
from xlgen.storage import Location, files_below
from xlgen.workbook.formulas import Formulas
from xlgen.workbook.identity import identity_of
from xlgen.workbook.layout import Layout, layout_of
from xlgen.workbook.stamp import Stamp, UnitKind, kind_of

MOST_STAMPS = 3
"""Kept in a process; each holds a workbook with its computing engine."""


class Task(NamedTuple):
    """A workbook to write: for which unit, where below the folder, and what is filled in."""

    name: str
    path: str
    given: Mapping[str, Cell]


@dataclass(frozen=True)
class Issuing:
    """How workbooks are written: of which scheme (id or path) and year, with how many rows, into which folder."""

    scheme: str
    year: int
    rows: tuple[tuple[str, int], ...]
    folder: Location
    formulas: Formulas = Formulas.NATIVE

    def __call__(self, task: Task) -> str:
        """Write a workbook; gives the name of its unit. Raises OSError."""
        save(self.folder / task.path, _stamp(self, task.given).stamped(task.given))
        return task.name

    def loaded(self) -> Scheme:
        """The scheme."""
        return load_scheme(self.scheme, self.year).with_rows(dict(self.rows))


_STAMPS: OrderedDict[tuple[Issuing, UnitKind], Stamp] = OrderedDict()
_LAYOUTS: dict[Issuing, Layout] = {}


def _stamp(issuing: Issuing, given: Mapping[str, Cell]) -> Stamp:
    """The stamp for a unit, built by the first one of its kind in this process."""
    if issuing not in _LAYOUTS:
        _LAYOUTS.clear()
        _LAYOUTS[issuing] = layout_of(issuing.loaded())
    layout = _LAYOUTS[issuing]
    key = issuing, kind_of(layout, given)
    if key not in _STAMPS:
        _STAMPS[key] = Stamp(layout, given, issuing.formulas)
        if len(_STAMPS) > MOST_STAMPS:
            _STAMPS.popitem(last=False)
    _STAMPS.move_to_end(key)
    return _STAMPS[key]


def campaign(scheme: Scheme) -> dict[str, str]:
    """What a record is for; another scheme or year is another campaign."""
    return {"方案": scheme.id, "版本": scheme.version, "年度": str(scheme.year)}


def tasks(issuing: Issuing, manifest: Manifest, scheme: Scheme, due: Sequence[Due], paths: Sequence[str]) -> list[Task]:
    """What is still to be written, after taking it into the record. Raises NotOurs."""
    made_from = f"{asdict(identity_of(scheme))} {issuing.formulas}"
    both = list(zip(due, paths, strict=True))
    planned = [
        Planned(each.unit.name, each.unit.code, path, _fingerprint(made_from, each.given)) for each, path in both
    ]
    found = manifest.plan(campaign(scheme), planned, _is_there(issuing.folder))
    left = {each.name for each in found}
    return [Task(each.unit.name, path, each.given) for each, path in both if each.unit.name in left]


def _is_there(folder: Location) -> Callable[[str], bool]:
    """Whether there is a file at a path below the folder."""
    if isinstance(folder, Path):
        return lambda path: (folder / path).is_file()
    there = {str(each.place) for each in files_below(folder)}  # asked for once, not file by file
    return there.__contains__


def _fingerprint(made_from: str, given: Mapping[str, Cell]) -> str:
    text = json.dumps([made_from, given], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def issue(issuing: Issuing, manifest: Manifest, tasks: Sequence[Task], engine: Engine) -> Iterator[str]:
    """Write the workbooks and record them; gives the name of each unit as its own is there. Raises OSError."""
    if isinstance(issuing.folder, Path):
        for left in issuing.folder.rglob(LEFT_OVER):  # of a run that was killed
            left.unlink(missing_ok=True)
    written: list[str] = []
    try:
        # A task whose process was killed is done in this one.
        for name in engine(issuing, sorted(tasks, key=_alike), issuing):
            written.append(name)
            if len(written) == AT_ONCE:
                _record(manifest, written)
            yield name
    finally:
        _record(manifest, written)


def _alike(task: Task) -> tuple[list[str], int]:
    """What units have in common that share a stamp, roughly; where they stand together, each stamp is built once."""
    return sorted(task.given), sum(len(value) for value in task.given.values() if isinstance(value, str))


def _record(manifest: Manifest, written: list[str]) -> None:
    manifest.issued(written, datetime.now().isoformat(timespec="seconds"))
    written.clear()
