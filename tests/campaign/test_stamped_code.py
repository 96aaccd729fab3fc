"""核对码 in the record: the officer types what the stamped copy prints, and is told where the file has another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from tests.factories.returned_forms import minimal
from tests.factories.schemes import MINIMAL
from xlgen.api import score
from xlgen.campaign.progress import STAMP_DIFFERS
from xlgen.errors import EXIT_FINDINGS, EXIT_OK
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.workbook.build import build

FORM = minimal()
UNIT = str(FORM.filling.inputs[UNIT_NAME])
CODE = score(FORM.scheme, FORM.filling).check_code
OTHER = score(FORM.scheme, FORM.filled({"late": 1})).check_code


def test_code__of_print_file_and_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    issued, returned = tmp_path / "下发", tmp_path / "交回"
    (tmp_path / "名单.csv").write_text(f"单位名称\n{UNIT}\n", encoding="utf-8")
    returned.mkdir()
    (returned / "表.xlsx").write_bytes(build(FORM.scheme, FORM.filling, UNIT))
    assert run(capsys, "new", MINIMAL, "--units", tmp_path / "名单.csv", "-o", issued).code == EXIT_OK
    run(capsys, "validate", returned, "--units", issued, "--scheme", MINIMAL)
    assert f"核对码 {CODE}" in run(capsys, "status", issued, "--unit", UNIT).out

    def typed(code: str) -> tuple[int, bool]:
        done = run(capsys, "decide", issued, "盖章件核对码", "--unit", UNIT, "--value", code, "--by", "张三")
        return done.code, STAMP_DIFFERS in done.out

    assert CODE != OTHER
    assert typed(OTHER) == (EXIT_FINDINGS, True)
    assert typed(CODE.replace("-", " ")) == (EXIT_OK, False)
