"""The files of all schemes that are known by id: the shipped ones, and those in the folders of XLGEN_SCHEMES."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from xlgen.errors import UsageError
from xlgen.files import resources
from xlgen.scheme.problems import AmbiguousSchemeError, BrokenFileError
from xlgen.scheme.yaml_file import read_file

VARIABLE = "XLGEN_SCHEMES"
"""The environment variable with the folders of one's own schemes, separated as in PATH."""
SCHEME_FILE = "scheme.yaml"
MAX_REMEMBERED = 1_000
"""Files whose ids a process remembers while they do not change."""


def own_folders() -> Iterator[Path]:
    """The folders of one's own schemes, in their order. Raises UsageError for one that is not there."""
    for text in filter(None, map(str.strip, os.environ.get(VARIABLE, "").split(os.pathsep))):
        folder = Path(text).expanduser()
        if not folder.is_dir():
            raise UsageError(f"环境变量 {VARIABLE} 里的文件夹 {folder} 不存在。请改正，或从中删去")
        yield folder


def own_files() -> dict[str, list[Path]]:
    """The files of one's own schemes by id. Several with one id, or one whose id is a shipped scheme's, cannot be used.

    Raises UsageError for a folder that is not there.
    """
    return by_id(file for folder in own_folders() for file in files_in(folder))


def known_files() -> dict[str, list[Path]]:
    """The files of every scheme that is known, by id: the shipped ones first, then one's own. Raises UsageError."""
    shipped, own = resources.scheme_files(), own_files()
    files = {name: [file, *own.pop(name, ())] for name, file in shipped.items()}
    return files | dict(sorted(own.items()))


def files_in(folder: Path) -> list[Path]:
    """The files of the schemes in a folder: FOLDER/<id>/scheme.yaml and FOLDER/*.yaml."""
    return [*sorted(folder.glob(f"*/{SCHEME_FILE}")), *sorted(folder.glob("*.yaml"))]


def by_id(files: Iterable[Path]) -> dict[str, list[Path]]:
    """Files of schemes by id, each file once, however its folder was reached; units' data files are left out."""
    found: dict[str, list[Path]] = {}
    for file in dict.fromkeys(file.resolve() for file in files):
        facts = file.stat()
        if name := _id_in(file, facts.st_mtime_ns, facts.st_size):
            found.setdefault(name, []).append(file)
    return found


def the_file(name: str, files: Mapping[str, Sequence[Path]]) -> Path | None:
    """The one file with an id; None where there is none. Raises AmbiguousSchemeError where there are several."""
    found = files.get(name, ())
    if len(found) > 1:
        raise AmbiguousSchemeError(ambiguous(name, found))
    return found[0] if found else None


def ambiguous(name: str, files: Sequence[Path]) -> str:
    """What is wrong with several files of one id."""
    return f"有 {len(files)} 个表样的编号都是“{name}”：{'、'.join(map(str, files))}。请改其中一个的 id，或移走一个"


@lru_cache(MAX_REMEMBERED)
def _id_in(file: Path, modified: int, size: int) -> str:
    """The id in a file as it was changed last, its own name where there is none; empty for a unit's data."""
    try:
        data = read_file(file).data
    except BrokenFileError:
        data = {}
    if "id" not in data and "scheme" in data:
        return ""
    name = data.get("id")
    own_name = file.parent.name if file.name == SCHEME_FILE else file.stem
    return name if isinstance(name, str) and name else own_name
