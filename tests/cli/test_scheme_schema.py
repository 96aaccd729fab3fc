"""xlgen scheme schema: for the screen, or into a file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import Run
from xlgen.scheme.json_schema import json_schema


def test_schema__in_a_file(tmp_path: Path, xlgen: Run) -> None:
    file = tmp_path / "表样.schema.json"
    done = xlgen("scheme", "schema", "-o", file)
    assert (done.code, done.err) == (0, "")
    assert f"# yaml-language-server: $schema={file}" in done.out
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema()
