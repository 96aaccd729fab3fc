"""A round in two tiers: packages out, work on another machine, packages back, merged without loss or double counting.

Only packages go from one machine to the other.
"""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.factories.campaigns import run
from tests.factories.schemes import DATA, MINIMAL, edited
from xlgen.campaign.events import EventKind, events_of
from xlgen.campaign.progress import CampaignProgress, State, progress_of
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.tiers import merging
from xlgen.campaign.tiers.merging import MergedPackage, merge_packages
from xlgen.campaign.tiers.rollup import roll_up
from xlgen.execution.local import LocalExecutor
from xlgen.reports.progress_workbook import progress_workbook
from xlgen.roster.laid_down import LaidDown
from xlgen.roster.roster import read_roster
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

HERE = LocalExecutor(1)
ROLLED_UP = (
    ("spent: {kind: money,", "spent: {kind: money, rolls_up: true,"),
    ("budget: {kind: money,", "budget: {kind: money, rolls_up: true,"),
    ("late: {kind: count,", "late: {kind: count, rolls_up: true,"),
    ("points: 10\ngrades", "points: 10\ndocuments:\n  - {name: 盖章扫描件, words: [盖章]}\ngrades"),
)
ROSTER = """单位编码,单位名称,主管部门,联系人,联系电话
100,甲局,,王处,0755-1
101,甲一所,甲局,张三,0755-2
102,甲二所,甲 局,李四,0755-3
103,甲三所,甲局,,
201,乙所,乙局,,
301,丙所,,赵六,0755-6
"""


@pytest.fixture(scope="module")
def scheme_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("表样") / "minimal.yaml"
    file.write_text(edited(MINIMAL, *ROLLED_UP), encoding="utf-8")
    return file


def returned(scheme: Scheme, unit: str, **inputs: CellValue) -> bytes:
    data = load_form_data(DATA, scheme)
    return build(scheme, replace(data, inputs={**data.inputs, "unit_name": unit, **inputs}), unit)


@pytest.fixture(scope="module")
def forms(scheme_file: Path) -> Mapping[str, bytes]:
    scheme = load_scheme(str(scheme_file))
    in_yuan: dict[str, CellValue] = {"money_unit": "元", "spent": 123456.78, "budget": 200000}
    return {
        "甲一所": returned(scheme, "甲一所"),
        "甲一所改": returned(scheme, "甲一所", spent=90),
        "甲二所": returned(scheme, "甲二所", late=2, **in_yuan),
        "乙所": returned(scheme, "乙所"),
    }


