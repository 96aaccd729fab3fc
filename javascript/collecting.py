"""Everything that some Python functions need, as JavaScript: what they call, and the constants they name."""

from __future__ import annotations

import inspect
import json
import operator
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from javascript.expressions import NotTranslatableError, literal
from javascript.statements import Translated, function, model
from xlgen.rules import limits, rule
from xlgen.rules.limits import Limits
from xlgen.rules.rule import Argument

OPERATORS = {operator.lt: "<", operator.le: "<=", operator.eq: "===", operator.ge: ">=", operator.gt: ">"}
LIMITS = {id(value): name for name, value in vars(limits).items() if isinstance(value, Limits)}
"""The names of limits: the functions compare limits by identity."""
ARGUMENTS = {id(value): name for name, value in vars(rule).items() if isinstance(value, Argument)}
"""The names of arguments that several rules have."""


class Collection:
    """What is translated so far, by name. `given` are the names that the run time defines."""

    def __init__(self, given: Iterable[str]) -> None:
        self.given = frozenset(given)
        self.functions: dict[str, Translated] = {}
        self.constants: dict[str, str] = {}
        self._classes: dict[str, type[BaseModel]] = {}
        self._sources: dict[str, object] = {}

    @property
    def names(self) -> set[str]:
        """The names of what is translated."""
        return self.functions.keys() | self.constants.keys() | self._classes.keys()

    def text(self) -> str:
        """Constants, classes and functions, each in the order in which they were met."""
        classes = self._translated_classes()  # which may need more constants and functions
        constants = "".join(f"const {name} = {value};\n" for name, value in self.constants.items())
        functions = "\n".join(translated.text for translated in self.functions.values())
        return f"{constants}\n{classes}\n{functions}"

    def add(self, name: str, value: Any) -> None:
        """Add what a name stands for and all that it needs. Raises NotTranslatableError."""
        known = self._sources.setdefault(name, value)
        if known is not value and known != value:
            raise NotTranslatableError(f"two things are called {name}: {known!r} and {value!r}")
        if name in self.given | self.names:
            return
        if inspect.isfunction(value):
            python = inspect.unwrap(value)
            self.functions[name] = translated = function(python)
            self.needs(translated, sys.modules[python.__module__])
        elif isinstance(value, type) and issubclass(value, BaseModel):
            self._classes[name] = value
            self._translated_classes()
        elif isinstance(value, type):
            raise NotTranslatableError(f"the class {name} has no translation")
        else:
            emitted = self.value(value)  # adds what it names, which must stand before it
            self.constants.setdefault(name, emitted)

    def needs(self, translated: Translated, module: object) -> None:
        """Add the names that some JavaScript uses, as a module of Python knows them."""
        for name, line in translated.names.items():
            place = f"{translated.file.name}:{line}"
            if not hasattr(module, name):
                raise NotTranslatableError(f"{place}: the name {name} is not known there")
            value = getattr(module, name)
            if inspect.isfunction(value) and value.__name__ != name:
                raise NotTranslatableError(f"{place}: {value.__name__} is called {name}; it can have one name only")
            self.add(name, value)

    def value(self, value: Any) -> str:
        """A constant as JavaScript."""
        match value:
            case None | bool() | int() | float() | str():
                return literal(value)
            case Limits():
                return self._limits(value)
            case Argument():
                return self._argument(value)
            case re.Pattern():
                return regular_expression(value)
            case Mapping() if value and all(isinstance(key, int) for key in value):
                return f"py.table({json.dumps(_runs(value))})"
            case Mapping():
                return (
                    f"new Map([{', '.join(f'[{self.value(key)}, {self.value(item)}]' for key, item in value.items())}])"
                )
            case list() | tuple():
                return f"[{', '.join(map(self.value, value))}]"
            case frozenset() | set():
                return f"new Set([{', '.join(map(self.value, sorted(value)))}])"
        if inspect.isfunction(value):
            self.add(value.__name__, value)
            return value.__name__
        if value in OPERATORS:
            return f"(a, b) => a {OPERATORS[value]} b"
        raise NotTranslatableError(f"{value!r} has no translation")

    def _limits(self, value: Limits) -> str:
        declared = {field: item for field, item in value._asdict().items() if item is not False}
        fields = f"{{ {', '.join(f'{field}: {self.value(item)}' for field, item in declared.items())} }}"
        name = LIMITS.get(id(value))
        if name is None:
            return fields
        self.constants.setdefault(name, fields)
        return name

    def _argument(self, argument: Argument) -> str:
        """As declared, without what nobody needs to call it."""
        more = {"source": argument.of, "part": argument.part is not None, "words": argument.words}
        fields = ", ".join(f"{name}: {self.value(value)}" for name, value in more.items() if value)
        values = [argument.name, argument.label, argument.limits, argument.exact_limits]
        passed = [self.value(value) for value in values] + ([f"{{ {fields} }}"] if fields else [])
        while passed[-1] == "null":
            passed.pop()
        made = f"argument({', '.join(passed)})"
        name = ARGUMENTS.get(id(argument))
        if name is None:
            return made
        self.constants.setdefault(name, made)
        return name

    def _translated_classes(self) -> str:
        """The classes with the members that are used by now; their needs are added until nothing is new."""
        texts: list[str] = []
        before = -1
        while before != len(self.functions) + len(self.constants) + len(self._classes):
            before = len(self.functions) + len(self.constants) + len(self._classes)
            used = {name for translated in self.functions.values() for name in translated.attributes}
            texts = []
            for python in list(self._classes.values()):
                translated = model(python, used)
                texts.append(translated.text)
                self.needs(translated, sys.modules[python.__module__])
        return "\n".join(texts)


def _runs(table: Mapping[int, int | str]) -> list[list[int]]:
    """A table for str.translate as runs of characters: the first one, how many, the first one that they become."""
    runs: list[list[int]] = []
    for sign, target in table.items():
        became = ord(target) if isinstance(target, str) else target
        if runs and (sign - runs[-1][0], became - runs[-1][2]) == (runs[-1][1], runs[-1][1]):
            runs[-1][1] += 1
        else:
            runs.append([sign, 1, became])
    return runs


def regular_expression(pattern: re.Pattern[str]) -> str:
    """A pattern in JavaScript's notation."""
    text = pattern.pattern.replace("(?P<", "(?<").replace("/", "\\/")
    shown = "".join(sign if sign.isprintable() and ord(sign) < 0x10000 else f"\\u{{{ord(sign):x}}}" for sign in text)
    return f"/{shown}/u"
