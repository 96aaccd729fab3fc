"""The verbs of the public face: what `import xlgen` offers. None prints or reads options."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

from xlgen.authoring.example import example_of
from xlgen.authoring.explanation import explanation_of
from xlgen.authoring.preview import Preview, write_preview
from xlgen.campaign.record import find_record
from xlgen.campaign.summarizing import summarize_returns
from xlgen.campaign.validation import validate_returns
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor
from xlgen.execution.local import LocalExecutor
from xlgen.issuing.issue import issue_forms
from xlgen.issuing.issue_result import IssueResult
from xlgen.reports.repaired_files import RepairedFile, repair_files
from xlgen.results import Explained, Report, Score, SummaryReport, Workbook
from xlgen.reviewing.result import ReviewResult, review_results
from xlgen.reviewing.session import open_session
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes, only
from xlgen.scheme.load import load_scheme as _load_scheme
from xlgen.scheme.model import YEARS, Scheme
from xlgen.scheme.problems import BrokenFileError, DataError
from xlgen.scheme.yaml_file import read_file
from xlgen.scoring.check_code import check_code
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import score_form
from xlgen.scoring.open_points import open_points
from xlgen.submissions.compare import Comparison
from xlgen.submissions.read import open_workbook
from xlgen.submissions.submission import submission_of
from xlgen.submissions.template import NoTemplateError, templates_of
from xlgen.workbook.build import build as _build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

Paths: TypeAlias = str | Path | Sequence[str | Path]
Schemes: TypeAlias = Scheme | Sequence[Scheme] | KnownSchemes | None
"""The schemes that forms may be of, each form its own of them; None: every known one."""
ONE_PROCESS = LocalExecutor(1)


def load_scheme(name: str | Path, year: int | None = None) -> Scheme:
    """A scheme by id or path, for its own year or another.

    Raises UnknownSchemeError, and SchemeError with every problem of the file.
    """
    return _load_scheme(str(name), year)


def explain(scheme: Scheme) -> Explained:
    """What a scheme asks for and how it gives points, with the scores at and around every bound of its rules.

    Its page is what an official approves before the form is issued.
    """
    return Explained(explanation_of(scheme))


def preview(scheme: Scheme, folder: str | Path, data: FormData | None = None) -> Preview:
    """A form as its author wants to see it: blank and filled in, as workbooks and, with LibreOffice, as printed.

    data: what it is filled with; without it, the published sample of a shipped scheme, else a plausible example.
    Without LibreOffice only the workbooks are written, and `missing` says what to install.
    Raises OSError.
    """
    return write_preview(scheme, example_of(scheme) if data is None else data, Path(folder))


def read_data(path: str | Path, scheme: Scheme | None = None) -> FormData:
    """What a unit filled in, from a YAML data file (`xlgen inputs` writes its skeleton).

    Without a scheme, the shipped one that the file names, for the year that it names. Percents are ratios; amounts are
    in the money unit of the data, 万元 unless it says 元. Raises DataError with every problem of the file.
    """
    return load_form_data(Path(path), scheme or _scheme_of_data(Path(path)))


def _scheme_of_data(file: Path) -> Scheme:
    try:
        data = read_file(file).data
    except BrokenFileError as error:
        raise DataError(error.problems) from error
    name, year = data.get("scheme"), data.get("year")
    if not isinstance(name, str):
        raise UsageError(f"{file}：没有写明是哪个表样的数据。请补上“scheme: 表样编号”，或指明表样", "scheme")
    return load_scheme(name, year if year in YEARS else None)  # reading the data reports any other year


def build(
    scheme: Scheme,
    data: FormData | None = None,
    *,
    unit: str = "",
    approved: FormData | None = None,
    formulas: str = FormulaStyle.NATIVE,
) -> Workbook:
    """A workbook: blank, for a named unit, or filled.

    The unit's name and approved data (targets, for one) are filled in and locked. formulas: "native" (plain formulas),
    or "udf" (calls of the custom functions, for Excel for Windows).
    Raises UsageError, and NotPortableError where the scheme needs what Excel 2010 cannot hold.
    """
    return Workbook(_build(scheme, data, unit, approved, _style(formulas)), scheme)


def _style(formulas: str) -> FormulaStyle:
    if formulas not in list(FormulaStyle):
        raise UsageError(f"应当是 {'、'.join(FormulaStyle)} 之一，写的却是 {formulas}", "formulas")
    return FormulaStyle(formulas)


def score(scheme: Scheme, data: FormData) -> Score:
    """The score of what a unit filled in, by the rules of the scheme."""
    scores = score_form(scheme, data)
    shown = {key: row.score for result in scores.indicators for key, row in result.rows.items()}
    missing = tuple(open_points(scheme, data, scores, {**shown, **data.reported}))
    indicators = {result.indicator.id: result for result in scores.indicators}
    code = "" if missing else check_code(scheme, with_overrides(data, presets(scheme)), shown, scores.total)
    return Score(scheme, scores.total, scores.grade, indicators, missing, code)


def compare(path: str | Path, scheme: Schemes = None) -> Comparison:
    """The score by rule beside the score that a filled workbook shows.

    scheme: where it is no known one. Raises UnreadableError for a file that is no filled scoring workbook, and
    NoTemplateError for one that was made from an unknown or another scheme.
    """
    file = Path(path)
    workbook, identity = open_workbook(file)
    try:
        submission = submission_of(file.name, workbook, identity, templates_of(_known(scheme)))
    except NoTemplateError as error:
        raise NoTemplateError(error.finding, file) from None
    if not submission.returned.computed:
        raise UnreadableError(file, Reason.NOT_COMPUTED)
    return submission.comparison


def validate(
    paths: Paths,
    *,
    roster: Paths | None = None,
    scheme: Schemes = None,
    year: int | None = None,
    reference: str | Path | None = None,
    executor: Executor = ONE_PROCESS,
) -> Report:
    """Check the workbooks that came back: files, folders and zip archives.

    roster: a list of the units that are due, or the folder of a campaign, whose record then keeps the results; or those
    of several campaigns, each of another scheme.
    scheme: one or several that the forms are to be of, where these are no known ones. year: the year that is due.
    reference: the bureau's own figures, a line for each unit, with which forms are compared; it needs a roster, and
    a campaign remembers it.
    executor: one process unless said otherwise; a script that asks for several needs the usual
    `if __name__ == "__main__":`.
    Raises UsageError, and NothingToCheckError where a path leads nowhere.
    """
    result = validate_returns(
        _paths(paths),
        roster=None if roster is None else _paths(roster),
        schemes=_known(scheme),
        year=year,
        reference=None if reference is None else Path(reference),
        executor=executor,
    )
    return Report(result)


def reviews(campaign: str | Path, *, scheme: Schemes = None) -> list[ReviewResult]:
    """How the 财政复核 of a campaign stands: the result of every form that was drawn, in that order.

    campaign: the folder that the forms were issued to, or its record. scheme: where the forms are of no known one.
    Raises UsageError, RecordError and OSError.
    """
    with open_session(find_record(Path(campaign)), schemes=_known(scheme)) as opened:
        return review_results(opened.scheme, opened.reviews)


def repair(paths: Paths, folder: str | Path, *, scheme: Schemes = None, year: int | None = None) -> list[RepairedFile]:
    """Put what stands in damaged workbooks into fresh ones, written into a folder with a text on each.

    paths: files (.xlsx, .xls), folders and zip archives. scheme: where they are of no known one. year: of copies
    in which nothing says it.
    Each result has the fresh form with its doubts and what was left out, or says why there is
    none. Raises UsageError, NothingToCheckError and OSError.
    """
    return repair_files(_paths(paths), Path(folder), schemes=_known(scheme), year=year)


def issue(
    scheme: Scheme,
    roster: str | Path,
    folder: str | Path,
    *,
    layout: str | None = None,
    carry: str | Path | None = None,
    approved: str | Path | None = None,
    drop: bool = False,
    formulas: str = FormulaStyle.NATIVE,
    executor: Executor = ONE_PROCESS,
) -> IssueResult:
    """Write a workbook for every unit of a roster, and the campaign's record beside them.

    layout: the path of each file below the folder, like {district}/{code}_{name}.xlsx. carry: the folder of last
    year's forms, whose values are carried over. approved: a list of approved goals, laid down in the units' own rows.
    drop: units that are no longer on the roster are not due any more.
    Stopped and called again, it goes on; no workbook that somebody saved since is replaced.
    Raises UsageError, RecordError and OSError.
    """
    last_year = None if carry is None else Path(carry)
    return issue_forms(
        scheme,
        Path(roster),
        Path(folder),
        layout=layout,
        carry=last_year,
        approved=None if approved is None else Path(approved),
        drop=drop,
        formulas=_style(formulas),
        executor=executor,
    )


def summarize(
    paths: Paths,
    *,
    campaign: Paths | None = None,
    scheme: Schemes = None,
    include_failed: bool = False,
    last_year: Paths | None = None,
    executor: Executor = ONE_PROCESS,
) -> SummaryReport:
    """Sum up the forms that came back: scores by rule, grades, ranks, statistics.

    campaign: the folder of a campaign, of whose units then only the form that counts is taken. include_failed: also
    forms with errors. last_year: the folder of last year's campaign, whose totals stand beside this year's. Raises
    UsageError.
    """
    with ExitStack() as stack:
        result = stack.enter_context(
            summarize_returns(
                _paths(paths),
                campaign=None if campaign is None else _paths(campaign),
                schemes=_known(scheme),
                include_failed=include_failed,
                last_year=None if last_year is None else _paths(last_year),
                executor=executor,
            )
        )
        report = SummaryReport(result)
        weakref.finalize(report, stack.pop_all().close)
        return report


def _known(scheme: Schemes) -> KnownSchemes:
    if scheme is None:
        return all_schemes()
    if isinstance(scheme, KnownSchemes):
        return scheme
    return only(scheme) if isinstance(scheme, Scheme) else only(*scheme)


def _paths(paths: Paths) -> list[Path]:
    return [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
