"""Loading a scheme file strictly: all problems of a file at once, each with its line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from xlgen.errors import UsageError
from xlgen.scheme.checks.all import semantic_problems
from xlgen.scheme.model import YEARS, Scheme
from xlgen.scheme.naming import named_scheme
from xlgen.scheme.problems import BrokenFileError, SchemeError
from xlgen.scheme.reading import read_scheme, render_for_year, rendered
from xlgen.scheme.source import YamlSource
from xlgen.scheme.structure import structure_problems
from xlgen.scheme.todos import todo_problems

COMMENTARY = frozenset(
    {"issuer", "source", "errata", "readings", "reconstructed", "accepted", "help", "balances", "excess", "documents"}
    | {"evidence_column", "locked", "carried_from", "formerly", "deducted_from", "rolls_up", "private"}
)
"""Keys that may change without giving the workbooks that are already issued another template."""


def load_scheme(name: str, year: int | None = None) -> Scheme:
    """A scheme by id, path or `named_scheme`'s parts of its name, for its own year or another.

    Raises UsageError, UnknownSchemeError, SchemeError.
    """
    check_year(year)
    return load_file(named_scheme(name).file, year)


def check_year(year: int | None) -> None:
    """Raise UsageError for a year that forms cannot have."""
    if year is not None and year not in YEARS:
        raise UsageError(f"应当是 {YEARS[0]} 至 {YEARS[-1]} 的年度，写的却是 {year}", parameter="year")


def load_file(file: Path, year: int | None = None) -> Scheme:
    """The scheme in a file; every text rendered with the year and the scheme's parameters.

    Raises SchemeError with every problem of the file, and of the files that it extends.
    """
    source, data = checked_data(file, year)
    return Scheme.model_validate(data).with_unrendered(source.data)


def checked_data(file: Path, year: int | None = None) -> tuple[YamlSource, Any]:
    """The data of a scheme's file, as it is written with the places of its values, and rendered. Raises SchemeError."""
    try:
        source = read_scheme(file)
    except BrokenFileError as error:
        raise SchemeError(sorted(error.problems)) from error
    data, problems = rendered(source, year)
    problems += source.problems
    problems += todo_problems(source, data)
    problems += structure_problems(source, data)
    problems += semantic_problems(source, data)
    if problems:
        raise SchemeError(sorted(set(problems)))
    return source, data


def scheme_for_year(scheme: Scheme, year: int) -> Scheme:
    """The same scheme for another year, its texts rendered again; tables have as many rows as its file says.

    A scheme that came from no file changes its year and nothing else.
    """
    if year == scheme.year:
        return scheme
    if not scheme.unrendered:
        return scheme.model_copy(update={"year": year})
    # The file was checked when it was loaded, and texts can name variables but not depend on their values.
    return Scheme.model_validate(render_for_year(scheme.unrendered, year)).with_unrendered(scheme.unrendered)


def digest(scheme: Scheme) -> str:
    """A fingerprint of what shapes a workbook: cells, texts and scores, without commentary and how it is reviewed."""
    # Without defaults: a key that a scheme does not use changes nothing, also when a later xlgen knows more keys.
    content = _without(scheme.model_dump(mode="json", exclude_defaults=True, exclude={"report", "review"}), COMMENTARY)
    canonical = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def approval_code(scheme: Scheme) -> str:
    """A short code of all that a scheme says, printed where it is approved, checked and issued: the same, or not.

    For its year. How many rows its tables reserve does not count: that follows from the roster.
    """
    content = scheme.model_dump(mode="json", exclude_defaults=True, exclude={"tables": {"__all__": {"rows"}}})
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8")).hexdigest().upper()
    return "-".join(digest[start : start + 4] for start in (0, 4, 8))


def scheme_fingerprint(scheme: Scheme) -> str:
    """A fingerprint of the whole scheme for every year: commentary included, and its texts before their rendering."""
    content = f"{scheme.model_dump_json()}{json.dumps(scheme.unrendered, ensure_ascii=False, default=str)}"
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def _without(data: Any, keys: frozenset[str]) -> Any:
    if isinstance(data, dict):
        # What is a mapping is not commentary but an input, a table or a measure that happens to have such an id.
        kept = {key: value for key, value in data.items() if key not in keys or isinstance(value, dict)}
        return {key: _without(value, keys) for key, value in kept.items()}
    return [_without(value, keys) for value in data] if isinstance(data, list) else data
