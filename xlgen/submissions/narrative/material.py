"""Names of evidence as people write them, and whether one of the files handed in bears such a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlgen.scheme.inputs import MAX_CHARACTERS

_SLASH = re.compile(r"[/\\]")
_SEPARATORS = re.compile(r"《[^》]{0,200}》|[、；;，,\r\n]")
_NUMBERING = re.compile(
    r"(?:(?:附件|附|材料|佐证材料|佐证)?[0-9一二三四五六七八九十]{0,3}[:.、)]|[(][0-9一二三四五六七八九十]{1,3}[)])+"
)
_REFERENCE = re.compile(r"(?:详见|参见|见)(?:所附|附)?|(?:所附|后附)")
_COUNTED = re.compile(r"[(]?共?[0-9]{1,4}[份页张本册套][)]?$|等$")
_EXTENSION = re.compile(r"[.][A-Za-z][A-Za-z0-9]{1,4}$")
_IGNORED = re.compile(r"[\s《》“”‘’\"'「」<>]+|(?<![0-9])[-_]|[-_](?![0-9])")
_NOTHING = re.compile(r"无|没有|暂无|不涉及|不适用|略|[-/—－\\]*")
_NO_NAME = re.compile(
    r"同上|(?:详见|见)?(?:附件|附|材料|佐证材料|佐证)|.*https?:.*|.*www[.].*|[^0-9]{1,13}20[0-9]{2}.第?[0-9]{1,5}号"
)
"""What stands for no file: a reference, a heading of all the files, an address on the web, a document's number."""
_MOST = 50
"""Names in a cell; where there are more it is no list of files."""
_SHORTEST = 2
"""Characters of a name that can be looked for."""
_TELLING = 3
"""So many characters of a file's name, found in a longer name, are no accident."""


@dataclass(frozen=True)
class Material:
    """The files that were handed in, as they may be named: with the folders they lie in, and apart."""

    named: frozenset[str]
    telling: frozenset[str]
    """Names of files that are long enough to be meant by a longer one: 资产台账 by 资产台账（盖章）."""

    def holds(self, name: str) -> bool:
        """One of the files, or a folder one of them lies in, bears the name as people name files.

        Extension, quotes, spaces, width and leading numbering do not count; either may be longer than the other.
        """
        wanted = _forms(_SLASH.split(name.rstrip("/\\"))[-1])
        return (
            not wanted.isdisjoint(self.named)
            or any(_within(form, each) for form in wanted for each in self.named)
            or any(_within(each, form) for form in wanted for each in self.telling)
        )


def material_of(paths: Iterable[str]) -> Material:
    """The material that files are, from their names with their folders."""
    named: set[str] = set()
    telling: set[str] = set()
    for path in paths:
        *folders, file = _SLASH.split(path)
        own = _forms(_EXTENSION.sub("", file))
        named.update(own, *(_forms(folder) for folder in folders))
        telling.update(each for each in own if len(each) >= _TELLING and not _NO_NAME.fullmatch(each))
    return Material(frozenset(named), frozenset(telling))


def names_in(text: str) -> Iterator[str]:
    """The single names of material in a cell, as they are written there."""
    start, text = 0, text[:MAX_CHARACTERS]
    signs = (each.span() for each in _SEPARATORS.finditer(text) if each[0][0] != "《")  # 《a、b》 is one name
    for end, after in [*signs, (len(text), 0)][:_MOST]:
        yield from _name(text[start:end])
        start = after


def _name(text: str) -> Iterator[str]:
    found = text.strip(" \t　。.：:")
    if len(_plain(found)) >= _SHORTEST and not says_nothing(found) and not _NO_NAME.fullmatch(_plain(found)):
        yield found


def says_nothing(text: str) -> bool:
    """A text is blank, or a word or sign for nothing."""
    return _NOTHING.fullmatch(_plain(text[:MAX_CHARACTERS])) is not None


def _plain(text: str) -> str:
    """Without what does not count: width, spaces, quotes, case."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=4096)
def _forms(name: str) -> frozenset[str]:
    """A name as it may be compared: whole, and without numbering, 详见 and the number of copies."""
    whole = _EXTENSION.sub("", _plain(name))
    bare = _COUNTED.sub("", whole[1:-1] if re.fullmatch(r"[(][^()]*[)]", whole) else whole)
    for prefix in (_REFERENCE, _NUMBERING):
        start = prefix.match(bare)
        bare = bare[start.end() :] if start else bare
    return frozenset(form for form in (whole, bare) if len(form) >= _SHORTEST) or frozenset({whole})


def _within(part: str, whole: str) -> bool:
    """A text is found in another, not cutting a number in two: 材料1 is not in 材料10."""
    at = whole.find(part)
    while at >= 0:
        before, after = whole[:at][-1:], whole[at + len(part) :][:1]
        if not (part[:1].isdigit() and before.isdigit()) and not (part[-1:].isdigit() and after.isdigit()):
            return True
        at = whole.find(part, at + 1)
    return False
