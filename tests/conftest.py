"""What every test shares: the shipped schemes with their published samples, and the mark of tests that need oracles.

`SCHEMES` are the forms that tests sweep over. `make test` sweeps two fixed ones, so that a form more costs no time:
guangdong-2019, the largest, with indicators that may not apply and points beyond the full marks; and jiangning, which
differs most from it: rows of the unit's own, bands of percents, a narrative. `make test-all` sets XLGEN_ALL_FORMS=1 and
sweeps all of them. Tests that are about every form by nature use `ALL_SCHEMES`: published cases, golden files, pages.

Tests that need an independent engine or another program are marked `oracle` here; see tests/oracles/marking.py.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.oracles.marking import needs_oracle
from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.known_files import VARIABLE
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.reading import read_scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData

ROOT = Path(__file__).parent.parent
os.environ.pop(VARIABLE, None)  # the tests know their own schemes
ALL_SCHEMES = list(scheme_files())
PUBLISHED = [name for name in ALL_SCHEMES if (SAMPLES / name / "published.yaml").is_file()]
"""The forms of which a filled one was published, every score with it."""
FIRST_EDITION_FORMS = [name for name in ALL_SCHEMES if (ROOT / "samples" / "first-edition" / f"{name}.xlsx").is_file()]
"""The forms that the first edition of the workbook had."""
ALL_FORMS = bool(os.environ.get("XLGEN_ALL_FORMS"))
SCHEMES = ALL_SCHEMES if ALL_FORMS else ["guangdong-2019", "jiangning"]


SCORED_FORMS = [name for name in ALL_SCHEMES if "groups" in read_scheme(scheme_files()[name]).data]


@cache
def shipped_scheme(name: str) -> Scheme:
    return load_file(scheme_files()[name])


@cache
def published_filling(name: str) -> FormData:
    return load_form_data(SAMPLES / name / "inputs.yaml", shipped_scheme(name))


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Each of the forms swept over in turn."""
    return shipped_scheme(request.param)


@pytest.fixture
def filling(scheme: Scheme) -> FormData:
    """The published form of the scheme, filled in completely."""
    return published_filling(scheme.id)


@pytest.fixture
def hang_guard() -> Iterator[None]:
    """Fails a test that does not end: after 300 s, which no busy machine needs, but work that grows too fast does."""
    if not hasattr(signal, "SIGALRM"):  # Windows
        yield
        return

    def fail(*_: object) -> None:
        raise AssertionError("the test did not end within 300 s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(300)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need an oracle, so that none of the marks is forgotten."""
    for item in items:
        if isinstance(item, pytest.Function) and needs_oracle(item):
            item.add_marker("oracle")
