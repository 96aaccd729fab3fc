"""Forms that came back as .xls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import shipped_scheme
from tests.factories.first_edition import FOLDER
from tests.factories.form_workbooks import FILLED, built, minimal_form
from tests.factories.repaired import contents, repaired
from tests.factories.schemes import MINIMAL
from tests.oracles.libreoffice import as_old_format
from xlgen.scheme.load import load_file

pytestmark = pytest.mark.slow


def test_saved_as_xls__everything_is_there(tmp_path: Path) -> None:
    former = (FOLDER / "jiangsu-2020.xlsx").read_bytes()
    forms = {"minimal": minimal_form(), "jiangning": built("jiangning", FILLED), "former": former}
    files = {name: tmp_path / f"{name}.xlsx" for name in forms}
    for name, file in files.items():
        file.write_bytes(forms[name])
    old = as_old_format(list(files.values()), tmp_path / "old")
    schemes = {"minimal": load_file(MINIMAL), "jiangning": shipped_scheme("jiangning")}
    for name, scheme in schemes.items():
        form = repaired(old[files[name]].read_bytes(), str(MINIMAL) if name == "minimal" else "")
        assert (form.by_rows, form.unplaced) == (False, [])
        assert contents(form.content, scheme) == contents(forms[name], scheme)
    scheme = shipped_scheme("jiangsu-2020")
    again = contents(repaired(old[files["former"]].read_bytes(), "").content, scheme)
    assert again == contents(repaired(former, "").content, scheme)
