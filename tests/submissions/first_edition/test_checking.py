"""A form of the first edition is scored and checked where its cells are, told once, and not compared cell by cell."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import xlgen
from samples.defects.making import FIRST_EDITION, SCHEME, filled, good, scheme
from tests.conftest import FIRST_EDITION_FORMS
from tests.factories.first_edition import FOLDER, first_edition, moved, typed
from tests.factories.schemes import templates_of
from xlgen.cli.main import main
from xlgen.errors import EXIT_OK
from xlgen.issuing.carry_over import LastYearReader
from xlgen.reports.feedback import annotated_copy
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_file
from xlgen.scoring.status import Status
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.read import identity_in, read_returned
from xlgen.submissions.sources import Source
from xlgen.submissions.submission import submission_of
from xlgen.submissions.validate import FileReport, check_bytes
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of

TYPED_OVER = {"guangdong-2019": "G21", "jiangning": "F29", "shenzhen-2021": "I16"}


def checked(data: bytes) -> FileReport:
    return check_bytes("评分表.xlsx", data, templates_of(str(SCHEME)), scheme().year)


def altered(part: str, old: str, new: str) -> bytes:
    """The example with a text of one of its parts replaced, once."""
    result = io.BytesIO()
    with zipfile.ZipFile(FIRST_EDITION) as before, zipfile.ZipFile(result, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert text.count(old.encode()) == 1
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return result.getvalue()


@pytest.mark.parametrize("name", FIRST_EDITION_FORMS)
def test_published_form__told_once_and_scores_typed_over_at_their_cells(name: str) -> None:
    report = check_bytes(f"{name}.xlsx", (FOLDER / f"{name}.xlsx").read_bytes())
    findings = [each for each in report.findings if each.level is not Level.NOTICE]
    assert [each.code for each in findings].count(IdentityCode.FIRST_EDITION) == 1
    wrong = [(each.sheet, each.cell) for each in findings if each.level is Level.ERROR]
    assert wrong == [("指标评分表", TYPED_OVER[name]) for _ in range(name in TYPED_OVER)]
    assert all(each.code is ArithmeticCode.SCORE_DIFFERS for each in findings if each.level is Level.ERROR)
    assert not any(isinstance(each.code, StructureCode) for each in report.findings)


@pytest.mark.parametrize("name", FIRST_EDITION_FORMS)
def test_compare__today_s_rules_beside_what_the_form_shows(name: str) -> None:
    comparison = xlgen.compare(FOLDER / f"{name}.xlsx")
    assert comparison.complete
    assert comparison.clean == (name not in TYPED_OVER)


def test_message__names_what_has_no_place_today() -> None:
    (told,) = [
        each
        for each in checked(altered("xl/worksheets/sheet2.xml", "编制人数", "车位数")).findings
        if each.code is IdentityCode.FIRST_EDITION
    ]
    assert "“车位数”填的“50”" in told.message


def test_score_command__says_so_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=str(EXIT_OK)):
        main(["score", str(FOLDER / "jiangmen-2024.xlsx")])
    assert "xlgen repair" in capsys.readouterr().err


def test_rows_inserted_into_a_full_table__all_are_scored() -> None:
    first = moved(first_edition(scheme()), lambda row: row if row < 8 else row + 10, "履职目标")
    full = typed(first, {f"C{row}": f"目标{row}" for row in range(8, 18)}, "履职目标").book
    identity = identity_in(full)
    assert identity is not None
    submission = submission_of("评分表.xlsx", full, identity, templates_of(str(SCHEME)))
    assert [row["name"] for row in submission.filling.tables["targets"][4:]] == [f"目标{row}" for row in range(8, 18)]
    wrong = {entry.place.row for entry in submission.entries if entry.status is Status.MISSING}
    assert wrong == set(range(8, 18))


def test_wrong_input__found_in_its_own_cell() -> None:
    data = altered("xl/worksheets/sheet2.xml", "<v>48</v>", "<v>48.5</v>")
    found = [(each.sheet, each.indicator) for each in checked(data).findings if isinstance(each.code, InputCode)]
    assert found == [("基础数据", "在职人员控制率")]


def test_form_of_today__is_not_taken_for_the_first_edition() -> None:
    assert IdentityCode.FIRST_EDITION not in {each.code for each in checked(good()).findings}
    assert IdentityCode.FIRST_EDITION not in {each.code for each in checked(filled({"staff": 49})).findings}


def test_another_year_s_form__wrong_year_is_told() -> None:
    report = check_bytes("评分表.xlsx", FIRST_EDITION.read_bytes(), templates_of(str(SCHEME)), 2025)
    assert IdentityCode.WRONG_YEAR in {each.code for each in report.findings}


def test_file_checker__row_and_contents_for_summary_and_record() -> None:
    result = FileChecker(only(scheme()))(Source("评分表.xlsx", FIRST_EDITION))
    assert result.row is not None
    assert result.contents is not None
    assert result.row.total == result.report.by_rule == 98.4
    assert result.contents.values["targets/1/name"] == "开展线上路演"


def test_annotated_copy__holds_what_was_filled_in() -> None:
    report, submission = FileChecker().examine(Source("评分表.xlsx", FOLDER / "jiangning.xlsx"))
    assert submission is not None
    copy = workbook_of(package_of(Path("评分表.xlsx"), annotated_copy(submission, report.findings)))
    returned = read_returned(copy, submission.scheme, copy.path)
    assert returned.filling.inputs == {**submission.returned.filling.inputs}
    assert returned.reported["nontax_completion"] == 0.72


def test_carry_over__reads_last_year_s_form() -> None:
    reader = LastYearReader(load_file(SCHEME, scheme().year + 1), ("money_unit", "spent"))
    form = reader(Source("评分表.xlsx", Path(FIRST_EDITION)))
    assert (form.unit, form.inputs) == ("示例市科技服务中心", {"money_unit": "万元", "spent": 920})
