"""Jinja2 in the texts of a scheme: variables are filled in, and nothing else of Python is reachable."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, assert_helpful, edited, problems_of_text
from xlgen.scheme.load import load_file

PLAIN = "explanation: 反映年度任务完成情况。"
LINE = MINIMAL.read_text(encoding="utf-8").splitlines().index(f"        {PLAIN}") + 1

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (3, 3))
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
from xlgen.cli.main import main
main(["lint", sys.argv[1]])
"""
"""Three seconds of computing and 2 GB: more than a hundred times what the lint of a small scheme takes."""

REFUSED = [
    "{{ ''.__class__.__mro__ }}",
    "{{ year.__class__ }}",
    "{{ 'a'|attr('__class__') }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% import 'os' as os %}",
    "{{ nowhere }}",
    "{{ year.nowhere.further }}",
    "{{ year() }}",
    "{{ year + 1 }}",
    "{{ year|string }}",
    "{% if year %}新{% endif %}",
    "{% set year = 1 %}",
    "{{ 1 }}",
    "{{ year",
    "{% if %}",
    "{{ 1/0 }}",
    "{{ [1][5] }}",
    "{{ '%d' % 'a' }}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{{ 'x'|nofilter }}",
    "{{ 1|dictsort }}",
    "{{ year|xmlattr }}",
    "{{ 'x'|truncate(-5) }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
]
ENDLESS = [
    "{{ 'a' * 10**11 }}",
    "{{ 'x'.center(10**10)|length }}",
    "{{ 9**(9**9) }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{{ lipsum(n=10**7)|length }}",
]


def scheme_with(text: str) -> str:
    return edited(MINIMAL, (PLAIN, f"explanation: {json.dumps(text, ensure_ascii=False)}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ city }}{{ year }}", "示例市2024"),
        ("{{ year }}年{{year}}", "2024年2024"),
        ("{# 不印 #}印", "印"),
        ("{不是变量}", "{不是变量}"),
        ("末行\n", "末行\n"),
    ],
)
def test_text__ok(text: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(scheme_with(text), encoding="utf-8")
    assert load_file(file).indicators[1].explanation == expected


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_text__error(text: str, tmp_path: Path) -> None:
    problems = problems_of_text(scheme_with(text), tmp_path)
    assert [(each.code, each.line) for each in problems] == [("TEMPLATE_ERROR", LINE)]
    assert "city、year" in problems[0].remedy
    assert_helpful(problems)


@pytest.mark.parametrize("text", ENDLESS)
def test_text_without_end__error_in_bounds(text: str, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(scheme_with(text), encoding="utf-8")
    command = [sys.executable, "-c", LIMITED, str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1, done.stderr[-300:]
    assert f"{file}:{LINE}: " in done.stdout
    assert "[TEMPLATE_ERROR]" in done.stdout


def test_several_texts__all_errors_at_once(tmp_path: Path) -> None:
    text = edited(
        MINIMAL,
        (PLAIN, "explanation: '{{ a }}'"),
        ("title: 最小示例评分表", "title: '{{ b }}'"),
        ("criteria: [完成的得4分，未完成的不得分。]", "criteria: ['{{ c }}', '{{ year }}', '{{ d }}']"),
    )
    problems = problems_of_text(text, tmp_path)
    assert {each.code for each in problems} == {"TEMPLATE_ERROR"}
    assert len(problems) == 4


def test_parameters__are_plain_text(tmp_path: Path) -> None:
    text = edited(MINIMAL, ("parameters: {city: 示例市}", "parameters: {city: [示例市]}"))
    assert [each.code for each in problems_of_text(text, tmp_path)] == ["WRONG_TYPE"]
