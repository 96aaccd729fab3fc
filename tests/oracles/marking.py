"""Which tests need an oracle: found from what they call, so that no mark is forgotten.

A test is one if its function, one of its fixtures, or a function of the tests that either of them calls, names an
oracle: a function or class of the modules in `ORACLES`, or one of these modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

ORACLES = frozenset(
    {
        "tests.hosts.excel.office",  # LibreOffice runs the VBA of the add-in
        "tests.oracles.formualizer_functions",  # a second engine computes whole workbooks
        "tests.oracles.libreoffice",
        "tests.oracles.libreoffice_functions",
        "tests.oracles.node",  # Node, Chromium
        "tests.oracles.onlyoffice",
        "tests.oracles.ooxml",  # Microsoft's Open XML SDK in Node
        "tests.random_editing.program",  # LibreOffice, driven
    }
)
"""Other needs are marked in their modules: S3 servers, Dask clusters, builds of the package."""


def needs_oracle(item: pytest.Function) -> bool:
    """Whether a test or one of its fixtures uses an oracle, by itself or through functions that it calls."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    functions = [item.function, *(definition.func for definitions in fixtures for definition in definitions)]
    return any(uses_oracle(function) for function in functions)


@cache
def uses_oracle(function: Callable[..., Any]) -> bool:
    """Whether a function of the tests uses an oracle, by itself or through functions that it calls."""
    waiting: list[Any] = [function]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        value = getattr(value, "__wrapped__", value)  # the function behind a cache
        module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        if module in ORACLES:
            return True
        if isinstance(value, FunctionType) and (module or "").startswith("tests.") and id(value) not in seen:
            seen.add(id(value))
            names = set(_names_in(value.__code__))
            waiting += [known for name, known in value.__globals__.items() if name in names]
    return False


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
