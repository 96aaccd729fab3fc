"""The summary workbook: 汇总表, 指标分析, 图表, 疑点, 未计入; with a campaign its groups, its notice, what is signed.

Lists too long for a sheet go to separate files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.files.atomic import save, unique_file_names
from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Scheme
from xlgen.summary.analysis import ANALYSIS_SHEET, MAX_REASONS, write_analysis
from xlgen.summary.charts import CHARTS_SHEET, write_charts
from xlgen.summary.database import Summary, SummaryPart
from xlgen.summary.figures import FormulaNumbers, Numbers, ValueNumbers
from xlgen.summary.groups import group_tallies, write_groups
from xlgen.summary.left_out import LEFT_OUT_SHEET, write_left_out
from xlgen.summary.lists import CsvLine, left_out_lines, unit_lines, write_lines
from xlgen.summary.notice import write_notice
from xlgen.summary.public import public_summary
from xlgen.summary.signing import write_signing
from xlgen.summary.standing import Standing
from xlgen.summary.statistics import Statistics, statistics_of
from xlgen.summary.table import counts_of, write_summary_table
from xlgen.summary.table_layout import SUMMARY_SHEET, layout_of_summary
from xlgen.suspicions.sheet import write_suspicions
from xlgen.suspicions.suspicion import Suspicion
from xlgen.workbook.build import PAGE_MARGIN
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet

MAX_ROWS = 5_000
"""Maximum number of units in 汇总表, and of files in 未计入.

For 5,000 units, a workbook of formulas is written in 5 seconds with 240 MB, and opened in as many seconds; 10,000 take
twice that. Not many more are possible: formualizer supports 100,000 formulas per sheet, that is, 12,500 units of a form
with five levels. With 5,000 units, a form may have 17 levels side by side.
"""
UNITS_LIST = "各单位"


def write_summaries(
    target: Path, parts: Sequence[SummaryPart], public: Path | None = None
) -> Iterator[tuple[Path, Summary, list[Path]]]:
    """Write a workbook for each form: under the target's name, or several beside it, each with its form's name.

    public: where the public edition of each is written, too. Yields each with what is in it and the list files written
    next to it. Raises OSError.
    """
    editions = summary_files(public, parts) if public else [None] * len(parts)
    for file, part, edition in zip(summary_files(target, parts), parts, editions, strict=True):
        yield file, part.summary, write_summary(file, *part, edition)


def summary_files(target: Path, parts: Sequence[SummaryPart]) -> list[Path]:
    """The file for each form: the target itself, or several beside it, each with its form's name."""
    schemes = [part.scheme for part in parts]
    names = [each.name if _is_alone(each, schemes) else f"{each.year}年度{each.name}" for each in schemes]
    if len(names) == 1:
        return [target]
    stems = unique_file_names(f"{target.stem}_{name}" for name in names)
    return [target.with_name(f"{stem}{target.suffix}") for stem in stems]


def _is_alone(scheme: Scheme, schemes: Sequence[Scheme]) -> bool:
    return sum(each.id == scheme.id for each in schemes) == 1


def write_summary(
    target: Path,
    scheme: Scheme,
    summary: Summary,
    suspicions: Iterable[Suspicion] = (),
    standing: Standing | None = None,
    public: Path | None = None,
) -> list[Path]:
    """Write the summary workbook and return the list files written next to it.

    All units, at least one, must have used this scheme. Raises OSError.
    """
    statistics = statistics_of(scheme, (unit.row for unit in summary.units()))
    lists: dict[str, Iterator[CsvLine]] = {}
    if summary.counted > MAX_ROWS:
        lists[UNITS_LIST] = unit_lines(scheme, summary, statistics)
    if summary.listed > MAX_ROWS:
        lists[LEFT_OUT_SHEET] = left_out_lines(summary.left_out(), standing is not None)
    files = {title: target.with_name(f"{target.stem}_{title}.csv") for title in (UNITS_LIST, LEFT_OUT_SHEET)}
    for title, lines in lists.items():
        write_lines(files[title], lines)
    names = {title: files[title].name for title in lists}
    book = summary_book(scheme, summary, statistics, names, suspicions, standing)
    save(target, book)
    if public is not None:
        save(public, public_summary(book, scheme, summary))
    for title, file in files.items():
        if title not in lists:  # left from an earlier summary of more units, now outdated
            file.unlink(missing_ok=True)
    return [files[title] for title in lists]


def summary_book(
    scheme: Scheme,
    summary: Summary,
    statistics: Statistics,
    lists: Mapping[str, str],
    suspicions: Iterable[Suspicion] = (),
    standing: Standing | None = None,
) -> bytes:
    """The bytes of the workbook. `lists`: names of the list files next to it, by UNITS_LIST and LEFT_OUT_SHEET."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    numbers: Numbers = ValueNumbers(scheme, statistics)
    layout = layout_of_summary(scheme, summary) if UNITS_LIST not in lists else None
    if layout is not None:
        write_summary_table(_sheet(workbook, SUMMARY_SHEET, Worksheet.PAPERSIZE_A3), layout, summary, standing)
        numbers = FormulaNumbers(layout, statistics)
    tallies = group_tallies(scheme, (unit.row for unit in summary.units()), summary.roster_keys)
    write_groups(workbook, scheme, tallies, standing, layout)
    notes = list(_notes(scheme, summary, lists.get(UNITS_LIST, "")))
    write_analysis(_sheet(workbook, ANALYSIS_SHEET), scheme, numbers, summary.reasons(MAX_REASONS), notes)
    write_charts(_sheet(workbook, CHARTS_SHEET), scheme, numbers)
    if standing is not None:
        if layout is not None:
            write_notice(workbook, scheme, summary, standing)
        write_signing(workbook, scheme, summary, standing, numbers)
    write_suspicions(workbook, suspicions)
    list_file, in_campaign = lists.get(LEFT_OUT_SHEET, ""), standing is not None
    write_left_out(_sheet(workbook, LEFT_OUT_SHEET), summary, list_file, MAX_ROWS, in_campaign)
    workbook.properties.title = f"{scheme.year}年度{scheme.name}汇总"
    return workbook_bytes(workbook, scheme.year)


def _notes(scheme: Scheme, summary: Summary, units: str) -> Iterator[str]:
    """The notes below 指标分析. `units`: name of the file with the units if they are not in 汇总表, otherwise ""."""
    if units:
        where = f"各单位的得分、等次、排名见同一文件夹中的“{units}”，可用 Excel 打开"
        yield f"{counts_of(scheme, summary)}（见“{LEFT_OUT_SHEET}”）。得分按评分标准核算。{where}。"
    if any(has_variable_points(scheme, indicator) for indicator in scheme.indicators):
        counted = "有关指标的得分率、扣分单位数按各单位调整后的分值计算"
        yield f"注：指标不适用的，其分值调整到其他指标；{counted}（见“{units or SUMMARY_SHEET}”右侧）。"


def _sheet(workbook: Workbook, title: str, paper: str = Worksheet.PAPERSIZE_A4) -> Worksheet:
    sheet = add_sheet(workbook, title, {})
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = int(paper)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = PAGE_MARGIN
    margins.bottom = PAGE_MARGIN + 0.2
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
    return sheet
