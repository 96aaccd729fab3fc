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

from xlgen.campaign.record import COMMIT_EVERY, CampaignRecord, Plan, Planned
from xlgen.execution.executor import Executor
from xlgen.files.atomic import TEMPORARY_PATTERN, save
from xlgen.files.storage import Location, files_below
from xlgen.issuing.notices import NO_UNIT, Notice, NoticeKind
from xlgen.issuing.overwrite_guard import holds_something, is_as_written
from xlgen.roster.prefill import PrefilledUnit
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_same
from xlgen.scheme.model import Scheme
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.identity import identity_of
from xlgen.workbook.layout import Layout, layout_of
from xlgen.workbook.stamp import Stamp, StampKey, stamp_key
from xlgen.xlsx.values import CellValue

CHANGED = "已有的文件不是下发时的样子，没有替换。请核对；要重写，先把它移走"
LOCKED = "已有的文件正打开着，或是只读的，没有替换。请关闭后再运行"
STILL_DUE = "此前下发过，仍算应报送。不再报送的，加 --drop 再运行一次"
NOT_DUE = "此前下发过，不再算应报送"
MAX_STAMPS = 3
"""Kept in a process; each holds a workbook with its computing engine."""


class Task(NamedTuple):
    """A workbook to write: for which unit, where below the folder, what is filled in, whether it replaces a file."""

    name: str
    path: str
    given: Mapping[str, CellValue]
    stands: bool


class Written(NamedTuple):
    """What became of a workbook: of which unit, and why it was not written, or nothing."""

    name: str
    why_not: str


@dataclass(frozen=True)
class Issuing:
    """How workbooks are written: of which scheme (id or path) and year, with how many rows, into which folder.

    said: what the scheme said when this was asked for. What is kept between tasks is kept for that alone.
    """

    scheme: str
    year: int
    rows: tuple[tuple[str, int], ...]
    folder: Location
    formulas: FormulaStyle = FormulaStyle.NATIVE
    said: str = ""

    def __call__(self, task: Task) -> Written:
        """Write a workbook. Raises OSError."""
        path = self.folder / task.path
        if task.stands and not is_as_written(path):
            return Written(task.name, CHANGED)
        try:
            save(path, _stamp(self, task.given).stamped(task.given))
        except PermissionError:
            if not task.stands:
                raise
            return Written(task.name, LOCKED)
        return Written(task.name, "")

    def loaded(self) -> Scheme:
        """The scheme. Raises UsageError where its file says something else now, or on this machine."""
        return load_same(self.scheme, self.year, self.said).with_rows(dict(self.rows))


_STAMPS: OrderedDict[tuple[Issuing, StampKey], Stamp] = OrderedDict()
_LAYOUTS: dict[Issuing, Layout] = {}


def _stamp(issuing: Issuing, given: Mapping[str, CellValue]) -> Stamp:
    """The stamp for a unit, built by the first one of its kind in this process."""
    if issuing not in _LAYOUTS:
        _LAYOUTS.clear()
        _LAYOUTS[issuing] = layout_of(issuing.loaded())
    layout = _LAYOUTS[issuing]
    key = issuing, stamp_key(layout, given)
    if key not in _STAMPS:
        _STAMPS[key] = Stamp(layout, given, issuing.formulas)
        if len(_STAMPS) > MAX_STAMPS:
            _STAMPS.popitem(last=False)
    _STAMPS.move_to_end(key)
    return _STAMPS[key]


def campaign(scheme: Scheme) -> dict[str, str]:
    """What a record is for; another scheme or year is another campaign."""
    return {"方案": scheme.id, "版本": scheme.version, "年度": str(scheme.year)}


def planned(
    issuing: Issuing,
    manifest: CampaignRecord,
    scheme: Scheme,
    due: Sequence[PrefilledUnit],
    paths: Sequence[str],
    drop: bool,
) -> tuple[list[Task], Plan]:
    """What is still to be written, after taking it into the record. Raises NotOurs."""
    made_from = f"{asdict(identity_of(scheme))} {issuing.formulas}"
    both = list(zip(due, paths, strict=True))
    units = [Planned(each.unit.name, each.unit.code, path, _fingerprint(made_from, each.given)) for each, path in both]
    is_there = _is_there(issuing.folder)
    plan = manifest.plan(campaign(scheme), units, is_there, drop)
    left = {each.name for each in plan.due}
    due_now = [(each, path) for each, path in both if each.unit.name in left]
    return [Task(each.unit.name, path, each.given, is_there(path)) for each, path in due_now], plan


def _is_there(folder: Location) -> Callable[[str], bool]:
    """Whether something stands at a path below the folder."""
    if isinstance(folder, Path):
        return lambda path: holds_something(folder / path)
    there = {str(each.relative_path) for each in files_below(folder) if each.size}  # asked for once, not file by file
    return there.__contains__


def _fingerprint(made_from: str, given: Mapping[str, CellValue]) -> str:
    text = json.dumps([made_from, given], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def failures(written: Sequence[Written], tasks: Sequence[Task], due: Sequence[PrefilledUnit]) -> list[Notice]:
    """Which workbooks were not written, and why."""
    failed = {each.name: each.why_not for each in written if each.why_not}
    units = {each.unit.name: each.unit for each in due if each.unit.name in failed}
    paths = {each.name: each.path for each in tasks if each.name in failed}
    return [Notice(NoticeKind.NOT_WRITTEN, units[name], paths[name], why_not) for name, why_not in failed.items()]


def dropped_notices(plan: Plan) -> list[Notice]:
    """What the record and the folder hold beyond the roster."""
    whose = [(Unit(each.name, each.code), STILL_DUE if each.is_due else NOT_DUE) for each in plan.beyond]
    notes = [Notice(NoticeKind.BEYOND, unit, "", why) for unit, why in whose]
    return notes + [
        Notice(NoticeKind.LEFT, NO_UNIT, path, "此前生成，现在没有单位用它。核对后可以删去") for path in plan.left
    ]


def issue(issuing: Issuing, manifest: CampaignRecord, tasks: Sequence[Task], engine: Executor) -> Iterator[Written]:
    """Write the workbooks and record them; gives what became of each. Raises OSError."""
    _sweep(issuing.folder)  # after a run that was killed
    written: list[str] = []
    try:
        # A task whose process was killed is done in this one.
        for each in engine(issuing, sorted(tasks, key=_alike), issuing):
            if not each.why_not:
                written.append(each.name)
            if len(written) == COMMIT_EVERY:
                _record(manifest, written)
            yield each
    except BaseException:
        _sweep(issuing.folder)  # what processes were writing that were ended
        raise
    finally:
        _record(manifest, written)


def _sweep(folder: Location) -> None:
    if isinstance(folder, Path):
        for left in folder.rglob(TEMPORARY_PATTERN):
            left.unlink(missing_ok=True)


def _alike(task: Task) -> tuple[list[str], int]:
    """What units have in common that share a stamp, roughly; where they stand together, each stamp is built once."""
    return sorted(task.given), sum(len(value) for value in task.given.values() if isinstance(value, str))


def _record(manifest: CampaignRecord, written: list[str]) -> None:
    manifest.issued(written, datetime.now().isoformat(timespec="seconds"))
    written.clear()
