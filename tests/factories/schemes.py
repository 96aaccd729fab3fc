"""The small scheme that these tests break, and what loading its broken versions yields."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_file, load_scheme
from xlgen.scheme.problems import BrokenFileError, Problem, ProblemCode, SchemeError
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.template import SHIPPED_TEMPLATES, Templates

HERE = Path(__file__).parents[1] / "scheme"
MINIMAL = HERE / "minimal.yaml"
ROWS = HERE / "rows.yaml"
"""Points to check by grade, and rows of the unit's own that are rows of the form."""
KINDS = HERE / "kinds.yaml"
"""Days, ticks and texts of limited length wherever an input can be."""
DATA = HERE / "data.yaml"
MARK = b"# <- here"
CHINESE = re.compile("[一-鿿]")
UNFILLED = re.compile(r"\{[a-z]+(![rs])?\}")


@cache
def templates_of(scheme: str = "") -> Templates:
    """The templates of a scheme (id or path), else of those shipped; built once in this process."""
    return Templates(only(load_scheme(scheme))) if scheme else SHIPPED_TEMPLATES


def marked_line(file: Path) -> int:
    """The line with the mark; 1 for a folder where a file is expected, which has no lines."""
    if file.is_dir():
        return 1
    lines = file.read_bytes().splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if line.rstrip().endswith(MARK)]
    return number


def edited(file: Path, *edits: tuple[str, str]) -> str:
    """The text of a file with every edit made; each must fit exactly one place."""
    text = file.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
        text = text.replace(old, new)
    return text


def problems_of_scheme(file: Path) -> list[Problem]:
    """What is wrong with a scheme file; nothing if it loads."""
    try:
        load_file(file)
    except SchemeError as error:
        return error.problems
    return []


def problems_of_text(text: str | bytes, folder: Path) -> list[Problem]:
    """What is wrong with the text of a scheme."""
    file = folder / "scheme.yaml"
    file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return problems_of_scheme(file)


def problems_of_data(file: Path) -> list[Problem]:
    """What is wrong with a data file for the small scheme; nothing if it loads."""
    scheme = load_file(MINIMAL)
    try:
        load_form_data(file, scheme)
    except BrokenFileError as error:
        return error.problems
    return []


def assert_helpful(problems: list[Problem]) -> None:
    """Each says in Chinese what is wrong and what to do, with every blank filled in."""
    for problem in problems:
        assert problem.code in ProblemCode.__members__
        assert CHINESE.search(problem.message)
        assert CHINESE.search(problem.remedy)
        assert not UNFILLED.search(problem.message + problem.remedy)
        assert str(problem).startswith(f"{problem.file}:{problem.line}: ")
        assert str(problem).endswith(f"[{problem.code}]")
