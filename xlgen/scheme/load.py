"""Loading a scheme file strictly: all problems of a file at once, each with its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlgen import places
from xlgen.arguments import UsageError
from xlgen.scheme.checks import semantic_problems
from xlgen.scheme.extend import extended
from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import BrokenFile, BrokenScheme, Problem, ProblemCode
from xlgen.scheme.source import EXTENDS, Source, read_file
from xlgen.scheme.structure import nearest, structure_problems
from xlgen.scheme.texts import render

COMMENTARY = frozenset(
    {"issuer", "source", "errata", "readings", "reconstructed", "help", "balances", "excess", "evidence_column"}
    | {"locked", "carried_from"}
)
"""What may be corrected, or checked besides, without making the workbooks that are already issued another template."""


class UnknownScheme(LookupError):
    """No shipped scheme has this name and no such file exists; the message says which there are, in Chinese."""


def find_scheme(name: str, folder: Path = Path()) -> Path:
    """The file of a shipped scheme by its id, or of one's own by its path from the folder. Raises UnknownScheme."""
    shipped = places.scheme_files()
    if name in shipped:
        return shipped[name]
    path = folder / name
    if path.is_dir():
        path = path / "scheme.yaml"
    if path.is_file():
        return path
    raise UnknownScheme(f"没有名为“{name}”的方案，也没有这个文件。{nearest(name, shipped)}")


def load_scheme(name: str, year: int | None = None) -> Scheme:
    """A scheme by id or path, for its own year or another. Raises UnknownScheme, BrokenScheme."""
    return load_file(find_scheme(name), year)


def name_anywhere(name: str) -> str:
    """The same name for a process that works in another folder: a path from the root, where it is no shipped id."""
    return name if not name or name in places.scheme_files() else str(Path(name).absolute())


def load_same(name: str, year: int | None, said: str) -> Scheme:
    """A scheme in another process or on another machine, where its file must say the same. Raises UsageError.

    said: `all_said` of the scheme as the one who asks knows it; nothing is held against an empty one.
    """
    scheme = load_scheme(name, year)
    if said not in ("", all_said(scheme)):
        raise UsageError(f"方案文件 {name} 在运行中改过，或在工作机上是另一份。请让每台机器读到同一份，再运行一次")
    return scheme


def load_file(file: Path, year: int | None = None) -> Scheme:
    """The scheme in a file; every text rendered with the year and the scheme's parameters.

    Raises BrokenScheme with every problem of the file, and of the files that it extends.
    """
    try:
        source = _read(file)
    except BrokenFile as error:
        raise BrokenScheme(sorted(error.problems)) from error
    rendered, problems = _render(source, year)
    problems += source.problems
    problems += structure_problems(source, rendered)
    problems += semantic_problems(source, rendered)
    if problems:
        raise BrokenScheme(sorted(set(problems)))
    return Scheme.model_validate(rendered)


def _read(file: Path, extending: tuple[Path, ...] = ()) -> Source:
    """The data of a file, with that of the scheme it extends beneath; extending are the files that led here."""
    source = read_file(file)
    if EXTENDS not in source.data:
        return source
    try:
        return extended(_read(_base(source, (*extending, file)), (*extending, file)), source)
    except BrokenFile as error:
        raise BrokenFile(source.problems + error.problems) from error


def _base(source: Source, chain: tuple[Path, ...]) -> Path:
    name = source.data[EXTENDS]
    if not isinstance(name, str):
        reason = f"应当是方案的编号或文件，写的却是 {name!r}"
        raise BrokenFile([source.problem((EXTENDS,), ProblemCode.WRONG_TYPE, key=EXTENDS, reason=reason)])
    try:
        file = find_scheme(name, source.file.parent)
    except (UnknownScheme, OSError) as error:  # a name may be longer than the system allows
        advice = nearest(name, places.scheme_files())
        raise BrokenFile([source.problem((EXTENDS,), ProblemCode.NO_BASE, name=name, nearest=advice)]) from error
    if file.resolve() in [each.resolve() for each in chain]:
        names = " → ".join(str(each) for each in (*chain, file))
        raise BrokenFile([source.problem((EXTENDS,), ProblemCode.CIRCULAR_BASE, chain=names)])
    return file


def digest(scheme: Scheme) -> str:
    """A fingerprint of what a scheme makes of a workbook: its cells, texts and scores, not its commentary."""
    # Without defaults: what a scheme does not say changes nothing, also when a later xlgen knows more keys.
    said = _without(scheme.model_dump(mode="json", exclude_defaults=True), COMMENTARY)
    canonical = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def all_said(scheme: Scheme) -> str:
    """A fingerprint of everything that a scheme says."""
    return hashlib.sha256(scheme.model_dump_json().encode("utf-8")).hexdigest()


def _without(data: Any, keys: frozenset[str]) -> Any:
    if isinstance(data, dict):
        # What is a mapping is not commentary but an input, a table or a measure that happens to have such an id.
        kept = {key: value for key, value in data.items() if key not in keys or isinstance(value, dict)}
        return {key: _without(value, keys) for key, value in kept.items()}
    return [_without(value, keys) for value in data] if isinstance(data, list) else data


def _render(source: Source, year: int | None) -> tuple[Any, list[Problem]]:
    data = source.data if year is None else {**source.data, "year": year}
    parameters = data.get("parameters")
    context: dict[str, object] = {"year": data.get("year", "")}
    if isinstance(parameters, Mapping):
        context.update(parameters)
    rendered, errors = render(data, context)
    known = "、".join(sorted(context))
    return rendered, [
        source.problem(path, ProblemCode.TEMPLATE_ERROR, reason=reason, known=known) for path, reason in errors
    ]
