"""Days and ticks that were typed otherwise: read as they were meant, with a note to check them."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from tests.factories.damages import saved
from tests.factories.repaired import changed, contents, repaired
from tests.factories.returned_forms import kinds, patched
from tests.factories.schemes import KINDS
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build, make_workbook
from xlgen.xlsx.values import CellValue

FORM = kinds()
LAYOUT = layout_of(FORM.scheme)
DATA = build(FORM.scheme, FORM.filling)


def _typed(cells: dict[str, CellValue]) -> bytes:
    def edit(book: Workbook) -> None:
        for name, value in cells.items():
            place = LAYOUT.values[name]
            book[place.sheet][place.address].value = value

    return changed(DATA, edit)


def test_repair__nothing_to_mend() -> None:
    form = repaired(DATA, str(KINDS))
    assert (form.doubts, form.unplaced) == ([], [])
    assert contents(form.content, FORM.scheme) == contents(DATA, FORM.scheme)


def test_repair__near_misses_as_they_were_meant() -> None:
    form = repaired(
        _typed({"started": "2025.3.31", "finished": 20251205, "filled_in": 46022.6, "legal": "✓"}), str(KINDS)
    )
    expected = {**contents(DATA, FORM.scheme), "legal": "√"}
    assert contents(form.content, FORM.scheme) == expected
    assert [doubt.text.partition("，请核对")[0] for doubt in form.doubts] == [
        "原填“✓”，按 √ 转入",
        "原填“2025.3.31”，按 2025年3月31日 转入",
        "原填“20251205”，按 2025年12月5日 转入",
        "原填“2025年12月31日14时24分”，按 2025年12月31日 转入",
    ]


def test_repair__what_cannot_be_read_is_told() -> None:
    form = repaired(_typed({"finished": "年底", "planned": "否"}), str(KINDS))
    assert {each.why.partition("”")[2] for each in form.unplaced} == {
        "填的不是日期，读不出来，没有转入",
        "填的不在选项之中，没有转入",
    }


def test_repair__long_text_is_kept_and_judged_by_the_fresh_form() -> None:
    form = repaired(_typed({"summary": "甲" * 25}), str(KINDS))
    assert contents(form.content, FORM.scheme)["summary"] == "甲" * 25


def test_repair__days_that_count_from_1904() -> None:
    book = make_workbook(FORM.scheme, FORM.filled({}))
    place = LAYOUT.values["finished"]
    book[place.sheet][place.address].value = 45996 - 1462
    data = patched("xl/workbook.xml", r"<workbookPr\b", '<workbookPr date1904="1"', saved(book))
    form = repaired(data, str(KINDS))
    assert contents(form.content, FORM.scheme)["finished"] == 45996
