"""The offline bundle: complete for its machines, as the lock says, installed and started without a network."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from bundle.make_bundle import SCRIPTS, file_name, make_bundle
from bundle.packages import CHECKOUT, built, licence, locked, name_of, resolved
from bundle.platforms import PLATFORMS, PYTHONS, Platform
from xlgen import __version__
from xlgen.reports.manual import manual_files

pytestmark = [pytest.mark.oracle, pytest.mark.slow]  # wheels are fetched from the registry

HERE = "linux_x86_64"
START = """
import re, subprocess, sys
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, build_opener
desk = subprocess.Popen([sys.argv[1], "--no-browser"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
said = desk.stdout.readline() + desk.stdout.readline()
address = re.search(r"http://127\\.0\\.0\\.1:\\d+/\\S+", said)[0]
opened = build_opener(HTTPCookieProcessor(CookieJar()))
print(opened.open(address).read().decode("utf-8"))
print(opened.open(address.partition("/enter")[0] + "/manual").read().decode("utf-8"))
desk.terminate()
"""
"""Starts the desk as one does, and asks it for its first page and the manual."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def unpacked(own: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundles of all platforms, each unpacked in a folder of its own."""
    zipped, folders = tmp_path_factory.mktemp("dist"), {}
    for name, platform in PLATFORMS.items():
        archive = make_bundle(platform, own, zipped)
        assert archive.name == file_name(platform) == f"xlgen-{__version__}-离线安装包-{name}.zip"
        folder = tmp_path_factory.mktemp(name)
        with ZipFile(archive) as opened:
            for information in opened.infolist():
                Path(opened.extract(information, folder)).chmod(information.external_attr >> 16)
        folders[name] = folder / "xlgen"
    return folders


@pytest.fixture(params=PLATFORMS)
def bundle(request: pytest.FixtureRequest, unpacked: dict[str, Path]) -> tuple[Platform, Path]:
    name = str(request.param)
    return PLATFORMS[name], unpacked[name]


def requirements(folder: Path) -> list[tuple[Requirement, set[str]]]:
    """What pip installs from: each requirement and its hashes."""
    lines = (folder / "install" / "requirements.txt").read_text(encoding="ascii").splitlines()
    split = (line.partition(" --hash=") for line in lines)
    return [(Requirement(text), set(re.findall("[0-9a-f]{64}", hashes))) for text, _, hashes in split]


@pytest.mark.parametrize("python", PYTHONS)
def test_resolver__finds_everything_in_the_bundle_alone(bundle: tuple[Platform, Path], python: str) -> None:
    """What the resolver finds for a machine and a Python, with nothing but the bundle's wheels to choose from."""
    platform, folder = bundle
    alone = ["--no-index", "--find-links", str(folder / "install" / "wheels")]
    environment = {**platform.markers, "python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    pinned = {
        each.name: next(iter(each.specifier)).version
        for each, _ in requirements(folder)
        if each.marker is None or each.marker.evaluate(environment)
    }
    assert pinned.pop("xlgen") == __version__
    assert resolved(platform, *alone, python=python) == pinned


def test_packages__are_those_of_the_lock(bundle: tuple[Platform, Path]) -> None:
    platform, folder = bundle
    lock = locked()
    wheels = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (folder / "install/wheels").iterdir()
    }
    used = set()
    for requirement, hashes in requirements(folder):
        used |= hashes
        if requirement.name != "xlgen":
            assert all(digest in lock[requirement.name].text for digest in hashes)
            assert str(requirement.specifier) == f"=={lock[requirement.name].version}"
    (pip,) = (name for name in wheels if name.startswith("pip-"))
    assert wheels[pip] in lock["pip"].text
    assert used == {digest for name, digest in wheels.items() if name != pip}
    names = {requirement.name for requirement, _ in requirements(folder)}
    assert ("pywin32" in names) is ("xlwings" in names) is (platform.system == "Windows")


def test_own_wheel__has_the_same_bytes_each_time(own: Path, tmp_path: Path) -> None:
    assert built(tmp_path).read_bytes() == own.read_bytes()


def test_bundle__has_the_same_bytes_each_time(own: Path, unpacked: dict[str, Path], tmp_path: Path) -> None:
    before = unpacked[HERE].parent.parent.glob(f"dist*/{file_name(PLATFORMS[HERE])}")
    assert make_bundle(PLATFORMS[HERE], own, tmp_path).read_bytes() == next(before).read_bytes()


def test_checksums__are_of_every_file(bundle: tuple[Platform, Path]) -> None:
    _, folder = bundle
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "校验和.txt"], cwd=folder, capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {line.rpartition(": ")[0] for line in done.stdout.splitlines()} == files - {"校验和.txt"}


