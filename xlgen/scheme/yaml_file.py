"""Reading a YAML file: plain data, the line of every value, and every duplicate key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path as File
from typing import Any

import yaml
from yaml.tokens import Token

from xlgen.files.atomic import system_reason
from xlgen.scheme.problems import BrokenFileError, Problem, ProblemCode, problem
from xlgen.scheme.source import Path, SourceLocation, YamlSource
from xlgen.scheme.yaml_scalars import RefusedValueError, line_of, scalar_value

MAX_DEPTH, MAX_VALUES = 40, 50_000
"""Far beyond any form; keep aliases that multiply each other from exhausting the memory."""
FAST_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""libyaml's parser, ten times as fast, where PyYAML was built with it."""
SHIELDS = str.maketrans({"\x85": "\ufdd0", "\u2028": "\ufdd1", "\u2029": "\ufdd2"})
"""Line ends of YAML 1.1 that are ordinary characters in 1.2: noncharacters stand for them while PyYAML reads."""
UNSHIELDED = {ord(shield): chr(character) for character, shield in SHIELDS.items()}
CHINESE = re.compile("[\u4e00-\u9fff]")
MERGE_KEY = "<<"
END_OF_ANCHOR = "\0 \t\r\n?:,[]{}%@`"
"""What may follow the name of an anchor or alias."""


class TooLargeError(yaml.YAMLError):
    """The file holds more values than MAX_VALUES, or they are nested deeper than MAX_DEPTH."""

    def __init__(self) -> None:
        super().__init__("嵌套太深或内容太多（别名 *xx 互相套用也会如此）")


def read_file(file: File) -> YamlSource:
    """The data of a YAML file. Raises BrokenFileError where it cannot be read or is no mapping."""
    try:
        source = read_yaml(file.read_bytes().decode("utf-8-sig"), file)
    except OSError as error:
        raise BrokenFileError([problem(file, 1, ProblemCode.UNREADABLE, reason=system_reason(error))]) from error
    except UnicodeDecodeError as error:
        raise BrokenFileError([problem(file, 1, ProblemCode.NOT_UTF8, offset=error.start + 1)]) from error
    except yaml.YAMLError as error:
        raise BrokenFileError([_yaml_problem(file, error)]) from error
    except (ValueError, RecursionError) as error:
        raise BrokenFileError([problem(file, 1, ProblemCode.NOT_YAML, reason=error)]) from error
    if not isinstance(source.data, dict):
        raise BrokenFileError([problem(file, 1, ProblemCode.NOT_A_MAPPING)])
    return source


def read_yaml(text: str, file: File) -> YamlSource:
    """Parse YAML 1.2 (so 是/否, yes/no stay text). Raises yaml.YAMLError.

    Anchors and aliases work; merge keys, tags of one's own and several documents do not. Of a key written twice, the
    later value is dropped and reported.
    """
    events = _parsed(text.translate(SHIELDS))
    if any(chr(character) in text for character in SHIELDS):
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                event.value = event.value.translate(UNSHIELDED)
    return _Composer(events, file).source


def _parsed(text: str) -> list[yaml.Event]:
    if "\t" not in text:  # libyaml lets tabs through where they hide a wrong indentation
        try:
            return _events(text, FAST_LOADER)
        except TooLargeError:
            raise
        except yaml.YAMLError:
            pass  # the pure parser allows a little more, and says more precisely what is wrong
    return _events(text, _PureLoader)


class _PureLoader(yaml.SafeLoader):
    """PyYAML's parser in Python, with what YAML 1.2 allows besides: tabs between brackets, anchors in Chinese."""

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self.flow_level and self.peek() == "\t":
            self.forward()
            super().scan_to_next_token()

    def scan_anchor(self, TokenClass: Callable[..., Token]) -> Token:  # noqa: N803  # PyYAML's name
        start, length = self.get_mark(), 0
        self.forward()
        while self.peek(length).isalnum() or self.peek(length) in ("-", "_"):
            length += 1
        name = self.prefix(length)
        self.forward(length)
        if not name or self.peek() not in END_OF_ANCHOR:
            reason = f"expected alphabetic or numeric character, but found {self.peek()!r}"
            raise yaml.MarkedYAMLError(problem=reason, problem_mark=self.get_mark())
        return TokenClass(name, start, self.get_mark())


def _events(text: str, loader: type[yaml.CSafeLoader] | type[yaml.SafeLoader]) -> list[yaml.Event]:
    """The events of a text. Raises yaml.YAMLError, also where it is nested too deeply or too long."""
    events: list[yaml.Event] = []
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH + 1 or len(events) > 3 * MAX_VALUES:
            raise TooLargeError
        events.append(event)
    return events


