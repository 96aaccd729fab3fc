"""The wheel is complete: installed elsewhere, it works without the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from xlgen.files.resources import scheme_files

pytestmark = [pytest.mark.oracle, pytest.mark.slow]  # pip builds and installs the package

CHECKOUT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
NOT_SHIPPED = {"__pycache__", "bad"}
WHERE = "import xlgen, xlgen.files.resources as p; print(xlgen.__file__, p.TEMPLATES, p.SAMPLES, p.TEXTS, sep=chr(10))"


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
    for folder in ("templates", "samples"):
        files = [path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and not NOT_SHIPPED & {*path.parts}]
        files = [path for path in files if path.suffix != ".py"]
        assert files
        shipped = {name for name in names if name.startswith(f"xlgen/shipped/{folder}/")}
        assert {f"xlgen/shipped/{path.relative_to(CHECKOUT).as_posix()}" for path in files} == shipped
    modules = {
        path.relative_to(CHECKOUT).as_posix() for room in ("xlgen", "udf") for path in (CHECKOUT / room).rglob("*.py")
    }
    assert modules <= names
    assert {name.split("/")[0] for name in names} == {
        "xlgen",
        "udf",
        next(name for name in names if "dist-info" in name).split("/")[0],
    }
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_installed_elsewhere__works(wheel: Path, tmp_path: Path) -> None:
    home, work = tmp_path / "环境 venv", tmp_path / "工作"
    work.mkdir()
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python, xlgen = scripts / "python", scripts / "xlgen"
    called(*PIP, "--python", python, "install", wheel, folder=work)

    package, templates, samples, texts = map(Path, called(python, "-c", WHERE, folder=work).splitlines())
    for place in (package, templates, samples, texts):
        assert place.exists()
        assert place.is_relative_to(home)
        assert not place.is_relative_to(CHECKOUT)

    listed = json.loads(called(xlgen, "schemes", "--json", folder=work))
    assert [each["id"] for each in listed] == list(scheme_files())
    assert "shenzhen-2021" in called(xlgen, "schemes", folder=work)
    assert "没有问题" in called(xlgen, "lint", folder=work)
    called(xlgen, "new", "shenzhen-2021", "--year", 2026, "--unit", "某某中心", "-o", "下发", folder=work)
    assert [path.name[:6] for path in (work / "下发").iterdir()] == ["2026年度"]
    called(xlgen, "fill", "jiangmen-2024", samples / "jiangmen-2024" / "inputs.yaml", "-o", "表.xlsx", folder=work)
    scored = json.loads(called(xlgen, "score", "表.xlsx", "--json", folder=work))
    assert (scored["total"], scored["reported_total"], scored["complete"]) == (99.99, 99.99, True)
