"""报告素材: the sentences with which a written report must agree, live, to be copied."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.rules.rounding import SCORE_PLACES
from xlgen.scheme.inputs import Measure
from xlgen.scheme.model import Adjustment, Indicator
from xlgen.scheme.sheet_names import MATERIAL
from xlgen.scoring.points import full_points
from xlgen.scoring.sentences import (
    OF_UNIT,
    PERCENT_SHOWN,
    SCORE_PLACES_SHOWN,
    level_said,
    loss_said,
    reason_said,
    total_said,
    value_said,
)
from xlgen.workbook.layout import GRADE_ON_CHECK, TOTAL_ON_CHECK, VERDICT_ON_CHECK, Layout
from xlgen.workbook.sheets.check import subtotals
from xlgen.workbook.verdict import READY
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.cells import put
from xlgen.xlsx.write.row_height import text_height

SENTENCE, RUNNING, FULL = "A", "C", "D"
"""The columns; hidden: the running number of the indicators that lost points, and what is said of each of them."""
WIDTH = 88
LINES_OF_REASON = 3


def write_material_sheet(sheet: Worksheet, layout: Layout) -> None:
    """Write the sheet: the total, every level, the rates, and the points lost with their reasons."""
    sheet.column_dimensions[SENTENCE].width = WIDTH
    for letter in (RUNNING, FULL):
        sheet.column_dimensions[letter].hidden = True
    styles.TITLE(put(sheet, f"{SENTENCE}1", "报告素材"))
    sheet.row_dimensions[1].height = 32
    ready = ex.equals(VERDICT_ON_CHECK.reference_from(MATERIAL), READY)
    note = "以下各句随评分表自动更新，可复制到自评报告中；报告写出的分数、等次、比率和扣分原因应与此一致。"
    styles.PLAIN(put(sheet, f"{SENTENCE}2", call("IF", ready, note, f"评分表还没有填齐，填齐后再用。{note}")))
    why = [layout.total_note.reference_from(MATERIAL)] if layout.total_note else []
    sections = {
        "总分和等次": [_total(layout), *why],
        "各级指标得分": _levels(layout),
        "主要比率": [
            _rate(layout, measure, layout.values[name]) for name, measure in layout.scheme.all_measures.items()
        ],
    }
    row = 3
    numbers = iter("一二三四")
    for title, sentences in sections.items():
        if sentences:
            row = _section(sheet, row, f"{next(numbers)}、{title}", sentences)
    _lost(sheet, layout, row, f"{next(numbers)}、扣分及原因")
    sheet.print_area = f"{SENTENCE}1:{SENTENCE}{row + len(layout.scheme.indicators)}"


def _section(sheet: Worksheet, row: int, title: str, sentences: list[Value]) -> int:
    styles.HEADING(put(sheet, f"{SENTENCE}{row}", title))
    for place, sentence in enumerate(sentences, row + 1):
        styles.PLAIN(put(sheet, f"{SENTENCE}{place}", sentence))
        sheet.row_dimensions[place].height = text_height("", WIDTH, styles.PLAIN.size)
    return row + 1 + len(sentences)


def _shown(cell: Formula, number_format: str) -> Formula:
    """A number as a sentence states it; a gap while there is none."""
    return call("IF", call("ISNUMBER", cell), call("TEXT", cell, number_format), "……")


def _total(layout: Layout) -> Value:
    scheme = layout.scheme
    total, grade = TOTAL_ON_CHECK.reference_from(MATERIAL), GRADE_ON_CHECK.reference_from(MATERIAL)
    shown = _shown(total, SCORE_PLACES_SHOWN)
    return joined_text(total_said(OF_UNIT, scheme.year, scheme.points, shown, grade))


def _levels(layout: Layout) -> list[Value]:
    sentences: list[Value] = []
    for place, group in subtotals(layout.scheme):
        score = place.reference_from(MATERIAL)
        full = layout.applicable_points(list(group.leaves()), group.points, MATERIAL)
        rate = call(
            "IF", call("ISNUMBER", score), Formula(f"{score.text}/{ex.as_formula(full or 0.0).text}", ex.PRODUCT), ""
        )
        if any(leaf.rescales for leaf in group.leaves()):  # perhaps none of them applies
            rate = call("IFERROR", rate, "")
        shown = _shown(score, SCORE_PLACES_SHOWN), _shown(rate, PERCENT_SHOWN)
        sentences.append(joined_text(level_said(group.name, full or 0.0, *shown)))
    return sentences


def _rate(layout: Layout, measure: Measure, place: CellRef) -> Value:
    cell = place.reference_from(MATERIAL)
    number_format = PERCENT_SHOWN if measure.format == "percent" else SCORE_PLACES_SHOWN
    return joined_text(value_said(measure.label, _shown(cell, number_format)))


def _lost(sheet: Worksheet, layout: Layout, row: int, title: str) -> None:
    """The indicators below their points, one below the other, each with the reasons that were given."""
    styles.HEADING(put(sheet, f"{SENTENCE}{row}", title))
    indicators = [each for each in layout.scheme.indicators if not isinstance(each, Adjustment)]
    first, last = row + 1, row + len(indicators)
    running, said = (Formula(f"${letter}${first}:${letter}${last}") for letter in (RUNNING, FULL))
    for number, indicator in enumerate(indicators, 1):
        place = row + number
        result = layout.result(indicator).reference_from(MATERIAL)
        full = ex.as_formula(full_points(layout.scheme, indicator, layout.names(MATERIAL)))
        short = Formula(f"{result.text}<{full.text}", ex.COMPARISON)
        above = Formula(f"MAX({RUNNING}${row}:{RUNNING}{place - 1})+1")
        put(sheet, f"{RUNNING}{place}", call("IF", call("ISNUMBER", result), call("IF", short, above, ""), ""))
        put(sheet, f"{FULL}{place}", _loss(layout, indicator, full, result))
        found = call("MATCH", float(number), running, 0.0)
        styles.PLAIN(put(sheet, f"{SENTENCE}{place}", call("IFERROR", call("INDEX", said, found), "")))
        sheet.row_dimensions[place].height = text_height("\n" * (LINES_OF_REASON - 1), WIDTH, styles.PLAIN.size)


def _loss(layout: Layout, indicator: Indicator, full: Formula, result: Formula) -> Formula:
    lost = call("TEXT", ex.rounded(full - result, SCORE_PLACES), SCORE_PLACES_SHOWN)
    said = loss_said(indicator.name, full, call("TEXT", result, SCORE_PLACES_SHOWN), lost)
    return call("IF", call("ISNUMBER", result), joined_text([*said, *_reasons(layout, indicator)]), "")


def _reasons(layout: Layout, indicator: Indicator) -> Iterator[Value]:
    places = [*(layout.values[name] for name in indicator.reasons), layout.remarks[indicator.id]]
    for place in places:
        cell = place.reference_from(MATERIAL)
        yield call("IF", ex.equals(call("LEN", cell), 0.0), "", joined_text(reason_said(cell)))
