"""A written report as it is read: what stands before its first heading, its sections, the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlgen.docx.document import Block, Paragraph, Row, document_of
from xlgen.submissions.narrative.amounts import with_ordinary_width
from xlgen.submissions.sources import Source
from xlgen.text import INVISIBLE

MAX_HEADING_LENGTH = 40
"""Characters of a heading; what is longer is a numbered paragraph."""
MAX_ENTRY_LENGTH = 80
"""Characters of a line of a table of contents."""
MAX_BARE_HEADING_LENGTH = 20
"""Characters of a heading without number and style."""
LEVELS = (
    r"第[一二三四五六七八九十]{1,3}(?:部分|章)|附[件表](?:[0-9一二三四五六七八九十]{0,2}[:、.]?)|[一二三四五六七八九十]{1,3}[、.]",
    r"[(][一二三四五六七八九十]{1,3}[)]",
    r"[0-9]{1,2}[、.](?![0-9])",
    r"[(][0-9]{1,2}[)]",
    r"[①-⑳]",
)
"""How headings are numbered, by their level from 1; in texts of ordinary width."""
_NUMBERED = [re.compile(rf"(?:{pattern})\s*") for pattern in LEVELS]
_HEADING_END = re.compile(r"[。:;!?\n]")
_REMARK_END = re.compile(r"[^()]{2,20}[(][^()]{6,}[)](?=.)")
"""A heading with its remark in brackets, after which the text begins."""
_IN_CONTENTS = re.compile(r"(?:[　\t]|[.…·]{3,}\s*)\s*[0-9]{1,3}$")
"""How a line of a table of contents ends."""
_BARE = re.compile(r"[^。;:,!?]*(?:问题|建议|概况|基本情况|主要绩效|评价情况|自评情况|结论|措施|成效|计划)[^。;:,!?]*")
"""A heading without a number: its words say so."""


class Section(NamedTuple):
    """A heading with everything up to the next one: its paragraphs, and the rows of its tables.

    level: from 1; headings: those it stands under, and its own. What stands before the first one has level 0.
    """

    level: int
    headings: tuple[str, ...]
    texts: list[str]
    rows: list[tuple[str, ...]]

    @property
    def heading(self) -> str:
        """As it is written, without what may follow it in the same line."""
        return self.headings[-1] if self.headings else ""


@dataclass(frozen=True)
class WrittenReport:
    """What a report says. name: of its file; opening: what stands before the first heading."""

    name: str
    opening: Section
    sections: Sequence[Section] = ()

    @property
    def texts(self) -> Iterator[str]:
        """All its paragraphs."""
        for section in (self.opening, *self.sections):
            yield from filter(None, (section.heading, *section.texts))

    @property
    def rows(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The rows of all tables, each with the heading that its table stands under."""
        for section in (self.opening, *self.sections):
            yield from ((section.heading, row) for row in section.rows)

    @property
    def empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.opening.texts or self.opening.rows or self.sections)

    def below(self, place: int) -> Iterator[str]:
        """The text of a section, given by its place, with the headings and texts of those below it.

        Its tables are its text where it has no other.
        """
        own = self.sections[place]
        yield from own.texts or (cell for row in own.rows for cell in row)
        for number in range(place + 1, len(self.sections)):
            section = self.sections[number]
            if section.level <= own.level:
                return
            yield section.heading
            yield from section.texts or (cell for row in section.rows for cell in row)


def report_in(source: Source) -> WrittenReport:
    """The report in a file. Raises UnreadableError."""
    return report_of(file_name(source), document_of(Path(source.name), source.read()))


def file_name(source: Source) -> str:
    """The name of a report's file, without its folder."""
    return PurePosixPath(source.name).name


def report_of(name: str, blocks: Iterable[Block]) -> WrittenReport:
    """The report that a document's blocks make up."""
    sections = [Section(0, (), [], [])]
    above: list[tuple[int, str]] = []  # the headings that the next text stands under
    for block in blocks:
        if isinstance(block, Row):
            sections[-1].rows.append(tuple(map(_plain, block.cells)))
            continue
        text = _plain(block.text)
        heading = _heading(text, block)
        if not text or (len(text) <= MAX_ENTRY_LENGTH and _IN_CONTENTS.search(text)):
            continue
        if heading is None:
            sections[-1].texts.append(text)
            continue
        level, title, rest = heading
        while above and above[-1][0] >= level:
            above.pop()
        above.append((level, title))
        sections.append(Section(level, tuple(words for _, words in above), [rest] if rest else [], []))
    return WrittenReport(name, sections[0], sections[1:])


def _plain(text: str) -> str:
    return INVISIBLE.sub("", text).strip()


def _heading(text: str, paragraph: Paragraph) -> tuple[int, str, str] | None:
    """Level and words of a heading, and what follows it in its line; None for other paragraphs."""
    plain = with_ordinary_width(text)
    for level, pattern in enumerate(_NUMBERED, 1):
        numbered = pattern.match(plain)
        if numbered:
            end = _HEADING_END.search(plain, numbered.end())
            stop = end.start() if end else len(text)
            if bracket := _REMARK_END.match(plain, numbered.end(), stop):
                stop = bracket.end()
            if stop > numbered.end() and stop <= MAX_HEADING_LENGTH:
                return level, text[:stop], text[stop:].lstrip("。：:；;！!？? \n").strip()
            return None
    if paragraph.level and len(text) <= MAX_HEADING_LENGTH:
        return paragraph.level, text, ""
    if len(text) <= MAX_BARE_HEADING_LENGTH and _BARE.fullmatch(plain):
        return 1, text, ""
    return None
