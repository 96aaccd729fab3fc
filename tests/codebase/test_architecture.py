"""What documents cite in backticks exists: rooms, files, functions, classes, fields, commands and options.

The code is read as text (ast), never imported.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    name
    for name in ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/addin.md", "docs/attacks.md")
    if (ROOT / name).exists()
]
CODE = ("xlgen", "udf")
FOLDERS = (*CODE, "tests", "templates", "samples", "bench", "docs", "conformance", "bundle", "javascript")
SHIPPED = "xlgen/shipped/"
"""Where a wheel has folders that are at the root of a checkout."""

PYTHON_NAMES = frozenset({*dir(builtins), *keyword.kwlist, *sys.stdlib_module_names})
FOREIGN_FILES = frozenset({"udf.py", "xlgen.py", "xlwings.py"})
"""Files with the names of modules that somebody may plant."""
FOREIGN_MODULES = frozenset({"Application", "CustomFunctions", "Err", "XLPython", "xlwings"})
"""The first word of dotted names that are not ours."""
FOREIGN_NAMES = frozenset(
    {"Annotated", "UPath", "err_to_str", "huge_tree", "merge_cells", "normalize", "quotePrefix", "rich"}
    | {"Range", "make", "ru_maxrss", "translate"}
    | {"ActiveWorkbook", "ADD_WORKBOOK_TO_PYTHONPATH", "PYTHONPATH", "pythonw"}
)
"""Of packages and programs, Excel and Windows."""
FOREIGN_COMMANDS = ("pip ", "python ", "xlwings ")
NOT_MEANT_TO_EXIST = frozenset({"test_thing__outcome", "utils.py"})
"""Examples in CONTRIBUTING.md."""

PATH = re.compile(r"[\w.-]+(?:/[\w.*{},<>-]+)*/?")
FILE_ENDINGS = (".py", ".md", ".jinja", ".bas", ".toml", ".lock", ".yaml")
OTHER_ENDINGS = (".exe", ".js", ".json", ".html", ".css", ".xml", ".xlam", ".com")
"""Of programs, of what a browser loads, of what the add-ins write, of hosts in the network."""
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def citations(document: str) -> Iterator[str]:
    """What a document cites: everything in backticks, and the paths in drawings, which are blocks of no language."""
    parts = re.split(r"^```(.*)$", document, flags=re.MULTILINE)
    for text in parts[::4]:
        yield from re.findall(r"`([^`\n]+)`", text)
    for language, drawing in zip(parts[1::4], parts[2::4], strict=True):
        if not language:
            yield from re.findall(r"(?<![\w/.])(?:\w+/)+(?:\w+\.py)?(?![\w./])", drawing)


@cache
def modules() -> dict[str, ast.Module]:
    """The modules of the package, of the custom functions, and those that tests share, by dotted name."""
    files = [file for folder in CODE for file in (ROOT / folder).rglob("*.py")]
    files += [ROOT / "tests" / "conftest.py", *(ROOT / "tests" / "factories").glob("*.py")]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in zip(names, files, strict=True)}


def definitions(body: Sequence[ast.stmt]) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The names that statements define, each with the statements inside it."""
    for node in body:
        match node:
            case ast.ClassDef():
                yield node.name, node.body
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, []
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, []
            case ast.Assign():
                inner = [part for target in node.targets for part in ast.walk(target)]
                yield from ((part.id, []) for part in inner if isinstance(part, ast.Name))
            case ast.If():  # the system decides
                yield from definitions([*node.body, *node.orelse])


@cache
def names() -> frozenset[str]:
    """Every name in the code, the words that constants stand for, the keys of schemes, the names in the add-ins."""
    found = {part for module in modules() for part in module.split(".")}
    for module, tree in modules().items():
        if module.startswith("tests."):
            found.update(name for name, _ in definitions(tree.body))
            continue
        for node in ast.walk(tree):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    found.add(name)
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    found.add(name)
                case ast.Assign(value=ast.Constant(value=str() as word)) if word.isidentifier():
                    found.add(word)
    found.update(re.findall(r'^    "(\w+): ', read("pyproject.toml"), re.MULTILINE))  # marks of tests
    found.update(folder.name for folder in (ROOT / "templates").iterdir())  # ids of schemes
    for file in (ROOT / "templates").rglob("*.yaml"):
        found.update(re.findall(r"(\w+):(?=\s)", file.read_text(encoding="utf-8")))
    for file in (*(ROOT / "templates" / "addin").glob("*"), *(ROOT / "templates" / "office").rglob("*.js*")):
        found.update(IDENTIFIER.findall(file.read_text(encoding="utf-8")))
    return frozenset(found)


@cache
def file_names() -> frozenset[str]:
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if "__pycache__" not in file.parts]
    return frozenset(file.name for file in files)


@cache
def command_words() -> frozenset[str]:
    """The commands and the options of the command line, among other texts in it."""
    trees = [tree for module, tree in modules().items() if module.startswith("xlgen.cli.")]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return frozenset(node.value for node in nodes if isinstance(node.value, str))


