"""What the record remembers of returned forms: nothing is checked twice, and of each unit one form counts."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from samples.defects.making import BAD, SCHEME
from tests.conftest import published_filling, shipped_scheme
from tests.factories.campaigns import COMMAND, issued, run
from tests.factories.many_units import unit_rows
from xlgen.campaign import result_cache as remembering
from xlgen.campaign.cached_checks import _pack, _unpack, cached_checks
from xlgen.campaign.record import MAX_RESULT_BYTES, CampaignRecord, open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.result_cache import _compress, _decompress
from xlgen.execution.executor import Result, Task
from xlgen.execution.local import LocalExecutor
from xlgen.files.resources import SAMPLES
from xlgen.issuing.carry_over import LastYearForm, read_last_year
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_scheme
from xlgen.submissions.contents import contents_of
from xlgen.submissions.file_check import CheckedFile, FileChecker, failed_check
from xlgen.submissions.sources import Source, find_sources
from xlgen.submissions.traces import trace_of
from xlgen.submissions.unit_row import row_of
from xlgen.submissions.validate import FileReport, examine
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.suspicions.trace import Form as TracedForm
from xlgen.suspicions.trace import Trace
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

pytestmark = pytest.mark.slow


CHECKOUT = Path(__file__).resolve().parents[2]
FORM = "jiangsu-2020"
UNIT = "江苏省对外科学技术交流中心"
MANY = 150


class Counting:
    """An engine that says how much it was given to do."""

    def __init__(self) -> None:
        self.done: list[int] = []

    def __call__(self, work: object, tasks: Sequence[Task], on_crash: object) -> Iterator[Result]:
        self.done.append(len(tasks))
        return LocalExecutor(1)(work, tasks, on_crash)  # type: ignore[arg-type]  # handed on as it is


@pytest.fixture
def record(tmp_path: Path) -> Iterator[CampaignRecord]:
    with open_record(tmp_path / "记录.sqlite") as manifest:
        yield manifest


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A folder of three forms."""
    folder = tmp_path / "交回"
    folder.mkdir()
    for name in ("shenzhen-2021", "jiangning", FORM):
        run("fill", name, SAMPLES / name / "inputs.yaml", "-o", folder / f"{name}.xlsx")
    return folder


def sources(folder: Path) -> tuple[Source, ...]:
    return find_sources([folder]).workbooks


def test_stored__every_report_as_it_was() -> None:
    """Of every sample with a defect, and of rows of every form."""
    checking = FileChecker(only(load_scheme(str(SCHEME))))
    found = [each for each in map(checking, sources(BAD)) if each.report.fingerprint]
    assert len(found) > 80
    found += [CheckedFile(FileReport("a\ud800", "0"), row) for row in unit_rows(shipped_scheme("guangdong-2019"), 5)]
    assert [_unpack(_decompress(_compress(_pack(each)))) for each in found] == found


def test_again__only_what_is_new_or_changed(record: CampaignRecord, returned: Path) -> None:
    engine = Counting()
    checks = cached_checks(record, FileChecker(), engine)
    first = list(checks(sources(returned)))
    assert list(checks(sources(returned))) == first
    os.utime(returned / f"{FORM}.xlsx", (1, 1))
    (returned / "新.xlsx").write_bytes(b"nothing")
    again = list(checks(sources(returned)))
    assert engine.done == [3, 0, 2]
    assert [each.report.name for each in again] == [each.name for each in sources(returned)]
    assert {each.report.name: each for each in first}.items() <= {each.report.name: each for each in again}.items()


