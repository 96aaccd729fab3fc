"""Which packages a bundle holds, in which versions and by which hashes: those of requirements.lock and no others."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_string
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from bundle.platforms import PYTHONS, Platform
from xlgen.files.atomic import save

CHECKOUT = Path(__file__).resolve().parents[1]
LOCK = CHECKOUT / "requirements.lock"
UV = CHECKOUT / ".tools" / "uv" / "bin" / "uv"
WHEELS = CHECKOUT / ".tools" / "wheels"
"""Wheels that were fetched before; each is checked by its hash when it is used."""
_ENTRY = re.compile(r"(?P<pinned>[\w.-]+==\S.*?)(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")
PIP = "pip"


class BundleError(Exception):
    """A bundle cannot be made; the message says why and what to do."""


class Pinned:
    """A package as the lock pins it: its name and version, where it is needed, the hashes of its files."""

    def __init__(self, pinned: str, hashes: str) -> None:
        self.requirement = Requirement(pinned)
        self.name = canonicalize_name(self.requirement.name)
        (version,) = self.requirement.specifier
        self.version = version.version
        self.text = f"{self.name}=={self.version}{hashes}"

    def is_for(self, platform: Platform, python: str) -> bool:
        """Whether a machine with this version of Python needs it."""
        environment = {**platform.markers, "python_version": python, "python_full_version": f"{python}.0", "extra": ""}
        marker = self.requirement.marker
        return marker is None or marker.evaluate(environment)


def locked() -> dict[str, Pinned]:
    """The lock's packages by name."""
    entries = (Pinned(entry["pinned"], entry["hashes"]) for entry in _ENTRY.finditer(LOCK.read_text(encoding="utf-8")))
    return {entry.name: entry for entry in entries}


def resolved(platform: Platform, *options: str, python: str = PYTHONS[0]) -> dict[str, str]:
    """The versions of what xlgen with the platform's extras needs there, by uv's resolver within the lock.

    options: more for uv, as where it looks for packages. Every version is pinned, so what uv remembers of them does
    not change; the registry is asked where it remembers nothing. Raises BundleError.
    """
    if not UV.is_file():
        raise BundleError(f"{UV} is missing: run make bundle, which sets it up")
    extras = [word for extra in platform.extras for word in ("--extra", extra)]
    where = ["--python-platform", platform.uv, "--python-version", python, "--only-binary", ":all:"]
    form = ["--no-header", "--no-annotate", "--quiet", "--constraint", str(LOCK)]
    command = [str(UV), "pip", "compile", str(CHECKOUT / "pyproject.toml"), *extras, *where, *form, *options]
    try:
        found = _run([*command, "--offline"])
    except BundleError:
        found = _run(command)
    lines = (Requirement(line) for line in found.splitlines() if line)
    return {canonicalize_name(line.name): next(iter(line.specifier)).version for line in lines}


def needed(platform: Platform) -> list[Pinned]:
    """What a bundle holds for a platform, besides xlgen and pip, by name. Raises BundleError."""
    lock, found = locked(), resolved(platform)
    others = {name: version for name, version in found.items() if name not in lock or lock[name].version != version}
    if others:
        raise BundleError(f"not as in requirements.lock: {others}; run make lock")
    return [lock[name] for name in sorted(found)]


def wheels(platform: Platform, packages: Sequence[Pinned], pythons: Iterable[str] = PYTHONS) -> list[Path]:
    """The wheels of packages for versions of Python, fetched where they are not at hand. Raises BundleError."""
    cache = WHEELS / platform.name
    cache.mkdir(parents=True, exist_ok=True)
    found: set[Path] = set()
    for python in pythons:
        wanted = [package for package in packages if package.is_for(platform, python)]
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            requirements = folder / "requirements.txt"
            requirements.write_text("".join(f"{package.text}\n" for package in wanted), encoding="utf-8")
            try:
                _download(platform, python, requirements, folder, "--no-index", "--find-links", str(cache))
            except BundleError:
                _download(platform, python, requirements, folder)
            for file in folder.glob("*.whl"):
                save(cache / file.name, file.read_bytes())
                found.add(cache / file.name)
    return sorted(found)


def _download(platform: Platform, python: str, requirements: Path, folder: Path, *options: str) -> None:
    where = [word for tag in platform.tags for word in ("--platform", tag)]
    which = ["--python-version", python, "--implementation", "cp", "--only-binary", ":all:", "--no-deps"]
    how = ["--require-hashes", "--dest", str(folder), "--disable-pip-version-check", "--quiet"]
    _run([sys.executable, "-m", "pip", "download", *where, *which, *how, *options, "-r", str(requirements)])


def built(folder: Path) -> Path:
    """The wheel of xlgen itself; the same bytes each time. Raises BundleError."""
    how = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet", "--wheel-dir", str(folder)]
    _run([sys.executable, "-m", "pip", "wheel", *how, str(CHECKOUT)])
    (wheel,) = folder.glob("xlgen-*.whl")
    return wheel


def metadata(wheel: Path) -> Message:
    """What a wheel says of itself."""
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        return message_from_string(archive.read(name).decode("utf-8"))


def name_of(wheel: Path) -> tuple[str, str]:
    """The name and version of the package in a wheel."""
    name, version, *_ = parse_wheel_filename(wheel.name)
    return name, str(version)


def licence(wheel: Path) -> str:
    """The licence that a wheel names, as an SPDX expression or in its own words, else by its classifiers."""
    facts = metadata(wheel)
    named = facts.get("License-Expression") or _short(facts.get("License", ""))
    classifiers = (value.rpartition(" :: ")[2] for value in facts.get_all("Classifier", []) if "License ::" in value)
    return named or ", ".join(classifiers)


def _short(text: str) -> str:
    """A licence's name; some wheels have its whole text there."""
    return text if "\n" not in text and text.upper() != "UNKNOWN" else ""


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", cwd=CHECKOUT)
    if done.returncode:
        raise BundleError(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout


def lines_of(packages: Iterable[Pinned], files: Sequence[Path], hashes: dict[str, str]) -> Iterator[str]:
    """The lines of the requirements that pip installs from: each package by the hashes of the wheels that are here."""
    for package in packages:
        own = [file for file in files if name_of(file) == (package.name, package.version)]
        marker = f" ; {package.requirement.marker}" if package.requirement.marker else ""
        yield " ".join(
            [f"{package.name}=={package.version}{marker}", *(f"--hash=sha256:{hashes[file.name]}" for file in own)]
        )
