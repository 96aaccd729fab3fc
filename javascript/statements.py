"""Functions and classes of Python as functions and classes of JavaScript."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from javascript.expressions import Expressions, stored_names

INDENT = "  "


class Translated(NamedTuple):
    """JavaScript, the file it comes from, the names from elsewhere that it uses with their lines, its attributes."""

    text: str
    file: Path
    names: Mapping[str, int]
    attributes: Iterable[str]


def function(python: Callable[..., Any]) -> Translated:
    """A function by its source. Raises NotTranslatableError."""
    file = Path(inspect.getsourcefile(python) or "")
    return _definition(_at(file, python.__code__.co_firstlineno), file, "function ")


def expression(node: ast.expr, file: Path) -> Translated:
    """An expression of a module, such as a lambda."""
    expressions = Expressions(file, set())
    text = expressions.js(node)
    return Translated(text, file, expressions.names, expressions.attributes)


def model(python: type[BaseModel], used: Iterable[str]) -> Translated:
    """A model as a class with its fields, and those of its properties and methods that are used."""
    file = Path(inspect.getsourcefile(python) or "")
    (node,) = (
        found for found in _parsed(file).body if isinstance(found, ast.ClassDef) and found.name == python.__name__
    )
    fields = []
    for name, field in python.model_fields.items():
        fields.append(name if field.is_required() else f"{name} = {'null' if field.default is None else field.default}")
    assigned = f"Object.assign(this, {{ {', '.join(python.model_fields)} }});"
    parts = [f"{INDENT}constructor({{ {', '.join(fields)} }}) {{ {assigned} }}\n"]
    names, attributes = dict[str, int](), set[str]()
    for member in node.body:
        if isinstance(member, ast.FunctionDef) and (member.name in used or member.name == "__str__"):
            is_property = any(isinstance(mark, ast.Name) and mark.id == "property" for mark in member.decorator_list)
            method = _definition(member, file, "get " if is_property else "", depth=1)
            parts.append(method.text)
            names |= method.names
            attributes.update(method.attributes)
    return Translated(f"class {python.__name__} {{\n{''.join(parts)}}}\n", file, names, attributes)


def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _at(file: Path, line: int) -> ast.FunctionDef:
    """The function whose definition, or first decorator, is on a line."""
    functions = (node for node in _parsed(file).body if isinstance(node, ast.FunctionDef))
    return next(node for node in functions if line in (node.lineno, *(mark.lineno for mark in node.decorator_list)))


def _definition(node: ast.FunctionDef, file: Path, word: str, depth: int = 0) -> Translated:
    body = [line for line in node.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
    statements = _Statements(file, body)
    is_method = depth > 0
    heading = statements.parameters(node.args, is_method)
    name = "toString" if node.name == "__str__" else node.name
    text = f"{word}{name}({heading}) {{\n{statements.block(body, 1)}}}\n"
    indented = "".join(f"{INDENT * depth}{line}\n" for line in text.splitlines())
    found = statements.expressions
    return Translated(indented, file, found.names, found.attributes)


class _Statements:
    """Translates the statements of one function. `expressions.own` are the names that are known where one stands."""

    def __init__(self, file: Path, body: list[ast.stmt]) -> None:
        self.expressions = Expressions(file, set())
        self.stored = Counter(name for line in body for name in stored_names(line))

    def parameters(self, args: ast.arguments, is_method: bool) -> str:
        """The parameters in brackets: arguments by keyword are one object at the end."""
        named = [*args.args, *([args.vararg] if args.vararg else []), *args.kwonlyargs]
        defaults = [None] * (len(args.args) - len(args.defaults)) + list(args.defaults)
        texts = list(map(self._parameter, args.args, defaults))[1 if is_method else 0 :]
        if args.vararg:
            texts.append(f"...{args.vararg.arg}")
        if args.kwonlyargs:
            texts.append(f"{{ {', '.join(map(self._parameter, args.kwonlyargs, args.kw_defaults))} }}")
        self.expressions.own |= {arg.arg for arg in named}
        return ", ".join(texts)

    def _parameter(self, arg: ast.arg, default: ast.expr | None) -> str:
        name = self.expressions.free(arg.arg, arg)
        return name if default is None else f"{name} = {self.expressions.js(default)}"

    def block(self, body: list[ast.stmt], depth: int, own: Iterable[str] = ()) -> str:
        """The lines of a block. The names that it declares are its own."""
        outside = set(self.expressions.own)
        self.expressions.own |= set(own)
        text = "".join(self._statement(line, depth) for line in body)
        self.expressions.own = outside
        return text

    def _statement(self, node: ast.stmt, depth: int) -> str:
        js, space = self.expressions.js, INDENT * depth
        match node:
            case ast.Return(value=value):
                return f"{space}return{f' {js(value)}' if value else ''};\n"
            case ast.Raise(exc=ast.Call() as error):
                return f"{space}throw {js(error)};\n"
            case ast.Raise(exc=ast.Name() as error):
                return f"{space}throw new {js(error)}();\n"
            case ast.Expr(value=ast.Call() as call):
                return f"{space}{js(call)};\n"
            case ast.Assign(targets=[ast.Subscript(value=owner, slice=key)], value=value):
                return f"{space}{js(owner)}.set({js(key)}, {js(value)});\n"
            case ast.AnnAssign(target=target, value=value) | ast.Assign(targets=[target], value=value) if value:
                return f"{space}{self._assignment(target, value)};\n"
            case ast.For(target=target, iter=source, body=body, orelse=[]):
                heading = f"for (const {self.expressions.target(target)} of {self.expressions.array(source)})"
                return f"{space}{heading} {{\n{self.block(body, depth + 1, stored_names(target))}{space}}}\n"
            case ast.If(test=test, body=body, orelse=orelse) if self.expressions.holds_never(test):
                return "".join(self._statement(line, depth) for line in orelse)
            case ast.If(test=test, body=body, orelse=orelse):
                text = f"{space}if ({self.expressions.test(test)}) {{\n{self.block(body, depth + 1)}{space}}}"
                return f"{text} else {{\n{self.block(orelse, depth + 1)}{space}}}\n" if orelse else f"{text}\n"
        raise self.expressions.refuse(node, type(node).__name__)

    def _assignment(self, target: ast.expr, value: ast.expr) -> str:
        text, pattern = self.expressions.js(value), self.expressions.target(target)
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(target.elts[0], ast.Starred):
            starred, last, *more = target.elts
            if more:
                raise self.expressions.refuse(target, "this pattern")
            text = f"py.rest_first({text})"  # in JavaScript the rest can only be the last
            pattern = f"[{self.expressions.target(last)}, {self.expressions.target(starred)}]"
        names = set(stored_names(target))
        if names <= self.expressions.own:
            return f"{pattern} = {text}"
        word = "let" if any(self.stored[name] > 1 for name in names) else "const"
        self.expressions.own |= names
        return f"{word} {pattern} = {text}"
