"""Files that came and are no form that can be checked: whose they are, surely, presumably, or nobody knows whose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.record_file import typed_rows
from xlgen.roster.unit import Unit
from xlgen.scheme.subject import Subject
from xlgen.text import normalize_text, one_line

if TYPE_CHECKING:
    from xlgen.roster.roster import Roster

SEPARATOR = "、"
MAX_NAME_LENGTH = 300
"""Characters of a path in which names are looked for; longer ones are cut."""
MIN_CODE_LENGTH, MIN_CODE_LENGTH_ANYWHERE = 3, 6
"""Characters of a unit's code that tell it at the beginning of a name, and anywhere: 1 and 2 number files, too."""
MAX_GUESSED = 200
"""Files for which a similar name is looked for, which takes time with a long roster."""
_CODE = re.compile("[0-9A-Za-z]+")
_YEAR = re.compile("20[0-9]{2}")
UPSERT = """
INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (file) DO UPDATE SET
    form = excluded.form, proposed = excluded.proposed, document = excluded.document, why = excluded.why,
    received = min(excluded.received, received)
"""


class Arrival(NamedTuple):
    """A file that is no form that can be checked.

    form: the key of the form it belongs to; empty where that is not sure, and then `proposed` may name a unit.
    document: which 要件 it is by its name, several with 、 between; empty where it is none. why: what is wrong with it
    as a form, in Chinese; empty where it is none and came with one.
    received: the day on which it came.
    """

    file: str
    form: str
    proposed: str
    document: str
    why: str
    received: str

    @property
    def told(self) -> str:
        """The file as lists show it, with whom it may be of and what is wrong with it."""
        proposed = f"可能是 {self.proposed}" if self.proposed else ""
        return one_line("　".join(filter(None, (self.file, proposed, self.document, self.why))))


def joined(documents: Iterable[str]) -> str:
    """The documents that a file is, as an arrival names them."""
    return SEPARATOR.join(documents)


class Owner(NamedTuple):
    """Whose file it is: the unit where that is sure, else the name of a similar one; both empty where unknown."""

    units: tuple[Unit, ...] = ()
    proposed: str = ""


@dataclass
class Attribution:
    """Finds whose a file is by its name and its folders, however long the roster is."""

    roster: Roster
    guesses_left: int = MAX_GUESSED

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {normalize_text(unit.name): unit.name for unit in self.roster.units}

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {unit.code.casefold(): unit.name for unit in self.roster.units if len(unit.code) >= MIN_CODE_LENGTH}

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self._by_name}, reverse=True)

    @cached_property
    def _forms(self) -> dict[str, list[Unit]]:
        forms: dict[str, list[Unit]] = {}
        for unit in self.roster.units:
            forms.setdefault(unit.name, []).append(unit)
        return forms

    def owner(self, file: str, guess: bool = True) -> Owner:
        """Whose file it is: the unit that its name names, else that which the nearest of its folders names.

        A name that stands for several units is sure of none. Of a unit with several forms, the one whose subject's code
        or name is named; all of them where none is. guess: look for a similar name where none is named.
        """
        parts = [normalize_text(part) for part in PurePosixPath(file.replace("\\", "/")).parts][::-1]
        for part in parts:
            named = self._named_in(part[:MAX_NAME_LENGTH])
            if len(named) == 1:
                forms = self._forms[named[0]]
                about = [unit for unit in forms if _names(unit.subject, parts)]
                return Owner(tuple(about if len(about) == 1 else forms))
            if named:
                return Owner((), "、".join(named))
        return Owner((), self._similar(parts[0] if parts and guess else ""))

    def _named_in(self, text: str) -> list[str]:
        """The units that a text names, by name or code; a name that is part of a longer one found is not meant."""
        found: list[str] = []
        taken = [False] * len(text)
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                name = self._by_name.get(text[start : start + length])
                if name is not None and not all(taken[start : start + length]):
                    found.append(name)
                    taken[start : start + length] = [True] * length
        for match in _CODE.finditer(text):
            long = len(match[0]) >= MIN_CODE_LENGTH_ANYWHERE or match.start() == 0
            name = self._by_code.get(match[0].casefold()) if long and not _YEAR.fullmatch(match[0]) else None
            found += [name] if name else []
        return list(dict.fromkeys(found))

    def _similar(self, text: str) -> str:
        """The name most like that of a file, as far as there is time to look for it."""
        self.guesses_left -= 1
        return self.roster.nearest(PurePosixPath(text).stem) if text and self.guesses_left >= 0 else ""


def _names(subject: Subject, parts: Sequence[str]) -> bool:
    """Whether a piece of a path names what a form is about."""
    texts = [text for text in (subject.key, normalize_text(subject.name)) if text]
    return any(text in part for text in texts for part in parts)


def note_arrivals(record: CampaignRecord, arrivals: Iterable[Arrival]) -> None:
    """Enter files into a record; one that came before keeps the day on which it came."""
    with record.database:
        record.database.executemany(UPSERT, arrivals)


def forget_arrivals(record: CampaignRecord, files: Sequence[str]) -> None:
    """Forget files that turned out to be forms, after they were mended in place."""
    with record.database:
        record.database.executemany("DELETE FROM arrival WHERE file = ?", [(file,) for file in files])


def arrivals_of(record: CampaignRecord) -> Iterator[Arrival]:
    """All such files, by name. Raises RecordError for a damaged record."""
    query = "SELECT file, form, proposed, document, why, received FROM arrival ORDER BY file"
    return typed_rows(Arrival, record.database.execute(query), record.path)
