"""The law in a second program, on values alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SCHEMES
from tests.random_editing.onlyoffice import outcomes
from tests.random_editing.starts import start

pytestmark = pytest.mark.slow


def test_typed_at_random__workbook_and_check_agree(tmp_path: Path) -> None:
    (outcome,) = outcomes([("0", start(SCHEMES[-1], "published"))], tmp_path)
    assert outcome.edits
    assert not outcome.judgement.causes, str(outcome)
