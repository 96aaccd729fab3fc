"""The catalogue of problems of a file that somebody writes: a scheme, or the data of a unit.

Every such problem is reported through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlgen.errors import EXIT_FINDINGS, EXIT_UNREADABLE, Catalogue, XlgenError


class ProblemCode(Catalogue):
    """Each problem: what it is and what to do, in words a form author understands."""

    # any file
    UNREADABLE = ("文件读不出：{reason}", "检查文件名、路径和权限")
    NOT_UTF8 = ("文件不是 UTF-8 编码（第 {offset} 个字节起）", "用编辑器“另存为”UTF-8 编码后再试")
    NOT_YAML = ("YAML 写法有误：{reason}", "检查这一行的缩进、冒号后的空格和引号")
    NOT_A_MAPPING = ("文件最外层应当是“键: 值”", "参照 templates/ 下已有的表样文件")
    DUPLICATE_KEY = ("“{key}”在同一处写了两次（先在第 {first} 行）", "删去其中一个")
    # a scheme
    UNKNOWN_KEY = ("没有“{key}”这一项", "{nearest}")
    MISSING_KEY = ("缺少“{key}”", "补上这一项")
    WRONG_TYPE = ("“{key}”{reason}", "按要求改写这一项的值")
    TEMPLATE_ERROR = ("文字里的 {{{{ }}}} 有误：{reason}", "可用的变量：{known}")
    DUPLICATE_ID = ("编号“{name}”用了两次（先在{first}）", "换一个编号，全表样内不得重复")
    BAD_ID = (
        "编号“{name}”不合规",
        "用小写英文字母、数字和 _，以字母开头；不能用 if、from、class 等程序用词和 sum、row",
    )
    POINTS_DO_NOT_ADD_UP = ("“{name}”的分值是 {points}，下级合计却是 {total}", "改正分值，使各级相加相符")
    WRONG_JUDGEMENT = (
        "由单位自行评定的得分（judged）{reason}",
        "judged 写本指标一项必填的数（kind: number，最小 0，最大为分值），不与 parts 等其他计分写法并用",
    )
    UNKNOWN_RULE = ("没有名为“{name}”的计分规则", "{nearest}")
    UNKNOWN_ARGUMENT = ("规则 {rule} 没有“{name}”这一输入", "{nearest}")
    MISSING_ARGUMENT = ("规则 {rule} 缺少输入“{name}”", "在 inputs 下写明它取哪一项填报数据")
    WRONG_ARGUMENT = ("规则 {rule} 的“{name}”{reason}", "改写 inputs 下的这一项")
    UNKNOWN_PARAMETER = ("规则 {rule} 没有“{name}”这一参数", "{nearest}")
    WRONG_PARAMETER = ("规则 {rule} 的参数“{name}”{reason}", "改写 with 下的这一项")
    UNDEFINED_NAME = ("“{name}”没有定义", "{nearest}")
    USED_BEFORE_DEFINED = ("“{name}”还没有算出就被引用", "把它写在引用它的算式之前")
    UNUSED_INPUT = ("填报项“{name}”没有用到", "删去它，或在计分、表头中引用它")
    BAD_EXPRESSION = (
        "算式有误：{reason}",
        "只能用编号、数字、+ - * /、比较、and/or/not、甲 if 条件 else 乙、"
        "abs(甲)、min(甲, 乙)、max(甲, 乙)、sum(表.列)",
    )
    DIVISION_WITHOUT_OUTCOME = (
        "算式“{text}”的除数可能为 0，却没有说明为 0 时怎么办",
        "补上 zero（both_zero、base_zero、because）",
    )
    MONEY_NOT_A_RATE = ("算式“{text}”的结果不是比率：得分不得随金额单位而变", "金额只能除以金额")
    WRONG_CHECK = (
        "审核公式“{name}”{reason}",
        "holds 写填报的数之间应当成立的关系；cells 只写其中用到的填报项（或“表.列”），不写则全部标出",
    )
    BAD_OPTIONS = ("选项{reason}", "选项不得含英文逗号、引号，不得重复，合计不超过 255 个字符")
    ONE_OF = ("择一计分{reason}", "one_of 同名的几个部分只计一个：都不写 applies_when 的取最高，写了的取第一个适用的")
    TABLE_LABEL = ("表名“{name}”{reason}", "表名就是工作表名：不得重复，不得用固定的工作表名，不含 []:*?/\\' 等符号")
    TABLE_RULE = ("表“{name}”{reason}", "一张表只能由一处计分，且计分的方法要写全")
    TOO_DEEP = (
        "“{name}”是 groups 的第三级，评分表上没有它的位置",
        "评分表只有一级、二级指标两级：把它的 indicators 直接写在二级之下",
    )
    USELESS_KEY = ("“{key}”不用于 kind: {kind}，写了也不起作用", "删去它，或改正 kind；它只用于 {kinds}{hint}")
    FORM_WIDTH = ("这一行占 {width} 列，表却有 {columns} 列", "调整各格的 columns，使其合计等于列数")
    TYPED_TWICE = (
        "填报项“{name}”在评分表上有两格可填（先在{first}）",
        "只留一格写 {{{name}}}；另一格须显示它的，与文字写在一起，如“合计：{{{name}}}”",
    )
    FORM_COLUMNS = ("评分表的列{reason}", "每种内容只写一列；指标名称、分值、得分三列不可少")
    TODO = ("这一处还没有写定：{what}", "写定后删去 todo 这一项")
    WRONG_RANGE = ("“{key}”{reason}", "改正范围")
    NOT_STORABLE = ("“{key}”含有工作簿存不下的字符或数（控制字符、半个字符、无穷大）", "删去或改正")
    TEXT_TOO_LONG = ("“{key}”有 {length} 个字，超过上限 {limit} 个字", "缩短文字")
    # a scheme that extends another
    NO_BASE = ("“{name}”不能沿用：{reason}", "{nearest}；沿用自己的文件，写相对于本文件的路径")
    CIRCULAR_BASE = ("表样互相沿用：{chain}", "改正 extends，使最后一个表样不再沿用别的表样")
    NOT_IN_BASE = ("{where}里没有“{name}”", "{nearest}")
    IN_REMOVED_GROUP = ("“{name}”在已经删去的“{group}”里", "用 in 写明它移到哪一级，或者不写它")

    UNFIT_SUBJECT = ("“{name}”不能作 subject 的编码或名称：{reason}", "换用通用填报项（inputs）中必填的文字")

    # a unit's data
    WRONG_SCHEME = ("数据属于表样“{found}”，不是“{expected}”", "换用对应的表样，或改正 scheme 一项")
    UNKNOWN_INPUT = ("表样里没有填报项“{name}”", "{nearest}")
    WRONG_VALUE = ("“{label}”（{name}）填的是 {value!r}：{reason}", "{expected}")
    UNKNOWN_INDICATOR = ("表样里没有指标“{name}”", "{nearest}")
    TOO_MANY_ROWS = ("表“{label}”有 {rows} 行，模板只留了 {limit} 行", "删减行数，或把预留的行数改为 {rows}")


UNREADABLE_CODES = frozenset(
    {ProblemCode.UNREADABLE, ProblemCode.NOT_UTF8, ProblemCode.NOT_YAML, ProblemCode.NOT_A_MAPPING}
)


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of one file: where, what, what to do."""

    file: Path
    line: int
    message: str
    remedy: str
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}。{self.remedy}。[{self.code}]"


