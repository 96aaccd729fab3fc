"""YAML text to plain data, keeping the place of every value and every duplicate key."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from xlgen.files.atomic import system_reason
from xlgen.scheme.problems import BrokenFileError, Problem, ProblemCode, problem

Path: TypeAlias = tuple[str | int, ...]
EXTENDS = "extends"
"""The key of a scheme that names the one it extends."""
MAX_DEPTH, MAX_VALUES = 40, 50_000
"""Far beyond any form; keep aliases that multiply each other from exhausting the memory."""


@dataclass(frozen=True)
class SourceLocation:
    """Where something is written: a file and a line of it, from 1."""

    file: File
    line: int


@dataclass
class Source:
    """The data of a YAML file, the place where each value is written, by its path, and the problems of reading it.

    A value may be written in another file: the one that this one extends.
    """

    file: File
    data: Any = None
    places: dict[Path, SourceLocation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> SourceLocation:
        """The place of a value; of its nearest enclosing one where it does not exist."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, SourceLocation(self.file, 1))

    def place_in_words(self, path: Path, beside: Path) -> str:
        """The line of a value; and its file, if that is not the one of the value beside which it is named."""
        place = self.place(path)
        return f"第 {place.line} 行" if place.file == self.place(beside).file else f"{place.file} 第 {place.line} 行"

    def problem(self, path: Path, code: ProblemCode, **fields: object) -> Problem:
        """The problem of this code with the value at this path."""
        place = self.place(path)
        found = problem(place.file, place.line, code, **fields)
        if place.file == self.file:
            return found
        return replace(found, remedy=f"{found.remedy}（这一处是沿用的，改动写在 {self.file} 中）")


def read_yaml(text: str, file: File) -> Source:
    """Parse YAML 1.2 (so 是/否, yes/no stay text). Raises ruamel.yaml.YAMLError.

    Anchors and aliases work; merge keys, tags and several documents do not. Of a key written twice, the later
    value is dropped and reported.
    """
    yaml = YAML(typ="safe", pure=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error", YAMLWarning)  # an anchor that is defined twice, for one
        root = yaml.compose(text)
    source = Source(file)
    if root is not None:
        source.data = _plain(root, (), source, yaml)
    return source


def _plain(node: Node, path: Path, source: Source, yaml: YAML) -> Any:
    source.places.setdefault(path, SourceLocation(source.file, node.start_mark.line + 1))
    if len(path) > MAX_DEPTH or len(source.places) > MAX_VALUES:
        raise YAMLError("嵌套太深或内容太多（别名 *xx 互相套用也会如此）")
    if isinstance(node, MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in result:
                first = source.place((*path, key)).line
                source.problems.append(problem(source.file, line, ProblemCode.DUPLICATE_KEY, key=key, first=first))
                continue
            source.places[(*path, key)] = SourceLocation(source.file, line)
            result[key] = _plain(value_node, (*path, key), source, yaml)
        return result
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, index), source, yaml) for index, item in enumerate(node.value)]
    return yaml.constructor.construct_object(node)


def read_file(file: File, part: Callable[[str], str] = str) -> Source:
    """The data of a YAML file. Raises BrokenFile where it cannot be read or is no mapping.

    part: what of its text is read; without it, all.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
        source = read_yaml(part(text), file)
    except OSError as error:
        raise BrokenFileError([problem(file, 1, ProblemCode.UNREADABLE, reason=system_reason(error))]) from error
    except UnicodeDecodeError as error:
        raise BrokenFileError([problem(file, 1, ProblemCode.NOT_UTF8, offset=error.start + 1)]) from error
    except YAMLError as error:
        raise BrokenFileError([_yaml_problem(file, error)]) from error
    except YAMLWarning as error:  # ruamel warns of nothing else when it composes
        *_, line = re.findall(r"line (\d+)", str(error)) or ["1"]
        twice = problem(file, int(line), ProblemCode.NOT_YAML, reason="同一个锚点（&名称）写了两次")
        raise BrokenFileError([twice]) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise BrokenFileError([problem(file, 1, ProblemCode.NOT_YAML, reason=error)]) from error
    if not isinstance(source.data, dict):
        raise BrokenFileError([problem(file, 1, ProblemCode.NOT_A_MAPPING)])
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
