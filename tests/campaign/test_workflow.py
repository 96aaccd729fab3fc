"""A round by the library's functions: issued, returned, validated, summed up, without a word on the screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import published_filling, shipped_scheme
from tests.factories.schemes import templates_of
from xlgen.campaign.summarizing import summarize_returns
from xlgen.campaign.validation import validate_returns
from xlgen.errors import UsageError
from xlgen.execution.local import LocalExecutor
from xlgen.files.resources import SAMPLES
from xlgen.issuing.issue import issue_forms
from xlgen.issuing.issue_result import IssueResult
from xlgen.issuing.notices import NOTICES_FILE, NoticeKind
from xlgen.reports.feedback_files import write_feedback
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_scheme, scheme_for_year
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.verdict import Verdict
from xlgen.workbook.build import build

FORM = "jiangsu-2020"
SCHEME = shipped_scheme(FORM)
HERE = LocalExecutor(1)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "名单.csv"
    unit = published_filling(FORM).inputs[UNIT_NAME]
    file.write_text(f"单位编码,单位名称,传真\n1,{unit},\n2,示例甲,\n", encoding="utf-8")
    return file


def test_round__by_functions_alone(tmp_path: Path, roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, folder, returned = SCHEME, tmp_path / "下发", tmp_path / "交回"
    first = issue_forms(scheme, roster, folder, layout="{name}.xlsx", executor=HERE)
    assert (first.written, first.kept, first.complete, first.notices_file) == (2, 0, True, None)
    assert first.unused_columns == ("传真",)
    roster.write_text(roster.read_text(encoding="utf-8").replace("示例甲", "示例乙"), encoding="utf-8")
    again = issue_forms(scheme, roster, folder, executor=HERE)
    assert (again.written, again.kept, again.remembered_options) == (1, 1, {"layout": "{name}.xlsx"})
    assert [notice.kind for notice in again.notices] == [NoticeKind.DROPPED_UNIT]
    assert again.notices_file == folder / NOTICES_FILE

    returned.mkdir()
    (returned / "一.xlsx").write_bytes(build(scheme, published_filling(FORM)))
    shutil.copy(folder / "示例乙.xlsx", returned / "二.xlsx")
    result = validate_returns([returned], roster=folder, executor=HERE)
    assert (result.recorded, result.known, result.clean) == (2, 0, False)
    assert [each.unit.name for each in result.report.missing] == ["示例甲"]
    assert result.report.count(Verdict.RETURNED) == 1
    assert write_feedback(result, tmp_path / "退回", executor=HERE).written == 2
    assert len(list((tmp_path / "退回").iterdir())) == 4
    assert validate_returns([returned], roster=folder, executor=HERE).known == 2

    with summarize_returns([returned], campaign=folder, include_failed=True, executor=HERE) as summed_up:
        assert [part.scheme for part in summed_up.parts] == [scheme]
        assert (summed_up.summary.counted, summed_up.known) == (2, 2)
    assert capsys.readouterr() == ("", "")


Issue = Callable[[Path, Path], IssueResult]


@pytest.mark.parametrize(
    ("issue", "parameter", "why"),
    [
        (
            lambda roster, folder: issue_forms(SCHEME, roster, folder, layout="{name}"),
            "layout",
            "应当是下发文件夹之内的",
        ),
        (lambda roster, folder: issue_forms(SCHEME, roster, folder, record=Path("a.db")), "record", "a.db：请写以"),
        (lambda roster, folder: issue_forms(SCHEME, roster, folder, carry=Path("没有")), "carry", "没有：没有这个文件"),
        (lambda roster, folder: issue_forms(SCHEME, roster, roster), "folder", "名单.csv：是文件"),
    ],
)
def test_argument_that_cannot_be_used__is_named_as_the_function_does(
    tmp_path: Path, roster: Path, issue: Issue, parameter: str, why: str
) -> None:
    with pytest.raises(UsageError, match=why) as error:
        issue(roster, tmp_path / "下发")
    assert error.value.parameter == parameter
    assert not (tmp_path / "下发").exists()


def test_scheme_of_ones_own__checks_forms_of_every_year(tmp_path: Path) -> None:
    """The scheme alone is handed over, not its file, which may be gone."""
    file = tmp_path / "scheme.yaml"
    file.write_text(f"extends: {FORM}\nid: own\n", encoding="utf-8")
    own = load_scheme(str(file))
    later, again = load_scheme(str(file), own.year + 3), scheme_for_year(own, own.year + 3)
    assert again == later
    assert list(templates_of(str(file)).schemes()) == [own]
    file.unlink()
    data = tmp_path / "数据.yaml"
    text = (SAMPLES / FORM / "inputs.yaml").read_text(encoding="utf-8").replace(f"scheme: {FORM}", "scheme: own")
    data.write_text(text, encoding="utf-8")
    (tmp_path / "交回").mkdir()
    (tmp_path / "交回" / "表.xlsx").write_bytes(build(again, load_form_data(data, own)))
    (report,) = validate_returns([tmp_path / "交回"], schemes=only(own), executor=HERE).report.reports
    assert (report.scheme, report.year) == ("own", str(own.year + 3))
    assert "OTHER_TEMPLATE" not in {finding.code.name for finding in report.findings}
