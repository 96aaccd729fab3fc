"""Help and wrong usage: Chinese throughout, and exit code 3."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import takewhile

import pytest

from tests.cli.running import CHINESE, ENGLISH, Run, assert_complaint, run_process
from xlgen import __version__
from xlgen.cli import main as cli
from xlgen.cli.parser import ChineseParser


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
        "desk",
        "package",
        "review",
        "summary",
        "public",
        "report",
        "addin",
        "lint",
        "diff",
        "scheme",
        "manual",
        "help",
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
        (["没有这个"], f"没有“没有这个”这个命令。可用的有：{'、'.join(sorted(command_names()))}"),
        (["nwe"], "没有“nwe”这个命令。是否想写“new”"),
        (["汇总"], "没有“汇总”这个命令。与“汇总”有关的：package、summary"),
        (["scheme"], "缺少参数：命令"),
        (["scheme", "darft"], "没有“darft”这个命令。是否想写“draft”"),
        (["help", "scheme", "darft"], "没有“darft”这个命令。是否想写“draft”"),
        (["--verson"], "不认识的参数：--verson。是否想写“--version”"),
        (["new"], "缺少参数：表样, -o/--output"),
        (["new", "shenzhen-2021"], "缺少参数：-o/--output"),
        (["new", "shenzhen-2021", "-o"], "“-o/--output”后面要跟一个值"),
        (["new", "shenzhen-2021", "-o", "x", "--year", "今年"], "“--year”应当是整数，写的却是“今年”"),
        (["new", "shenzhen-2021", "-o", "x", "--year", "2026.5"], "“--year”应当是整数，写的却是“2026.5”"),
        (["new", "shenzhen-2021", "-o", "x", "--unknown"], "不认识的参数：--unknown"),
        (["new", "shenzhen-2021", "--yaer=2026"], "不认识的参数：--yaer=2026。是否想写“--year”"),
        (["new", "shenzhen-2021", "——year", "2026"], "不认识的参数：——year。是否想写“--year”"),
        (["new", "深圳", "--unit", "市 中心", "其他", "-o", "x"], "不认识的参数：其他。名称里有空格的，请用引号括起来"),
        (["new", "shenzhen-2021", "--out", "x"], "不认识的参数：--out。是否想写“--output”"),
        (["new", "shenzhen-2021", "--formulas", "natve"], "“--formulas”没有“natve”。是否想写“native”"),
        (["package", "out", "下发", "--b", "张三"], "不认识的参数：--b。是否想写“--by”"),
        (["fill", "shenzhen-2021", "-o", "x"], "缺少参数：数据.yaml"),
        (["inputs"], "缺少参数：表样"),
        (["score"], "缺少参数：评分表.xlsx"),
        (["score", "a.xlsx", "b.xlsx"], "不认识的参数：b.xlsx。名称里有空格的，请用引号括起来"),
        (["schemes", "--json=是"], "“--json”后面不能跟值“是”"),
        (["schemes", "-x"], "不认识的参数：-x"),
        (["lint", "--json"], "不认识的参数：--json"),
        (["schemes", "--scheme"], "不认识的参数：--scheme"),
        (["diff", "shenzhen-2021"], "缺少参数：新表样"),
    ],
)
def test_wrong_usage__error(words: list[str], complaint: str, xlgen: Run) -> None:
    done = xlgen(*words)
    assert_complaint(done, 3)
    assert done.err == f"{complaint}\n用法见 {usage_of(words)} --help\n"


def usage_of(words: list[str]) -> str:
    """The command that is named: it is its usage that one is pointed to."""
    parser = cli.build_parser()
    for word in words[words[0] == "help" :]:
        if word not in parser.commands:
            break
        parser = parser.commands[word]
    return parser.prog


def test_no_command__says_what_one_can_do(xlgen: Run) -> None:
    done = xlgen()
    assert done == xlgen("help")
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line and not CHINESE.search(line)] == []
    assert "  下发：xlgen new 深圳 --year 2026 --units 名单.xlsx -o 下发\n" in done.out
    assert "单位会计：什么也不用安装" in done.out


@pytest.mark.parametrize("words", [["new"], ["scheme"], ["package", "rollup"]], ids=" ".join)
def test_help_on_a_command__is_its_help(words: list[str], xlgen: Run) -> None:
    assert xlgen("help", *words) == xlgen(*words, "--help")


def examples(parser: ChineseParser) -> Iterator[str]:
    """The examples of a command and of those below it."""
    if parser.example:
        yield parser.example
    for each in parser.commands.values():
        yield from examples(each)


@pytest.mark.parametrize("example", list(examples(cli.build_parser())))
def test_example__can_be_typed(example: str, xlgen: Run) -> None:
    words = example.split()[1:]
    args = cli.build_parser().parse(words)
    assert callable(args.command)
    assert f"例：{example}\n" in xlgen(*takewhile(lambda word: not word.startswith("-"), words), "--help").out


def test_quotation_marks_around_a_word__are_not_part_of_it() -> None:
    for unit in ("“某某中心”", "'某某中心'", '"某某中心"', "「某某中心」", "某某中心"):
        assert cli.build_parser().parse(["new", "深圳", "-o", "x", "--unit", unit]).unit == "某某中心"
    assert cli.build_parser().parse(["new", "深圳", "-o", "x", "--unit", "“三公”经费办"]).unit == "“三公”经费办"


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