class _Composer:
    """Composes plain data from the events of a parser.

    PyYAML's own composers recurse without a bound (the one in C crashes on deep nesting) and drop duplicate keys.
    An alias is composed again from the event that its anchor names.
    """

    def __init__(self, events: list[yaml.Event], file: File) -> None:
        self.source = YamlSource(file)
        self._events = events
        self._anchors: dict[str, int] = {}
        start = 1  # after the start of the stream
        if isinstance(events[start], yaml.DocumentStartEvent):
            self.source.data, end = self._value(start + 1, ())
            after = events[end + 1]
            if isinstance(after, yaml.DocumentStartEvent):
                raise RefusedValueError("but found another document", after)

    def _node(self, position: int) -> tuple[yaml.Event, int]:
        """The event at which a value starts, and its position: that of the anchor where an alias stands."""
        event = self._events[position]
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise RefusedValueError(f"found undefined alias {event.anchor!r}", event)
            position = self._anchors[event.anchor]
            return self._events[position], position
        anchor = getattr(event, "anchor", None)
        if anchor is not None and self._anchors.setdefault(anchor, position) != position:
            raise RefusedValueError("同一个锚点（&名称）写了两次", event)
        return event, position

    def _value(self, position: int, path: Path) -> tuple[Any, int]:
        """The value that starts at an event, and the position after it."""
        event, start = self._node(position)
        places = self.source.places
        places.setdefault(path, SourceLocation(self.source.file, line_of(event)))
        if len(path) > MAX_DEPTH or len(places) > MAX_VALUES:
            raise TooLargeError
        value: Any
        if isinstance(event, yaml.MappingStartEvent):
            value, end = self._mapping(start + 1, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value, end = self._sequence(start + 1, path)
        else:
            assert isinstance(event, yaml.ScalarEvent), event
            value, end = scalar_value(event), start + 1
        return value, end if start == position else position + 1

    def _sequence(self, position: int, path: Path) -> tuple[list[Any], int]:
        items: list[Any] = []
        while not isinstance(self._events[position], yaml.SequenceEndEvent):
            item, position = self._value(position, (*path, len(items)))
            items.append(item)
        return items, position + 1

    def _mapping(self, position: int, path: Path) -> tuple[dict[str, Any], int]:
        mapping: dict[str, Any] = {}
        while not isinstance(self._events[position], yaml.MappingEndEvent):
            event, _ = self._node(position)
            if not isinstance(event, yaml.ScalarEvent):
                raise RefusedValueError("键应当是一个词", event)
            key, line = event.value, line_of(event)
            if key == MERGE_KEY:
                reason = "不能用合并键 <<；整个值相同的用 *名称 引用，只有几项不同的照样写全"
                raise RefusedValueError(reason, event)
            if key in mapping:
                first = self.source.place((*path, key)).line
                duplicate = problem(self.source.file, line, ProblemCode.DUPLICATE_KEY, key=key, first=first)
                self.source.problems.append(duplicate)
                position = self._after(position + 1)
                continue
            self.source.places[(*path, key)] = SourceLocation(self.source.file, line)
            mapping[key], position = self._value(position + 1, (*path, key))
        return mapping, position + 1

    def _after(self, position: int) -> int:
        """The position after a value that is dropped; its anchors may still be used."""
        depth = 0
        while True:
            event = self._events[position]
            self._node(position)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            position += 1
            if depth == 0:
                return position


MISTAKES = {
    "could not find expected ':'": "这一行或上一行缺少冒号和空格（是否用了全角冒号“：”）",
    "found character '\\t'": "不能用 Tab 缩进，请用空格",
    "mapping values are not allowed": "这一行或上一行的冒号有误，或缩进不对；含冒号的文字要加引号",
    "expected <block end>": "缩进与上面的行不一致",
    "expected '<document start>'": "缩进与上面的行不一致",
    "expected ',' or '}'": "大括号 {…} 里缺少逗号或右边的 }；文字里有逗号、冒号或英文引号的，整个用单引号括起来",
    "expected ',' or ']'": "方括号 […] 里缺少逗号或右边的 ]；文字里有逗号、冒号或英文引号的，整个用单引号括起来",
    "found unexpected end of stream": "引号没有配对，一直到文件末尾",
    "found unexpected document separator": "引号没有配对，中间却有 ---",
    "could not determine a constructor": "不能用 ! 标签",
    "found undefined tag": "不能用 ! 标签",
    "found undefined alias": "用 * 引用的锚点没有定义；锚点先用 &名称 写在前面",
    "expected alphabetic or numeric": "& 或 * 之后要写锚点的名称；文字以 &、* 开头的要加引号",
    "found unknown escape character": "双引号里的 \\ 有误；改用单引号",
    "found character": "值不能以 @、%、` 这样的符号开头，要整个加引号",
    "while scanning a directive": "一行不能以 % 开头，要加引号",
    "but found another document": "一个文件只能有一份内容，不能用 --- 分开",
}
"""What PyYAML's pure parser says of mistakes, by its beginning, and the same in Chinese."""
OTHER_MISTAKE = "这一行不合 YAML 的写法"


def _yaml_problem(file: File, error: yaml.YAMLError) -> Problem:
    line, message = 1, str(error)
    if isinstance(error, RefusedValueError):
        line = error.line
    elif isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line, message = error.problem_mark.line + 1, str(error.problem or error.context)
    translated = next((chinese for mistake, chinese in MISTAKES.items() if message.startswith(mistake)), OTHER_MISTAKE)
    reason = message if CHINESE.search(message) else translated
    return problem(file, line, ProblemCode.NOT_YAML, reason=reason)
