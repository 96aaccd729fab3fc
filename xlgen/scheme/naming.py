"""Which scheme people mean: its id, its file, or a part of its Chinese name, its bureau or its id that no other has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from xlgen.scheme.known_files import known_files, the_file
from xlgen.scheme.listing import ListedScheme, listed
from xlgen.scheme.problems import AmbiguousSchemeError, BrokenFileError, UnknownSchemeError
from xlgen.scheme.reading import find_scheme
from xlgen.text import normalize_text


class Named(NamedTuple):
    """The file of a scheme that somebody named; its id and name where it was found by a part of them."""

    file: Path
    found: str = ""


def named_scheme(name: str) -> Named:
    """The scheme of an id or a path, else the only known one whose name, bureau or id contains every word given.

    Within files nothing is guessed: what a scheme extends is found by `find_scheme`.
    Raises UnknownSchemeError, also where several are meant, and UsageError.
    """
    try:
        return Named(find_scheme(name))
    except AmbiguousSchemeError:
        raise
    except UnknownSchemeError:
        meant = [] if len(PurePath(name).parts) > 1 else list(_meant(name))
        if not meant:
            raise
    if len(meant) > 1:
        several = "、".join(_shown(scheme) for scheme in meant)
        raise AmbiguousSchemeError(f"“{name}”可以是 {len(meant)} 个表样：{several}。请写其中一个的编号")
    (scheme,) = meant
    file = the_file(scheme.id, known_files())
    assert file is not None
    return Named(file, _shown(scheme))


def _meant(name: str) -> Iterator[ListedScheme]:
    """The schemes that a name means: those that are called exactly so, else those in which all its words stand."""
    known = list(_listed())
    whole = normalize_text(name).casefold()
    exact = [scheme for scheme in known if normalize_text(scheme.name).casefold() == whole]
    if exact or not whole:
        yield from exact
        return
    yield from (scheme for scheme in known if is_called(scheme, name))


def is_called(scheme: ListedScheme, words: str) -> bool:
    """Whether each of some words stands in the id of a scheme, its name or its bureau, however it is typed."""
    texts = [normalize_text(text).casefold() for text in (scheme.id, scheme.name, scheme.issuer)]
    return all(any(normalize_text(word).casefold() in text for text in texts) for word in words.split())


def _listed() -> Iterator[ListedScheme]:
    for files in known_files().values():
        try:
            yield from map(listed, files)
        except BrokenFileError:  # nobody means one that cannot be used; lint says what is wrong with it
            continue


def _shown(scheme: ListedScheme) -> str:
    return f"{scheme.id}（{scheme.name}）"
