"""From the name of a scheme to its plain data: its file, laid over the one it extends, with its texts filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlgen.scheme.extends import extended
from xlgen.scheme.known_files import SCHEME_FILE, known_files, the_file
from xlgen.scheme.problems import AmbiguousSchemeError, BrokenFileError, Problem, ProblemCode, UnknownSchemeError
from xlgen.scheme.source import EXTENDS, YamlSource
from xlgen.scheme.suggest import nearest
from xlgen.scheme.text_templates import render
from xlgen.scheme.yaml_file import read_file


def find_scheme(name: str, folder: Path = Path()) -> Path:
    """The file of a known scheme by id, or of another by its path from the folder.

    Raises UnknownSchemeError, also for an id that several files have, and UsageError.
    """
    known = known_files()
    if (file := the_file(name, known)) is not None:
        return file
    path = folder / name
    if path.is_dir():
        path = path / SCHEME_FILE
    if path.is_file():
        return path
    raise UnknownSchemeError(f"没有名为“{name}”的表样，也没有这个文件。{nearest(name, known)}")


def read_scheme(file: Path, extending: tuple[Path, ...] = ()) -> YamlSource:
    """The data of a file, laid over that of the scheme it extends. Raises BrokenFileError.

    extending: the files that led here.
    """
    source = read_file(file)
    if EXTENDS not in source.data:
        return source
    chain = (*extending, file)
    try:
        return extended(read_scheme(_base(source, chain), chain), source)
    except BrokenFileError as error:
        raise BrokenFileError(source.problems + error.problems) from error


def _base(source: YamlSource, chain: tuple[Path, ...]) -> Path:
    name = source.data[EXTENDS]
    if not isinstance(name, str):
        reason = f"应当是表样的编号或文件，写的却是 {name!r}"
        raise BrokenFileError([source.problem((EXTENDS,), ProblemCode.WRONG_TYPE, key=EXTENDS, reason=reason)])
    try:
        file = find_scheme(name, source.file.parent)
    except (UnknownSchemeError, OSError) as error:  # a name may be longer than the system allows
        reason, advice = "没有这个表样，也没有这个文件", nearest(name, known_files())
        if isinstance(error, AmbiguousSchemeError):
            reason, advice = str(error), "只留一个"
        fields = {"name": name, "reason": reason, "nearest": advice}
        raise BrokenFileError([source.problem((EXTENDS,), ProblemCode.NO_BASE, **fields)]) from error
    if file.resolve() in [extending.resolve() for extending in chain]:
        names = " → ".join(map(str, (*chain, file)))
        raise BrokenFileError([source.problem((EXTENDS,), ProblemCode.CIRCULAR_BASE, chain=names)])
    return file


def rendered(source: YamlSource, year: int | None = None) -> tuple[Any, list[Problem]]:
    """The data with every text rendered with the year and the scheme's parameters, and what is wrong with the texts."""
    data = source.data if year is None else {**source.data, "year": year}
    context = _context(data)
    filled_in, errors = render(data, context)
    known = "、".join(sorted(context))
    return filled_in, [
        source.problem(path, ProblemCode.TEMPLATE_ERROR, reason=reason, known=known) for path, reason in errors
    ]


def render_for_year(data: Mapping[str, Any], year: int) -> Any:
    """Data that has no problems, with every text rendered for a year."""
    data = {**data, "year": year}
    return render(data, _context(data))[0]


def _context(data: Mapping[str, Any]) -> dict[str, object]:
    """The variables that texts may name."""
    parameters = data.get("parameters")
    context: dict[str, object] = {"year": data.get("year", "")}
    if isinstance(parameters, Mapping):
        context.update(parameters)
    return context
