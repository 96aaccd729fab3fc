"""Files elsewhere (an S3 server of this machine), and work done on a Dask cluster: the same as here, byte for byte."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.cli.running import Run, assert_complaint
from xlgen.execution.dask import NO_DASHBOARD
from xlgen.files.resources import SAMPLES
from xlgen.files.storage import Location, files_below, local_copy, parse_location, write_remote
from xlgen.submissions.sources import find_sources

if TYPE_CHECKING:
    from upath import UPath

pytestmark = pytest.mark.oracle  # a server and a cluster

SCHEME = "jiangsu-2020"
UNITS = 40


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer  # takes half a second, also of runs without this test

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> UPath:
    """A bucket of the test's own."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"bucket-{abs(hash(request.node.name))}"
    location = parse_location(f"s3://{name}")
    assert not isinstance(location, Path)
    location.fs.clear_instance_cache()
    location = parse_location(f"s3://{name}")
    assert not isinstance(location, Path)
    location.fs.mkdir(name)
    return location


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "名单.csv"
    lines = [f"{number:03},第{number}中学" for number in range(UNITS)]
    file.write_text("\n".join(["单位编码,单位名称", *lines]), encoding="utf-8")
    return file


@pytest.fixture
def scheduler() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=NO_DASHBOARD, silence_logs=100) as running:
        yield running.scheduler_address


def content(folder: Location) -> dict[str, bytes]:
    """The workbooks and texts below a folder, by their place."""
    if isinstance(folder, Path):
        files = [(file.relative_to(folder).as_posix(), file) for file in folder.rglob("*.*")]
        found = {name: file.read_bytes() for name, file in files}
    else:
        found = {str(each.relative_path): each.location.read_bytes() for each in files_below(folder)}
    return {name: data for name, data in found.items() if not name.endswith(".sqlite")}


def values(book: Path) -> list[object]:
    """What stands in a summary, but for the files' names."""
    cells = (cell.value for sheet in load_workbook(book) for row in sheet for cell in row)
    return [each for each in cells if not str(each).endswith(".xlsx")]


def test_issued__on_a_cluster_into_a_bucket(
    xlgen: Run, tmp_path: Path, bucket: UPath, roster: Path, scheduler: str
) -> None:
    assert xlgen("new", SCHEME, "--units", roster, "-o", tmp_path / "下发", "--jobs", 1).code == 0
    record, there = tmp_path / "下发记录.sqlite", f"{bucket}下发"
    options = ["--units", roster, "-o", there, "--record", record, "--engine", "dask", "--scheduler", scheduler]
    done = xlgen("new", SCHEME, *options)
    assert (done.code, done.err) == (0, "")
    assert content(bucket / "下发") == content(tmp_path / "下发")
    (bucket / "下发" / "007_第7中学.xlsx").unlink()
    assert f"{UNITS - 1} 份此前已生成" in xlgen("new", SCHEME, *options).out
    assert content(bucket / "下发") == content(tmp_path / "下发")


def test_checked_and_summed_up__on_a_cluster_from_a_bucket(
    xlgen: Run, tmp_path: Path, bucket: UPath, scheduler: str
) -> None:
    here = tmp_path / "交回"
    for name in (SCHEME, "shenzhen-2021", "jiangmen-2024"):
        data = SAMPLES / name / "inputs.yaml"
        assert xlgen("fill", name, data, "-o", here / name / f"{name}.xlsx").code in (0, 1)
    (here / "坏.xlsx").write_bytes(b"nothing")
    with zipfile.ZipFile(here / "一批.zip", "w") as archive:
        archive.write(here / SCHEME / f"{SCHEME}.xlsx", "又一份.xlsx")
        archive.writestr("证明.pdf", b"%PDF")
    for name, file in content(here).items():
        write_remote(bucket / "交回" / name, file)
    there = f"{bucket}交回"
    reports: dict[object, str] = {}
    runs: dict[Path | str, list[str]] = {here: ["--jobs", "1"], there: ["--engine", "dask", "--scheduler", scheduler]}
    for place, more in runs.items():
        back = tmp_path / "退回" if place is here else f"{bucket}退回"
        report = tmp_path / f"{len(reports)}.json"
        done = xlgen("validate", place, "--json", report, "--feedback", back, *more)
        assert (done.code, done.err) == (2, "")
        time, _, said = report.read_text(encoding="utf-8").replace(str(place), "交回").partition('\n  "counts"')
        assert '"time"' in time
        reports[place] = said
    assert reports[here] == reports[there]
    assert "又一份" in reports[there]
    assert content(tmp_path / "退回").keys() == content(bucket / "退回").keys()  # some texts name the other place
    books = [tmp_path / "汇总1.xlsx", tmp_path / "汇总2.xlsx"]
    for book, folder in zip(books, (f"{there}/{SCHEME}", here / SCHEME), strict=True):
        assert xlgen("summary", folder, "-o", book, "--include-failed", "--jobs", 1).code == 0
    assert values(books[0]) == values(books[1])


