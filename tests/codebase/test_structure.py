"""How the code is built: who may import whom, how long a file may be, what must be explained."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

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
    "docx",
    "scheme",
    "draft",
    "scoring",
    "workbook",
    "authoring",
    "roster",
    "suspicions",
    "submissions",
    "summary",
    "campaign",
    "reviewing",
    "reports",
    "issuing",
    "hosts",
    "results",
    "api",
    "desk",
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


def test_imports__run_one_way() -> None:
    wrong = []
    for file in FILES:
        own = module_name(file).split(".")[0]
        for line, name in imports(file):
            layer = name.split(".")[0]
            if own in {"__main__", "__init__"} or layer in LEAVES or layer.startswith("__"):
                continue
            if own not in LAYERS:
                wrong.append(f"{file}:{line}: {own} imports nothing of xlgen")
            elif LAYERS.index(layer) > LAYERS.index(own):
                wrong.append(f"{file}:{line}: {own} must not import {layer}")
    assert not wrong, "\n".join(wrong)


def test_imports_of_custom_functions__rules_and_scoring_only() -> None:
    known = {"rules", "text"}
    assert [
        (file.name, name) for file in FUNCTIONS for _, name in imports(file) if name.split(".")[0] not in known
    ] == []


def test_package_but_for_its_hosts__does_not_know_the_custom_functions() -> None:
    """Only what takes them to Excel does, and it is loaded when it is asked for."""
    wrong = []
    for file in FILES:
        if module_name(file).startswith("hosts."):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        wrong += [f"{file}: {module}" for module in modules if module.split(".")[0] in {"udf", "xlwings"}]
    assert not wrong, "\n".join(wrong)


def test_imports__are_found() -> None:
    layers = {name.split(".")[0] for file in (PACKAGE / "cli").glob("*.py") for _, name in imports(file)}
    assert {"scheme", "scoring", "workbook", "submissions"} <= layers


def test_files__are_short() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES + FUNCTIONS}
    assert [f"{file}: {length} lines" for file, length in lengths.items() if length >= MAX_LINES] == []


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """Public functions and classes with their names, methods included."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def test_public_functions__have_docstrings() -> None:
    bare = []
    for file in FILES + FUNCTIONS:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        definitions: list[tuple[str, ast.AST]] = [("module", tree), *public(tree.body)]
        bare += [
            f"{file}: {name}"
            for name, node in definitions
            if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and not ast.get_docstring(node)
        ]
    assert bare == []


OPTION = re.compile("--[a-z][a-z-]*")


def options(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command and of those below it."""
    names = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return names.union(*(options(command) for group in groups for command in group.choices.values()))


def test_library__names_no_option_of_the_command_line() -> None:
    """Users of the library and readers of a report have no options; the command line adds them (cli/messages.py)."""
    known, named = options(build_parser()), []
    for file in FILES:
        module = module_name(file)
        if module.startswith("cli."):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
        ]
        named += [(module, option) for text in texts for option in OPTION.findall(text) if option in known]
    assert named == []


def test_code__knows_no_scheme() -> None:
    """A scheme is data: none is named in the code, where only a rule may cite the one it was read from."""
    names = {part for name in scheme_files() for part in (name, name.split("-")[0])}
    wrong = []
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        wrong += [
            f"{file}:{node.lineno}: {node.value[:80]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
            if any(name in node.value for name in names)
        ]
    assert not wrong, "\n".join(wrong)
