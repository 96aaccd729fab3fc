"""Workbooks for Microsoft 365: what their cells call, computed through the running server and the served JavaScript."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.hosts.javascript.serving import node
from tests.oracles.formualizer_functions import KINDS, value_of
from tests.workbook.expected import expected_cells, same
from udf.catalogue import FUNCTIONS
from xlgen.files.resources import package_digest
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_call_parts import STORED_PREFIX
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import FUNCTIONS_ON_CHECK, TOTAL_ON_CHECK
from xlgen.workbook.sheets.check import FUNCTIONS_READY

Seen = list[tuple[dict[str, Any], dict[str, Any]]]
"""Each call as Excel makes it, with what the server answers, in the shape of an outcome."""


class Server:
    """Stands in for the functions of a workbook: asks the server, and keeps what was asked."""

    def __init__(self, origin: str) -> None:
        address = urlsplit(origin)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=300)
        self._one_at_a_time = Lock()  # formualizer computes in several threads
        self.seen: Seen = []
        self.failures: list[Exception] = []

    def close(self) -> None:
        """Ask no more."""
        self._connection.close()

    def function(self, name: str) -> Callable[..., Any]:
        """The function of that name, for formualizer."""
        taken = FUNCTIONS[name].arguments

        def answer(*given: Any) -> Any:
            found = [_rows(each) for each in given]
            args = [found] if taken[0].repeated else [*found, *[None] * (len(taken) - len(found))]
            try:
                result = self._asked({"func_name": name, "args": args, "version": package_digest(), "runtime": "1.4"})
            except Exception as error:  # formualizer would make it #VALUE!
                self.failures.append(error)
                raise
            failed = isinstance(result, dict)
            self.seen.append(({"name": name, "args": _handed(args)}, result if failed else {"result": result}))
            if failed:
                return {"type": "Error", "kind": KINDS[result["error"]]}
            return result if len(result) * len(result[0]) > 1 else result[0][0]

        return answer

    def _asked(self, call: Mapping[str, Any]) -> Any:
        with self._one_at_a_time:
            self._connection.request("POST", "/call", json.dumps(call), {"Content-Type": "application/json"})
            answer = self._connection.getresponse()
            told = json.loads(answer.read())
        assert answer.status == 200, told
        return told["result"]


def _rows(given: Any) -> list[list[Any]]:
    """A cell, a row or a range, always as rows."""
    if not isinstance(given, list):
        return [[given]]
    return given if isinstance(given[0], list) else [given]


def _handed(args: list[Any]) -> list[Any]:
    """As the stand-in for Excel reads them: a value of a formula has no address."""
    values = [each and {"address": None, "values": each} for each in args]
    return [{"repeated": [{"address": None, "values": each} for each in args[0]]}] if _is_repeated(args) else values


def _is_repeated(args: list[Any]) -> bool:
    return isinstance(args[0][0][0], list)


def filled(name: str) -> FormData:
    """The published sample; every score that has a rule is computed by it."""
    return replace(published_filling(name), reported={})


@pytest.fixture(scope="module")
def computed(origin: str) -> dict[str, tuple[formualizer.Workbook, Seen]]:
    """Each published sample, computed anew."""
    found = {}
    for name in SCHEMES:
        book = formualizer.Workbook.from_bytes(
            build(shipped_scheme(name), filled(name), formulas=FormulaStyle.OFFICEJS)
        )
        with closing(Server(origin)) as server:
            for function in FUNCTIONS:
                book.register_function(f"{STORED_PREFIX}{function}", server.function(function))
            book.evaluate_all()
        assert server.failures == []
        found[name] = book, server.seen
    return found


@pytest.mark.parametrize("name", SCHEMES)
def test_workbook__scores_through_the_server_are_those_by_rule(computed: Any, name: str) -> None:
    book, seen = computed[name]
    layout = layout_of(shipped_scheme(name))
    expected = {**dict(expected_cells(layout, filled(name))), FUNCTIONS_ON_CHECK: FUNCTIONS_READY}
    assert isinstance(expected[TOTAL_ON_CHECK], float)
    assert expected.keys() >= function_calls(layout).keys()
    assert len(seen) >= len([place for place in function_calls(layout) if isinstance(expected[place], float)]) > 3
    for place, value in expected.items():
        cell = book.get_value(place.sheet, place.row, column_index_from_string(place.column))
        shown = "" if cell is None else value_of(cell)
        assert same(value, shown), place


def test_workbooks__the_served_javascript_gives_the_same(origin: str, computed: Any) -> None:
    seen = [each for _, of_book in computed.values() for each in of_book]
    given = {"origin": origin, "host": "web", "runtime": "1.4", "calls": [call for call, _ in seen]}
    assert node("excel.mjs", given) == [outcome for _, outcome in seen]
