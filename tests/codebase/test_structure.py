"""How the code is built: who may import whom, how long a file may be, what must be explained."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xlgen
from xlgen.cli.main import build_parser
from xlgen.files.resources import scheme_files

PACKAGE = Path(xlgen.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
FUNCTIONS = sorted((PACKAGE.parent / "udf").rglob("*.py"))
"""The custom functions stand beside the package."""
LAYERS = [
    "rules",
    "xlsx",
    "scheme",
    "scoring",
    "workbook",
    "roster",
    "submissions",
    "summary",
    "campaign",
    "reports",
    "issuing",
    "hosts",
    "api",
    "cli",
]
"""Each may import itself and those before it."""
LEAVES = {"errors", "text", "files", "execution"}
"""Rooms that import nothing of xlgen but each other; all may use them."""
MAX_LINES = 400


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts)


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name, below xlgen, of everything that a file imports of xlgen; in functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute"
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name.removeprefix("xlgen.")) for name in modules if name.startswith("xlgen."))


def test_every_module__has_a_layer() -> None:
    assert {module_name(file).split(".")[0] for file in FILES} == {*LAYERS, *LEAVES, "__init__", "__main__"}


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_imports__run_one_way(file: Path) -> None:
    own = module_name(file).split(".")[0]
    for line, name in imports(file):
        layer = name.split(".")[0]
        if own == "__main__" or layer in LEAVES or layer.startswith("__"):
            continue
        assert own in LAYERS or layer in LEAVES, f"{file}:{line}: {own} imports nothing of xlgen"
        assert LAYERS.index(layer) <= LAYERS.index(own), f"{file}:{line}: {own} must not import {layer}"


@pytest.mark.parametrize("file", FUNCTIONS, ids=lambda file: file.stem)
def test_imports_of_custom_functions__rules_and_scoring_only(file: Path) -> None:
    assert {name.split(".")[0] for _, name in imports(file)} <= {"rules", "text"}


HOSTS = ("hosts.",)
BESIDE = [file for file in FILES if not module_name(file).startswith(HOSTS)]


@pytest.mark.parametrize("file", BESIDE, ids=module_name)
def test_package_but_for_its_hosts__does_not_know_the_custom_functions(file: Path) -> None:
    """Only what takes them to Excel does, and it is loaded when it is asked for."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not {"udf", "xlwings"} & {module.split(".")[0] for module in modules}


def test_imports__are_found() -> None:
    layers = {name.split(".")[0] for file in (PACKAGE / "cli").glob("*.py") for _, name in imports(file)}
    assert {"scheme", "scoring", "workbook", "submissions"} <= layers


@pytest.mark.parametrize("file", FILES + FUNCTIONS, ids=lambda file: file.relative_to(PACKAGE.parent).as_posix())
def test_file__is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < MAX_LINES


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """Public functions and classes with their names, methods included."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


@pytest.mark.parametrize("file", FILES + FUNCTIONS, ids=lambda file: file.relative_to(PACKAGE.parent).as_posix())
def test_public_function__has_a_docstring(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    bare = [
        name
        for name, node in public(tree.body)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not ast.get_docstring(node)
    ]
    assert bare == []


OPTION = re.compile("--[a-z][a-z-]*")
ASKED_BY_THE_COMMAND = {"hosts.javascript.licence"}
"""Texts that only the command that starts the server shows: whoever starts it must accept a licence by an option."""


def options(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command and of those below it."""
    names = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return names.union(*(options(command) for group in groups for command in group.choices.values()))


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_library__names_no_option_of_the_command_line(file: Path) -> None:
    """Who calls the library, or reads a report, has no options; the command line adds them (cli/messages.py)."""
    module = module_name(file)
    if module.startswith("cli.") or module in ASKED_BY_THE_COMMAND:
        return
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documentation]
    texts = [node.value for node in constants if isinstance(node.value, str)]
    assert {option for text in texts for option in OPTION.findall(text)} & options(build_parser()) == set()


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_code__knows_no_scheme(file: Path) -> None:
    """A scheme is data: none is named in the code, where only a rule may cite the one it was read from."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]
    names = [name for name in scheme_files() if any(name in text for text in texts)]
    places = [part for name in scheme_files() for part in [name.split("-")[0]] if any(part in text for text in texts)]
    assert (names, places) == ([], [])
