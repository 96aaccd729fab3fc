"""`make bundle`: a zip for each platform, with all that is installed offline. The same inputs give the same bytes."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from bundle.packages import CHECKOUT, PIP, BundleError, built, licence, lines_of, locked, name_of, needed, wheels
from bundle.platforms import GLIBC, PLATFORMS, PYTHONS, Platform
from bundle.sbom import sbom
from xlgen import __version__
from xlgen.cli.manual import OWN_FOLDER
from xlgen.desk import guard, serving, workspace
from xlgen.files.atomic import save
from xlgen.files.render import render_template
from xlgen.reports.manual import manual_files

CONTENTS = Path(__file__).with_name("contents")
TOP = "xlgen"
"""The folder in the zip: short, because paths on Windows may not be long."""
CHECKSUMS, SECURITY, FIRST, MANUAL = "校验和.txt", "安全说明.html", "先看这里.txt", "使用手册"
SCRIPTS = {"Windows": ("安装.bat", "开始.bat", "xlgen.bat"), "Linux": ("安装.sh", "开始.sh", "xlgen")}
_TIME = (1980, 1, 1, 0, 0, 0)


def file_name(platform: Platform) -> str:
    """The name of a platform's zip."""
    return f"xlgen-{__version__}-离线安装包-{platform.name}.zip"


def make_bundle(platform: Platform, own: Path, folder: Path) -> Path:
    """Write the zip of a platform into a folder. own: the wheel of xlgen. Raises BundleError, OSError."""
    packages = needed(platform)
    (pip,) = wheels(platform, [locked()[PIP]], PYTHONS[:1])
    installed = [own, *wheels(platform, packages)]
    shipped = {wheel.name: wheel.read_bytes() for wheel in [*installed, pip]}
    hashes = {name: _digest(content) for name, content in shipped.items()}
    requirements = [f"xlgen=={__version__} --hash=sha256:{hashes[own.name]}", *lines_of(packages, installed, hashes)]
    files = {
        **{f"install/wheels/{name}": content for name, content in shipped.items()},
        "install/requirements.txt": "".join(f"{line}\n" for line in requirements).encode("ascii"),
        "install/bundle.json": _facts(platform, pip.name),
        "install/install.py": (CONTENTS / "install.py").read_bytes(),
        "install/sbom.cdx.json": sbom([*installed, pip], hashes, platform.name),
        **{f"{MANUAL}/{name}": content for name, content in manual_files().items()},
        SECURITY: _security([*installed, pip], platform),
        FIRST: _text(CONTENTS / f"{FIRST}.jinja", platform),
        **{name: _script(CONTENTS / name) for name in SCRIPTS[platform.system]},
    }
    checksums = "".join(f"{_digest(content)}  {name}\n" for name, content in sorted(files.items()))
    target = folder / file_name(platform)
    save(target, _zipped({**files, CHECKSUMS: checksums.encode("utf-8")}))
    return target


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _facts(platform: Platform, pip: str) -> bytes:
    """What install.py has to know."""
    start = f"“{SCRIPTS[platform.system][1]}”"
    facts = {
        "version": __version__,
        "title": platform.title,
        "system": platform.system,
        "machines": [machine.upper() for machine in platform.machines],
        "pythons": list(PYTHONS),
        "glibc": list(GLIBC),
        "pip": pip,
        "start": start if platform.system == "Windows" else f"{start}，或在终端里运行 ./{SCRIPTS[platform.system][1]}",
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _security(wheels: Sequence[Path], platform: Platform) -> bytes:
    """The page for whoever answers for the machines; what it says of the desk comes from the desk."""
    parts = {name_of(wheel): licence(wheel) for wheel in wheels}
    text = render_template(
        f"{SECURITY}.jinja",
        folder=CONTENTS,
        escaped=True,
        version=__version__,
        platform=platform,
        pythons=PYTHONS,
        glibc=".".join(map(str, GLIBC)),
        parts=sorted((name, version, licence) for (name, version), licence in parts.items()),
        address=serving.LOCAL,
        running=serving.RUNNING.as_posix(),
        work=workspace.DEFAULT_FOLDER.as_posix(),
        manual=OWN_FOLDER.as_posix(),
        policy=guard.HEADERS["content-security-policy"].partition(";")[0],
        upload_gigabytes=guard.MAX_UPLOAD_BYTES // 2**30,
        scripts=SCRIPTS[platform.system],
    )
    return text.encode("utf-8")


def _text(template: Path, platform: Platform) -> bytes:
    """A text that the system's own editor shows: with a mark that it is UTF-8, and its line ends, on Windows."""
    text = render_template(
        template.name,
        folder=template.parent,
        version=__version__,
        platform=platform,
        scripts=SCRIPTS[platform.system],
        manual=MANUAL,
        security=SECURITY,
        checksums=CHECKSUMS,
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig") if platform.system == "Windows" else text.encode("utf-8")


def _script(file: Path) -> bytes:
    """A script as its shell reads it: cmd.exe in the Chinese code page, which is also set by the script itself."""
    text = file.read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode("gbk") if file.suffix == ".bat" else text.encode("utf-8")


def _zipped(files: dict[str, bytes]) -> bytes:
    """The archive. Nothing is compressed: wheels are already, and so every zlib gives the same bytes."""
    archived = BytesIO()
    runnable = {script for scripts in SCRIPTS.values() for script in scripts}
    with ZipFile(archived, "w", ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            information = ZipInfo(f"{TOP}/{name}", _TIME)
            information.create_system = 3  # Unix, on which the permissions are
            information.external_attr = (0o755 if name in runnable else 0o644) << 16
            archive.writestr(information, content)
    return archived.getvalue()


def main(arguments: Sequence[str] | None = None) -> Iterator[Path]:
    """Make the bundles that are named, or all, and say where they are."""
    parser = argparse.ArgumentParser(prog="python -m bundle.make_bundle", description=__doc__)
    parser.add_argument(
        "platforms", nargs="*", metavar="platform", help=f"one of {', '.join(PLATFORMS)}; all by default"
    )
    parser.add_argument("-o", "--output", type=Path, default=CHECKOUT / "dist", metavar="folder")
    args = parser.parse_args(arguments)
    if unknown := [name for name in args.platforms if name not in PLATFORMS]:
        parser.error(f"no such platform: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as folder:
        own = built(Path(folder))
        for name in args.platforms or PLATFORMS:
            yield make_bundle(PLATFORMS[name], own, args.output)


if __name__ == "__main__":
    try:
        for made in main():
            print(f"{made}  {made.stat().st_size / 2**20:.1f} MB")
    except BundleError as error:
        sys.exit(f"bundle: {error}")
