"""Help and wrong usage: Chinese throughout, and exit code 3."""

from __future__ import annotations

import argparse

import pytest

from tests.cli.running import CHINESE, ENGLISH, Run, assert_complaint, run_process
from xlgen import __version__
from xlgen.cli import main as cli


def command_names() -> list[str]:
    (commands,) = [
        action.choices
        for action in cli.build_parser()._actions
        if isinstance(action, argparse._SubParsersAction) and action.choices is not None
    ]
    return list(commands)


@pytest.mark.parametrize("words", [[], *([name] for name in command_names())], ids=" ".join)
@pytest.mark.parametrize("help_option", ["--help", "-h"])
def test_help__chinese(words: list[str], help_option: str, xlgen: Run) -> None:
    done = xlgen(*words, help_option)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"用法：{' '.join(['xlgen', *words])} ")
    assert not ENGLISH.search(done.out)
    sentences = [line for line in done.out.splitlines() if line.strip()]
    assert [line for line in sentences[2:] if not CHINESE.search(line)] == []


def test_help__names_every_command(xlgen: Run) -> None:
    out = xlgen("--help").out
    names = [
        "schemes",
        "new",
        "inputs",
        "fill",
        "score",
        "validate",
        "repair",
        "status",
        "decide",
        "package",
        "summary",
        "public",
        "addin",
        "lint",
        "diff",
        "scheme",
    ]
    assert command_names() == names
    for name in command_names():
        assert f"    {name} " in out


def test_version__ok(xlgen: Run) -> None:
    done = xlgen("--version")
    assert (done.code, done.out, done.err) == (0, f"xlgen {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "缺少参数：命令"),
        (["没有这个"], f"“命令”没有 '没有这个'；可用的有：{', '.join(map(repr, command_names()))}"),
        (["new"], "缺少参数：表样, -o/--output"),
        (["new", "shenzhen-2021"], "缺少参数：-o/--output"),
        (["new", "shenzhen-2021", "-o"], "“-o/--output”后面要跟一个值"),
        (["new", "shenzhen-2021", "-o", "x", "--year", "今年"], "“--year”应当是整数，写的却是 '今年'"),
        (["new", "shenzhen-2021", "-o", "x", "--year", "2026.5"], "“--year”应当是整数，写的却是 '2026.5'"),
        (["new", "shenzhen-2021", "-o", "x", "--unknown"], "不认识的参数：--unknown"),
        (["new", "shenzhen-2021", "其他", "-o", "x"], "不认识的参数：其他"),
        (["new", "shenzhen-2021", "--out", "x"], "缺少参数：-o/--output"),
        (["fill", "shenzhen-2021", "-o", "x"], "缺少参数：数据.yaml"),
        (["inputs"], "缺少参数：表样"),
        (["score"], "缺少参数：评分表.xlsx"),
        (["score", "a.xlsx", "b.xlsx"], "不认识的参数：b.xlsx"),
        (["schemes", "--json=是"], "“--json”后面不能跟值 '是'"),
        (["schemes", "-x"], "不认识的参数：-x"),
        (["lint", "--json"], "不认识的参数：--json"),
        (["diff", "shenzhen-2021"], "缺少参数：新表样"),
    ],
)
def test_wrong_usage__error(words: list[str], complaint: str, xlgen: Run) -> None:
    done = xlgen(*words)
    assert_complaint(done, 3)
    prog = "xlgen" if not words or "不认识的参数" in complaint or "命令" in complaint else f"xlgen {words[0]}"
    assert done.err == f"{complaint}\n用法见 {prog} --help\n"


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
@pytest.mark.parametrize("words", [["--help"], ["schemes"], ["lint"], ["inputs", "shenzhen-2021"]], ids=" ".join)
def test_console_without_a_character__does_not_crash(words: list[str], encoding: str) -> None:
    code, out, err = run_process(*words, encoding=encoding)
    assert (code, err) == (0, b"")
    if encoding == "gbk":
        assert CHINESE.search(out.decode("gbk"))
        assert out.count(b"?") <= len(out) // 100
    else:
        assert b"??" in out
        assert not CHINESE.search(out.decode(encoding))


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_complaint_on_such_a_console__does_not_crash(encoding: str) -> None:
    code, out, err = run_process("new", "深圳☃", "-o", "x", encoding=encoding)
    assert (code, out) == (3, b"")
    assert b"?" in err
    assert b"Traceback" not in err
    assert b"shenzhen-2021" in err


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_json_on_such_a_console__stays_utf8(encoding: str) -> None:
    assert run_process("schemes", "--json", encoding=encoding) == run_process("schemes", "--json")
    assert "深圳市财政局" in run_process("schemes", "--json", encoding=encoding)[1].decode("utf-8")
