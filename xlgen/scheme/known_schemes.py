"""The schemes that workbooks may be of: those that somebody names, or all that are known by id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from xlgen.errors import UsageError, XlgenError
from xlgen.files import resources
from xlgen.scheme.known_files import SCHEME_FILE, ambiguous, by_id, files_in, known_files, own_files
from xlgen.scheme.load import load_file, scheme_fingerprint, scheme_for_year
from xlgen.scheme.model import Scheme
from xlgen.scheme.naming import named_scheme
from xlgen.scheme.problems import AmbiguousSchemeError, SchemeError, UnknownSchemeError
from xlgen.scheme.reading import read_scheme

_Own: TypeAlias = Path | Scheme | XlgenError
"""A scheme that is still to be read, one that was read, or why it cannot be used."""


class KnownSchemes:
    """Schemes by id. In another process, on another machine too, they are the same, read here.

    own: those that are not shipped. shipped: whether a workbook may be of a shipped scheme too.
    """

    def __init__(self, own: Mapping[str, _Own] | None = None, shipped: bool = True) -> None:
        self._own = dict(own or {})
        self.shipped = shipped

    def __reduce__(self) -> tuple[type[KnownSchemes], tuple[Mapping[str, _Own], bool]]:
        return KnownSchemes, ({name: self._read(name) for name in self._own}, self.shipped)

    def __bool__(self) -> bool:
        """Whether there are others than the shipped ones, or fewer."""
        return bool(self._own) or not self.shipped

    @property
    def ids(self) -> list[str]:
        """The ids of all of them."""
        return list(dict.fromkeys([*self._own, *(resources.scheme_files() if self.shipped else ())]))

    def scheme(self, name: str, year: int | None = None) -> Scheme:
        """The scheme of an id among `ids`, for its own year or another. Raises SchemeError and UnknownSchemeError."""
        if name not in self._own:
            return load_file(resources.scheme_files()[name], year)
        found = self._read(name)
        if isinstance(found, XlgenError):
            raise found
        return found if year is None else scheme_for_year(found, year)

    def usable(self, year: int | None = None) -> Iterator[Scheme]:
        """Those that can be used, for a year or else each for its own."""
        names = (name for name in self.ids if name not in self._own or isinstance(self._read(name), Scheme))
        return (self.scheme(name, year) for name in names)

    def with_subject(self) -> Iterator[Scheme]:
        """Those of which a unit may return several forms, each about something else."""
        for name in self.ids:
            if name in self._own:
                read = self._read(name)
                if isinstance(read, Scheme) and read.subject is not None:
                    yield read
            elif "subject" in read_scheme(resources.scheme_files()[name]).data:
                yield self.scheme(name)

    def fingerprint(self) -> str:
        """A fingerprint of those that are not shipped: results made with them depend on it."""
        read = map(self._read, self._own)
        facts = [scheme_fingerprint(each) if isinstance(each, Scheme) else str(each) for each in read]
        return hashlib.sha256(json.dumps([facts, self.shipped]).encode("utf-8")).hexdigest()

    def _read(self, name: str) -> Scheme | XlgenError:
        own = self._own[name]
        if not isinstance(own, Path):
            return own
        try:
            read: Scheme | XlgenError = load_file(own)
        except (SchemeError, UnknownSchemeError) as error:
            read = error
        self._own[name] = read
        return read


SHIPPED_SCHEMES = KnownSchemes()


def only(*schemes: Scheme) -> KnownSchemes:
    """Just these schemes. Raises UsageError where two have one id."""
    own = {scheme.id: scheme for scheme in schemes}
    if len(own) < len(schemes):
        ids = [scheme.id for scheme in schemes]
        twice = next(name for name in ids if ids.count(name) > 1)
        raise UsageError(f"有两个表样的编号都是“{twice}”。请只写一个，或改其中一个的 id", parameter="scheme")
    return KnownSchemes(own, shipped=False)


def all_schemes() -> KnownSchemes:
    """Every scheme that is known: shipped, or in a folder that XLGEN_SCHEMES names. Raises UsageError.

    A scheme of one's own that cannot be used is refused when a workbook is of it, and not before.
    """
    shipped, own = resources.scheme_files(), own_files()
    several = {name: [*([shipped[name]] if name in shipped else []), *files] for name, files in own.items()}
    return KnownSchemes(
        {
            name: files[0] if len(files) == 1 else AmbiguousSchemeError(ambiguous(name, files))
            for name, files in several.items()
        }
    )


def named_schemes(names: Sequence[str]) -> KnownSchemes:
    """Just the schemes of these names: ids, parts of names, files, or folders with schemes. Without any, all known.

    Raises UsageError where two have one id, UnknownSchemeError, and SchemeError for one that cannot be used.
    """
    if not names:
        return all_schemes()
    files = {file.resolve(): file for name in names for file in _files_of(name)}
    schemes: dict[str, tuple[Path, Scheme]] = {}
    for file in files.values():
        scheme = load_file(file)
        if scheme.id in schemes:
            raise UsageError(ambiguous(scheme.id, [schemes[scheme.id][0], file]), parameter="scheme")
        schemes[scheme.id] = file, scheme
    return only(*(scheme for _, scheme in schemes.values()))


def _files_of(name: str) -> list[Path]:
    folder = Path(name)
    if not folder.is_dir() or name in known_files() or (folder / SCHEME_FILE).is_file():
        return [named_scheme(name).file]
    found = [file for files in by_id(files_in(folder)).values() for file in files]
    if not found:
        raise UsageError(f"{name}：文件夹里没有表样（<编号>/{SCHEME_FILE} 或 *.yaml）", parameter="scheme")
    return found