def test_again__checked_in_another_way(
    record: CampaignRecord, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, scheme = Counting(), tmp_path / "scheme.yaml"
    scheme.write_text(f"extends: {FORM}\nid: own\n", encoding="utf-8")
    for checking in (
        FileChecker(),
        FileChecker(year=2031),
        FileChecker(only(load_scheme(str(scheme)))),
        FileChecker(only(load_scheme(str(scheme)))),
    ):
        list(cached_checks(record, checking, engine)(sources(returned)))
    scheme.write_text(f"extends: {FORM}\nid: own\nversion: 9.9.9\n", encoding="utf-8")
    list(cached_checks(record, FileChecker(only(load_scheme(str(scheme)))), engine)(sources(returned)))
    monkeypatch.setattr(remembering, "package_digest", lambda: "another")
    list(cached_checks(record, FileChecker(only(load_scheme(str(scheme)))), engine)(sources(returned)))
    assert engine.done == [3, 3, 3, 0, 3, 3]


def test_other_material_beside_it__is_checked_again(record: CampaignRecord, returned: Path) -> None:
    engine = Counting()
    checks = cached_checks(record, FileChecker(), engine)
    list(checks(sources(returned)))
    (returned / "佐证.pdf").write_bytes(b"%PDF")
    list(checks(sources(returned)))
    assert engine.done == [3, 3]


def test_changed_report_beside_it__is_checked_again(record: CampaignRecord, returned: Path) -> None:
    engine, file = Counting(), returned / f"{FORM}自评报告.docx"
    file.write_bytes(b"1")
    checks = cached_checks(record, FileChecker(), engine)
    first = list(checks(sources(returned)))
    assert sum(len(source.reports) for source in sources(returned)) == 1
    assert list(checks(sources(returned))) == first
    file.write_bytes(b"22")
    list(checks(sources(returned)))
    assert engine.done == [3, 0, 1]


def test_our_own_failure__is_not_remembered(record: CampaignRecord, returned: Path) -> None:
    class Failing(Counting):
        def __call__(self, work: object, tasks: Sequence[Task], on_crash: object) -> Iterator[Result]:
            self.done.append(len(tasks))
            return map(failed_check, tasks)  # type: ignore[arg-type]  # tasks are sources here

    engine = Failing()
    for _ in range(2):
        assert len(list(cached_checks(record, FileChecker(), engine)(sources(returned)))) == 3
    assert engine.done == [3, 3]


def test_file_that_could_not_be_read__is_read_again(
    record: CampaignRecord, returned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows because it was open in Excel, elsewhere because of the network: the file itself stays as it is."""
    checks = cached_checks(record, FileChecker(), Counting())
    with monkeypatch.context() as patched:
        patched.setattr("xlgen.submissions.sources.bytes_of", out_of_reach)
        assert {verdict_of(each.report) for each in checks(sources(returned))} == {Verdict.UNREADABLE}
    assert [verdict_of(each.report) for each in checks(sources(returned))].count(Verdict.UNREADABLE) == 0


def test_given_up_in_the_middle__leaves_the_closed_record_alone(tmp_path: Path, returned: Path) -> None:
    """Whoever sums up may fail: nothing more is said than why."""
    with open_record(tmp_path / "记录.sqlite") as manifest:
        results = cached_checks(manifest, FileChecker(), Counting())(sources(returned))
        next(results)
    results.close()  # type: ignore[attr-defined]  # a generator, as the garbage collector closes it


def test_stopped_while_checking__what_is_done_is_kept(record: CampaignRecord, returned: Path) -> None:
    class Stopped(Counting):
        def __call__(self, work: object, tasks: Sequence[Task], on_crash: object) -> Iterator[Result]:
            yield next(LocalExecutor(1)(work, tasks, on_crash))  # type: ignore[arg-type]  # handed on as it is
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(cached_checks(record, FileChecker(), Stopped())(sources(returned)))
    assert sum(cached_checks(record, FileChecker(), Counting()).known(sources(returned))) == 1


def test_file_of_which_no_time_is_known__is_checked_again(record: CampaignRecord, returned: Path) -> None:
    """Web servers and some storages do not say when a file was changed."""
    engine, files = Counting(), [replace(each, modified=0.0) for each in sources(returned)]
    checks = cached_checks(record, FileChecker(), engine)
    assert list(checks(files)) == list(checks(files))
    assert engine.done == [3, 3]


def packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8"))


REPORT = {**vars(FileReport("甲.xlsx", "f")), "findings": []}
TRACE = vars(Trace(TracedForm("甲局")))
FINDING = {"code": "BLANK", "message": "", "remedy": ""}
FORGED: dict[str, object] = {
    "not packed": b"no zlib",
    "no JSON": packed("no JSON"),
    "one value": packed("[1]"),
    "a number": packed("7"),
    "a text": "text",
    "nothing": b"",
    "deep": packed("[" * 200_000),
    "long number": packed("[" + "9" * 5000 + "]"),
    "more than it may be": zlib.compress(b" " * (MAX_RESULT_BYTES + 1)),
    "infinite total": packed(json.dumps([{**REPORT, "total": 1e999}, None, None, None])),
    "total too great to write down": packed(
        json.dumps([{**REPORT, "total": 1.5}, None, None, None]).replace("1.5", "1e999")
    ),
    "total of 400 digits": packed(json.dumps([{**REPORT, "total": 10**400}, None, None, None])),
    "unit that is a list": packed(json.dumps([{**REPORT, "unit": ["甲"]}, None, None, None])),
    "unknown code": packed(json.dumps([{**REPORT, "findings": [{**FINDING, "code": "X"}]}, None, None, None])),
    "finding of numbers": packed(json.dumps([{**REPORT, "findings": [{**FINDING, "message": 1}]}, None, None, None])),
    "contents of another shape": packed(json.dumps([REPORT, None, [{"scheme": 1}, {}, {}, [], {}], None])),
    "trace of another shape": packed(json.dumps([REPORT, None, None, {"form": []}])),
    "trace with a digest of words": packed(json.dumps([REPORT, None, None, {**TRACE, "sentences": [["x", "", ""]]}])),
    "trace with an infinite score": packed(json.dumps([REPORT, None, None, {**TRACE, "scores": {"a": [1e999, 1]}}])),
    "trace with a doubt of no kind": packed(json.dumps([REPORT, None, None, {**TRACE, "doubts": [["x", "", ""]]}])),
    "trace with a number for a place": packed(json.dumps([REPORT, None, None, {**TRACE, "passages": [["甲局", 1]]}])),
    "a field more": packed(json.dumps([{**REPORT, "more": 1}, None, None, None])),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_result_that_xlgen_never_wrote__is_worked_out_again(
    record: CampaignRecord, tmp_path: Path, forged: object
) -> None:
    file = tmp_path / "甲.xlsx"
    file.write_bytes(b"no workbook")
    engine = Counting()
    checks = cached_checks(record, FileChecker(), engine)
    first = list(checks(sources(file)))
    record.database.execute("UPDATE remembered SET result = ?", (forged,))
    record.database.commit()
    assert list(checks(sources(file))) == first
    assert [verdict_of(each.report) for each in first] == [Verdict.UNREADABLE]


def test_result_beyond_what_is_read__is_not_read(record: CampaignRecord) -> None:
    record.remember([("甲", "state", b"")])
    record.database.execute("UPDATE remembered SET result = zeroblob(?)", (MAX_RESULT_BYTES + 1,))
    assert record.result("甲", "state") is None


def test_record_with_other_columns__is_refused(
    tmp_path: Path, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = campaign(tmp_path)
    with open_record(folder / RECORD_NAME) as manifest:
        manifest.database.executescript("DROP TABLE submission; CREATE TABLE submission (a)")
    assert run("validate", returned, "--units", folder) == 3
    assert "不是下发记录，或已损坏" in capsys.readouterr().err


def out_of_reach(path: Path) -> bytes:
    raise UnreadableError(path, Reason.NO_ACCESS, detail="正被另一个程序使用")


def test_last_years_file_that_could_not_be_read__is_read_again(
    record: CampaignRecord, returned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, this_year = find_sources([returned / "jiangning.xlsx"]), load_scheme("jiangning", 2024)

    def read() -> list[LastYearForm]:
        return list(read_last_year(found, this_year, record, LocalExecutor(1)))

    with monkeypatch.context() as patched:
        patched.setattr("xlgen.submissions.sources.bytes_of", out_of_reach)
        assert read()[0].unreadable
    (form,) = read()
    assert form.unit == published_filling("jiangning").inputs[UNIT_NAME]
    assert form.inputs["sangong_this"] is not None


def test_two_members_of_one_name__are_two_files(record: CampaignRecord, returned: Path, tmp_path: Path) -> None:
    archive = tmp_path / "一批.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(returned / f"{FORM}.xlsx", "表.xlsx")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.write(returned / "jiangning.xlsx", "表.xlsx")
    checks = cached_checks(record, FileChecker(), Counting())
    first = list(checks(sources(archive)))
    assert [each.report.scheme for each in first] == [FORM, "jiangning"]
    assert list(checks(sources(archive))) == first


def campaign(folder: Path) -> Path:
    """The folder of forms issued to the unit of the sample and to two others."""
    units = folder / "名单.csv"
    units.write_text(f"单位编码,单位名称\n1,{UNIT}\n2,示例甲\n3,示例乙", encoding="utf-8")
    assert run("new", FORM, "--units", units, "-o", folder / "下发") == 0
    return folder / "下发"


def test_summary__of_each_unit_the_form_that_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, returned = campaign(tmp_path), tmp_path / "交回"
    returned.mkdir()
    text = (SAMPLES / FORM / "inputs.yaml").read_text(encoding="utf-8")
    for number, unit in enumerate((UNIT, UNIT, "名单外单位")):
        data = tmp_path / "数据.yaml"
        data.write_text(text.replace(UNIT, unit), encoding="utf-8")
        run("fill", FORM, data, "-o", returned / f"{number}.xlsx")
    os.utime(returned / "0.xlsx", (2_000_000_000, 2_000_000_000))  # as if downloaded last
    changed = load_workbook(returned / "1.xlsx")
    changed.save(returned / "1.xlsx")  # saved later, by its own word; and without results
    os.utime(returned / "1.xlsx", (1_900_000_000, 1_900_000_000))
    capsys.readouterr()
    options = [returned, "--units", folder, "-o", tmp_path / "汇总.xlsx", "--include-failed"]
    assert run("summary", *options) == 1
    said = capsys.readouterr().out
    assert "计入 1 份，未计入 2 份" in said
    assert f"0.xlsx　不是有效版本，以 {returned}/1.xlsx 为准" in said
    assert "单位“名单外单位”不在应报送单位名单中" in said
    assert run("summary", *options) == 1
    assert "3 个文件此前已核对" in capsys.readouterr().out
    assert run("validate", returned, "--units", folder) == 1
    assert "3 个文件此前已核对" in capsys.readouterr().out
    run("status", folder)
    assert "多次报送" in capsys.readouterr().out


def test_form_of_another_scheme__is_not_what_was_issued(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two campaigns share a folder of returns: what a unit hands in for one says nothing of the other."""
    units, folder, returned = tmp_path / "名单.csv", tmp_path / "下发", tmp_path / "交回"
    units.write_text(f"单位名称\n{UNIT}", encoding="utf-8")
    assert run("new", "shenzhen-2021", "--year", 2020, "--units", units, "-o", folder) == 0
    run("fill", FORM, SAMPLES / FORM / "inputs.yaml", "-o", returned / "甲.xlsx")
    capsys.readouterr()
    run("validate", returned, "--units", folder)
    assert "：0 份" in capsys.readouterr().out
    assert run("status", folder) == 1
    assert "已报送、无法审核 1 个" in capsys.readouterr().out
    assert run("summary", returned, "--units", folder, "-o", tmp_path / "汇总.xlsx") == 1
    assert f"是表样 {FORM} 的评分表，本次应报表样 shenzhen-2021 的" in capsys.readouterr().out


def test_summary__list_instead_of_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("单位名称\n甲", encoding="utf-8")
    assert run("summary", units, "--units", units, "-o", tmp_path / "汇总.xlsx") == 3
    assert "下发记录" in capsys.readouterr().err


def test_killed_in_the_middle__goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("\n".join(["单位名称", *(f"示例{number}" for number in range(MANY))]), encoding="utf-8")
    assert run("new", FORM, "--units", units, "-o", tmp_path / "下发") == 0
    folder, record = tmp_path / "交回", tmp_path / "下发" / "下发记录.sqlite"
    folder.mkdir()
    for file in issued(tmp_path / "下发"):
        file.rename(folder / file.name)
    arguments = [*COMMAND, "validate", str(folder), "--units", str(record), "--jobs", "1"]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 300
        while _remembered(record) < 50 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    before = _remembered(record)
    assert 50 <= before < MANY
    capsys.readouterr()
    reports = [tmp_path / "1.json", tmp_path / "2.json"]
    assert run("validate", folder, "--units", record, "--json", reports[0]) == 1
    assert f"{before} 个文件此前已核对" in capsys.readouterr().out
    assert _remembered(record) == MANY
    assert run("validate", folder, "--units", units, "--year", 2020, "--json", reports[1]) == 1
    resumed, listed = (json.loads(report.read_text("utf-8")) for report in reports)
    for key in ("counts", "totals", "files", "missing", "outside", "skipped"):
        assert resumed[key] == listed[key]
    assert [(each["name"], each["state"]) for each in resumed["units"]] == [
        (each["name"], each["state"]) for each in listed["units"]
    ]


def _remembered(record: Path) -> int:
    with open_record(record) as manifest:
        return int(manifest.database.execute("SELECT COUNT(*) FROM remembered").fetchone()[0])


def test_row__is_that_of_the_submission(returned: Path) -> None:
    source = sources(returned)[0]
    report, submission = examine(source.name, source.read())
    assert submission is not None
    of_submission = row_of(report, submission), contents_of(submission), trace_of(report, submission)
    assert FileChecker()(source) == CheckedFile(report, *of_submission)


def test_corrected_check__is_seen_in_a_campaign_checked_before(tmp_path: Path) -> None:
    """The code is copied and a check in the copy is corrected: a program that remembers must not report as before."""
    program, folder = tmp_path / "program", tmp_path / "下发"
    for room in ("xlgen", "udf", "templates"):
        shutil.copytree(CHECKOUT / room, program / room, ignore=shutil.ignore_patterns("__pycache__"))

    def run(*words: object) -> str:
        command = [sys.executable, "-c", "from xlgen.cli.main import main; main()", *map(str, words)]
        environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONUTF8": "1", "COLUMNS": "200"}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=tmp_path)
        assert done.stderr == ""
        return done.stdout

    (tmp_path / "名单.csv").write_text("单位名称\n甲局\n", encoding="utf-8")
    run("new", FORM, "--units", "名单.csv", "-o", folder)
    (returned,) = folder.glob("*.xlsx")
    assert "BLANK" in run("validate", returned, "--units", folder)
    assert "此前已核对" in run("validate", returned, "--units", folder)

    check = program / "xlgen" / "submissions" / "checks" / "inputs.py"
    corrected, changes = re.subn(r"yield .*Code\.BLANK.*", "pass", check.read_text(encoding="utf-8"))
    assert changes
    check.write_text(corrected, encoding="utf-8")
    again = run("validate", returned, "--units", folder)
    assert "此前已核对" not in again
    assert "CHECK_FAILED" not in again
    assert "BLANK" not in again
