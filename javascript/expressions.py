"""Expressions of Python as expressions of JavaScript.

Python's built-in functions and methods stand in the object `py` of `runtime.js`. A dictionary
becomes a Map, a list, tuple or generator an array, None null. What is not handled here is refused with its line.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from xlgen.errors import XlgenError
from xlgen.rules.bands import Band
from xlgen.rules.rule import Rule

BUILTINS = frozenset({"any", "len", "list", "max", "min", "pairwise", "reversed", "sorted", "sum", "zip"})
NATIVE = {"abs": "Math.abs", "dict": "new Map", "float": "Number", "set": "new Set"}
METHODS = frozenset({"count", "fullmatch", "items", "join", "setdefault", "split", "strip", "sub", "values"})
"""Methods of Python's own types that `py` has as functions of the object."""
SAME_METHODS = {"append": "push", "index": "indexOf", "startswith": "startsWith", "upper": "toUpperCase"}
DECLARED = (Rule, Band)
"""Classes with methods of their own, which the run time or the translation has."""
LOOSE = (ast.IfExp, ast.BoolOp, ast.Compare, ast.Lambda)
"""What needs brackets as a part of most expressions."""
_TRUTH = re.compile("_?is_|any$|holds$|isinstance$|isfinite$|startswith$")
"""Names of functions that give true or false; whatever else is a condition may be a list."""
MODULES = {
    ("math", "floor"): "Math.floor",
    ("math", "isfinite"): "Number.isFinite",
    ("unicodedata", "normalize"): "py.normalize",
}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS = {
    ast.Eq: "===",
    ast.NotEq: "!==",
    ast.Is: "===",
    ast.IsNot: "!==",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
KINDS = {"str": "string", "bool": "boolean", "int": "number", "float": "number", "Decimal": "number", "list": "array"}
KINDS["tuple"] = "array"
WORKBOOK_ONLY = "Formula"
"""The type of formulas: no cell holds one, so branches for it are left out."""
RESERVED = frozenset(
    {"arguments", "case", "catch", "const", "default", "delete", "do", "enum", "eval", "export", "extends", "function"}
    | {"import", "let", "new", "package", "static", "super", "switch", "this", "throw", "typeof", "var", "void"}
)
"""Words of JavaScript that Python may take for names."""


class NotTranslatableError(XlgenError):
    """Code that JavaScript cannot express in the same words, by file and line."""


class Expressions:
    """Translates the expressions of one function of a file.

    `own` are the names that are known where an expression stands; `names` collects those from elsewhere, with the line
    where each is first used, `attributes` the names of attributes.
    """

    def __init__(self, file: Path, own: set[str]) -> None:
        self.file, self.own = file, own
        self.names: dict[str, int] = {}
        self.attributes: set[str] = set()

    def refuse(self, node: ast.AST, what: str) -> NotTranslatableError:
        """The error for a node."""
        line = getattr(node, "lineno", 0)
        return NotTranslatableError(f"{self.file.name}:{line}: {what} has no translation: {ast.unparse(node)}")

    def js(self, node: ast.expr) -> str:
        """The expression. Raises NotTranslatableError."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise self.refuse(node, type(node).__name__)
        text: str = method(node)
        return text

    def test(self, node: ast.expr) -> str:
        """An expression as a condition: an empty list counts as false, as in Python."""
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp():
                return self.js(node)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if _TRUTH.match(name):
                return self.js(node)
        return f"py.truth({self.js(node)})"

    def inside(self, node: ast.expr, *brackets: type[ast.expr]) -> str:
        """An expression as a part of another, in brackets if it is of one of these kinds."""
        return f"({self.js(node)})" if isinstance(node, brackets) else self.js(node)

    def free(self, name: str, node: ast.AST) -> str:
        """A name that is assigned. Raises NotTranslatableError for a word of JavaScript."""
        if name in RESERVED:
            raise self.refuse(node, f"{name}, a word of JavaScript,")
        return name

    def holds_never(self, node: ast.expr) -> bool:
        """Whether a condition asks for nothing but formulas."""
        match node:
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Name(id=kind)]):
                return kind == WORKBOOK_ONLY
            case ast.BoolOp(op=ast.Or(), values=conditions):
                return all(map(self.holds_never, conditions))
            case ast.Call(func=ast.Name(id="any"), args=[ast.GeneratorExp(elt=condition)]):
                return self.holds_never(condition)
        return False

    def target(self, node: ast.expr) -> str:
        """What a value is assigned to: a name or a pattern of names."""
        match node:
            case ast.Name(id=name):
                return self.free(name, node)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                return f"[{', '.join(map(self.target, targets))}]"
            case ast.Starred(value=ast.Name(id=name)):
                return f"...{self.free(name, node)}"
        raise self.refuse(node, "this target")

    def _name(self, node: ast.Name) -> str:
        if node.id == "self":
            return "this"
        if node.id not in self.own:
            self.names.setdefault(node.id, node.lineno)
        return node.id

    def _constant(self, node: ast.Constant) -> str:
        if node.value is None or isinstance(node.value, (bool, int, float, str)):
            return literal(node.value)
        raise self.refuse(node, "this constant")

    def _joinedstr(self, node: ast.JoinedStr) -> str:
        return f"`{''.join(map(self._piece, node.values))}`"

    def _piece(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=str(text)):
                return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return f"${{{self.js(value)}}}"
            case ast.FormattedValue(value=value, format_spec=ast.JoinedStr(values=[ast.Constant(value=str(spec))])):
                if match := re.fullmatch(r"(?:\.(\d+))?g", spec):
                    return f"${{py.general({self.js(value)}, {match[1] or 6})}}"
        raise self.refuse(node, "this format")

    def _binop(self, node: ast.BinOp) -> str:
        sign = OPERATORS.get(type(node.op))
        if sign is None:
            raise self.refuse(node, type(node.op).__name__)
        return f"{self.inside(node.left, *LOOSE, ast.BinOp)} {sign} {self.inside(node.right, *LOOSE, ast.BinOp)}"

    def _unaryop(self, node: ast.UnaryOp) -> str:
        match node.op:
            case ast.Not():
                test = self.test(node.operand)
                return f"!({test})" if isinstance(node.operand, LOOSE) else f"!{test}"
            case ast.USub():
                return f"-{self.inside(node.operand, *LOOSE, ast.BinOp)}"
        raise self.refuse(node, type(node.op).__name__)

    def _boolop(self, node: ast.BoolOp) -> str:
        sign = " && " if isinstance(node.op, ast.And) else " || "
        return sign.join(
            f"({self.test(part)})" if isinstance(part, ast.BoolOp) else self.test(part) for part in node.values
        )

    def _compare(self, node: ast.Compare) -> str:
        sides = [node.left, *node.comparators]
        if any(not isinstance(side, (ast.Name, ast.Attribute)) for side in sides[1:-1]):
            raise self.refuse(node, "a comparison of more than names in the middle")
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        compared = [self._compared(left, operator, right) for left, operator, right in pairs]
        return " && ".join(compared)

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        first, second = self.inside(left, *LOOSE), self.inside(right, *LOOSE)
        if isinstance(operator, (ast.In, ast.NotIn)):
            return f"{'!' if isinstance(operator, ast.NotIn) else ''}py.contains({second}, {first})"
        return f"{first} {COMPARISONS[type(operator)]} {second}"

    def _ifexp(self, node: ast.IfExp) -> str:
        if self.holds_never(node.test):
            return self.js(node.orelse)
        test = f"({self.test(node.test)})" if isinstance(node.test, ast.IfExp) else self.test(node.test)
        return f"{test} ? {self.inside(node.body, ast.IfExp)} : {self.js(node.orelse)}"

    def _attribute(self, node: ast.Attribute) -> str:
        self.attributes.add(node.attr)
        return f"{self.inside(node.value, *LOOSE, ast.BinOp)}.{node.attr}"

    def _subscript(self, node: ast.Subscript) -> str:
        match node.slice:
            case ast.Slice(lower=lower, upper=upper, step=None):
                ends = [self.js(end) if end else "undefined" for end in (lower, upper)]
                return f"py.slice({self.js(node.value)}, {', '.join(ends)})"
            case ast.Constant(value=int()):
                return f"{self.inside(node.value, *LOOSE)}[{self.js(node.slice)}]"
        return f"py.item({self.js(node.value)}, {self.js(node.slice)})"

    def _list(self, node: ast.List | ast.Tuple) -> str:
        return f"[{', '.join(map(self.js, node.elts))}]"

    _tuple = _list

    def _starred(self, node: ast.Starred) -> str:
        return f"...{self.js(node.value)}"

    def _dict(self, node: ast.Dict) -> str:
        pairs = zip(node.keys, node.values, strict=True)
        entries = [f"...{self.js(value)}" if key is None else self._entry(key, value) for key, value in pairs]
        return f"new Map([{', '.join(entries)}])"

    def _entry(self, key: ast.expr, value: ast.expr) -> str:
        return f"[{self.js(key)}, {self.js(value)}]"

    def _with(self, own: Iterable[str]) -> Expressions:
        """The same with more names that are known."""
        inner = Expressions(self.file, self.own | set(own))
        inner.names, inner.attributes = self.names, self.attributes
        return inner

    def _lambda(self, node: ast.Lambda) -> str:
        args = [argument.arg for argument in node.args.args]
        return f"({', '.join(args)}) => {self._with(args).js(node.body)}"

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp) -> str:
        return self._loops(node.generators, lambda inner: inner.js(node.elt))

    _generatorexp = _listcomp

    def _dictcomp(self, node: ast.DictComp) -> str:
        pairs = self._loops(node.generators, lambda inner: inner._entry(node.key, node.value))
        return f"new Map({pairs})"

    def _loops(self, loops: list[ast.comprehension], element: Callable[[Expressions], str]) -> str:
        first, *more = loops
        inner = self._with(stored_names(first.target))
        source, target = self.inside(first.iter, *LOOSE), inner.target(first.target)  # a Map has no such methods
        target = target if isinstance(first.target, ast.Name) else f"({target})"
        for condition in first.ifs:
            source += f".filter({target} => {inner.test(condition)})"
        if more:
            return f"{source}.flatMap({target} => {inner._loops(more, element)})"
        made = element(inner)
        if made == inner.target(first.target):
            return source
        return f"{source}.map({target} => {made})"

    def array(self, node: ast.expr) -> str:
        """What is run through, as an array: of a Map its keys."""
        is_call = isinstance(node, ast.Call)
        return self.js(node) if is_call or isinstance(node, (ast.List, ast.Tuple)) else f"py.list({self.js(node)})"

    def _call(self, node: ast.Call) -> str:
        match node.func:
            case ast.Name(id="isinstance"):
                return self._kind(node)
            case ast.Name(id="getattr"):
                return f"{self.js(node.args[0])}[{self.js(node.args[1])}]"
            case ast.Name(id="SimpleNamespace"):
                return f"({self._record(node.keywords)})"
            case ast.Name(id=name) if name in NATIVE.keys() | BUILTINS and name not in self.own:
                return f"{NATIVE.get(name, f'py.{name}')}({', '.join(self._args(node))})"
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in MODULES:
                return f"{MODULES[module, name]}({', '.join(self._args(node))})"
            case ast.Attribute(value=owner, attr=name) if name in METHODS:
                return f"py.{name}({', '.join([self.js(owner), *self._args(node)])})"
            case ast.Attribute(value=owner, attr=name) if name in SAME_METHODS:
                return f"{self.js(owner)}.{SAME_METHODS[name]}({', '.join(self._args(node))})"
            case ast.Attribute(attr=name) if not any(hasattr(declared, name) for declared in DECLARED):
                raise self.refuse(node, f"the method {name}")
            case ast.Name(id=name) if name[0].isupper():
                return f"new {self.js(node.func)}({', '.join(self._args(node))})"
        return f"{self.inside(node.func, *LOOSE)}({', '.join(self._args(node))})"

    def _args(self, node: ast.Call) -> list[str]:
        """The arguments of a call. Those by name are an object, which is what classes and `sorted` take."""
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        keywords = [keyword for keyword in node.keywords if (called, ast.unparse(keyword)) != ("zip", "strict=True")]
        if keywords and not (called == "sorted" or called[:1].isupper()):
            raise self.refuse(node, "an argument by name")
        return [*map(self.js, node.args), *([self._record(keywords)] if keywords else [])]

    def _record(self, keywords: list[ast.keyword]) -> str:
        fields = (
            f"...py.record({self.js(keyword.value)})"
            if keyword.arg is None
            else self._field(keyword.arg, keyword.value)
            for keyword in keywords
        )
        return f"{{ {', '.join(fields)} }}"

    def _field(self, name: str, value: ast.expr) -> str:
        text = self.js(value)
        return name if name == text else f"{name}: {text}"

    def _kind(self, node: ast.Call) -> str:
        kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
        known = dict.fromkeys(KINDS[kind.id] for kind in kinds if isinstance(kind, ast.Name) and kind.id in KINDS)
        if not known:
            raise self.refuse(node, "this type")
        (kind, *others), value = known, self.inside(node.args[0], *LOOSE)
        if kind == "array":
            return f"Array.isArray({value})"
        return f"py.isinstance({value}, {json.dumps([kind, *others])})" if others else f'(typeof {value} === "{kind}")'


def literal(value: float | str | bool | None) -> str:
    """A number, text, truth or None in JavaScript."""
    text = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, float):
        return text
    return re.sub(r"(0{6,})\.0$|\.0$", lambda zeros: f"e{len(zeros[1])}" if zeros[1] else "", text)


def stored_names(node: ast.AST) -> Iterator[str]:
    """The names that code assigns to."""
    return (found.id for found in ast.walk(node) if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store))
