"""What a unit filled in: the data contract, read from YAML or from a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


class ErrorValue(str):
    """What a cell shows whose formula failed, like #N/A."""


Cell: TypeAlias = float | str | bool | None
"""What a cell holds. Percents are ratios, amounts are in the filling's money unit."""
Row: TypeAlias = Mapping[str, Cell]


WORDS = {"remarks": "评分说明（未达标原因、改进措施）", "evidence": "佐证材料", "notes": "备注"}
"""What a unit may say of each indicator in its own words, and what that is called."""


@dataclass(frozen=True)
class Filling:
    """The inputs of one unit for one scheme, as filled: nothing is checked here.

    remarks, evidence and notes are the unit's own words per indicator (评分说明, 佐证材料, 备注); reported are
    scores the unit filed itself where they are not what the rule gives.
    """

    inputs: Mapping[str, Cell] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reported: Mapping[str, float] = field(default_factory=dict)
    year: int | None = None
