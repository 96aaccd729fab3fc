"""Stored results of locked formulas are those that the formulas give, texts included."""

from __future__ import annotations

import pytest

from tests.conftest import SCHEMES
from tests.factories.form_workbooks import BOOKS, built
from tests.factories.returned_forms import found, message, patched, report
from xlgen.submissions.checks.computed import RECOMPUTE
from xlgen.submissions.checks.stored import same_result

SHEETS = {"指标评分表": 2, "校验": 5, "报告素材": 6}


def forged(place: str, shown: str) -> bytes:
    """The minimal form with another stored result of one formula, which nobody computes again."""
    sheet, _, address = place.partition("!")
    part = f"xl/worksheets/sheet{SHEETS[sheet]}.xml"
    return patched(part, rf'(<c r="{address}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>', rf"\g<1><v>{shown}</v>")


@pytest.mark.parametrize(
    ("place", "shown", "due"),
    [
        ("报告素材!A8", "预算执行率为95.00%。", "80.00%"),
        ("校验!A3", "审核通过 100 分", "可以报送"),
        ("指标评分表!H9", "0.95", "0.8"),
    ],
)
def test_forged_result__warning_with_both(place: str, shown: str, due: str) -> None:
    data = forged(place, shown)
    assert found(data) == [("STALE_VALUES", place)]
    assert shown in message(data)
    assert due in message(data)
    assert report(data).findings[0].remedy == RECOMPUTE


@pytest.mark.parametrize(("scheme", "state"), [book for book in BOOKS if book[0] in SCHEMES])
def test_form_as_computed__ok(scheme: str, state: str) -> None:
    assert "STALE_VALUES" not in dict(found(built(scheme, state), ""))


@pytest.mark.parametrize(
    ("shown", "due", "is_score", "same"),
    [
        (95.24, 95.25, True, True),  # programs round rare ties differently
        (95.2, 95.25, True, False),
        (0.1 + 0.2, 0.3, False, True),
        (0.31, 0.3, False, False),
        (None, "", False, True),
        ("", None, False, True),
        ("可以报送", "暂不能报送", False, False),
        ("得 95.24 分", "得 95.25 分", False, True),
        ("得 94.25 分", "得 95.25 分", False, False),
        ("第 3 行", "第 4 行", False, False),
        ("两\r\n行", "两\n行", False, True),
        (True, 1, False, True),
        (5, "5", False, False),
        ("5", 5, False, False),
    ],
)
def test_same_result(shown: object, due: object, is_score: bool, same: bool) -> None:
    assert same_result(shown, due, is_score) is same  # type: ignore[arg-type]
