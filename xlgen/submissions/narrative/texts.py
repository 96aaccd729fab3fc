"""The texts about the unit as a whole: those in the form, and the paragraphs of the written report on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlgen.scheme.inputs import MAX_CHARACTERS, InputType
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.submissions.narrative.report import WrittenReport
from xlgen.text import normalize_text, shorten
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef

QUOTED = 12
"""Characters of a paragraph by which a reader finds it."""
IN_TABLE = "表格"
"""The place of a text in a table of a report."""
_REMARK = re.compile(r"[（(][^（）()]{6,}[）)]$")
_PROJECT, _WHOLE = re.compile("项目|专项|下属|所属单位"), re.compile("整体|部门")
_PLANNED = re.compile("(?:目标|计划|任务|职能|职责)(?!.*(?:完成|实现|落实|履行|执行))|打算|下一步|建议")


@dataclass(frozen=True)
class Narrative:
    """A text about the unit as a whole. place: its cell, or the name of the report; label: what readers call it there.

    headings: those it stands under, outermost first.
    """

    place: CellRef | str
    label: str
    text: str
    headings: tuple[str, ...] = ()

    @property
    def about_project(self) -> bool:
        """Whether it is of a project, not of the unit as a whole."""
        return any(_PROJECT.search(heading) and not _WHOLE.search(heading) for heading in self.headings)

    @property
    def about_plans(self) -> bool:
        """Whether it says what was or will be planned, not what was done."""
        return any(map(_PLANNED.search, self.headings))


def texts_of_form(scheme: Scheme, layout: Layout, filling: FormData) -> Iterator[Narrative]:
    """The general inputs of several lines that were filled in."""
    for name, spec in scheme.inputs.items():
        text = filling.inputs.get(name)
        if spec.kind is InputType.TEXT and spec.lines > 1 and isinstance(text, str) and text:
            yield Narrative(layout.values[name], spec.short or spec.label.partition("（")[0], text)


def texts_of_report(report: WrittenReport, scheme: Scheme) -> Iterator[Narrative]:
    """The paragraphs of a report, and the sentences in its tables but for those that the form itself prints."""
    printed = ""
    for section in (report.opening, *report.sections):
        for text in (section.heading, *section.texts):
            yield from _pieces(report.name, section.headings, text)
        for row in section.rows:
            printed = printed or printed_texts(scheme)
            for text in dict.fromkeys(row):
                if _is_sentence(text) and normalize_text(text) not in printed:
                    yield from _pieces(report.name, (*section.headings, IN_TABLE), text)


def printed_texts(scheme: Scheme) -> str:
    """What the form prints beside its indicators, as it is compared."""
    texts = (text for leaf in scheme.indicators for text in (leaf.explanation, leaf.criteria_text))
    return "\n".join(map(normalize_text, texts))


def _pieces(name: str, headings: tuple[str, ...], text: str) -> Iterator[Narrative]:
    """A paragraph, in pieces no longer than a text of the form."""
    where = [_REMARK.sub("", heading) for heading in headings[-1:]]
    if headings[-1:] != (text,):
        where.append(shorten(text, QUOTED))
    label = "：".join(where)
    for start in range(0, len(text), MAX_CHARACTERS):
        yield Narrative(name, label, text[start : start + MAX_CHARACTERS], headings)


def _is_sentence(text: str) -> bool:
    return len(text) > QUOTED and re.search("[，。；]", text) is not None
