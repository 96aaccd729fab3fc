"""Running xlgen as a person does, without starting a process for each call."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run, run
from xlgen.files.resources import SAMPLES, scheme_files


@pytest.fixture
def xlgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call with the words of a command line; gives exit code, output and complaints."""
    monkeypatch.setenv("COLUMNS", "240")  # so that no sentence is cut or wrapped
    return lambda *words: run(capsys, *words)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the published sample of each scheme as a workbook; not to be changed."""
    from xlgen.scheme.load import load_scheme
    from xlgen.scoring.data_file import load_form_data
    from xlgen.workbook.build import build

    folder = tmp_path_factory.mktemp("filled")
    for name in scheme_files():
        scheme = load_scheme(name)
        filling = load_form_data(SAMPLES / name / "inputs.yaml", scheme)
        (folder / f"{name}.xlsx").write_bytes(build(scheme, filling))
    return folder