def test_workers_in_another_folder__read_and_write_the_same_files(
    xlgen: Run, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are given as a person types them: from where that person is."""
    monkeypatch.chdir(tmp_path)
    from distributed import Client

    with Client(scheduler) as client:
        (tmp_path / "别处").mkdir()
        client.run(os.chdir, str(tmp_path / "别处"))
    Path("scheme.yaml").write_text(f"extends: {SCHEME}\nid: own\n", encoding="utf-8")
    Path("名单.csv").write_text("单位名称\n甲\n", encoding="utf-8")
    on = ["--engine", "dask", "--scheduler", scheduler]
    assert xlgen("new", "scheme.yaml", "--units", "名单.csv", "-o", "交回", *on).code == 0
    done = xlgen("validate", "交回", "--scheme", "scheme.yaml", "--feedback", "退回", *on)
    assert (done.code, "无法读取 0" in done.out) == (1, True)
    assert content(Path("退回")).keys() == {"甲_批注.xlsx", "甲_退回修改意见.txt"}


def test_scheme_that_was_changed__is_read_again_by_workers(xlgen: Run, tmp_path: Path, scheduler: str) -> None:
    """They outlive a command, with what they keep of a scheme."""
    scheme, units = tmp_path / "scheme.yaml", tmp_path / "名单.csv"
    units.write_text("单位名称\n甲\n", encoding="utf-8")
    on = ["--scheme", scheme, "--engine", "dask", "--scheduler", scheduler]
    for version in ("1.0.0", "2.0.0"):
        scheme.write_text(f"extends: {SCHEME}\nid: own\nversion: {version}\nname: {version}\n", encoding="utf-8")
        folder = tmp_path / version
        assert xlgen("new", scheme, "--units", units, "-o", folder, *on[2:]).code == 0
        assert xlgen("validate", folder, *on).out == xlgen("validate", folder, "--scheme", scheme).out
        assert "OTHER_TEMPLATE" not in xlgen("validate", folder, *on).out


def test_last_year__from_a_bucket(xlgen: Run, tmp_path: Path, bucket: UPath) -> None:
    name = "guangdong-2019"
    xlgen("fill", name, SAMPLES / name / "inputs.yaml", "-o", tmp_path / "上年.xlsx")
    write_remote(bucket / "上年" / "甲.xlsx", (tmp_path / "上年.xlsx").read_bytes())
    (tmp_path / "名单.csv").write_text("单位名称\n没有这个单位\n", encoding="utf-8")
    done = xlgen("new", name, "--units", tmp_path / "名单.csv", "--carry", f"{bucket}上年", "-o", tmp_path / "下发")
    assert done.code == 0
    assert "没有上年的评分表" in done.out


def test_folders_made_in_a_web_page__are_no_files(xlgen: Run, bucket: UPath) -> None:
    for name in ("交回/", "交回/子/"):
        bucket.fs.pipe_file(f"{bucket.path}{name}", b"")
    assert_complaint(xlgen("validate", f"{bucket}交回"), 3, "没有这个文件或文件夹")
    write_remote(bucket / "交回" / "甲.xlsx", b"nothing")
    assert find_sources([bucket / "交回"]).workbooks[0].material == ()


def test_archive_that_came_half__is_fetched_again(bucket: UPath, monkeypatch: pytest.MonkeyPatch) -> None:
    write_remote(bucket / "一批.zip", b"all of it")

    def failing(_: str, to: str) -> None:
        Path(to).write_bytes(b"all")
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(bucket.fs, "get_file", failing)
        with pytest.raises(OSError, match="ConnectionError"):
            local_copy(bucket / "一批.zip")
    assert local_copy(bucket / "一批.zip").read_bytes() == b"all of it"


def test_folder_that_is_not_there__is_told(xlgen: Run, tmp_path: Path, bucket: UPath) -> None:
    assert_complaint(xlgen("validate", f"{bucket}没有"), 3, f"{bucket}没有：没有这个文件或文件夹")
    assert_complaint(xlgen("validate", "s3://no-such-bucket/交回"), 3, "s3://no-such-bucket/交回")


def test_server_that_does_not_answer__is_told(
    xlgen: Run, tmp_path: Path, bucket: UPath, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.fs.clear_instance_cache()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    where = "-o", "s3://b/下发", "--record", tmp_path / "记录.sqlite"
    done = xlgen("new", SCHEME, "--year", 2024, "--units", roster, *where)
    assert_complaint(done, 2, "读写失败")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new", SCHEME, "--units", "名单.csv", "-o", "memory://a"], "--record"),
        (["new", SCHEME, "--units", "名单.csv", "-o", "memory://a", "--record", "记录.db"], ".sqlite"),
        (["new", SCHEME, "--units", "名单.csv", "-o", "memory://a", "--record", "没有/a.sqlite"], "没有文件夹 没有"),
        (["new", SCHEME, "-o", "memory://a/b.xlsx"], "--units"),
        (["validate", "nosuch://a/b"], "nosuch://a/b：不能读写这种地址"),
        (["validate", "github://a/b"], "github://a/b：不能读写这种地址"),
        (["validate", "ftp://127.0.0.1:1/a"], "ftp://127.0.0.1:1/a：不能读写这种地址"),
        (["validate", "memory://nothing"], "没有这个文件或文件夹"),
        (["validate", "交回", "--scheduler", "tcp://127.0.0.1:1"], "--engine dask"),
        (["new", SCHEME, "-o", "a.xlsx", "--engine", "dask"], "--engine"),
    ],
)
def test_what_cannot_be_meant__is_refused(xlgen: Run, words: list[str], said: str) -> None:
    assert_complaint(xlgen(*words), 3, said)
