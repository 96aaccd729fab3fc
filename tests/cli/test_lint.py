"""Checking scheme files: 0 where nothing is wrong, 1 for problems, 2 for a file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ENGLISH, Run
from tests.factories.schemes import HERE, MINIMAL, problems_of_scheme
from xlgen.files.resources import scheme_files
from xlgen.scheme.problems import UNREADABLE_CODES, ProblemCode


def test_lint__all_shipped_schemes(xlgen: Run) -> None:
    done = xlgen("lint")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("：没有问题") == len(scheme_files())
    assert "  推定：" in done.out
    assert "  口径：财务合规性——“超出一个百分点扣0.1分”按整百分点计" in done.out


@pytest.mark.parametrize("name", ["shenzhen-2021", str(MINIMAL), str(scheme_files()["jiangmen-2024"].parent)])
def test_lint__one(name: str, xlgen: Run) -> None:
    done = xlgen("lint", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("：没有问题") == 1


@pytest.mark.parametrize(
    "file", sorted(file for file in (HERE / "bad").glob("*.yaml") if file.is_file()), ids=lambda file: file.stem
)
def test_lint__problem(file: Path, xlgen: Run) -> None:
    done = xlgen("lint", file)
    assert done.code == (2 if ProblemCode[file.stem] in UNREADABLE_CODES else 1)
    assert done.err == ""
    (problem,) = problems_of_scheme(file)
    assert done.out == f"{file}：1 处问题\n{problem}\n"
    assert not ENGLISH.search(done.out)


@pytest.mark.parametrize("name", ["没有这个表样", "", "/"])
def test_lint__missing(name: str, xlgen: Run) -> None:
    done = xlgen("lint", name)
    assert (done.code, done.err) == (2, "")
    assert "[UNREADABLE]" in done.out
    assert "shenzhen-2021" in done.out


def test_lint__several_and_the_worst_counts(xlgen: Run) -> None:
    done = xlgen("lint", MINIMAL, HERE / "many.yaml", "没有这个表样", "shenzhen-2021")
    assert done.code == 2
    assert done.out.count("：没有问题") == 2
    assert f"{HERE / 'many.yaml'}：{len(problems_of_scheme(HERE / 'many.yaml'))} 处问题" in done.out
    assert xlgen("lint", MINIMAL, HERE / "many.yaml").code == 1
