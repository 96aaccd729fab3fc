"""The wheel is complete: installed elsewhere, it works without the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from udf.catalogue import FUNCTIONS
from xlgen.files.resources import package_digest, scheme_files
from xlgen.hosts.excel.addin_file import addin_file
from xlgen.hosts.excel.selftest import EXCEL
from xlgen.hosts.selftest import selftest
from xlgen.reports.manual import manual_files

pytestmark = [pytest.mark.oracle, pytest.mark.slow]  # pip builds and installs the package

CHECKOUT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
NOT_SHIPPED = {"__pycache__", "bad", "first-edition"}
WHERE = "import xlgen, xlgen.files.resources as p; print(xlgen.__file__, p.TEMPLATES, p.SAMPLES, p.TEXTS, sep=chr(10))"
TOP_LEVEL = "import importlib.util; print(importlib.util.find_spec('udf'))"
FUNCTIONS_CALLED = """
import sys, xlgen.hosts.excel.udfs as functions, udf.catalogue
print(sys.prefix, *udf.catalogue.FUNCTIONS, functions.GRADE(91), sep=chr(10))
"""
DIGEST = "from xlgen.files.resources import package_digest; print(package_digest())"


def called(*command: object, folder: Path) -> str:
    """The output of a command that must succeed, run in a folder and without the way to the checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {"PYTHONUTF8": "1", "COLUMNS": "240"}
    done = subprocess.run(
        [str(word) for word in command],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout. Where hatchling is at hand it is used; otherwise pip fetches it."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = [] if importlib.util.find_spec("hatchling") is None else ["--no-build-isolation"]
    called(*PIP, "wheel", CHECKOUT, "--no-deps", *isolation, "--wheel-dir", folder, folder=folder)
    (found,) = folder.glob("*.whl")
    return found


def test_wheel__holds_schemes_samples_and_nothing_of_development(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("templates", "samples", "udf"):
        files = [path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and not NOT_SHIPPED & {*path.parts}]
        files = [path for path in files if path.suffix != ".py" or folder == "udf"]
        assert files
        shipped = {name for name in names if name.startswith(f"xlgen/shipped/{folder}/")}
        assert {f"xlgen/shipped/{path.relative_to(CHECKOUT).as_posix()}" for path in files} == shipped
    assert {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "xlgen").rglob("*.py")} <= names
    linked = {name.removeprefix("xlgen/shipped/docs/") for name in names if name.startswith("xlgen/shipped/docs/")}
    pages = {name.replace(".html", ".md") for name in manual_files() if not re.match(r"part-|index|manual\.css", name)}
    assert linked == {"使用手册.md", *pages}
    information = next(name for name in names if "dist-info" in name).split("/")[0]
    assert {name.split("/")[0] for name in names} == {"xlgen", information}, "udf is no top-level module"
    assert any(name.endswith("/licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment of its own, in which the wheel is installed."""
    home = tmp_path_factory.mktemp("installed") / "环境 venv"
    venv.create(home, with_pip=False)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    called(*PIP, "--python", folder / "python", "install", f"{wheel}[excel]", folder=home)
    return folder


def test_installed_elsewhere__works(scripts: Path, tmp_path: Path) -> None:
    home, work = scripts.parent, tmp_path / "工作"
    work.mkdir()
    python, xlgen = scripts / "python", scripts / "xlgen"

    package, templates, samples, texts = map(Path, called(python, "-c", WHERE, folder=work).splitlines())
    for place in (package, templates, samples, texts):
        assert place.exists()
        assert place.is_relative_to(home)
        assert not place.is_relative_to(CHECKOUT)

    listed = json.loads(called(xlgen, "schemes", "--json", folder=work))
    assert [each["id"] for each in listed] == list(scheme_files())
    assert "shenzhen-2021" in called(xlgen, "schemes", folder=work)
    assert "没有问题" in called(xlgen, "lint", folder=work)
    called(xlgen, "manual", "-o", "手册", folder=work)
    assert {file.relative_to(work / "手册").as_posix() for file in work.glob("手册/**/*.*")} == set(manual_files())
    called(xlgen, "new", "shenzhen-2021", "--year", 2026, "--unit", "某某中心", "-o", "下发", folder=work)
    assert [path.name[:6] for path in (work / "下发").iterdir()] == ["2026年度"]
    called(xlgen, "fill", "jiangmen-2024", samples / "jiangmen-2024" / "inputs.yaml", "-o", "表.xlsx", folder=work)
    scored = json.loads(called(xlgen, "score", "表.xlsx", "--json", folder=work))
    assert (scored["total"], scored["reported_total"], scored["complete"]) == (99.99, 99.99, True)


def test_installed_elsewhere__has_the_custom_functions(scripts: Path, tmp_path: Path) -> None:
    python, xlgen = scripts / "python", scripts / "xlgen"
    assert called(python, "-c", TOP_LEVEL, folder=tmp_path).strip() == "None"
    listed = called(python, "-c", FUNCTIONS_CALLED, folder=tmp_path).splitlines()
    assert listed == [str(scripts.parent), *FUNCTIONS, "优"]
    assert called(python, "-c", DIGEST, folder=tmp_path).strip() == package_digest()
    called(xlgen, "addin", "build", "-o", "xlgen.xlam", folder=tmp_path)
    called(xlgen, "addin", "selftest", "-o", "自检.xlsx", folder=tmp_path)
    assert (tmp_path / "xlgen.xlam").read_bytes() == addin_file()
    assert (tmp_path / "自检.xlsx").read_bytes() == selftest(EXCEL)


def test_another_module_of_that_name__is_not_taken(scripts: Path, tmp_path: Path) -> None:
    (tmp_path / "udf.py").write_text("raise SystemExit('the module of somebody else has run')", encoding="utf-8")
    assert called(scripts / "python", "-c", "import xlgen.hosts.excel.udfs; print(1)", folder=tmp_path) == "1\n"
