"""`xlgen addin office …` as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint, run
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE
from xlgen.files.folder import save_folder
from xlgen.hosts.javascript.shipped import FUNCTIONS_JS
from xlgen.hosts.office.site import checked_address, own_files

ADDRESS = "https://www.czj.gov.cn/jixiao"


@pytest.fixture
def xlgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "240")
    return lambda *words: run(capsys, *words)


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def build(xlgen: Run, output: Path, *more: str | Path) -> None:
    done = xlgen("addin", "office", "build", "--address", ADDRESS, "-o", output, *more)
    assert (done.code, done.err) == (EXIT_OK, "")


def test_build__writes_the_files_the_same_each_time_and_over_an_older_one(xlgen: Run, tmp_path: Path) -> None:
    folder = tmp_path / "给 信息部门" / "加载项"
    build(xlgen, folder)
    first = contents(folder)
    assert first == own_files(ADDRESS, False)
    assert first["functions.js"] == FUNCTIONS_JS.read_bytes()
    (folder / "pane.css").write_bytes(b"older")
    build(xlgen, folder)
    assert contents(folder) == first
    assert [each.name for each in folder.parent.iterdir()] == ["加载项"]


def test_folder_that_cannot_be_replaced__stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_folder(tmp_path / "加载项", {"a": b"older"})
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        save_folder(tmp_path / "加载项", {"a": b"newer"})
    assert contents(tmp_path) == {"加载项/a": b"older"}


def test_build__touches_no_folder_with_other_files(xlgen: Run, tmp_path: Path) -> None:
    (tmp_path / "总账.xlsx").touch()
    done = xlgen("addin", "office", "build", "--address", ADDRESS, "-o", tmp_path)
    assert_complaint(done, EXIT_USAGE, "里面已有别的文件，如 总账.xlsx")
    assert list(contents(tmp_path)) == ["总账.xlsx"]


@pytest.mark.parametrize("inner", [".", "dist"])
def test_build__copies_what_excel_needs_of_office_js(xlgen: Run, tmp_path: Path, inner: str) -> None:
    library = tmp_path / "office-js" / inner
    needed = {"office.js", "excel-web-16.00.js", "zh-cn/office_strings.js", "telemetry/oteljs_agave.js"}
    for name in (*needed, "office.debug.js", "word-web-16.00.js", "zh-cn/outlook_strings.js", "office.d.ts"):
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_text(f"// {name}", encoding="utf-8")
    build(xlgen, tmp_path / "加载项", "--office-js", tmp_path / "office-js")
    written = contents(tmp_path / "加载项")
    assert {name.removeprefix("office-js/") for name in written if name.startswith("office-js/")} == needed
    assert b'src="office-js/office.js"' in written["pane.html"]
    assert written.keys() >= own_files(ADDRESS, True).keys()


def test_build__without_office_js_in_the_folder_writes_nothing(xlgen: Run, tmp_path: Path) -> None:
    words = ("addin", "office", "build", "--address", ADDRESS, "-o", tmp_path / "加载项", "--office-js", tmp_path)
    assert_complaint(xlgen(*words), EXIT_USAGE, "里面没有 office.js")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://www.czj.gov.cn/jixiao", "只接受 https"),
        ("www.czj.gov.cn/jixiao", "请写 https:// 开头"),
        ("https://", "请写 https:// 开头"),
        ("https://www.czj.gov.cn/绩效", "中文的名称请换成拼音"),
        ("https://www.czj.gov.cn/a?b=c", "不要带 ?"),
        ("https://user:secret@czj.gov.cn", "请写 https:// 开头"),
        ("https://www.czj.gov.cn/a//b", "请写 https:// 开头"),
        ('https://www.czj.gov.cn/"><x', "请写 https:// 开头"),
    ],
)
def test_address__that_cannot_be_is_refused(xlgen: Run, tmp_path: Path, address: str, told: str) -> None:
    done = xlgen("addin", "office", "build", "--address", address, "-o", tmp_path / "加载项")
    assert_complaint(done, EXIT_USAGE, "--address", told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("written", ["HTTPS://WWW.czj.gov.cn/jixiao/", f"{ADDRESS}/manifest.xml", f" {ADDRESS} "])
def test_address__is_the_same_however_it_is_written(written: str) -> None:
    assert checked_address(written) == ADDRESS


def test_doctor__of_a_folder(xlgen: Run, tmp_path: Path) -> None:
    build(xlgen, tmp_path / "加载项")
    assert xlgen("addin", "office", "doctor", "--folder", tmp_path / "加载项").code == EXIT_OK
    (tmp_path / "加载项" / "functions.js").write_bytes(b"older")
    done = xlgen("addin", "office", "doctor", "--folder", tmp_path / "加载项")
    assert done.code == EXIT_FINDINGS
    assert "请用现在的 xlgen 重新生成" in done.out
    assert_complaint(xlgen("addin", "office", "doctor", "--folder", tmp_path / "没有"), EXIT_USAGE, "没有这个文件夹")


@pytest.mark.slow
def test_build__needs_no_extra(tmp_path: Path) -> None:
    missing = 'import sys; sys.modules.update(dict.fromkeys(["xlwings", "pyopenvba", "starlette"]))'
    code = f"{missing}; from xlgen.cli.main import main; main()"
    words = ("addin", "office", "build", "--address", ADDRESS, "-o", str(tmp_path / "加载项"))
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)
    assert contents(tmp_path / "加载项") == own_files(ADDRESS, False)
