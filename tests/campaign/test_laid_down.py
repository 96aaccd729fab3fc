"""What was approved is what the record says: every change of it is told, whatever the form says of itself."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from samples.defects.making import SCHEME, edited
from tests.conftest import shipped_scheme
from tests.factories.schemes import edited as edited_text
from xlgen.campaign.record import CampaignRecord, open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.summarizing import summarize_returns
from xlgen.campaign.validation import ValidationResult, validate_returns
from xlgen.execution.local import LocalExecutor
from xlgen.issuing.issue import issue_forms
from xlgen.issuing.issue_result import IssueResult
from xlgen.roster.laid_down import LaidDown, as_text, from_text
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_file, load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.submissions.as_issued import with_issued
from xlgen.submissions.contents import FormContents
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.first_edition.approved import items_at
from xlgen.submissions.template import Templates
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict
from xlgen.workbook.approved import cell_of, items_of
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.identity import identity_of
from xlgen.xlsx.values import CellValue

HERE = LocalExecutor(1)
TOLD = ("TARGET_CHANGED", "NOT_THE_ISSUED_FORM", "PREFILLED_CHANGED", "NOT_COMPARED", "WRONG_SCHEME", "WRONG_YEAR")
Cells = Mapping[str, CellValue]


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    """The small form, with the whole budget locked once it is filled in."""
    file = tmp_path_factory.mktemp("scheme") / "scheme.yaml"
    budget = "total_budget: {kind: money, label: 部门预算总额"
    file.write_text(edited_text(SCHEME, (f"{budget}}}", f"{budget}, locked: true}}")), encoding="utf-8")
    return load_file(file)


def place(scheme: Scheme, item: str) -> str:
    cell = cell_of(layout_of(scheme), item)
    assert cell is not None
    return f"{cell.sheet}!{cell.address}"


class Campaign:
    """Two units, of which one has a budget that is approved, and a basic budget that it may correct."""

    def __init__(self, folder: Path, scheme: Scheme) -> None:
        self.scheme, self.roster, self.folder = scheme, folder / "名单.csv", folder / "下发"
        self.returned = folder / "交回"

    def issue(self, budget: str, unit: str = "甲单位", drop: bool = False) -> IssueResult:
        lines = f"单位编码,单位名称,部门预算总额,其中：基本支出预算\n1,{unit},{budget},600\n2,乙单位,,\n"
        self.roster.write_text(lines, encoding="utf-8")
        return issue_forms(self.scheme, self.roster, self.folder, layout="{code}.xlsx", drop=drop, executor=HERE)

    @property
    def form(self) -> bytes:
        """The form as it was issued to the unit."""
        return (self.folder / "1.xlsx").read_bytes()

    def blank(self, **inputs: CellValue) -> bytes:
        """A form that the unit made from the blank one."""
        return build(self.scheme, FormData({"unit_name": "甲单位", **inputs}))

    def hand_in(self, form: bytes, cells: Cells | None = None) -> bytes:
        """Put a form, with something else in some cells, among those returned."""
        data = typed(form, cells) if cells else form
        (self.returned / "甲.xlsx").write_bytes(data)
        return data

    def check(self, jobs: int = 1) -> ValidationResult:
        return validate_returns(
            [self.returned], roster=self.folder, schemes=only(self.scheme), executor=LocalExecutor(jobs)
        )

    def told(self) -> list[str]:
        """The codes that these tests are about, of all files."""
        reports = self.check().report.reports
        return [each.code.name for report in reports for each in report.findings if each.code.name in TOLD]

    def messages(self) -> str:
        return "\n".join(str(each) for report in self.check().report.reports for each in report.findings)

    def record(self) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / RECORD_NAME)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, scheme: Scheme) -> Path:
    """A campaign that was just issued; not to be changed."""
    folder = tmp_path_factory.mktemp("campaign")
    (folder / "交回").mkdir()
    Campaign(folder, scheme).issue("1000")
    return folder


@pytest.fixture
def campaign(tmp_path: Path, issued: Path, scheme: Scheme) -> Campaign:
    return Campaign(Path(shutil.copytree(issued, tmp_path / "年度")), scheme)


def typed(form: bytes, cells: Cells) -> bytes:
    """The form with other contents in some cells, computed again."""

    def edit(book: Workbook) -> None:
        for at, value in cells.items():
            sheet, address = at.split("!")
            book[sheet][address] = value

    return edited(edit, form)


def test_form_as_it_was_issued__nothing_is_told(campaign: Campaign) -> None:
    campaign.hand_in(campaign.form)
    assert campaign.told() == []
    assert campaign.check().recorded == 1


HIDDEN: Cells = {f"{IDENTITY}!E1": 900}
GONE: Cells = {f"{IDENTITY}!D1": None, f"{IDENTITY}!E1": None}
CHANGES: dict[str, tuple[Cells, list[str]]] = {
    "another number (A3)": ({"@": 900}, ["TARGET_CHANGED"]),
    "by a thousandth": ({"@": 1000.001}, ["TARGET_CHANGED"]),
    "removed": ({"@": None}, ["TARGET_CHANGED"]),
    "zero": ({"@": 0}, ["TARGET_CHANGED"]),
    "words": ({"@": "一千"}, ["TARGET_CHANGED"]),
    "a truth": ({"@": True}, ["TARGET_CHANGED"]),
    "a formula, which Excel computes again": ({"@": "=500+500"}, ["TARGET_CHANGED"]),
    "in the cell and on the hidden sheet (A2, A7)": ({"@": 900, **HIDDEN}, ["NOT_THE_ISSUED_FORM", "TARGET_CHANGED"]),
    "on the hidden sheet alone": (HIDDEN, ["NOT_THE_ISSUED_FORM"]),
    "hidden value removed": ({f"{IDENTITY}!E1": None}, ["NOT_THE_ISSUED_FORM"]),
    "hidden value led to another cell": (
        {f"{IDENTITY}!D1": "basic_budget"},
        ["TARGET_CHANGED", "NOT_THE_ISSUED_FORM", "NOT_COMPARED"],
    ),
    "hidden rows deleted (A8)": ({"@": 900, **GONE}, ["NOT_THE_ISSUED_FORM", "TARGET_CHANGED"]),
    "hidden rows deleted, nothing else": (GONE, ["NOT_THE_ISSUED_FORM"]),
    "the same number as a text": ({"@": "1000"}, []),
    "the same with spaces and a comma": ({"@": " 1,000 "}, []),
    "the same in full width": ({"@": "\uff11\uff10\uff10\uff10"}, []),
    "a prefilled value": ({"+": 500}, ["PREFILLED_CHANGED"]),
    "a prefilled value removed": ({"+": None}, ["PREFILLED_CHANGED"]),
    "both": ({"@": 900, "+": 500}, ["TARGET_CHANGED", "PREFILLED_CHANGED"]),
}


@pytest.mark.slow
@pytest.mark.parametrize(("cells", "codes"), CHANGES.values(), ids=CHANGES)
def test_change__is_told(campaign: Campaign, cells: Cells, codes: list[str]) -> None:
    places = {"@": place(campaign.scheme, "total_budget"), "+": place(campaign.scheme, "basic_budget")}
    campaign.hand_in(campaign.form, {places.get(at, at): value for at, value in cells.items()})
    assert campaign.told() == codes
    if "TARGET_CHANGED" in codes:
        assert "“部门预算总额”批复为“1000”" in campaign.messages()


@pytest.mark.parametrize("budget", [9999, 1000, None])
def test_blank_form_instead_of_the_issued_one__error(campaign: Campaign, budget: float | None) -> None:
    """A1; even with the approved values typed in: what else it was made with nobody knows."""
    campaign.hand_in(campaign.blank(total_budget=budget, basic_budget=600))
    changed = [] if budget == 1000 else ["TARGET_CHANGED"]
    assert campaign.told() == ["NOT_THE_ISSUED_FORM", *changed]
    assert [report.passed for report in campaign.check().report.reports] == [False]


def test_unit_without_anything_laid_down__may_use_a_blank_form(campaign: Campaign) -> None:
    campaign.hand_in(build(campaign.scheme, FormData({"unit_name": "乙 单位", "total_budget": 5.0})))
    assert campaign.told() == []


def test_without_a_record__the_own_copy_is_compared_and_said_to_be_no_proof(campaign: Campaign) -> None:
    at = place(campaign.scheme, "total_budget")
    (campaign.returned / "乙.xlsx").write_bytes(typed(campaign.form, {at: 900}))
    campaign.hand_in(campaign.form)
    result = validate_returns([campaign.returned], schemes=only(campaign.scheme), executor=HERE)
    told = [[each.code.name for each in report.findings if each.code.name in TOLD] for report in result.report.reports]
    assert told == [["TARGET_CHANGED", "NOT_COMPARED"], ["NOT_COMPARED"]]


def test_changed_record__is_asked_again_although_files_are_not(campaign: Campaign) -> None:
    campaign.hand_in(campaign.form)
    assert campaign.told() == []
    campaign.issue("2000")
    assert campaign.told() == ["NOT_THE_ISSUED_FORM", "TARGET_CHANGED"]
    assert campaign.check().known == 1


@pytest.mark.slow
def test_two_processes__find_the_same(campaign: Campaign) -> None:
    campaign.hand_in(campaign.form, {place(campaign.scheme, "total_budget"): 900})
    (campaign.returned / "乙.xlsx").write_bytes((campaign.folder / "2.xlsx").read_bytes())
    codes = [[each.code.name for each in report.findings] for report in campaign.check(jobs=2).report.reports]
    assert ["TARGET_CHANGED" in each for each in codes] == [False, True] or "TARGET_CHANGED" in codes[1] + codes[0]


def test_issued_again__to_what_was_written_last(campaign: Campaign) -> None:
    old = campaign.form
    campaign.issue("2000")
    campaign.hand_in(campaign.form)
    assert campaign.told() == []
    campaign.hand_in(old)
    assert "批复为“2000”，表中是“1000”" in campaign.messages()


def test_issued_again__unit_keeps_the_form_that_could_not_be_replaced(campaign: Campaign) -> None:
    old = campaign.form
    load_workbook(campaign.folder / "1.xlsx").save(campaign.folder / "1.xlsx")  # somebody saved it
    assert len(campaign.issue("2000").failed) == 1
    campaign.hand_in(old)
    assert campaign.told() == []


def test_killed_between_writing_and_recording__either_form_may_be_out(campaign: Campaign) -> None:
    old = campaign.form
    campaign.issue("2000")
    new = campaign.form
    with open_record(campaign.folder / RECORD_NAME) as record:
        known = record.laid_down("甲单位")
    with campaign.record() as database:
        database.execute(
            "UPDATE laid_down SET issued = ?, planned = issued WHERE unit = '甲单位'",
            (as_text(known[0]).replace("2000", "1000"),),
        )
    for form in (old, new):
        campaign.hand_in(form)
        assert campaign.told() == []
    campaign.hand_in(campaign.form, {place(campaign.scheme, "total_budget"): 1500})
    assert set(campaign.told()) == {"NOT_THE_ISSUED_FORM", "TARGET_CHANGED"}


def test_unit_that_an_older_version_spelt_with_a_blank__keeps_what_was_laid_down(campaign: Campaign) -> None:
    with campaign.record() as database:
        for table, column in (("unit", "name"), ("laid_down", "unit")):
            database.execute(f"UPDATE {table} SET {column} = '甲　单位' WHERE {column} = '甲单位'")
    campaign.issue("1000")
    campaign.hand_in(campaign.form)
    assert campaign.told() == []
    with open_record(campaign.folder / RECORD_NAME) as record:
        assert record.laid_down("甲　单位") == ()
        assert record.laid_down("甲单位") != ()


def test_unit_renamed__what_was_laid_down_goes_with_the_old_name(campaign: Campaign) -> None:
    campaign.issue("1000", unit="丙单位", drop=True)
    with open_record(campaign.folder / RECORD_NAME) as record:
        assert [bool(record.laid_down(unit)) for unit in ("甲单位", "丙单位", "乙单位")] == [False, True, True]


def released_version(campaign: Campaign) -> None:
    """Make the record one that the version before wrote."""
    with campaign.record() as database:
        database.executescript("DROP TABLE laid_down; PRAGMA user_version = 1")


def test_record_of_the_version_before__accuses_nobody_and_learns(campaign: Campaign) -> None:
    released_version(campaign)
    campaign.hand_in(campaign.form)
    assert campaign.told() == ["NOT_COMPARED"]
    campaign.hand_in(campaign.blank(total_budget=9999))
    assert campaign.told() == ["NOT_COMPARED"]
    again = campaign.issue("1000")
    assert (again.written, again.kept) == (0, 2)
    assert campaign.told() == ["NOT_THE_ISSUED_FORM", "TARGET_CHANGED", "PREFILLED_CHANGED"]


def test_record_of_the_version_before__on_a_disk_that_cannot_be_written(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    released_version(campaign)
    monkeypatch.setattr("xlgen.campaign.record_file.LAID_DOWN", "CREATE TABLE laid_down (unit, issued, planned);")
    path = campaign.folder / RECORD_NAME
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode = WAL")
    held = sqlite3.connect(path)
    held.execute("BEGIN IMMEDIATE")  # as good as read-only
    monkeypatch.setattr("xlgen.campaign.record_file.LOCK_TIMEOUT_SECONDS", 0.01)
    with open_record(path) as record:
        assert record.laid_down("甲单位") == ()
        assert len(record.units()) == 2
    held.close()


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "7", "[]", "{}", '{"locked": {}}', '{"locked": [], "prefilled": {}}'),
        *('{"locked": {"a": null}, "prefilled": {}}', '{"locked": {"a": [1]}, "prefilled": {}}'),
        *('{"locked": {"a": 1e999}, "prefilled": {}}', '{"locked": {"a": NaN}, "prefilled": {}}'),
        f'{{"locked": {{"a": {"9" * 400}}}, "prefilled": {{}}}}',
        "[" * 200_000,
        b"blob",
        7,
    ],
)
def test_what_is_laid_down__of_another_shape_is_not_known(text: object) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    "value", [b"blob", 7, "[" * 200_000, "x" * 2**21, '{"locked": {"no/1/such": 1}, "prefilled": {"?": 2}}']
)
def test_record_that_somebody_altered__is_read_without_harm(campaign: Campaign, value: object) -> None:
    campaign.hand_in(campaign.form)
    with campaign.record() as database:
        database.execute("UPDATE laid_down SET issued = ?, planned = ?", (value, value))
    assert set(campaign.told()) <= {"NOT_COMPARED"}


def contents(scheme: Scheme, filling: FormData) -> FormContents:
    return FormContents(identity_of(scheme), items_of(filling), items_of(filling), [], {})


def random_filling(rng: random.Random) -> FormData:
    numbers: list[CellValue] = [0, 1, 12, 0.95, 1907.78, 100000, 1 / 3, -5]
    texts: list[CellValue] = ["开展培训", "数量", "12", "是", "a b"]
    rows: list[Mapping[str, CellValue]] = [
        {"kind": "数量", "name": rng.choice(texts), "target": rng.choice(numbers), "points": rng.choice(numbers)}
        for _ in range(rng.randint(0, 4))
    ]
    inputs = {name: rng.choice(numbers) for name in rng.sample(["total_budget", "spent", "posts", "staff"], 3)}
    return FormData({**inputs, "overview": rng.choice(texts), "unit_name": "甲"}, {"targets": rows})


def test_any_single_change_of_anything_approved__is_told(scheme: Scheme) -> None:
    rng, templates = random.Random(13), Templates(only(scheme))
    others: list[CellValue] = [None, 0, 1, 7.5, "改", "", True, 1907.79, 0.9501]
    for _ in range(300):
        form = contents(scheme, random_filling(rng))
        issued = LaidDown(form.values, {})
        checked = CheckedFile(FileReport("甲.xlsx", "f", "甲", "example", "2024"), None, form)
        assert with_issued(checked, [issued], templates).report.findings == ()
        item = rng.choice([*form.values])
        was = form.values[item]
        now = rng.choice([value for value in others if value != was and not (value is True and was == 1)])
        changed = {**form.values, item: now}
        for other, code in (
            (form._replace(values=changed), "TARGET_CHANGED"),
            (form._replace(approved=changed), "NOT_THE_ISSUED_FORM"),
            (form._replace(values=changed, approved=changed), "TARGET_CHANGED"),
            (form._replace(computed=[item]), "TARGET_CHANGED"),
        ):
            report = with_issued(checked._replace(contents=other), [issued], templates).report
            assert code in {each.code.name for each in report.findings}, (item, was, now)
            assert not report.passed


def test_rows_swapped__are_told_row_by_row(scheme: Scheme) -> None:
    rows: list[Mapping[str, CellValue]] = [{"name": "一", "target": 8}, {"name": "二", "target": 8}]
    form = contents(scheme, FormData({}, {"targets": rows}))
    swapped = form._replace(values=items_of(FormData({}, {"targets": rows[::-1]})))
    checked = CheckedFile(FileReport("甲.xlsx", "f", "甲", "example", "2024"), None, swapped)
    found = with_issued(checked, [LaidDown(form.values, {})], Templates(only(scheme))).report.findings
    assert [each.code.name for each in found] == ["TARGET_CHANGED"] * 2
    assert "《履职目标》第 1 行目标名称”批复为“一”，表中是“二”" in found[0].message


@pytest.mark.parametrize("rows", [3, 9])
def test_items__are_the_same_however_many_rows_a_form_has(scheme: Scheme, rows: int) -> None:
    other = scheme.with_rows({"targets": rows})
    approved = FormData({"total_budget": 1.0}, {"targets": [{}, {"target": 0.9}]})
    layout = layout_of(other)
    cells = {place(other, item): value for item, value in items_of(approved).items()}
    assert items_at(layout, {**cells, "没有!A1": 1, "基础数据!B2": 1, "x": 1, "履职目标!E5000": 1}) == items_of(
        approved
    )
    form = FormContents(identity_of(other), items_of(approved), items_of(approved), [], {})
    checked = CheckedFile(FileReport("甲.xlsx", "f", "甲", "example", "2024"), None, form)
    fewer = LaidDown({**items_of(approved), f"targets/{rows + 1}/target": 5}, {})
    found = with_issued(checked, [fewer], Templates(only(scheme))).report.findings
    assert [each.code.name for each in found] == ["NOT_THE_ISSUED_FORM", "TARGET_CHANGED"]
    assert f"《履职目标》第 {rows + 1} 行目标值”批复为“5”，表中是“空白”" in found[1].message


def test_money_unit__of_approved_amounts_is_approved_with_them(scheme: Scheme) -> None:
    form = contents(scheme, FormData({"total_budget": 100.0, "money_unit": "元"}))
    checked = CheckedFile(
        FileReport("甲.xlsx", "f", "甲", "example", "2024"), None, form._replace(approved={"total_budget": 100.0})
    )
    amounts, posts = {"total_budget": 100.0}, {"posts": 3.0}
    for locked, code in ((amounts, "TARGET_CHANGED"), (posts, "PREFILLED_CHANGED")):
        found = with_issued(
            checked, [LaidDown(locked, {"money_unit": "万元"})], Templates(only(scheme))
        ).report.findings
        assert [each.code.name for each in found if "金额单位" in each.message] == [code]


def of_another(scheme: Scheme, name: str) -> Scheme:
    return scheme.model_copy(update={"id": name})


@pytest.mark.slow
def test_form_of_another_scheme_or_year__is_an_error_and_does_not_count(tmp_path: Path) -> None:
    """A9, with shipped schemes, as no scheme is named."""
    due, other, unit = shipped_scheme("jiangsu-2020"), load_scheme("guangdong-2019", 2020), "某某中心"
    (tmp_path / "名单.csv").write_text(f"单位名称\n{unit}\n", encoding="utf-8")
    issue_forms(due, tmp_path / "名单.csv", tmp_path / "下发", executor=HERE)
    (returned := tmp_path / "交回").mkdir()
    forms = {"别的表样": other, "上年的": load_scheme(due.id, 2019), "别的表样上年的": load_scheme(other.id, 2019)}
    for name, form in forms.items():
        (returned / f"{name}.xlsx").write_bytes(build(form, FormData({"unit_name": unit})))
    result = validate_returns([returned], roster=tmp_path / "下发", executor=HERE)
    told = {report.name: [each.code.name for each in report.findings] for report in result.report.reports}
    assert {Path(name).stem: [code for code in codes if code in TOLD] for name, codes in told.items()} == {
        "别的表样": ["WRONG_SCHEME"],
        "上年的": ["WRONG_YEAR"],
        "别的表样上年的": ["WRONG_SCHEME", "WRONG_YEAR"],
    }
    assert result.recorded == 0
    assert [(each.who, each.state) for each in result.report.units] == [(unit, "已报送、无法审核")]
    assert result.report.count(Verdict.RETURNED) == 3
    assert f"是表样 {other.id} 的评分表，本次应报表样 {due.id} 的" in str([*result.report.reports])
    with summarize_returns([returned], campaign=tmp_path / "下发", include_failed=True, executor=HERE) as summed_up:
        assert (summed_up.summary.counted, summed_up.summary.not_counted) == (0, 3)


def test_form_of_another_scheme__than_the_one_to_check_against(scheme: Scheme, tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(build(of_another(scheme, "elsewhere"), FormData({"unit_name": "甲"})))
    (report,) = validate_returns([tmp_path], schemes=only(scheme), executor=HERE).report.reports
    assert [each.code.name for each in report.findings] == ["WRONG_SCHEME"]


def test_record__keeps_a_row_for_each_unit(campaign: Campaign) -> None:
    def facts(record: CampaignRecord, unit: str) -> LaidDown:
        (known,) = record.laid_down(unit)
        return known

    with open_record(campaign.folder / RECORD_NAME) as record:
        assert facts(record, "甲单位") == LaidDown({"total_budget": 1000.0}, {"basic_budget": 600.0})
        assert facts(record, "乙单位") == LaidDown({}, {})
        assert record.laid_down("没有的单位") == ()
