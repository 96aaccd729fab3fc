"""What a unit wrote itself, its sentences, and those that the form prints anyway."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from xlgen.scheme.model import Scheme
from xlgen.text import normalize_text, one_line, shorten

MIN_SENTENCE = 12
"""Characters of a sentence with fewer of which two units may write the same by chance."""
MAX_SENTENCES = 500
"""Sentences of a form that are compared; a long report has two hundred."""
MAX_EXCERPT = 40
"""Characters of a sentence that are shown."""
DIGEST_BYTES = 8
"""Among 3 million sentences of 100,000 units, two that differ share a digest once in four million rounds."""
_END = re.compile("[。;!?]+")
_NUMBERING = re.compile(r"^(?:[(]?[0-9一二三四五六七八九十]{1,3}[).、]|[一二三四五六七八九十]是|[①-⑳])+")
FULL_WIDTH_SIGNS = {",": "，", ":": "：", "(": "（", ")": "）"}
_PUNCTUATION = re.compile(r"(?<=[^\x00-\x7f])[,:()]|[,:()](?=[^\x00-\x7f])")
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class WrittenText:
    """A text that a unit wrote: where (as reports show it), what is asked for there, and how to fill it in.

    names_units: what is asked for is the name of a unit.
    """

    where: str
    label: str
    text: str
    help: str = ""
    names_units: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """Its lines in NFKC and without spaces."""
        return [normalize_text(line) for line in self.text.splitlines()]

    @cached_property
    def sentences(self) -> list[str]:
        """Its sentences, likewise and without numbering."""
        parts = (_NUMBERING.sub("", part) for line in self.lines for part in _END.split(line))
        return [part for part in parts if part]


class Sentence(NamedTuple):
    """A sentence of a form: digest of its words in hex, where it stands, and how it begins."""

    digest: str
    where: str
    excerpt: str


def words(sentence: str) -> str:
    """The letters, digits and Chinese characters of a normalised sentence: punctuation does not make it another one."""
    return _NOT_A_WORD.sub("", sentence)


def excerpt(sentence: str) -> str:
    """The beginning of a normalised sentence, as people write it: with full-width punctuation beside Chinese."""
    return shorten(one_line(_PUNCTUATION.sub(lambda match: FULL_WIDTH_SIGNS[match[0]], sentence)), MAX_EXCERPT)


def sentences_to_compare(texts: Iterable[WrittenText], printed: str) -> Iterator[Sentence]:
    """The long sentences of a form that are its unit's own, each once. printed: see `printed_words`."""
    seen = set()
    for text in texts:
        for sentence in text.sentences:
            plain = words(sentence)
            if len(plain) < MIN_SENTENCE or plain in seen or plain in printed:
                continue
            seen.add(plain)
            digest = hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).hexdigest()
            yield Sentence(digest, text.where, excerpt(sentence))
            if len(seen) == MAX_SENTENCES:
                return


def printed_words(scheme: Scheme) -> str:
    """The words of everything that a scheme says: labels, criteria, instructions, options, what is printed in advance.

    A sentence that is part of it is the bureau's and not the unit's own, in whatever cell it stands.
    """
    return "\n".join(words(normalize_text(text)) for text in _texts(scheme.model_dump()))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)
