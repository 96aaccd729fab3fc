"""The custom functions as a module that Excel's Python can import by name, wherever `udf` was installed.

The VBA of the add-in names this module; xlwings finds the functions in its namespace.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS, CustomFunction


def _as_xlwings_calls(function: CustomFunction) -> Callable[..., Any]:
    """The function; what is left out among its repeated arguments comes as None, as VBA's module Answers says."""
    singles = len(function.arguments) - 1
    if not (function.arguments[-1].repeated and singles):
        return function.call

    @wraps(function.call)
    def called(*given: Any) -> Any:
        repeated = (OMITTED if value is None else value for value in given[singles:])
        return function.call(*given[:singles], *repeated)

    return called


globals().update({name: _as_xlwings_calls(function) for name, function in FUNCTIONS.items()})
