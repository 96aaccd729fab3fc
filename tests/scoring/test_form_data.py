"""What data files hold, as cells hold it."""

from __future__ import annotations

import pytest

from xlgen.scheme.inputs import Input, InputType
from xlgen.scoring.form_data import stored
from xlgen.xlsx.values import CellValue


@pytest.mark.parametrize(
    ("written", "held"),
    [("92.99%", 0.9299), ("-12%", -0.12), (" 5% ", 0.05), (0.5, 0.5), ("--5%", "--5%"), ("约5%", "约5%"), ("%", "%")],
)
def test_percent__is_a_ratio(written: CellValue, held: CellValue) -> None:
    assert stored(Input(kind=InputType.PERCENT, label="增长率"), written) == held
