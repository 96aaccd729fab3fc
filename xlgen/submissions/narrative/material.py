"""Matches names of evidence, as people write them, with the names of submitted files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlgen.scheme.inputs import MAX_CHARACTERS
from xlgen.text import normalize_text, says_something

_SLASH = re.compile(r"[/\\]")
_SEPARATORS = re.compile(r"《[^》]{0,200}》|[、；;，,\r\n]")
_NUMBERING = re.compile(
    r"(?:(?:附件|附|材料|佐证材料|佐证)?[0-9一二三四五六七八九十]{0,3}[:.、)]|[(][0-9一二三四五六七八九十]{1,3}[)])+"
)
_REFERENCE = re.compile(r"(?:详见|参见|见)(?:所附|附)?|(?:所附|后附)")
_NUMBER_OF_COPIES = re.compile(r"[(]?共?[0-9]{1,4}[份页张本册套][)]?$|等$")
_EXTENSION = re.compile(r"[.][A-Za-z][A-Za-z0-9]{1,4}$")
_IGNORED = re.compile(r"[《》“”‘’\"'「」<>]+|(?<![0-9])[-_]|[-_](?![0-9])")
_WORDS_FOR_NOTHING = re.compile(r"无|没有|暂无|不涉及|不适用|略")
_NOT_A_FILE = re.compile(
    r"同上|(?:详见|见)?(?:附件|附|材料|佐证材料|佐证)|.*https?:.*|.*www[.].*|[^0-9]{1,13}20[0-9]{2}.第?[0-9]{1,5}号"
)
"""Not the name of a file: a reference, a heading of all files, a web address, the number of a document."""
_MAX_NAMES = 50
"""Names in a cell; a longer list is not one of files."""
_MIN_NAME_LENGTH = 2
"""Characters of a name that is searched for."""
_MIN_DISTINCTIVE_LENGTH = 3
"""Characters of a file's name that may be found in a longer name; with fewer it may be chance."""


@dataclass(frozen=True)
class Material:
    """The names by which submitted files may be called: their own, and those of their folders."""

    names: frozenset[str]
    distinctive: frozenset[str]
    """Names of files that a longer name may refer to: 资产台账（盖章） to 资产台账."""

    def holds(self, name: str) -> bool:
        """Whether a file or one of its folders has this name, as people write names of files.

        Extension, quotes, spaces, width and leading numbering do not count, and either name may contain the other.
        """
        wanted = _name_forms(_SLASH.split(name.rstrip("/\\"))[-1])
        return (
            not wanted.isdisjoint(self.names)
            or any(_within(form, known) for form in wanted for known in self.names)
            or any(_within(known, form) for form in wanted for known in self.distinctive)
        )


def material_of(paths: Iterable[str]) -> Material:
    """The material made up of these files; paths: their names with folders."""
    names: set[str] = set()
    distinctive: set[str] = set()
    for path in paths:
        *folders, file = _SLASH.split(path)
        forms = _name_forms(_EXTENSION.sub("", file))
        names.update(forms, *(_name_forms(folder) for folder in folders))
        long = (form for form in forms if len(form) >= _MIN_DISTINCTIVE_LENGTH)
        distinctive.update(form for form in long if not _NOT_A_FILE.fullmatch(form))
    return Material(frozenset(names), frozenset(distinctive))


def names_in(text: str) -> Iterator[str]:
    """The names of material in a cell, as written there."""
    start, text = 0, text[:MAX_CHARACTERS]
    separators = (match.span() for match in _SEPARATORS.finditer(text) if match[0][0] != "《")  # 《a、b》 is one name
    for end, after in [*separators, (len(text), 0)][:_MAX_NAMES]:
        yield from _name(text[start:end])
        start = after


def _name(text: str) -> Iterator[str]:
    name = text.strip(" \t　。.：:")
    plain = _comparable(name)
    if len(plain) >= _MIN_NAME_LENGTH and not says_nothing(name) and not _NOT_A_FILE.fullmatch(plain):
        yield name


def says_nothing(text: str) -> bool:
    """Whether a text is blank to the eye, or only signs, or a word for nothing."""
    text = text[:MAX_CHARACTERS]
    return not says_something(text) or _WORDS_FOR_NOTHING.fullmatch(_comparable(text)) is not None


def _comparable(text: str) -> str:
    """A text without differences of width, spaces, invisible characters, quotes and case."""
    return _IGNORED.sub("", normalize_text(text)).lower()


@lru_cache(maxsize=4096)
def _name_forms(name: str) -> frozenset[str]:
    """The forms in which a name is compared: whole, and without numbering, 详见 and the number of copies."""
    whole = _EXTENSION.sub("", _comparable(name))
    bare = _NUMBER_OF_COPIES.sub("", whole[1:-1] if re.fullmatch(r"[(][^()]*[)]", whole) else whole)
    for prefix in (_REFERENCE, _NUMBERING):
        start = prefix.match(bare)
        bare = bare[start.end() :] if start else bare
    return frozenset(form for form in (whole, bare) if len(form) >= _MIN_NAME_LENGTH) or frozenset({whole})


def _within(part: str, whole: str) -> bool:
    """Whether a text contains another, without splitting a number: 材料10 does not contain 材料1."""
    at = whole.find(part)
    while at >= 0:
        before, after = whole[:at][-1:], whole[at + len(part) :][:1]
        if not (part[:1].isdigit() and before.isdigit()) and not (part[-1:].isdigit() and after.isdigit()):
            return True
        at = whole.find(part, at + 1)
    return False
