"""Checks that a rule is written in the part of Python that JavaScript can express too.

The same source becomes a JavaScript function by a translation of syntax alone. What it takes:

- statements: `return` with a value, assignment to a name or a pattern of names (at most one starred, not the last),
  `for` over a list;
- expressions: names, numbers, texts and truths, `+ - * /`, one comparison by `==`, `<` or `>`, `a if b else c`,
  attributes, subscripts, lists, tuples, dictionaries, and a list or generator with one `for` and no `if`;
- names: those of the function, the helpers of `xlgen.rules.expression`, functions and constants of the same file,
  `zip`, `reversed`, `list`;
- calls of a name or a subscript, and `.items()`; no keyword argument but `strict=True` of `zip`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

BUILTINS = {"zip", "reversed", "list"}
HELPERS = "xlgen.rules.expression"
STATEMENTS = (ast.Return, ast.AnnAssign, ast.Assign, ast.For)
EXPRESSIONS = (ast.Name, ast.Constant, ast.BinOp, ast.Compare, ast.IfExp, ast.Attribute, ast.Subscript, ast.Call)
COLLECTIONS = (ast.List, ast.Tuple, ast.Starred, ast.Dict, ast.ListComp, ast.GeneratorExp, ast.comprehension)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Eq, ast.Lt, ast.Gt)
ALLOWED = (*STATEMENTS, *EXPRESSIONS, *COLLECTIONS, *OPERATORS, ast.Load, ast.Store, ast.keyword)


def violations(source: str, file: str, function: str) -> list[str]:
    """Whatever JavaScript cannot express in a function of a file, and in functions of the file that it calls.

    Each as `file:line: what is not allowed`.
    """
    module = ast.parse(source)
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    messages = []
    pending, checked = [function], set[str]()
    while pending:
        name = pending.pop()
        if name in checked:
            continue
        checked.add(name)
        names = {node.id for node in ast.walk(functions[name]) if isinstance(node, ast.Name)}
        pending += names & functions.keys()
        known = _own_names(functions[name]) | _module_names(module)
        for statement in _body(functions[name]):
            for place, what in _refused(statement, statement, known):
                messages.append(f"{file}:{place.lineno}: {what} is not allowed in a rule: {ast.unparse(place)}")
    return messages


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) else function.body


def _own_names(function: ast.FunctionDef) -> set[str]:
    arguments = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    nodes = (node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return arguments | {node.id for node in nodes}


def _module_names(module: ast.Module) -> set[str]:
    """The helpers that are imported, the functions of the module, and its numbers and texts."""
    names = set(BUILTINS)
    for node in module.body:
        match node:
            case ast.ImportFrom(module=origin, names=imported) if origin == HELPERS:
                names |= {alias.asname or alias.name for alias in imported}
            case ast.FunctionDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant()):
                names.add(name)
            case ast.Assign(targets=[ast.Tuple(elts=elements)], value=ast.Tuple(elts=values)):
                pairs = zip(elements, values, strict=True)
                names |= {e.id for e, v in pairs if isinstance(e, ast.Name) and isinstance(v, ast.Constant)}
    return names


def _refused(node: ast.AST, place: ast.stmt | ast.expr, known: set[str]) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    """What is refused below a node, each with the statement or expression to show; nothing below what is refused."""
    if isinstance(node, (ast.stmt, ast.expr)):
        place = node
    what = _why_not(node, known)
    if what is not None:
        yield place, what
        return
    for field, value in ast.iter_fields(node):
        if field != "annotation":
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _refused(child, place, known)


def _why_not(node: ast.AST, known: set[str]) -> str | None:
    match node:
        case ast.Name(id=name) if name not in known:
            return f"the name {name} from elsewhere"
        case ast.Constant(value=value) if not isinstance(value, (bool, int, float, str)):
            return f"{value!r}"
        case ast.Return(value=None) | ast.AnnAssign(value=None):
            return "no value"
        case ast.Assign(targets=[_, _, *_]):
            return "more than one target"
        case ast.For(orelse=[_, *_]):
            return "else after a loop"
        case ast.Compare(ops=[_, _, *_]):
            return "more than one comparison"
        case ast.Attribute(attr=name) if name.startswith("_"):
            return f"the private attribute {name}"
        case ast.Starred(ctx=ast.Load()):
            return "unpacking"
        case ast.Dict(keys=keys) if None in keys:
            return "unpacking"
        case ast.Tuple(ctx=ast.Store(), elts=targets) | ast.List(ctx=ast.Store(), elts=targets):
            starred = [isinstance(target, ast.Starred) for target in targets]
            return "a starred name at the end" if starred[-1] else None
        case ast.ListComp(generators=[_, _, *_]) | ast.GeneratorExp(generators=[_, _, *_]):
            return "more than one loop"
        case ast.comprehension(ifs=[_, *_]):
            return "a condition in a loop"
        case ast.Call():
            return _why_not_called(node)
    return None if isinstance(node, ALLOWED) else type(node).__name__


def _why_not_called(node: ast.Call) -> str | None:
    keywords = [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in node.keywords]
    match node.func:
        case ast.Name(id="zip") if keywords == ["strict=True"]:
            return None
        case ast.Attribute(attr=name) if name != "items" or node.args:
            return f"the method {name}"
        case ast.Name() | ast.Subscript() | ast.Attribute():
            return f"the keyword argument {', '.join(keywords)}" if keywords else None
    return "the call of an expression"
