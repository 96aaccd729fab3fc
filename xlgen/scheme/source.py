"""YAML text to plain data, keeping the line of every value and every duplicate key."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from xlgen.saving import system_reason
from xlgen.scheme.problems import BrokenFile, Problem, ProblemCode, problem

Path: TypeAlias = tuple[str | int, ...]
MAX_DEPTH, MAX_VALUES = 40, 50_000
"""Far beyond any form; keep aliases that multiply each other from exhausting the memory."""


@dataclass(frozen=True)
class DuplicateKey:
    """A key written twice in one mapping; the later value was dropped."""

    key: str
    line: int
    first: int


@dataclass
class Source:
    """The data of a YAML file, with the line (from 1) on which each value stands, by its path."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    duplicates: list[DuplicateKey] = field(default_factory=list)

    def duplicate_keys(self, file: File) -> list[Problem]:
        """A problem for each key written twice."""
        return [
            problem(file, twice.line, ProblemCode.DUPLICATE_KEY, key=twice.key, first=twice.first)
            for twice in self.duplicates
        ]

    def line(self, path: Path) -> int:
        """The line of a value; of its nearest enclosing one where it does not exist."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str) -> Source:
    """Parse YAML 1.2 (so 是/否, yes/no stay text). Raises ruamel.yaml.YAMLError.

    Anchors and aliases work; merge keys, tags and several documents do not.
    """
    yaml = YAML(typ="safe", pure=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error", YAMLWarning)  # an anchor that is defined twice, for one
        root = yaml.compose(text)
    source = Source()
    if root is not None:
        source.data = _plain(root, (), source, yaml)
    return source


def _plain(node: Node, path: Path, source: Source, yaml: YAML) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > MAX_DEPTH or len(source.lines) > MAX_VALUES:
        raise YAMLError("嵌套太深或内容太多（别名 *xx 互相套用也会如此）")
    if isinstance(node, MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in result:
                source.duplicates.append(DuplicateKey(key, line, source.lines[(*path, key)]))
                continue
            source.lines[(*path, key)] = line
            result[key] = _plain(value_node, (*path, key), source, yaml)
        return result
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, index), source, yaml) for index, item in enumerate(node.value)]
    return yaml.constructor.construct_object(node)


def read_file(file: File) -> Source:
    """The data of a YAML file. Raises BrokenFile where it cannot be read or is no mapping."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
        source = read_yaml(text)
    except OSError as error:
        raise BrokenFile([problem(file, 1, ProblemCode.UNREADABLE, reason=system_reason(error))]) from error
    except UnicodeDecodeError as error:
        raise BrokenFile([problem(file, 1, ProblemCode.NOT_UTF8, offset=error.start + 1)]) from error
    except YAMLError as error:
        raise BrokenFile([_yaml_problem(file, error)]) from error
    except YAMLWarning as error:  # ruamel warns of nothing else when it composes
        *_, line = re.findall(r"line (\d+)", str(error)) or ["1"]
        twice = problem(file, int(line), ProblemCode.NOT_YAML, reason="同一个锚点（&名称）写了两次")
        raise BrokenFile([twice]) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise BrokenFile([problem(file, 1, ProblemCode.NOT_YAML, reason=error)]) from error
    if not isinstance(source.data, dict):
        raise BrokenFile([problem(file, 1, ProblemCode.NOT_A_MAPPING)])
    return source


COMMON_MISTAKES = {
    "could not find expected ':'": "这一行或上一行缺少冒号和空格（是否用了全角冒号“：”）",
    "found character '\\t'": "不能用 Tab 缩进，请用空格",
    "mapping values are not allowed": "这一行或上一行的冒号有误，或缩进不对；含冒号的文字要加引号",
    "expected <block end>": "缩进与上面的行不一致",
    "expected '<document start>'": "缩进与上面的行不一致",
}
"""What ruamel says of the mistakes people make most, and how to say it in Chinese."""


def _yaml_problem(file: File, error: YAMLError) -> Problem:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        line, said = error.problem_mark.line + 1, str(error.problem or error.context)
        reason = next((chinese for mistake, chinese in COMMON_MISTAKES.items() if said.startswith(mistake)), said)
    else:
        line, reason = 1, str(error)
    return problem(file, line, ProblemCode.NOT_YAML, reason=reason)
