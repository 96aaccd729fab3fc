"""复核汇总: the scores of units and of the review side by side, by unit, department and indicator; live and to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl.workbook import Workbook

from xlgen.reviewing.result import IndicatorResult, ReviewResult
from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Value, call
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.summary.signing import SIGNERS
from xlgen.text import chinese_day, one_line
from xlgen.xlsx.refs import ColumnRange
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, list_workbook, put_list, put_row, put_signatures, put_title

UNITS, DEPARTMENTS, INDICATORS, LINES = "复核汇总表", "按主管部门", "按指标", "明细"
UNIT_COLUMNS = {
    "序号": 6,
    "单位": 32,
    "主管部门": 18,
    "自评": 9,
    "初步复核": 9,
    "复核": 9,
    "差": 9,
    "自评等次": 9,
    "复核等次": 9,
    "自评质量": 9,
    "扣分指标数": 9,
    "进展": 14,
}
OWN, FIRST, FINAL, DIFFERENCE, OWN_GRADE, GRADE, QUALITY, STAGE = "DEFGHIJL"
GROUP_COLUMNS = {"名称": 34, "份数": 9, "自评平均": 11, "复核平均": 11, "平均差": 11, "扣分份数": 11}
LINE_COLUMNS = {
    "单位": 28,
    "主管部门": 16,
    "指标": 30,
    "分值": 8,
    "自评得分": 9,
    "初步复核": 9,
    "复核得分": 9,
    "差": 8,
    "问题": 44,
    "单位意见": 10,
    "采纳与否": 10,
}
NOT_GIVEN = "（未写）"
ANY = ">=-1000"
"""What every difference is that is one."""
HEAD_ROW, GROUP_HEAD_ROW = 4, 2
CENTRED = replace(styles.CENTRED, vertical="top")
SCORED = replace(CENTRED, format=styles.SCORE_FORMAT)


@dataclass(frozen=True)
class ReviewNumbers:
    """What a summary says in figures: of the reviews with a result. means: None where there is none."""

    drawn: int
    reviewed: int
    settled: int
    own_mean: float | None
    mean: float | None
    lowered: int
    grade_changed: int


def review_numbers(results: Sequence[ReviewResult]) -> ReviewNumbers:
    """The numbers of some reviews."""
    done = [result for result in results if result.own_total is not None and result.total is not None]
    return ReviewNumbers(
        len(results),
        len(done),
        sum(bool(result.settled) for result in results),
        _mean([result.own_total or 0.0 for result in done]),
        _mean([result.total or 0.0 for result in done]),
        sum((result.difference or 0.0) < 0 for result in done),
        sum(result.grade != result.own_grade for result in done),
    )


def numbers_said(numbers: ReviewNumbers) -> str:
    """The numbers in a sentence, without a full stop."""
    told = f"列入复核{numbers.drawn}份，已有复核结果{numbers.reviewed}份，已定稿{numbers.settled}份"
    if numbers.own_mean is None or numbers.mean is None:
        return told
    means = f"自评平均{numbers.own_mean:.2f}分，复核平均{numbers.mean:.2f}分"
    return f"{told}；{means}；复核比自评低的{numbers.lowered}份，等次有变化的{numbers.grade_changed}份"


def _mean(scores: Sequence[float]) -> float | None:
    return excel_round(sum(scores) / len(scores), SCORE_PLACES) if scores else None


def summary_book(results: Sequence[ReviewResult], title: str, bureau: str, day: str) -> bytes:
    """The workbook. title: of the form, with its year. day: as 2026-03-01."""
    workbook = list_workbook()
    _units(workbook, results, title, f"{one_line(bureau)}　{chinese_day(day)}".strip("　"))
    with_scores = [result for result in results if result.indicators]
    if any(result.department for result in results):
        departments = list(dict.fromkeys(result.department or NOT_GIVEN for result in results))
        first, last = HEAD_ROW + 1, HEAD_ROW + len(results)
        _groups(workbook, title, DEPARTMENTS, departments, _Source(UNITS, "C", OWN, FINAL, DIFFERENCE, first, last))
    if with_scores:
        titles = list(dict.fromkeys(row.title for result in with_scores for row in result.indicators))
        count = _lines(workbook, with_scores)
        _groups(workbook, title, INDICATORS, titles, _Source(LINES, "C", "E", "G", "H", 2, 1 + count))
        workbook.move_sheet(LINES, 1)
    return workbook_bytes(workbook, int(day[:4]))


def _units(workbook: Workbook, results: Sequence[ReviewResult], title: str, issued: str) -> None:
    sheet = add_sheet(workbook, UNITS, UNIT_COLUMNS)
    sheet.print_options.horizontalCentered = True
    width, first, last = len(UNIT_COLUMNS), HEAD_ROW + 1, HEAD_ROW + len(results)
    put_title(sheet, 1, f"{title}财政复核汇总表", styles.TITLE, width)
    put_title(sheet, 2, issued, styles.PLAIN, width)
    numbers = review_numbers(results)
    put_title(sheet, 3, numbers_said(numbers), styles.PLAIN, width)
    put_list(sheet, HEAD_ROW, UNIT_COLUMNS, _unit_lines(results))
    for row in range(first, last + 1):
        for letter in (DIFFERENCE, QUALITY):
            SCORED(sheet[f"{letter}{row}"])
        for letter in (OWN_GRADE, GRADE, STAGE):
            CENTRED(sheet[f"{letter}{row}"])
    if numbers.reviewed:
        row = last + 1
        means = [_average(ColumnRange(UNITS, letter, first, last)) for letter in (OWN, FIRST, FINAL, DIFFERENCE)]
        put_row(sheet, row, ["", "平均", "", *means, "", "", "", "", ""], styles.HEAD)
        for letter in (OWN, FIRST, FINAL, DIFFERENCE):
            sheet[f"{letter}{row}"].number_format = styles.SCORE_FORMAT
        last = row
    put_signatures(sheet, last + 2, [*(f"{signer}（签字）" for signer in SIGNERS), "日期"], width)


def _unit_lines(results: Sequence[ReviewResult]) -> Iterator[list[Value | None]]:
    for number, result in enumerate(results, 1):
        scores: list[Value | None] = [result.own_total, result.first_total, result.total]
        row = HEAD_ROW + number
        lowered = len(result.lowered) if result.indicators else ""
        grades: list[Value | None] = [result.own_grade, result.grade, result.quality, lowered]
        department = one_line(result.department) or NOT_GIVEN
        yield [number, result.who, department, *scores, _difference(row, OWN, FINAL), *grades, result.stage.value]


def _difference(row: int, own: str, final: str) -> Formula:
    before, after = Formula(f"{own}{row}"), Formula(f"{final}{row}")
    both = Formula(f"COUNT({before.text},{after.text})=2", ex.COMPARISON)
    return call("IF", both, ex.rounded(after - before, SCORE_PLACES), "")


def _average(cells: ColumnRange) -> Formula:
    range_ = cells.reference_from(cells.sheet)
    return call("IF", Formula(f"{call('COUNT', range_).text}=0", ex.COMPARISON), "", call("AVERAGE", range_))


def _lines(workbook: Workbook, results: Sequence[ReviewResult]) -> int:
    """Every row of every form under review; returns how many."""
    sheet = add_sheet(workbook, LINES, LINE_COLUMNS)
    lines = [(result, row) for result in results for row in result.indicators]
    put_list(sheet, 1, LINE_COLUMNS, (_line(number, *each) for number, each in enumerate(lines, 2)))
    for row in range(2, 2 + len(lines)):
        SCORED(sheet[f"H{row}"])
    return len(lines)


def _line(number: int, result: ReviewResult, row: IndicatorResult) -> list[Value | None]:
    scores: list[Value | None] = [row.points, row.own, row.first, row.final, _difference(number, "E", "G")]
    department = one_line(result.department) or NOT_GIVEN
    return [result.who, department, row.title, *scores, "；".join(row.problems), row.agrees, row.ruling]


@dataclass(frozen=True)
class _Source:
    """Where a grouped sheet takes its numbers: a sheet, its columns, its rows."""

    sheet: str
    group: str
    own: str
    final: str
    difference: str
    first: int
    last: int

    def column(self, letter: str, seen_from: str) -> Formula:
        return ColumnRange(self.sheet, letter, self.first, self.last).reference_from(seen_from)


def _groups(workbook: Workbook, form: str, title: str, names: Sequence[str], source: _Source) -> None:
    sheet = add_sheet(workbook, title, GROUP_COLUMNS)
    put_title(sheet, 1, f"{form}财政复核：{title}（只计已有复核结果的）", styles.HEADING, len(GROUP_COLUMNS))
    lines = (_group(title, source, name, row) for row, name in enumerate(names, GROUP_HEAD_ROW + 1))
    put_list(sheet, GROUP_HEAD_ROW, GROUP_COLUMNS, lines)
    for row in range(GROUP_HEAD_ROW + 1, GROUP_HEAD_ROW + 1 + len(names)):
        for letter in "CDE":
            SCORED(sheet[f"{letter}{row}"])
        for letter in "BF":
            CENTRED(sheet[f"{letter}{row}"])


def _group(sheet: str, source: _Source, name: str, row: int) -> list[Value | None]:
    """Counts and means of the forms of a group that have a result."""
    criteria = source.column(source.group, sheet), Formula(f"$A{row}"), source.column(source.difference, sheet)
    none = Formula(f"$B{row}=0", ex.COMPARISON)
    means = [
        call("IF", none, "", call("SUMIFS", source.column(letter, sheet), *criteria, ANY) / Formula(f"$B{row}"))
        for letter in (source.own, source.final)
    ]
    less = call("IF", none, "", call("ROUND", Formula(f"D{row}-C{row}", ex.SUM), SCORE_PLACES))
    return [one_line(name), call("COUNTIFS", *criteria, ANY), *means, less, call("COUNTIFS", *criteria, "<0")]
