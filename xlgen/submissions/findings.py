"""The complete catalogue of findings in submitted workbooks.

Every finding says where, what, and what to do, in the words of an accountant.
"""

from __future__ import annotations

from enum import StrEnum

from xlgen.errors import Catalogue


class Level(StrEnum):
    """Severity: 错误 sends a form back, 警告 is for a person to judge, 提示 is for information."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


class Part(StrEnum):
    """What a finding is about."""

    IDENTITY = "身份"
    STRUCTURE = "结构"
    INPUTS = "填报"
    ARITHMETIC = "计分"
    SENSE = "合理性"
    EVIDENCE = "佐证"
    NARRATIVE = "文表"


E, W, N = Level.ERROR, Level.WARNING, Level.NOTICE


class Code(Catalogue):
    """Each finding: topic, severity, title, what is found and what to do, with {fields} to fill in."""

    # identity
    UNREADABLE = (Part.IDENTITY, E, "文件读不出", "{reason}", "{remedy}")
    CHECK_FAILED = (
        Part.IDENTITY,
        E,
        "核对程序出错",
        "核对程序出错（{detail}），不是填报的问题",
        "请把文件发给维护人员",
    )
    NOT_A_FORM = (Part.IDENTITY, E, "不是评分表", "不是由下发的模板填成的评分表", "请用下发的模板重填后报送")
    RETYPED = (
        Part.IDENTITY,
        E,
        "没有用下发的模板",
        "没有使用下发的模板；按表头认出是“{scheme}”，只核对了各项得分和总分",
        "请把数据填入下发的模板后报送",
    )
    BAD_YEAR = (Part.IDENTITY, E, "年度不明", "工作簿记下的年度是“{year}”，不能用", "请用下发的模板重填")
    UNKNOWN_SCHEME = (
        Part.IDENTITY,
        E,
        "方案不明",
        "模板所属的方案“{scheme}”（版本 {version}）不在现有方案之中",
        "请确认用的是本次下发的模板",
    )
    OTHER_TEMPLATE = (
        Part.IDENTITY,
        E,
        "模板版本不同",
        "用方案 {scheme}（版本 {version}）的另一份模板填报，与核对所用的方案 {known}（版本 {known_version}）的模板不同",
        "请改用现行模板填报；模板没有用错的，请用生成它的方案文件核对",
    )
    WRONG_YEAR = (
        Part.IDENTITY,
        E,
        "年度不符",
        "是{found}年度的评分表，本次应报{expected}年度",
        "请改用{expected}年度的模板填报",
    )
    WRONG_SCHEME = (
        Part.IDENTITY,
        E,
        "方案不符",
        "是方案 {found} 的评分表，本次应报方案 {expected} 的",
        "请改用方案 {expected} 的模板填报",
    )
    NOT_IN_ROSTER = (
        Part.IDENTITY,
        E,
        "名单外单位",
        "单位“{unit}”不在应报送单位名单中{near}",
        "请核对单位名称，或补充名单",
    )
    SUBMITTED_TWICE = (
        Part.IDENTITY,
        W,
        "重复报送",
        "单位“{unit}”还报送了 {others}",
        "请确认以哪一份为准，删去其余的",
    )
    SAME_FILE = (Part.IDENTITY, W, "文件相同", "与 {others} 的内容完全相同", "请确认是否误报，删去多余的")
    OTHER_UNIT = (
        Part.IDENTITY,
        E,
        "用了别的单位的模板",
        "模板发给“{issued}”，填报单位却是“{filled}”",
        "请用发给本单位的模板填报；单位更名的，请说明",
    )
    IDENTITY_DIFFERS = (
        Part.IDENTITY,
        E,
        "文件标识前后不一",
        "文件里几处记载的{what}不一致：{places}",
        "请用发给本单位的模板填报，不要改动隐藏的工作表和文件属性",
    )
    SAME_CONTENT = (
        Part.IDENTITY,
        W,
        "内容相同、单位不同",
        "除单位名称外，填报的内容与 {others} 完全相同",
        "请核实是否照抄了别的单位的数据",
    )
    OLDER_YEAR = (
        Part.IDENTITY,
        W,
        "年度早于同批",
        "是{found}年度的评分表，同一批里还有{newest}年度的",
        "请确认应报的年度；报错了的，请改用{newest}年度的模板填报",
    )
    # structure
    SHEET_MISSING = (
        Part.STRUCTURE,
        E,
        "缺少工作表",
        "没有工作表“{title}”",
        "请用下发的模板重填，不要删除工作表",
    )
    SHEET_RENAMED = (
        Part.STRUCTURE,
        E,
        "工作表改了名",
        "工作表“{title}”改名为“{found}”",
        "请把名称改回“{title}”",
    )
    SHEET_ADDED = (Part.STRUCTURE, N, "多出工作表", "多出工作表“{found}”，其中的内容不参与核对", "不需要的请删去")
    ROWS_MOVED = (
        Part.STRUCTURE,
        E,
        "行列变动",
        "与模板对不上：{change}",
        "请用下发的模板重填，不要增删行列或移动单元格",
    )
    LABEL_CHANGED = (
        Part.STRUCTURE,
        W,
        "表内文字改动",
        "印好的“{expected}”{change}{more}",
        "请恢复原来的文字，或用下发的模板重填",
    )
    CELL_FILLED = (Part.STRUCTURE, N, "空白处有内容", "模板的空白处填有“{found}”，不参与核对{more}", "不需要的请删去")
    ROW_BELOW_TABLE = (
        Part.STRUCTURE,
        W,
        "表外多填了行",
        "《{table}》止于第 {last} 行，第 {row} 行又填了“{found}”，没有计入{more}",
        "请移到表内空着的行；表内没有空行的，请向下发单位索取行数更多的模板",
    )
    FORMULA_REPLACED = (
        Part.STRUCTURE,
        E,
        "公式被改填",
        "自动计算的单元格{change}{more}",
        "请恢复公式，或用下发的模板重填",
    )
    FORMULA_CHANGED = (
        Part.STRUCTURE,
        E,
        "公式被改动",
        "公式“{expected}”被改成“{found}”{more}",
        "请恢复公式，或用下发的模板重填",
    )
    PROTECTION_REMOVED = (
        Part.STRUCTURE,
        N,
        "取消了保护",
        "工作表{titles}的保护已取消",
        "无须处理；请勿改动公式和印好的文字",
    )
    STALE_VALUES = (
        Part.STRUCTURE,
        W,
        "计算结果不是最新",
        "保存的计算结果不是按现有数据算出的：{cells}",
        "{remedy}",
    )
    NOT_COMPUTED = (
        Part.STRUCTURE,
        W,
        "没有计算结果",
        "文件里没有保存计算结果，各项得分按规则核算",
        "请用 Excel 或 WPS 打开、保存后再报送",
    )
    FUNCTIONS_MISSING = (
        Part.STRUCTURE,
        W,
        "计分函数没有加载",
        "保存时计分函数没有加载，{cells}没有得分，各项得分按规则核算",
        "请在装有函数加载项的 Excel 里打开，等得分算出，保存后再报送；没有加载项的，请用下发的普通模板填报",
    )
    MANUAL_CALCULATION = (
        Part.STRUCTURE,
        N,
        "改成了手动计算",
        "工作簿设为手动计算，改了数据不会自动重算",
        "请在“公式—计算选项”中改回自动，保存后再报送",
    )
    EXTERNAL_LINKS = (Part.STRUCTURE, W, "引用了外部文件", "引用了其他文件：{found}", "请断开链接，改填数值")
    MACROS = (Part.STRUCTURE, W, "含有宏", "工作簿含有宏（未运行）", "请删去宏，另存为 .xlsx 后再报送")
    OTHER_PROGRAMS = (
        Part.STRUCTURE,
        E,
        "调用外部程序",
        "含有调用外部程序的内容（DDE、OLE；未运行）",
        "请检查文件来源，用下发的模板重填",
    )
    SHEET_DOUBLED = (
        Part.STRUCTURE,
        W,
        "多出一张相像的表",
        "多出工作表“{found}”，与“{like}”相像，其中的内容没有核对",
        "请以“{like}”为准，删去多出的工作表",
    )
    CONTENTS_HIDDEN = (
        Part.STRUCTURE,
        W,
        "有内容看不到或印不出",
        "{what}",
        "请取消隐藏（筛选、合并），恢复打印区域；审阅时请以单元格里的内容为准",
    )
    MISLEADING_FORMAT = (
        Part.STRUCTURE,
        W,
        "显示的与实际的不同",
        "实际是 {found}，按单元格的数字格式却显示为“{shown}”{more}",
        "请恢复原来的数字格式；审阅时请以实际的内容为准",
    )
    UNREADABLE_TEXT = (
        Part.STRUCTURE,
        W,
        "文字看不清",
        "“{found}”{why}{more}",
        "请恢复原来的字体和颜色；审阅时请以单元格里的内容为准",
    )
    DRAWING_ADDED = (
        Part.STRUCTURE,
        W,
        "表上有图形",
        "表上有模板没有的{kinds}，共 {count} 个，可能盖住表里的内容",
        "请删去；审阅时请以单元格里的内容为准",
    )
    # inputs
    BLANK = (Part.INPUTS, E, "未填", "“{label}”没有填写", "请{expected}")
    TEXT_FOR_NUMBER = (
        Part.INPUTS,
        E,
        "数填成了文字",
        "“{label}”填的是文字“{found}”，{read_as}",
        "请重新键入数值：{expected}",
    )
    PLACEHOLDER = (
        Part.INPUTS,
        E,
        "用符号代替",
        "“{label}”填的是“{found}”",
        "请{expected}；没有发生的，{instead}，不要用符号",
    )
    ERROR_VALUE = (Part.INPUTS, E, "公式错误值", "“{label}”是错误值 {found}", "请重新填写：{expected}")
    DATE_FOR_NUMBER = (
        Part.INPUTS,
        E,
        "数填成了日期",
        "“{label}”是日期格式，实际的数是 {found}",
        "请把单元格格式改回数值后重填：{expected}",
    )
    NEGATIVE = (Part.INPUTS, E, "负数", "“{label}”填的是负数 {found}", "请{expected}")
    OUT_OF_RANGE = (Part.INPUTS, E, "超出范围", "“{label}”填的是 {found}，超出允许的范围{meant}", "请{expected}")
    NOT_WHOLE = (Part.INPUTS, E, "应为整数", "“{label}”填的是 {found}，应为整数", "请{expected}")
    NOT_AN_OPTION = (Part.INPUTS, E, "不在选项之中", "“{label}”填的是“{found}”，不在选项之中{near}", "请{expected}")
    PART_ABOVE_WHOLE = (
        Part.INPUTS,
        E,
        "部分大于总数",
        "“{label}”填的是 {found}，大于“{whole}”{limit}",
        "请核对这两个数",
    )
    OUTSIDE_BAND = (
        Part.INPUTS,
        E,
        "百分比不在档内",
        "“{label}”填的是 {found}，不在“{grade}”的范围（{band}）之内{meant}",
        "请{expected}",
    )
    UNFIT_TEXT = (Part.INPUTS, E, "文字不合要求", "“{label}”{reason}", "请删减或改正")
    PERCENT_AS_NUMBER = (
        Part.INPUTS,
        W,
        "百分比疑为漏填百分号",
        "“{label}”填的是 {found}（即 {percent}），可能是想填 {meant}",
        "请核对；百分比请连同百分号键入",
    )
    MONEY_UNIT = (
        Part.INPUTS,
        W,
        "金额单位疑似有误",
        "“{label}”填的是 {found}，与“{other}”（{other_found}）相差约一万倍，可能把元和万元混用了",
        "请核对金额单位，全表按同一单位填写",
    )
    TOO_FEW_ROWS = (Part.INPUTS, E, "行数不足", "《{table}》填了 {found} 行，至少应填 {least} 行", "请补填")
    TOO_FEW_KINDS = (
        Part.INPUTS,
        E,
        "方面不足",
        "《{table}》的“{column}”只有 {found} 种，至少应有 {least} 种",
        "请补充其他方面的指标",
    )
    ROW_POINTS = (
        Part.INPUTS,
        E,
        "各行分值不等于总分值",
        "《{table}》各行分值合计 {found} 分，应为 {expected} 分",
        "请调整各行的分值",
    )
    # arithmetic
    SCORE_DIFFERS = (
        Part.ARITHMETIC,
        E,
        "得分与规则不符",
        "表中 {found} 分，按规则应为 {expected} 分（{rule}）",
        "请恢复自动计算的得分；对规则有不同理解的，请书面说明",
    )
    TOTAL_DIFFERS = (
        Part.ARITHMETIC,
        E,
        "总分不等于各项之和",
        "总分 {found} 分，各项得分之和为 {expected} 分",
        "请恢复总分的公式",
    )
    SUBTOTAL_DIFFERS = (
        Part.ARITHMETIC,
        E,
        "小计不等于各项之和",
        "“{level}”的得分 {found} 分，所属各项之和为 {expected} 分",
        "请恢复小计的公式",
    )
    GRADE_DIFFERS = (
        Part.ARITHMETIC,
        E,
        "等次与总分不符",
        "等次“{found}”，按总分 {total} 分应为“{expected}”",
        "请恢复等次的公式",
    )
    SUM_DIFFERS = (
        Part.ARITHMETIC,
        W,
        "分项合计与总数不符",
        "{parts} 合计 {found}，“{whole}”却是 {expected}，相差 {difference}",
        "请核对这几个数",
    )
    # sense
    SCORE_ABOVE_POINTS = (
        Part.SENSE,
        E,
        "得分超过分值",
        "得分 {found} 分，超过分值 {points} 分",
        "请恢复自动计算的得分",
    )
    UNEXPLAINED = (
        Part.SENSE,
        E,
        "扣分未说明原因",
        "得分 {found} 分，低于分值 {points} 分，没有说明原因",
        "请写明未达标原因和改进措施：写在这一格，或该指标的“评分说明”中",
    )
    NOTHING_TO_EXPLAIN = (
        Part.SENSE,
        N,
        "未扣分却写了扣分原因",
        "“{label}”写了“{found}”，却没有需要说明的扣分或情形",
        "请核对是否漏填、漏扣，或删去原因",
    )
    SAME_ROWS = (
        Part.SENSE,
        W,
        "指标重复",
        "《{table}》第 {rows} 行的“{name}”重复",
        "{advice}",
    )
    FAR_ABOVE_TARGET = (
        Part.SENSE,
        W,
        "完成率异常偏高",
        "“{name}”的{label}为 {found}，超过 {limit}，没有说明原因",
        "请核对目标值和完成值，并说明原因",
    )
    TARGET_CHANGED = (
        Part.SENSE,
        E,
        "改动了已批复的内容",
        "“{label}”批复为“{expected}”，表中是“{found}”",
        "请恢复批复的内容；确需调整的，请按程序报批",
    )
    NOT_THE_ISSUED_FORM = (
        Part.SENSE,
        E,
        "不是下发的那一份",
        "表中留存的批复内容与下发记录不符：{items}",
        "请用下发给本单位的评分表填报，不要改动其中留存的批复内容",
    )
    PREFILLED_CHANGED = (
        Part.SENSE,
        N,
        "改动了预填的内容",
        "“{label}”下发时预填“{expected}”，表中是“{found}”",
        "请核对；预填的有误的，请说明",
    )
    NOT_COMPARED = (
        Part.SENSE,
        N,
        "未与下发记录核对",
        "{what}，没有与下发记录核对",
        "{remedy}",
    )
    # evidence
    EVIDENCE_MISSING = (
        Part.EVIDENCE,
        W,
        "缺少佐证材料",
        "佐证材料“{name}”不在报送的文件之中",
        "请补充材料，或改正材料名称",
    )
    EVIDENCE_NOT_NAMED = (
        Part.EVIDENCE,
        W,
        "没有写明佐证材料",
        "{what}，“{label}”没有填写",
        "请写明并附上佐证材料",
    )
    # narrative
    TOTAL_IN_TEXT = (
        Part.NARRATIVE,
        W,
        "文字与总分不一致",
        "“{label}”中写的是 {found} 分，评分表总分是 {expected} 分",
        "请核对，使文字与评分表一致",
    )
    GRADE_IN_TEXT = (
        Part.NARRATIVE,
        W,
        "文字与等次不一致",
        "“{label}”中写的是“{found}”，按总分 {total} 分应为“{expected}”",
        "请核对，使文字与评分表一致",
    )
    NUMBER_IN_TEXT = (
        Part.NARRATIVE,
        W,
        "文字与表中的数不一致",
        "“{label}”中写的是“{found}”，{place}是“{expected}”",
        "请核对，使文字与评分表一致",
    )

    @property
    def part(self) -> Part:
        """The topic."""
        return self.value[0]

    @property
    def level(self) -> Level:
        """The severity."""
        return self.value[1]

    @property
    def title(self) -> str:
        """A short title, for lists."""
        return self.value[2]
