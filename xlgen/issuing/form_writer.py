"""Writing the workbook of one unit, in any process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from xlgen.files.atomic import save
from xlgen.files.storage import Location
from xlgen.issuing.overwrite_guard import is_as_written
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scheme.subject import subject_inputs, subject_of
from xlgen.workbook.approved import filling_of, has_rows
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.layout import Layout
from xlgen.workbook.stamp import Stamp, StampKey, locked_prefill, stamp_key
from xlgen.xlsx.values import CellValue

CHANGED = "已有的文件不是下发时的样子，没有替换。请核对；要重写，先把它移走"
LOCKED = "已有的文件正打开着，或是只读的，没有替换。请关闭后再运行"
MAX_STAMPS = 3
"""Stamps that a process keeps; each holds a workbook with its computing engine."""


class FormTask(NamedTuple):
    """A workbook to write: its form's key, its path below the folder, its values by item, the notes on them.

    replaces: there is a file already.
    """

    form: str
    path: str
    inputs: Mapping[str, CellValue]
    replaces: bool
    notes: Mapping[str, str] = {}


class FormResult(NamedTuple):
    """The outcome of a task: the form's key, and why its workbook was not written; empty if it was."""

    form: str
    failure: str


class StampCache:
    """The stamps that this process has built for a scheme. They are not pickled: another process builds its own."""

    def __init__(self, scheme: Scheme, formulas: FormulaStyle) -> None:
        self.scheme = scheme
        self.formulas = formulas
        self._stamps: OrderedDict[StampKey, Stamp] = OrderedDict()

    def __reduce__(self) -> tuple[type[StampCache], tuple[Scheme, FormulaStyle]]:
        return StampCache, (self.scheme, self.formulas)

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.scheme)

    def stamp_for(self, inputs: Mapping[str, CellValue]) -> Stamp:
        """The stamp for a unit with these prefilled inputs, built by the first unit of its kind."""
        kind = stamp_key(self._layout, inputs)
        if kind not in self._stamps:
            self._stamps[kind] = Stamp(self._layout, inputs, self.formulas)
            if len(self._stamps) > MAX_STAMPS:
                self._stamps.popitem(last=False)
        self._stamps.move_to_end(kind)
        return self._stamps[kind]


@dataclass(frozen=True)
class FormWriter:
    """Writes workbooks of a scheme, for its year and with its number of table rows, below a folder."""

    scheme: Scheme
    folder: Location
    formulas: FormulaStyle = FormulaStyle.NATIVE

    @cached_property
    def _stamps(self) -> StampCache:
        return StampCache(self.scheme, self.formulas)

    def __call__(self, task: FormTask) -> FormResult:
        """Write a workbook, unless it would replace a file that somebody changed. Raises OSError."""
        path = self.folder / task.path
        if task.replaces and not is_as_written(path):
            return FormResult(task.form, CHANGED)
        try:
            save(path, self._content(task))
        except PermissionError:
            if not task.replaces:
                raise
            return FormResult(task.form, LOCKED)
        return FormResult(task.form, "")

    def _content(self, task: FormTask) -> bytes:
        """The workbook, stamped, or built for this unit alone where it has rows of its own: hardly two are alike."""
        if not has_rows(task.inputs):
            return self._stamps.stamp_for(task.inputs).stamped(task.inputs)
        filling, locked = filling_of(task.inputs), locked_prefill(self.scheme, task.inputs)
        about = subject_inputs(self.scheme.subject, subject_of(self.scheme.subject, filling.inputs))
        approved = replace(locked, inputs={**locked.inputs, **about})
        unit = str(filling.inputs[UNIT_NAME])
        return build(self.scheme, filling, unit, approved, self.formulas, task.notes)


def stamp_sort_key(task: FormTask) -> tuple[list[str], int]:
    """Brings units that can share a stamp roughly together, so that each stamp is built once."""
    return sorted(task.inputs), sum(len(value) for value in task.inputs.values() if isinstance(value, str))