def test_manual__is_in_it(bundle: tuple[Platform, Path]) -> None:
    folder = bundle[1] / "使用手册"
    assert {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")} == manual_files()


def test_list_of_parts__is_valid_and_complete(bundle: tuple[Platform, Path]) -> None:
    text = (bundle[1] / "install" / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    parts: list[dict[str, Any]] = json.loads(text)["components"]
    files = {file["name"]: file["hashes"][0]["content"] for part in parts for file in part["components"]}
    wheels = [*(bundle[1] / "install" / "wheels").iterdir()]
    assert files == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in wheels}
    assert {(part["name"], part["version"]) for part in parts} == {name_of(wheel) for wheel in wheels}
    assert all(part["licenses"][0]["license"]["name"] for part in parts)
    assert [wheel.name for wheel in wheels if re.search("GPL|non-commercial", licence(wheel), re.IGNORECASE)] == []


def test_security_page__says_what_the_code_does(bundle: tuple[Platform, Path]) -> None:
    platform, folder = bundle
    page = (folder / "安全说明.html").read_text(encoding="utf-8")
    for requirement, _ in requirements(folder):
        assert f"<li>{requirement.name} {next(iter(requirement.specifier)).version}（" in page
    for fact in ("127.0.0.1", ".xlgen/desk.json", ".xlgen/使用手册", "绩效自评", "default-src &#39;self&#39;"):
        assert fact in page
    assert ("xlgen addin uninstall" in page) is (platform.system == "Windows")
    assert not re.search(r"src=|href=|https?://|<script", page)


@pytest.mark.parametrize("name", SCRIPTS["Windows"])
def test_batch_files__are_as_cmd_reads_them(name: str, unpacked: dict[str, Path]) -> None:
    content = (unpacked["win_amd64"] / name).read_bytes()
    text = content.decode("gbk")
    assert text.count("\n") == text.count("\r\n") == content.count(b"\r\n")
    assert text.replace("\r\n", "\n") == (CHECKOUT / "bundle" / "contents" / name).read_text(encoding="utf-8")
    lines = text.split("\r\n")
    chinese = next((number for number, line in enumerate(lines) if not line.isascii()), len(lines))
    assert "chcp 936 >nul" in lines[:chinese] or chinese == len(lines), "the code page is set before it is needed"
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert {target for line in lines for target in re.findall(r"(?:goto |call :)(\w+)", line)} == labels


def test_shell_scripts__can_be_run(unpacked: dict[str, Path]) -> None:
    for name in SCRIPTS["Linux"]:
        file = unpacked[HERE] / name
        assert os.access(file, os.X_OK)
        assert b"\r" not in file.read_bytes()
        subprocess.run(["sh", "-n", str(file)], check=True)


@pytest.fixture(scope="module")
def installed(unpacked: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this machine, unpacked below a folder with spaces, and installed without a network."""
    folder = tmp_path_factory.mktemp("installed") / "我的 文档" / "xlgen"
    shutil.copytree(unpacked[HERE], folder)
    before = run("./xlgen", "--version", folder=folder)
    assert before.returncode == 2
    assert "还没有安装。请先运行 ./安装.sh" in before.stderr
    done = run("./安装.sh", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "安装好了。要用的时候，双击“开始.sh”" in done.stdout
    return folder


def run(*words: object, folder: Path, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    """Run a command where there is no network but for the machine itself. As root, and not without `unshare`."""
    command = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *map(str, words)]
    own = Path(sys.executable).resolve().parent  # a Python that is none of a virtual environment
    environment = {"PATH": f"{own}:{path}", "HOME": str(folder.parent), "LANG": "C.UTF-8"}
    return subprocess.run(
        command, cwd=folder, capture_output=True, check=False, text=True, encoding="utf-8", env=environment
    )


def test_there__is_no_network(installed: Path) -> None:
    """Otherwise nothing of this was shown."""
    links = run("ip", "-o", "link", folder=installed).stdout.splitlines()
    assert [line.split(":")[1].strip() for line in links] == ["lo"]


def test_installed_without_a_network__the_desk_answers(installed: Path) -> None:
    done = run(sys.executable, "-c", START, installed / "开始.sh", folder=installed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "工作台" in done.stdout
    assert "怎样下发和核对" in done.stdout


def test_installed_without_a_network__the_command_line_works(installed: Path) -> None:
    for words in (
        ["new", "深圳", "--unit", "某某中心", "-o", "下发"],
        ["validate", "下发", "--jobs", "2"],
        ["--version"],
    ):
        done = run("./xlgen", *words, folder=installed)
        assert done.returncode == (1 if words[0] == "validate" else 0), done.stdout + done.stderr
    assert done.stdout == f"xlgen {__version__}\n"


def test_moved_elsewhere__works_still(installed: Path, tmp_path: Path) -> None:
    moved = tmp_path / "搬走了"
    shutil.copytree(installed, moved, symlinks=True)
    assert run("./xlgen", "--version", folder=moved).stdout == f"xlgen {__version__}\n"


def test_damaged_bundle__is_not_installed(unpacked: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "xlgen"
    shutil.copytree(unpacked[HERE], folder)
    wheel = next((folder / "install" / "wheels").glob("lxml-*"))
    wheel.write_bytes(wheel.read_bytes()[:-1])
    (folder / "install" / "sbom.cdx.json").unlink()
    done = run("./安装.sh", folder=folder)
    assert done.returncode == 1
    assert "没有安装。请重新拷贝、重新解压：" in done.stdout
    assert done.stdout.splitlines()[-2:] == ["  install/sbom.cdx.json", f"  install/wheels/{wheel.name}"]
    assert not (folder / "program").exists()


def test_bundle_of_another_machine__says_so(unpacked: dict[str, Path]) -> None:
    for name, said in (
        ("linux_aarch64", "本安装包用于 64 位 Linux（飞腾"),
        ("win_amd64", "本安装包用于 64 位 Windows"),
    ):
        done = run(sys.executable, "install/install.py", "--suits", folder=unpacked[name])
        assert done.returncode == 1
        assert said in done.stdout


def test_without_a_python__says_what_to_do(unpacked: dict[str, Path], tmp_path: Path) -> None:
    """Whatever Python there is on the machine is hidden; what the script itself needs is not."""
    for tool in ("sh", "dirname", "cat"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run(
        ["/bin/sh", "./安装.sh"],
        cwd=unpacked[HERE],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert "没有找到 Python 3.11、3.12 或 3.13" in done.stdout


def test_embeddable_python__is_installed_into(unpacked: dict[str, Path], tmp_path: Path) -> None:
    """Such as Windows has: isolated by a ._pth file, without pip and venv. Python reads these files here, too."""
    folder = tmp_path / "xlgen"
    shutil.copytree(unpacked[HERE], folder)
    real = Path(sys.executable).resolve()
    python = folder / "python-embed" / "python3"
    python.parent.mkdir()
    shutil.copy(real, python)
    library = Path(os.__file__).parent
    paths = f"{library}\n{library / 'lib-dynload'}\n\n# Uncomment to run site.main() automatically\n#import site\n"
    python.with_name("python3._pth").write_text(paths, encoding="utf-8")
    assert run(python, "-c", "import xlgen", folder=folder).returncode == 1
    done = run(python, "install/install.py", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (folder / "program").exists()
    found = run(python, "-c", "import xlgen, starlette; print(xlgen.__file__)", folder=folder)
    assert Path(found.stdout.strip()).is_relative_to(python.parent), found.stderr


def test_extras_and_versions__stand_once() -> None:
    """The bundle has no list of its own: extras are those of pyproject.toml, Pythons those that it allows."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for platform in PLATFORMS.values():
        assert set(platform.extras) <= set(project["optional-dependencies"])
    assert all(Requirement(f"python{project['requires-python']}").specifier.contains(python) for python in PYTHONS)
