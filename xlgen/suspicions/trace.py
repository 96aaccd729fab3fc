"""What is kept of a form, in any process, to be held against the forms of other units: small, plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from xlgen.scheme.inputs import InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.subject import NO_SUBJECT, Subject
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import FormScore
from xlgen.suspicions.organisations import Passage, passages
from xlgen.suspicions.own_indicators import own_indicator_doubts
from xlgen.suspicions.own_rows import OwnRow, OwnTable, own_rows, own_tables
from xlgen.suspicions.phrases import earlier_years, instructions
from xlgen.suspicions.suspicion import Doubt, Kind
from xlgen.suspicions.texts import Sentence, WrittenText, printed_words, sentences_to_compare
from xlgen.text import display_text
from xlgen.workbook.layout import Layout

_DEPARTMENT = re.compile("主管(?:预算)?部门(?:名称)?$")
"""The label of an input that holds the name of the unit's 主管部门."""
Scores = Mapping[str, tuple[float, float]]
"""By indicator: its score and its full marks."""


class Form(NamedTuple):
    """Whose form it is, what it is about, and which form; as reports show them."""

    unit: str
    subject: Subject = NO_SUBJECT
    scheme: str = ""
    year: str = ""


@dataclass(frozen=True)
class Trace:
    """What a form leaves for the comparison with other units' forms.

    content: digest of what was filled in; empty where that is little. department: the unit's 主管部门, where the form
    asks for it. total: None while something is missing; full: the form's full marks.
    """

    form: Form
    content: str = ""
    department: str = ""
    total: float | None = None
    full: float = 0
    scores: Scores = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    passages: tuple[Passage, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Filled(NamedTuple):
    """A form as its unit filled it in: where its cells are, what was filled in, its scores, what the unit wrote."""

    layout: Layout
    filling: FormData
    score: FormScore
    texts: Sequence[WrittenText]


@dataclass(frozen=True)
class Tracing:
    """What traces of the forms of a scheme need of it, found once."""

    scheme: Scheme

    @cached_property
    def printed(self) -> str:
        """The words that the form prints."""
        return printed_words(self.scheme)

    @cached_property
    def tables(self) -> Sequence[OwnTable]:
        """The tables of own indicators."""
        return own_tables(self.scheme)

    @cached_property
    def department(self) -> str:
        """The input for the unit's 主管部门; empty where the form has none."""
        texts = {name: spec for name, spec in self.scheme.inputs.items() if spec.kind is InputType.TEXT}
        return next((name for name, spec in texts.items() if _DEPARTMENT.search(spec.label)), "")

    def trace(self, form: Form, filled: Filled, content: str = "") -> Trace:
        """The trace of a form. content: digest of what was filled in, but for names."""
        indicators = filled.score.indicators
        return Trace(
            form,
            content,
            display_text(str(filled.filling.inputs.get(self.department) or "")),
            filled.score.total,
            self.scheme.points,
            {each.indicator.id: (each.score, each.points) for each in indicators if each.score is not None},
            tuple(sentences_to_compare(filled.texts, self.printed)),
            tuple(passages(filled.texts)),
            tuple(self._doubts(filled)),
        )

    def _doubts(self, filled: Filled) -> Iterator[Doubt]:
        def where(row: OwnRow) -> str:
            place = filled.layout.tables[row.table.name].cell(row.table.first_column, row.number)
            return f"{place.sheet}!{place.address}"

        yield from full_marks(filled.score)
        yield from earlier_years(filled.texts, self.scheme.year)
        yield from instructions(filled.texts)
        yield from own_indicator_doubts(list(own_rows(self.tables, filled.filling.tables)), where)


def full_marks(score: FormScore) -> Iterator[Doubt]:
    """Whether every indicator that gives points has all of them."""
    scored = [each for each in score.indicators if each.points > 0]
    if len(scored) > 1 and score.total is not None and all(each.score == each.points for each in scored):
        yield Doubt(Kind.FULL_MARKS, f"{len(scored)}项指标全部得满分，总分{score.total:.2f}分")
