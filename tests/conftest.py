"""What every test shares: the shipped schemes and their published samples."""

from __future__ import annotations

from functools import cache

import pytest

from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData

SCHEMES = list(scheme_files())


@cache
def shipped_scheme(name: str) -> Scheme:
    return load_file(scheme_files()[name])


@cache
def published_filling(name: str) -> FormData:
    return load_form_data(SAMPLES / name / "inputs.yaml", shipped_scheme(name))


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Each shipped scheme in turn."""
    return shipped_scheme(request.param)


@pytest.fixture
def filling(scheme: Scheme) -> FormData:
    """The published form of the scheme, filled in completely."""
    return published_filling(scheme.id)
