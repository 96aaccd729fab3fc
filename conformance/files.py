"""The files of cases: what they hold, read strictly and written in one way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, model_validator

ROOM = Path(__file__).parent
WIDTH = 150
"""Characters of a line up to which a value is written on it; a Chinese character counts as one."""

Label: TypeAlias = Literal["published", "derived"]
Cell: TypeAlias = float | str | None
"""What is filled in: a number (a percent as a ratio), a text, or null for a blank."""


class Element(BaseModel):
    """Base of everything in a file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Expected(Element):
    """What must come out: a score, none yet (null), or the refusal of what was filled in."""

    label: Label
    because: str
    """The clause of the form from which the result follows; of a published case its source."""
    refused: Mapping[str, str] = {}
    """What cannot be filled in: the id, and the code of the problem. Nothing is scored then."""


class RuleCase(Expected):
    """One call of a rule."""

    arguments: Mapping[str, Cell | Sequence[Cell]]
    """By name of the argument. A text `57.708/64.12` for a number is the quotient of the two."""
    score: float | None = None
    """To the cent; null: something is blank."""


class RuleForm(Element):
    """A rule with the parameters with which one form uses it, and its cases."""

    id: str
    source: str
    clause: str
    """As the form prints it."""
    parameters: Mapping[str, JsonValue]
    cases: Sequence[RuleCase]


class RuleFile(Element):
    """All cases of a rule."""

    rule: str
    forms: Sequence[RuleForm]


class Data(Element):
    """What a unit fills in, by id; tables row by row. remarks and reported are by id of the row of the form."""

    inputs: Mapping[str, Cell] = {}
    tables: Mapping[str, Sequence[Mapping[str, Cell]]] = {}
    remarks: Mapping[str, str | None] = {}
    reported: Mapping[str, float] = {}
    """Scores that the unit typed over those by rule."""

    def changed_by(self, change: Data) -> Data:
        """With the values of a case: inputs and remarks one by one, tables whole; a remark of null is none."""
        remarks = {**self.remarks, **change.remarks}
        return Data(
            inputs={**self.inputs, **change.inputs},
            tables={**self.tables, **change.tables},
            remarks={key: text for key, text in remarks.items() if text is not None},
            reported={**self.reported, **change.reported},
        )


class SchemeCase(Expected):
    """A form: the base, changed."""

    name: str
    change: Data = Data()
    scores: Mapping[str, float | None] = {}
    """By rule, to the cent, by id of the indicator; those of the first case apply to indicators not named."""
    total: float | None = None
    grade: str | None = None
    findings: Sequence[tuple[str, str]] = ()
    """The errors and warnings of a check: code, and id of the indicator (empty: of none)."""


class SchemeFile(Element):
    """All cases of a form. The first one is the base itself, with the score of every indicator."""

    scheme: str
    year: int
    base: Data
    cases: Sequence[SchemeCase]

    @model_validator(mode="after")
    def _first_is_the_base(self) -> SchemeFile:
        if self.cases[0].change != Data():
            raise ValueError("the first case is the base itself")
        return self


File: TypeAlias = RuleFile | SchemeFile
_FILE: TypeAdapter[File] = TypeAdapter(File)


def files() -> list[Path]:
    """All files of cases: those of the rules first."""
    return [*sorted((ROOM / "rules").glob("*.json")), *sorted((ROOM / "schemes").glob("*.json"))]


def read(file: Path) -> File:
    """The cases of a file. Raises ValidationError for whatever does not belong there."""
    return _FILE.validate_json(file.read_bytes())


def schema() -> str:
    """The JSON Schema of a file of cases."""
    return written(_FILE.json_schema())


def written(value: Any) -> str:
    """JSON that can be reviewed: whatever fits a line is on one."""
    return f"{_written(value, '')}\n"


def _written(value: Any, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    deeper = f"{indent}  "
    if isinstance(value, dict):
        opening, closing = "{}"
        items = [f"{json.dumps(key, ensure_ascii=False)}: {_written(item, deeper)}" for key, item in value.items()]
    else:
        opening, closing = "[]"
        items = [_written(item, deeper) for item in value]
    if all(isinstance(item, (float, int, str, type(None))) for item in _items(value)):
        lines = _filled(items, WIDTH - len(deeper))
    else:
        lines = [f"{item}," for item in items]
    body = f"\n{deeper}".join(lines)
    return f"{opening}\n{deeper}{body.removesuffix(',')}\n{indent}{closing}"


def _items(value: Any) -> Sequence[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _filled(items: Sequence[str], width: int) -> list[str]:
    """Items joined to lines up to a width."""
    lines = [""]
    for item in items:
        joined = f"{lines[-1]} {item},".lstrip()
        if len(joined) > width and lines[-1]:
            lines.append(f"{item},")
        else:
            lines[-1] = joined
    return lines