@pytest.fixture
def bureau(scheme_file: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "财政局"
    folder.mkdir()
    (folder / "名单.csv").write_text(ROSTER, encoding="utf-8-sig")
    options = "--units", folder / "名单.csv", "-o", folder / "下发", "--due", "2030-03-31", "--jobs", 1
    assert run("new", scheme_file, *options) == 0
    assert run("package", "out", folder / "下发", "-o", folder / "分发", "--by", "钱科", "--scheme", scheme_file) == 0
    return folder


@pytest.fixture
def department(bureau: Path, forms: Mapping[str, bytes], tmp_path: Path) -> Path:
    """甲局's own machine, with nothing but its package unpacked, and what its units returned."""
    folder = tmp_path / "甲局"
    with zipfile.ZipFile(bureau / "分发" / "甲局.zip") as package:
        package.extractall(folder)
    hand_in(folder, forms, 甲一所="甲一所", 甲二所="甲二所")
    (folder / "交回" / "甲一所" / "盖章扫描.pdf").write_bytes(b"%PDF-1.4 stamped")
    return folder


def hand_in(folder: Path, forms: Mapping[str, bytes], **files: str) -> None:
    for name, form in files.items():
        file = folder / "交回" / form[:3].removesuffix("改") / f"{name}.xlsx"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(forms[form])


def back(folder: Path, name: str = "报送.zip") -> tuple[int, Path]:
    options = "--returns", folder / "交回", "-o", folder / name, "--scheme", folder / "表样", "--jobs", 1
    return run("package", "back", folder / "下发", *options), folder / name


def merged(bureau: Path, scheme_file: Path, *packages: Path) -> list[MergedPackage]:
    schemes = only(load_scheme(str(scheme_file)))
    return merge_packages(packages, bureau / "下发", bureau / "交回", schemes=schemes, executor=HERE)


def progress(folder: Path) -> CampaignProgress:
    with open_record(folder / "下发" / RECORD_NAME) as record:
        return progress_of(record, "2026-01-01")


def states(folder: Path) -> dict[str, State]:
    return {unit.form.name: unit.state for unit in progress(folder).units}


def everything(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a record but for when something was checked, and the files with their contents."""
    with open_record(folder / "下发" / RECORD_NAME) as record:
        tables = {
            "submission": "unit, file, fingerprint, changed, verdict, total, by_rule",
            "copy": "form, fingerprint, saved, received, recorded, content, code, contents",
            "event": "*",
            "arrival": "*",
        }
        rows = {name: list(record.database.execute(f"SELECT {what} FROM {name}")) for name, what in tables.items()}
    files = sorted((folder / "交回").rglob("*"))
    return {**rows, "files": [(str(file), file.read_bytes()) for file in files if file.is_file()]}


def decide(folder: Path, kind: str, unit: str, **options: object) -> int:
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return run("decide", folder / "下发", kind, "--unit", unit, *words)


def test_package__holds_its_units_and_nothing_of_others(bureau: Path, department: Path) -> None:
    assert {file.name for file in (bureau / "分发").iterdir()} == {"甲局.zip", "乙局.zip"}
    assert states(department) == dict.fromkeys(("甲局", "甲一所", "甲二所", "甲三所"), State.MISSING)
    assert "张三" in (department / "名单.csv").read_text(encoding="utf-8-sig")
    record = (department / "下发" / RECORD_NAME).read_bytes()
    assert "乙所".encode() not in record
    assert str(bureau).encode() not in record
    assert [unit.due for unit in progress(department).units] == ["2030-03-31"] * 4
    assert [unit.details.get("contact") for unit in progress(department).units] == ["王处", "张三", "李四", None]
    with open_record(bureau / "下发" / RECORD_NAME) as known:
        events = events_of(known)
    assert [(event.kind, event.author, event.value) for event in events["甲二所"]] == [("分发", "钱科", "甲局")]
    assert "丙所" not in events


def test_round__same_at_the_bureau_and_once_only(
    bureau: Path, department: Path, scheme_file: Path, forms: Mapping[str, bytes]
) -> None:
    hand_in(department, forms, 别的单位="乙所")
    code, package = back(department)
    assert code == 1  # not all came
    with zipfile.ZipFile(package) as archive:
        assert not [name for name in archive.namelist() if "乙所" in name]
    assert decide(department, "初审意见", "甲一所", value="同意", by="王处", reason="核对过") == 0
    assert decide(department, "延期", "甲三所", value="2030-04-30", by="王处", reason="搬迁") == 0
    assert decide(department, "联系记录", "甲三所", by="王处", reason="下周报") == 0
    code, package = back(department)
    (report,) = merged(bureau, scheme_file, package)
    assert report.refused == ""
    theirs, ours = states(department), states(bureau)
    assert {name: ours[name] for name in theirs} == theirs
    assert theirs["甲一所"] == theirs["甲二所"] == State.PASSED
    by_name = {unit.form.name: unit for unit in progress(bureau).units}
    assert by_name["甲一所"].documents(progress(bureau).about)["盖章扫描件"].endswith("甲一所/盖章扫描.pdf")
    assert by_name["甲一所"].counted is not None
    assert by_name["甲一所"].counted.file == str(bureau / "交回" / "甲局" / "甲一所" / "甲一所.xlsx")
    assert by_name["甲三所"].due == "2030-03-31"  # the 主管部门 may only ask
    assert any("延期" in line for line in report.told)
    noted = [(event.author, event.kind) for event in by_name["甲三所"].events]
    assert noted == [("钱科", "分发"), ("王处（甲局）", "联系记录"), ("王处（甲局）", "联系记录")]
    opinion = by_name["甲一所"].events[-1]
    assert (opinion.kind, opinion.author, opinion.reason) == (EventKind.OPINION, "王处（甲局）", "核对过")
    sheet = openpyxl.load_workbook(BytesIO(progress_workbook(progress(bureau))))["进度"]
    told = {row[1]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert "同意　王处（甲局）　核对过" in told["甲一所"]
    first = everything(bureau)
    merged(bureau, scheme_file, package, back(department, "再报.zip")[1])
    assert everything(bureau) == first


def test_merge__killed_and_repeated(
    bureau: Path, department: Path, scheme_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, package = back(department)
    shutil.copytree(bureau, bureau.with_name("另"))

    def killed(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(merging, "validate_returns", killed)
        with pytest.raises(KeyboardInterrupt):
            merged(bureau, scheme_file, package)
    assert states(bureau)["甲一所"] is State.NOT_CHECKED  # known, and not believed
    with monkeypatch.context() as patched:
        patched.setattr(merging, "_enter", killed)
        with pytest.raises(KeyboardInterrupt):
            merged(bureau.with_name("另"), scheme_file, package)
    for folder in (bureau, bureau.with_name("另")):
        merged(folder, scheme_file, package)
        assert states(folder)["甲一所"] is State.PASSED
        assert all(len(unit.copies) <= 1 for unit in progress(folder).units)
        assert len(list((folder / "交回").rglob("*.xlsx"))) == 2


def test_sent_back_by_the_department__until_the_next_copy(
    department: Path, bureau: Path, scheme_file: Path, forms: Mapping[str, bytes]
) -> None:
    back(department)
    decide(department, "初审意见", "甲一所", value="退回", by="王处", reason="支出数与账不符")
    (unit, *_) = (each for each in progress(department).units if each.form.name == "甲一所")
    assert (unit.state, unit.why) == (State.RETURNED, "王处初审退回：支出数与账不符")
    merged(bureau, scheme_file, back(department)[1])
    assert states(bureau)["甲一所"] is State.RETURNED
    hand_in(department, forms, 修改稿="甲一所改")
    merged(bureau, scheme_file, back(department)[1])
    assert states(department)["甲一所"] is states(bureau)["甲一所"] is State.PASSED


def test_contradictions__an_officer_decides(
    bureau: Path, department: Path, scheme_file: Path, forms: Mapping[str, bytes]
) -> None:
    """The bureau has another copy of its own, and both have named one."""
    hand_in(bureau, forms, 直接报送="甲一所改")
    run("validate", bureau / "交回", "--units", bureau / "下发", "--scheme", scheme_file, "--jobs", 1)
    assert decide(bureau, "有效版本", "甲一所", copy=1, by="钱科", reason="盖章的是这份") == 0
    back(department)
    assert decide(department, "有效版本", "甲一所", copy=1, by="王处", reason="最终稿") == 0
    (report,) = merged(bureau, scheme_file, back(department)[1])
    (unit,) = (each.now for each in report.units if each.now.form.name == "甲一所")
    assert (unit.state, len(unit.copies)) == (State.OPEN, 2)
    assert "主管部门" in unit.why
    assert decide(bureau, "有效版本", "甲一所", copy=2, by="钱科", reason="再核对过") == 0
    merged(bureau, scheme_file, department / "报送.zip")  # once more: what was decided since holds
    assert states(bureau)["甲一所"] is State.PASSED


def test_sent_back_by_the_department__what_the_bureau_named(
    bureau: Path, department: Path, scheme_file: Path, forms: Mapping[str, bytes]
) -> None:
    """Whichever of the two is merged last, an officer decides."""
    merged(bureau, scheme_file, back(department)[1])
    assert decide(bureau, "有效版本", "甲一所", copy=1, by="钱科", reason="就是这份") == 0
    assert decide(department, "初审意见", "甲一所", value="退回", by="王处", reason="数不对") == 0
    merged(bureau, scheme_file, back(department)[1])
    assert states(bureau)["甲一所"] is State.OPEN


def test_unit_with_secrets__nothing_of_it_leaves(department: Path) -> None:
    (department / "交回" / "甲一所" / "别的.jpg").write_bytes(b"picture")
    decide(department, "报送要求", "甲一所", value="涉密", by="王处", reason="名单漏写")
    code, package = back(department)
    assert code == 2
    with zipfile.ZipFile(package) as archive:
        assert not [name for name in archive.namelist() if "甲一" in name]
        archive.extract(RECORD_NAME, department / "看")
    with open_record(department / "看" / RECORD_NAME) as record:
        assert set(record.submissions()) == {"甲二所"}


def test_roster_in_a_package__is_read_as_it_was(bureau: Path, department: Path) -> None:
    theirs, ours = (read_roster(folder / "名单.csv") for folder in (department, bureau))
    units = {unit.name: unit for unit in ours.units}
    assert [units[unit.name] for unit in theirs.units] == list(theirs.units)
    assert all(ours.details_of(unit) == theirs.details_of(unit) for unit in theirs.units)


def altered(package: Path, target: Path, sql: str = "", **files: bytes | None) -> Path:
    """A package with its record changed, and files replaced, added or left out."""
    with zipfile.ZipFile(package) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    record = target.with_suffix(".sqlite")
    record.write_bytes(parts[RECORD_NAME])
    with sqlite3.connect(record) as database:
        database.executescript(sql)
    database.close()
    parts |= {RECORD_NAME: record.read_bytes()}
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in {**parts, **files}.items():
            if data is not None:
                archive.writestr(name, data)
    return target


FORGED = "INSERT INTO event (time, author, form, kind, subject, value, reason) VALUES "
ATTACKS: dict[str, tuple[str, dict[str, bytes | None]]] = {
    "another file": ("", {"交回/甲一所/甲一所.xlsx": b"PK other"}),
    "file left out": ("", {"交回/甲一所/甲一所.xlsx": None}),
    "path out of the folder": ("", {"交回/../../../x.xlsx": b"x"}),
    "absolute path": ("", {"/tmp/x.xlsx": b"x"}),
    "device": ("", {"交回/CON.xlsx": b"x"}),
    "other folder": ("", {"下发/x.xlsx": b"x"}),
    "trigger": ("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM copy; END;", {}),
    "view": ("DROP TABLE copy; CREATE VIEW copy AS SELECT 1;", {}),
    "other campaign": ("UPDATE campaign SET value = '2023' WHERE key = '年度';", {}),
    "other department": ("UPDATE option SET value = '丁局' WHERE key = 'parent';", {}),
    "fingerprint": ("UPDATE submission SET fingerprint = '../x';", {}),
    "no database": ("", {RECORD_NAME: b"none"}),
    "no record": ("", {RECORD_NAME: None}),
}


def test_forged_packages__are_refused_whole(bureau: Path, department: Path, scheme_file: Path) -> None:
    _, package = back(department)
    before = everything(bureau)
    for name, (sql, files) in ATTACKS.items():
        wrong = altered(package, package.with_name(f"{name}.zip"), sql, **files)
        (report,) = merged(bureau, scheme_file, wrong)
        assert report.refused, name
        assert "请" in report.refused
        assert "/tmp/tmp" not in report.refused, name
        assert everything(bureau) == before, name


def test_claims_of_a_package__are_not_believed(
    bureau: Path, department: Path, scheme_file: Path, forms: Mapping[str, bytes]
) -> None:
    """A verdict without its workbook, decisions of the bureau, other units, times to come."""
    _, package = back(department)
    sql = f"""
    UPDATE submission SET file = '', verdict = '通过', by_rule = 10, total = 10 WHERE unit = '甲一所';
    INSERT INTO unit SELECT '乙所', '201', 'x.xlsx', given, issued FROM unit WHERE name = '甲一所';
    INSERT INTO submission SELECT '乙所', '', fingerprint, changed, checked, '通过', 10, 10 FROM submission LIMIT 1;
    {FORGED} ('2026-01-01 00:00:00', '王处', '甲三所', '报送要求', '', '免报', '不用报');
    {FORGED} ('2099-01-01 00:00:00', '王处', '甲一所', '联系记录', '', '', '将来');
    {FORGED} ('2026-01-01 00:00:00', '王处', '甲一所', '初审意见', 'x', '很好', '');
    {FORGED} ('2026-01-01 00:00:00', '王处', '', '截止日期', '', '2020-01-01', '');
    {FORGED} ('2026-01-01 00:00:00', '王处', '甲三所', '线下评分', '', '一百', '');
    """
    wrong = altered(package, package.with_name("改.zip"), sql, **{"交回/甲一所/甲一所.xlsx": None})
    (report,) = merged(bureau, scheme_file, wrong)
    assert report.refused == ""
    assert any(line.startswith("201　乙所") for line in report.told)
    ours = states(bureau)
    assert (ours["甲一所"], ours["甲三所"], ours["乙所"]) == (State.NOT_CHECKED, State.MISSING, State.MISSING)
    unit = next(each for each in progress(bureau).units if each.form.name == "甲一所")
    assert (unit.score, unit.due) == (None, "2030-03-31")
    assert not [event for event in unit.events if event.kind in (EventKind.CALL, EventKind.OPINION)]


def test_rollup__sums_of_accepted_forms_in_one_unit_of_money(
    bureau: Path, department: Path, scheme_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merged(bureau, scheme_file, back(department)[1])
    shutil.rmtree(department / "交回")  # no file need be at hand
    capsys.readouterr()
    target = department / "汇总.xlsx"
    assert run("package", "rollup", department / "下发", "-o", target, "--scheme", scheme_file) == 1
    said = capsys.readouterr().out
    assert "已计入　101　甲一所" in said
    assert "未计入　103　甲三所　未报送" in said
    assert "100　甲局" not in said
    done = roll_up(bureau / "下发", load_scheme(str(scheme_file)), "甲局")
    assert dict(done.sums) == {"spent": 92.345678, "budget": 120, "late": 2}
    assert done.workbook == target.read_bytes()
    assert run("package", "rollup", department / "下发", "-o", target, "--scheme", scheme_file) == 3  # never replaced
    with open_record(bureau / "下发" / RECORD_NAME) as record:
        record.lay_down("甲局", LaidDown({"budget": 500, "late": 2, "money_unit": "元"}, {}))
    done = roll_up(bureau / "下发", load_scheme(str(scheme_file)), "甲局")
    assert done.sums["budget"] == 1_200_000
    assert list(done.differing) == [("预算", 1_200_000, 500)]


def test_reminders__by_department_without_any_path(
    bureau: Path, department: Path, scheme_file: Path, tmp_path: Path
) -> None:
    merged(bureau, scheme_file, back(department)[1])
    run("status", bureau / "下发", "--remind", tmp_path / "催报")
    (folder,) = (tmp_path / "催报").iterdir()
    texts = {file.stem: file.read_text(encoding="utf-8-sig") for file in folder.iterdir()}
    assert set(texts) == {"甲局", "乙局", "丙所"}
    assert texts["甲局"].startswith("甲局（王处 0755-1）：")
    assert "甲三所：还没有报送" in texts["甲局"]
    assert "甲二所：评分表已收到，还缺盖章扫描件。联系人：李四 0755-3" in texts["甲局"]
    assert "甲一所" not in texts["甲局"]
    assert "于 2030年3月31日 前报送" in texts["丙所"]
    assert "示例市财政局" in texts["丙所"]
    assert not any("/" in text or "xlsx" in text for text in texts.values())
