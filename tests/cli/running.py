"""A call of the command line and what came of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from xlgen.cli.main import main

CHINESE = re.compile("[一-鿿]")
WHAT_TO_DO = re.compile("请|检查|再试|删|改|补|换|可用的|是否想写|用法见|从下列选项|填写|应当")
ENGLISH = re.compile(
    r"usage:|show this help|optional arguments|positional|\brequired\b|error:|Traceback", re.IGNORECASE
)


@dataclass(frozen=True)
class Done:
    """Exit code, output and complaints of a call."""

    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Done]
Filled: TypeAlias = Callable[[str], Path]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Done:
    """Run xlgen in this process."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return Done(left.value.code, out, err)


def run_process(*words: object, encoding: str = "utf-8", folder: Path | None = None) -> tuple[int, bytes, bytes]:
    """Run xlgen in a process of its own, on a console of this encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "240"}
    command = [sys.executable, "-c", "from xlgen.cli.main import main; main()", *(str(word) for word in words)]
    done = subprocess.run(command, check=False, capture_output=True, env=environment, cwd=folder)
    return done.returncode, done.stdout, done.stderr


def assert_complaint(done: Done, code: int, *parts: str) -> None:
    """The call failed with this code, saying in Chinese what is wrong and what to do, and nothing else."""
    assert (done.code, done.out) == (code, "")
    assert CHINESE.search(done.err)
    assert WHAT_TO_DO.search(done.err)
    assert not ENGLISH.search(done.err)
    for part in parts:
        assert part in done.err
