"""What can be wrong with what is filled in: one list, tested in Python and by the status formula of the workbook.

The order is that in which an accountant would be told; the words are those that both show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from xlgen.rules import expression as ex
from xlgen.rules.bands import Band
from xlgen.rules.expression import Formula, call, joined_text
from xlgen.scheme.input_words import SAMPLE_DATE, expected, length_in_words, range_in_words
from xlgen.scheme.inputs import TEN_THOUSAND_YUAN, YUAN, Input, InputType
from xlgen.text import BLANKS, SYMBOLS, bare
from xlgen.xlsx.values import CellValue, ErrorValue, is_number


class Fault(Enum):
    """A kind of fault."""

    ERROR = auto()
    TOO_LONG = auto()
    SYMBOL = auto()
    NOT_AN_OPTION = auto()
    UNIT_WRITTEN = auto()
    NOT_A_NUMBER = auto()
    OUT_OF_RANGE = auto()
    NOT_WHOLE = auto()
    OUTSIDE_BAND = auto()
    ABOVE_LIMIT = auto()
    NOT_A_DATE = auto()
    WITH_TIME = auto()


@dataclass(frozen=True)
class Rung:
    """A fault, why it is one, in Chinese, and its test: of a value, and as a formula of its cell.

    Both tests get the value or cell of the input that limits this one (Input.limit_source), and whether a text must be
    there. They are asked in order, and only for what is not blank.
    """

    fault: Fault
    why: str
    holds: Callable[[CellValue, CellValue, bool], bool]
    formula: Callable[[Formula, Formula | None, ex.Truth], ex.Truth]
    counts: bool = False  # how long the text is belongs to what is said of it

    def words(self, value: CellValue) -> str:
        """Why this value is wrong, in Chinese."""
        return f"{self.why}{NOW}{length(value)}字" if self.counts else self.why

    def words_formula(self, cell: Formula, before: str, after: str = "") -> ex.Value:
        """`words` for a formula, with what is said before and after them."""
        if not self.counts:
            return f"{before}{self.why}{after}"
        return joined_text([f"{before}{self.why}{NOW}", call("LEN", cell), f"字{after}"])


NOW = "，现有"
ERROR = Rung(
    Fault.ERROR,
    "是公式的错误值，请重新键入",
    lambda value, limit, needed: isinstance(value, ErrorValue),
    lambda cell, limit, needed: call("ISERROR", cell),
)


MAX_LADDERS = 4096
_LADDERS: dict[tuple[int, str], tuple[Input, Sequence[Rung]]] = {}
"""By the identity of the input, which is kept, and the label: every value of a form is asked for them."""


def rungs_of(spec: Input, limit_label: str = "") -> Sequence[Rung]:
    """All that can be wrong with an input; limit_label: what the input is called that it cannot exceed."""
    key = id(spec), limit_label
    made = _LADDERS.get(key)
    if made is None:
        if len(_LADDERS) >= MAX_LADDERS:
            _LADDERS.clear()
        made = _LADDERS[key] = spec, _rungs_of(spec, limit_label)
    return made[1]


def _rungs_of(spec: Input, limit_label: str) -> list[Rung]:
    if spec.kind is InputType.TEXT:
        return [ERROR, _too_long(spec), _SYMBOL]
    if spec.options:
        return [ERROR, _not_an_option(spec)]
    if spec.kind is InputType.DATE:
        limited = [] if spec.no_more_than is None else [_above_limit(limit_label, "晚于")]
        return [ERROR, _NOT_A_DATE, _out_of_range(spec), _WITH_TIME, *limited]
    rungs = [ERROR, *_unit_written(spec), _NOT_A_NUMBER, _out_of_range(spec)]
    if spec.kind is InputType.COUNT:
        rungs.append(_NOT_WHOLE)
    if spec.bands is not None:
        return [*rungs, *(_outside_band(option, band) for option, band in spec.bands.ranges.items())]
    return [*rungs, _above_limit(limit_label)] if spec.no_more_than is not None else rungs


_SYMBOL = Rung(
    Fault.SYMBOL,
    "只是符号，没有的请写“无”",
    lambda value, limit, needed: needed and bare(str(value)) in SYMBOLS,
    lambda cell, limit, needed: ex.all_of([needed, symbol_formula(cell)]) if needed is not False else False,
)
_NOT_A_NUMBER = Rung(
    Fault.NOT_A_NUMBER,
    "是文字，请键入数字",
    lambda value, limit, needed: not is_number(value),
    # LibreOffice counts TRUE as a number
    lambda cell, limit, needed: ex.any_of([ex.opposite(call("ISNUMBER", cell)), call("ISLOGICAL", cell)]),
)
_NOT_WHOLE = Rung(
    Fault.NOT_WHOLE,
    "应为整数",
    lambda value, limit, needed: is_number(value) and value != int(value),
    lambda cell, limit, needed: Formula(f"INT({cell.text})<>{cell.text}", ex.COMPARISON),
)


def _too_long(spec: Input) -> Rung:
    return Rung(
        Fault.TOO_LONG,
        length_in_words(spec) or f"不能超过{spec.longest}字",
        lambda value, limit, needed: length(value) > spec.longest,
        lambda cell, limit, needed: Formula(f"LEN({cell.text})>{spec.longest}", ex.COMPARISON),
        counts=spec.max_length is not None,
    )


_NOT_A_DATE = replace(_NOT_A_NUMBER, fault=Fault.NOT_A_DATE, why=f"应为日期，如{SAMPLE_DATE}")
_WITH_TIME = replace(_NOT_WHOLE, fault=Fault.WITH_TIME, why="只填日期，不写几点几分")


def length(value: CellValue) -> int:
    """The characters of a text as LEN counts them; in Excel, the rare ones beyond U+FFFF count twice."""
    return len(value if isinstance(value, str) else ex.as_formula(value or 0.0).text)


def bare_formula(cell: Formula) -> Formula:
    """`bare` as a formula."""
    for sign in BLANKS:
        cell = call("SUBSTITUTE", cell, call("CHAR", 10.0) if sign == "\n" else sign, "")
    return cell


def symbol_formula(cell: Formula) -> Formula:
    """Whether a text is nothing but a symbol: part of one string with all of them.

    Programs do not agree whether a text without characters is part of one, so blanks need a test of their own.
    """
    return call("ISNUMBER", call("FIND", bare_formula(cell), SYMBOLS))


def _not_an_option(spec: Input) -> Rung:
    options = spec.options
    why = f"请选{'或'.join(f'“{option}”' for option in options)}" if len(options) <= 2 else "请从下拉列表中选"
    return Rung(
        Fault.NOT_AN_OPTION,
        f"请{expected(spec)}" if spec.kind is InputType.TICK else why,
        lambda value, limit, needed: value not in options,
        # = ignores case, and in some programs characters that cannot be seen
        lambda cell, limit, needed: ex.opposite(
            ex.all_of([call("ISTEXT", cell), ex.any_of([call("EXACT", cell, option) for option in options])])
        ),
    )


def _unit_written(spec: Input) -> list[Rung]:
    words = (TEN_THOUSAND_YUAN[0], YUAN) if spec.kind is InputType.MONEY else tuple(filter(None, [spec.unit]))
    if not words:
        return []
    unit = TEN_THOUSAND_YUAN if spec.kind is InputType.MONEY else spec.unit
    return [
        Rung(
            Fault.UNIT_WRITTEN,
            f"只填数字，不写“{unit}”",
            lambda value, limit, needed: isinstance(value, str) and any(word in value for word in words),
            lambda cell, limit, needed: ex.all_of(
                [call("ISTEXT", cell), ex.any_of([call("ISNUMBER", call("FIND", word, cell)) for word in words])]
            ),
        )
    ]


def _out_of_range(spec: Input) -> Rung:
    low, high = spec.bounds
    return Rung(
        Fault.OUT_OF_RANGE,
        range_in_words(spec),
        lambda value, limit, needed: is_number(value) and not low <= value <= high,
        lambda cell, limit, needed: ex.opposite(_between(cell, low, high)),
    )


def _outside_band(option: str, band: Band) -> Rung:
    return Rung(
        Fault.OUTSIDE_BAND,
        f"{option}应为{band.upwards}",
        lambda value, limit, needed: limit == option and is_number(value) and not band.holds(value),
        lambda cell, limit, needed: (
            False
            if limit is None
            else ex.all_of(
                [call("EXACT", limit, option), ex.opposite(_between(cell, band.least, band.end, band.below is None))]
            )
        ),
    )


def _above_limit(label: str, above: str = "大于") -> Rung:
    return Rung(
        Fault.ABOVE_LIMIT,
        f"不能{above}“{label}”",
        lambda value, limit, needed: is_number(limit) and is_number(value) and value > limit,
        lambda cell, limit, needed: (
            False
            if limit is None
            else call("IF", call("ISNUMBER", limit), Formula(f"{cell.text}>{limit.text}", ex.COMPARISON), False)
        ),
    )


def _between(cell: Formula, low: float, high: float, closed: bool = True) -> ex.Truth:
    first = Formula(f"{cell.text}>={ex.as_formula(low).text}", ex.COMPARISON)
    last = Formula(f"{cell.text}{'<=' if closed else '<'}{ex.as_formula(high).text}", ex.COMPARISON)
    return ex.all_of([first, last])
