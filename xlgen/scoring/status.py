"""Whether an input is filled, may stay blank, is missing or is wrong: in Python and as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, call
from xlgen.scheme.input_words import wanted
from xlgen.scheme.inputs import Input, InputType
from xlgen.scoring.ladder import ERROR, Rung, bare_formula, rungs_of, symbol_formula
from xlgen.scoring.points import Names, condition
from xlgen.text import SYMBOLS, bare
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import UNSTORABLE, CellValue


class Status(StrEnum):
    """The state of an input: the words with which its status in the workbook begins."""

    FILLED = "已填"
    OPTIONAL = "选填"
    MISSING = "待填"
    INVALID = "有误"
    UNEXPLAINED = "待说明"


BLOCKING = (Status.MISSING, Status.INVALID)
"""An indicator with one of these has no score yet."""
OPEN = (*BLOCKING, Status.UNEXPLAINED)
"""A form with one of these cannot be handed in."""
MOVED = f"{Status.INVALID}：此格被剪切或拖动过：请撤销；已保存的，剪切回原处；显示#REF!的须换新表"
"""The status of a cell that was cut or dragged: the formulas went with it."""
NOT_COMPUTED = f"{Status.INVALID}：状态算不出：请撤销刚才的操作；已保存的，须换新表"
"""What stands for a status that is an error value: otherwise it would hide all that is open."""
UNEXPLAINED = f"{Status.UNEXPLAINED}：得分低于分值，请写明原因"


def status_in(text: CellValue) -> Status | None:
    """The state that a status of the workbook begins with; None for anything else."""
    return next((state for state in Status if isinstance(text, str) and text.startswith(state)), None)


def begins_with(cell: Formula, state: Status) -> ex.Truth:
    """Whether the status in a cell is this one, in a formula."""
    return ex.equals(call("LEFT", cell, float(len(state))), state)


def counted(cells: Formula, state: Status) -> Formula:
    """How many statuses among these cells are this one, in a formula."""
    return call("COUNTIF", cells, f"{state}*")


def is_blank(value: CellValue, kind: InputType = InputType.TEXT) -> bool:
    """True for nothing; in a text input also for BLANKS. In a number cell those are wrong: formulas fail on them."""
    if isinstance(value, str):
        return not (bare(value) if kind is InputType.TEXT else value)
    return value is None


def explains(text: CellValue) -> bool:
    """Whether a reason says something: neither blank nor only a symbol."""
    return text is not None and bare(str(text)) not in SYMBOLS


def explains_formula(cell: Formula) -> ex.Truth:
    """`explains` as a formula."""
    return ex.opposite(ex.any_of([blank_formula(cell), symbol_formula(cell)]))


def fault_of(
    spec: Input, value: CellValue, limit: CellValue = None, needed: bool = False, label: str = ""
) -> Rung | None:
    """What is wrong with a value that is not blank, if anything.

    limit is the value of the input that limits this one (Input.limit_source): the number it cannot exceed, which is
    called `label`, or the grade whose band it must lie in. needed: a text must be there, and a symbol is none.
    """
    return next((rung for rung in rungs_of(spec, label) if rung.holds(value, limit, needed)), None)


def why_wrong(spec: Input, value: CellValue, limit: CellValue = None, label: str = "") -> str | None:
    """Why a program should not write this value, which is not blank, into an input, in Chinese; None if it may.

    limit: the value of the input that limits this one; label: what that is called.
    """
    if spec.kind is InputType.TEXT and UNSTORABLE.search(str(value)):
        return "含有不可见的控制字符"
    fault = fault_of(spec, value, limit, label=label)
    return None if fault is None else fault.words(value)


def is_needed(spec: Input, names: Names) -> bool:
    """Whether an input must not be blank; names give the values its condition may ask for."""
    return spec.required or (spec.required_when is not None and bool(condition(spec.required_when, names)))


def status(spec: Input, value: CellValue, names: Names, limit: CellValue = None) -> Status:
    """The status of an input with this value."""
    needed = is_needed(spec, names)
    if not is_blank(value, spec.kind):
        return Status.INVALID if fault_of(spec, value, limit, needed) else Status.FILLED
    return Status.MISSING if needed else Status.OPTIONAL


def blank_formula(cell: Formula, kind: InputType = InputType.TEXT) -> ex.Truth:
    """`is_blank` as a formula."""
    return ex.equals(call("LEN", bare_formula(cell) if kind is InputType.TEXT else cell), 0.0)


def needed_formula(spec: Input, conditions: Names) -> ex.Truth:
    """`is_needed` as a formula; conditions are the names as conditions see them: text in a number cell is 0."""
    if spec.required or spec.required_when is None:
        return spec.required
    return call("IFERROR", condition(spec.required_when, conditions), False)


def status_formula(
    spec: Input,
    cell: Formula,
    needed: ex.Truth,
    limit: Formula | None = None,
    *,
    label: str = "",
    home: CellRef | None = None,
    missing: ex.Text = "",
    filled: ex.Value = Status.FILLED,
) -> Formula:
    """`status` as a formula of the input's cell: what is wanted, what is wrong and why, or that it is filled in.

    limit is the cell of the input that limits this one, called `label`. home: where the cell was issued; its reference
    tells whether it was cut or dragged. missing: what a cell shows that must not be blank; filled: one that is right.
    """
    missing = missing or f"{Status.MISSING}：{wanted(spec)}"
    body: ex.Value = filled
    for rung in reversed([rung for rung in rungs_of(spec, label) if rung is not ERROR]):
        wrong = rung.formula(cell, limit, needed)
        body = body if wrong is False else call("IF", wrong, rung.words_formula(cell, f"{Status.INVALID}："), body)
    always: ex.Value = missing if needed is True else Status.OPTIONAL
    empty = always if isinstance(needed, bool) else call("IF", needed, missing, Status.OPTIONAL)
    body = call("IF", blank_formula(cell, spec.kind), empty, body)
    body = call("IFERROR", body, f"{Status.INVALID}：{ERROR.why}")
    return body if home is None else call("IF", in_place([(cell, home)]), body, MOVED)


def in_place(cells: Sequence[tuple[Formula, CellRef]]) -> Formula:
    """Whether references still stand for the cells that were issued: cutting or dragging one rewires every formula."""
    tests = [
        Formula(f"ROW({cell.text})*1000+COLUMN({cell.text})={home.row * 1000 + home.column_number}", ex.COMPARISON)
        for cell, home in cells
    ]
    return call("IFERROR", ex.all_of(tests) if len(tests) > 1 else tests[0], False)