@cache
def make_targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def path_exists(cited: str) -> bool:
    """Whether a path exists below the root or the package. <CODE> stands for anything, {a,b} for each of them."""
    if braces := re.search(r"\{([^{}]*)\}", cited):
        choices = braces[1].split(",")
        return all(path_exists(cited[: braces.start()] + choice + cited[braces.end() :]) for choice in choices)
    pattern = re.sub(r"<\w+>", "*", cited.removeprefix(SHIPPED)).rstrip("/")
    if pattern in read(".gitignore").replace("/", "").split():
        return True  # what commands write
    if "/" not in cited and pattern in file_names():
        return True
    return any(any(base.glob(pattern)) for base in (ROOT, ROOT / "xlgen"))


def dotted_exists(cited: str) -> bool:
    """Whether module.name or Class.member can be found; the module may be without the rooms above it."""
    parts = cited.split(".")
    for count in range(len(parts) + 1):
        end = "".join(f".{part}" for part in parts[:count])
        if any(has(tree.body, parts[count:]) for name, tree in modules().items() if f".{name}".endswith(end)):
            return True
    return False


def has(body: Sequence[ast.stmt], parts: Sequence[str]) -> bool:
    return not parts or any(has(inner, parts[1:]) for name, inner in definitions(body) if name == parts[0])


def is_foreign(cited: str) -> bool:
    """Whether something is of Python, a package or a program, and of no module of ours."""
    first = cited.split(".")[0]
    if first in PYTHON_NAMES:
        return not any(module.endswith(f".{first}") for module in modules())
    return cited in FOREIGN_NAMES or first in FOREIGN_MODULES


def is_missing(cited: str) -> bool:
    """Whether something looks like ours and does not exist."""
    if "…" in cited or cited.startswith(("/", ".", "=", *FOREIGN_COMMANDS)) or cited.endswith(OTHER_ENDINGS):
        return False
    if cited in FOREIGN_FILES | NOT_MEANT_TO_EXIST:
        return False
    if cited.startswith("make "):
        return not set(cited.split()[1:]) <= make_targets()
    if not set(OPTION.findall(cited)) <= command_words():
        return True
    if re.match(r"xlgen [a-z]", cited):
        return not set(cited.split()[1].split("|")) <= command_words()
    if PATH.fullmatch(cited) and ("/" in cited or cited.endswith(FILE_ENDINGS)):
        return not path_exists(cited)
    if DOTTED.fullmatch(cited):
        return not (is_foreign(cited) or dotted_exists(cited))
    if IDENTIFIER.fullmatch(cited):
        known = names() | command_words()
        is_prefix = cited.endswith("_") and any(name.startswith(cited) for name in known)
        return not (is_prefix or cited in known or is_foreign(cited))
    return False


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_documents_cite__exists(document: str) -> None:
    cited = sorted(set(citations(read(document))))
    assert cited
    assert [name for name in cited if is_missing(name)] == []


def test_foreign_names__are_cited_and_not_ours() -> None:
    cited = {name for document in DOCUMENTS for name in citations(read(document))}
    assert cited >= FOREIGN_NAMES | FOREIGN_FILES
    assert {name.split(".")[0] for name in cited if DOTTED.fullmatch(name)} >= FOREIGN_MODULES
    assert not names() & FOREIGN_NAMES


@pytest.mark.parametrize(
    "cited",
    [
        "returned/",
        "xlgen/returned/summary.py",
        "no_such_module.py",
        "tests/rules/test_nothing.py",
        "templates/addin/*.nothing",
        "samples/bad/<CODE>/nothing/",
        "scheme/{load,nothing}.py",
        "arithmetic.no_such_function",
        "statistics.no_such_function",  # Python has a module of this name, too
        "no_such_module.load_scheme",
        "Layout.no_such_member",
        "NoSuchClass",
        "no_such_function",
        "NO_SUCH_CONSTANT",
        "no_such_prefix_",
        "make nothing",
        "xlgen nothing FILE",
        "xlgen new --no-such-option",
    ],
)
def test_wrong_name__is_missing(cited: str) -> None:
    assert is_missing(cited)


@pytest.mark.parametrize(
    "cited",
    [
        "scheme/",
        "out/",
        "xlgen/scheme/load.py",
        "load.py",
        "scheme/{load,model}.py",
        "templates/addin/*.bas",
        "xlgen/shipped/udf",
        "load.load_scheme",
        "scheme.load.load_scheme",
        "Scheme.with_rows",
        "Scheme",
        "load_scheme",
        "make test",
        "xlgen new SCHEME --units ROSTER",
        "os.replace",
        "/functions.js",
        "92.99 %",
    ],
)
def test_right_name__is_not_missing(cited: str) -> None:
    assert not is_missing(cited)


def test_citations__in_texts_and_in_drawings() -> None:
    drawing = "```\na ─ four/five.py  six `seven`, and/or\n```\n"
    document = f"A `one.two` and [`three`](x.md).\n{drawing}```sh\nmake demo # nine/ten.py\n```\n`eight/`"
    assert list(citations(document)) == ["one.two", "three", "eight/", "four/five.py"]
