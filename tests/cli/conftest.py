"""Running xlgen as a person does, without starting a process for each call."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.cli.running import Filled, Run, run
from tests.conftest import published_filling, shipped_scheme
from xlgen.workbook.build import build


@pytest.fixture
def xlgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call with the words of a command line; gives exit code, output and complaints."""
    monkeypatch.setenv("COLUMNS", "240")  # so that no sentence is cut or wrapped
    return lambda *words: run(capsys, *words)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The published sample of a scheme as a workbook, built when first asked for; not to be changed."""
    folder = tmp_path_factory.mktemp("filled")

    @cache
    def built(name: str) -> Path:
        file = folder / f"{name}.xlsx"
        file.write_bytes(build(shipped_scheme(name), published_filling(name)))
        return file

    return built
