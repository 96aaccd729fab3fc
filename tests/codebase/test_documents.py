"""What is written beside the code keeps up with it: the manual, the dependencies, the files in git."""

from __future__ import annotations

import argparse
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlgen.cli import main as cli
from xlgen.reports.summary_lines import MAX_LISTED
from xlgen.summary.book import MAX_ROWS, UNITS_LIST
from xlgen.summary.left_out import LEFT_OUT_SHEET

CHECKOUT = Path(__file__).resolve().parents[2]
MANUAL = CHECKOUT / "docs" / "使用手册.md"
PYPROJECT = CHECKOUT / "pyproject.toml"
BESIDE = (f"汇总_{UNITS_LIST}.csv", f"汇总_{LEFT_OUT_SHEET}.csv")
EVERYWHERE = {"-h", "--help"}
OF_OTHERS = {"--nworkers"}
"""Options of programs that are not ours."""


def parsers(parser: argparse.ArgumentParser, words: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """A parser and those of its commands, each with the words that call it."""
    yield words, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, each in action.choices.items():
                yield from parsers(each, f"{words} {name}")


def command_line() -> list[tuple[str, str]]:
    """Every command and every long option."""
    found = []
    for words, parser in parsers(cli.build_parser(), "xlgen"):
        found.append((words, words))
        for action in parser._actions:
            found += [(f"{words} {option}", option) for option in action.option_strings if option not in EVERYWHERE]
    return found


def test_command_line__is_in_the_manual() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    missing = [
        name for name, written in command_line() if not re.search(rf"(?<![\w-]){re.escape(written)}(?![\w-])", manual)
    ]
    assert missing == []


def test_manual__names_no_unknown_option() -> None:
    known = {written for _, written in command_line()} | EVERYWHERE | OF_OTHERS
    written = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", MANUAL.read_text(encoding="utf-8")))
    assert written <= known


def test_manual__names_no_unknown_command() -> None:
    known = {name.removeprefix("xlgen ") for name, _ in command_line()}
    written = set(re.findall(r"`xlgen ([a-z]+)", MANUAL.read_text(encoding="utf-8")))
    assert written
    assert written <= known


OTHER_PLANS = re.compile('(实施|行动|工作|“三定”)方案|"方案"')
"""What bureaus call plans, and the key of a scheme in the record of a campaign."""


def test_scheme__has_one_name_in_chinese() -> None:
    files = [*(CHECKOUT / "xlgen").rglob("*.py"), *(CHECKOUT / "templates" / "texts").iterdir(), MANUAL]
    texts = {file: OTHER_PLANS.sub("", file.read_text(encoding="utf-8")) for file in files}
    assert [str(file) for file, text in texts.items() if "方案" in text] == []


def test_manual__names_the_limits_of_a_summary() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    for said in (f"计入的超过 {MAX_ROWS} 份", f"列前 {MAX_ROWS} 份", f"最多列出 {MAX_LISTED} 份", *BESIDE):
        assert said in manual


def requirements() -> list[str]:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"]
    return [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(each for group in optional.values() for each in group),
    ]


def test_dependencies__have_reasons() -> None:
    lines = PYPROJECT.read_text(encoding="utf-8").splitlines()
    bare: list[str] = []
    for requirement in requirements():
        stated = [line.split(f'"{requirement}"')[1] for line in lines if f'"{requirement}"' in line]  # in each extra
        bare += [requirement for reason in stated if not re.search(r"# \w{3,}", reason)] if stated else [requirement]
    assert bare == []


def tracked() -> list[Path]:
    """The files in git, and those that would be added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    return [CHECKOUT / name for name in done.stdout.decode("utf-8").split("\0") if name]


HOME = r"(?<![\w.~])/(?:home|Users|root|work|opt|mnt|private)/\w"
REGISTRY = r"https?://[^\s\"'<>)]*(?:artifactory|nexus|/simple\b|pypi\.|registry\.|mirrors?\.)"
FORBIDDEN = re.compile(rf"{HOME}|{REGISTRY}|index-url|[A-Z]:\\Users\\")


def test_files__hold_nothing_of_this_machine() -> None:
    found, read = [], 0
    for file in tracked():
        if not file.is_file() or file.suffix in {".png", ".xlsx", ".pdf", ".jpg"} or file == Path(__file__).resolve():
            continue
        read += 1
        for number, line in enumerate(file.read_bytes().decode("utf-8", errors="replace").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{file.relative_to(CHECKOUT)}:{number}: {line.strip()[:120]}")
    assert read > 50
    assert found == []


@pytest.mark.parametrize("line", ["/home/a/b", "see /work/main", "https://host/artifactory/api/pypi", "C:\\Users\\a"])
def test_what_is_of_this_machine__is_found(line: str) -> None:
    assert FORBIDDEN.search(line)
