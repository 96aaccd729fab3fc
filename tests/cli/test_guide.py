"""`xlgen` alone: what one can do and, on a terminal, the desk on a keypress."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from xlgen.cli import desk
from xlgen.cli.guide import offer_desk
from xlgen.errors import EXIT_OK, EXIT_USAGE

ASKED = "按回车键打开工作台"


def test_on_a_terminal__enter_starts_the_desk(tmp_path: Path) -> None:
    """With a real terminal: what is printed before and after Enter, until Ctrl+C."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "HOME": str(tmp_path), "BROWSER": "true"}
    command = [sys.executable, "-m", "xlgen"]
    xlgen = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    try:
        assert "下发：xlgen new 深圳" in read_until(ours, ASKED)
        os.write(ours, b"\n")
        (address,) = re.findall(r"http://127\.0\.0\.1:\S+", read_until(ours, "用完按 Ctrl+C 停止"))
        with build_opener(HTTPCookieProcessor()).open(address) as page:
            assert "工作台" in page.read().decode("utf-8")
        xlgen.send_signal(signal.SIGINT)
        read_until(ours, "工作台已停止")
        assert xlgen.wait(30) == EXIT_OK
    finally:
        xlgen.kill()
        xlgen.wait()
    os.close(ours)


def read_until(terminal: int, text: str) -> str:
    """What a terminal shows until a text has come; it fails with the terminal's end."""
    shown = b""
    while text not in shown.decode("utf-8", errors="ignore"):
        shown += os.read(terminal, 4096)
    return shown.decode("utf-8", errors="ignore")


def pressing(monkeypatch: pytest.MonkeyPatch, *answers: str | type[BaseException]) -> list[str]:
    """The questions that are put to somebody who answers so."""
    asked: list[str] = []
    left = list(answers)

    def answer(question: str) -> str:
        asked.append(question.strip())
        given = left.pop(0)
        if isinstance(given, str):
            return given
        raise given

    monkeypatch.setattr("builtins.input", answer)
    return asked


def never() -> int:
    raise AssertionError("the desk was not asked for")


@pytest.mark.parametrize("answer", ["q", EOFError, KeyboardInterrupt])
def test_anything_else__leaves(answer: str | type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(pressing(monkeypatch, answer)) == 0
    assert offer_desk(never) == EXIT_OK


@pytest.mark.parametrize(("code", "questions"), [(EXIT_OK, 1), (EXIT_USAGE, 2)])
def test_window__stays_until_a_complaint_was_read(code: int, questions: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pressing(monkeypatch, "", "")
    assert offer_desk(lambda: code) == code
    assert len(asked) == questions
    assert asked[1:] == ["按回车键关闭。"][: questions - 1]


def test_without_the_extra__what_to_install_is_said(
    xlgen_at_a_terminal: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = pressing(monkeypatch, "", "")
    monkeypatch.setattr(desk, "find_spec", lambda name: None)
    assert 'pip install ".[desk]"' in xlgen_at_a_terminal()
    assert asked[1] == "按回车键关闭。"


@pytest.fixture
def xlgen_at_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Runs xlgen alone as if at a terminal, and gives what it complains of."""
    from xlgen.cli.main import main

    def run() -> str:
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        with pytest.raises(SystemExit, match=str(EXIT_USAGE)):
            main([])
        return capsys.readouterr().err

    return run