def problem(file: Path, line: int, code: Catalogue, **fields: object) -> Problem:
    """The problem of this code at this place; the fields fill its message and its remedy."""
    return Problem(file, line, *code.filled(**fields), code.name)


class UnknownSchemeError(XlgenError, LookupError):
    """No known scheme has this name and no such file exists; the message, in Chinese, names the nearest ones."""


class AmbiguousSchemeError(UnknownSchemeError):
    """Several files have this id; the message names them."""


class BrokenFileError(XlgenError):
    """A file cannot be used; carries every problem found in it."""

    headline = "文件有 {count} 处问题，不能使用："

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join([self.headline.format(count=len(problems)), *map(str, problems)]))
        self.problems = problems

    def __reduce__(self) -> tuple[type[BrokenFileError], tuple[list[Problem]]]:
        return type(self), (self.problems,)

    @property
    def unreadable(self) -> bool:
        """The file could not even be read as YAML."""
        return any(ProblemCode[problem.code] in UNREADABLE_CODES for problem in self.problems)


class SchemeError(BrokenFileError):
    """A scheme file cannot be used."""

    headline = "表样有 {count} 处问题，不能使用："


class DataError(BrokenFileError):
    """A unit's data cannot be used. Exit code 2 where the file could not be read, else 1."""

    headline = "数据有 {count} 处问题，什么也没有写："

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.exit_code = EXIT_UNREADABLE if self.unreadable else EXIT_FINDINGS
