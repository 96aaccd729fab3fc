"""Names and values with characters that cannot be seen or turn the writing around: no output shows them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.running import Done, Run
from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.text import INVISIBLE
from xlgen.workbook.build import build

UNSEEN = {"RLO": "\u202e", "ZWSP": "\u200b", "LRI": "\u2066", "BOM": "\ufeff"}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def shown_raw(text: str) -> list[str]:
    """The characters of an output that nobody can see."""
    return [f"U+{ord(sign):04X}" for sign in INVISIBLE.findall(text) + CONTROLS.findall(text)]


def texts_of(file: Path) -> str:
    """All text of a file that was written, with its name; of a workbook, that of all its parts."""
    data = file.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return file.name + data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        texts = [parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith((".xml", ".rels"))]
    return file.name + "\n".join(texts).replace("\r\n", "\n")


@pytest.fixture(params=UNSEEN.values(), ids=list(UNSEEN))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A returned form whose file, unit and values hold such a character, and a control character in its file's name."""
    sign = request.param
    scheme = load_scheme(str(MINIMAL))
    filling = load_form_data(DATA, scheme)
    inputs = {**filling.inputs, "unit_name": f"示例{sign}单位", "late": f"三{sign}天"}
    returned = tmp_path / f"交{sign}回"
    returned.mkdir()
    form = build(scheme, replace(filling, inputs=inputs, remarks={**filling.remarks, "execution": f"跨{sign}年"}))
    (returned / f"表{sign}\x07\x1b[31m\n通过.xlsx").write_bytes(form)
    return returned


def assert_clean(done: Done) -> None:
    assert done.out or done.err
    assert shown_raw(done.out + done.err) == []


def test_validate__every_report(folder: Path, tmp_path: Path, xlgen: Run) -> None:
    written = tmp_path / folder.name.replace("交", "写")
    written.mkdir()
    options = {"--json": "a.json", "--html": "a.html", "--xlsx": "a.xlsx", "--feedback": "退回"}
    targets = [word for option, name in options.items() for word in (option, written / name)]
    done = xlgen("validate", folder, "--scheme", MINIMAL, *targets)
    assert_clean(done)
    assert "示例单位" in done.out
    files = [file for file in written.rglob("*") if file.is_file()]
    assert len(files) >= 5  # the three reports, the opinion, the annotated copy
    assert {file.name: shown_raw(texts_of(file)) for file in files} == {file.name: [] for file in files}


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
def test_score(folder: Path, options: tuple[str, ...], xlgen: Run) -> None:
    (file,) = folder.iterdir()
    assert_clean(xlgen("score", file, "--scheme", MINIMAL, *options))


@pytest.mark.parametrize("words", [("score",), ("validate",), ("lint",), ("status",), ("schemes",)])
def test_complaint__about_a_path(words: tuple[str, ...], folder: Path, xlgen: Run) -> None:
    assert_clean(xlgen(*words, folder / "没有.xlsx"))


def test_summary(folder: Path, tmp_path: Path, xlgen: Run) -> None:
    target = tmp_path / "汇总.xlsx"
    assert_clean(xlgen("summary", folder, "--scheme", MINIMAL, "--include-failed", "-o", target))
    if target.exists():
        assert shown_raw(texts_of(target)) == []


def test_issue_and_progress(folder: Path, tmp_path: Path, xlgen: Run) -> None:
    units = tmp_path / "名单.csv"
    units.write_text("单位名称\n示例单位\n另一单位\n", encoding="utf-8")
    issued = folder / "下发"
    assert_clean(xlgen("new", MINIMAL, "--units", units, "--carry", folder, "-o", issued))
    (notices,) = issued.glob("*.csv")  # what could not be carried over
    assert shown_raw(texts_of(notices)) == []
    assert_clean(xlgen("validate", folder, "--units", issued, "--scheme", MINIMAL))
    assert_clean(xlgen("status", issued, "--xlsx", folder / "进度.xlsx"))
    assert shown_raw(texts_of(folder / "进度.xlsx").removeprefix("进度.xlsx")) == []
