"""Findings on what became of the workbook that was issued."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, E, N, Part, W


class StructureCode(Code, part=Part.STRUCTURE):
    """Whether the workbook is as it was issued: sheets, rows, texts, formulas, looks and settings."""

    SHEET_MISSING = (E, "缺少工作表", "没有工作表“{title}”", "请用下发的模板重填，不要删除工作表")
    SHEET_RENAMED = (E, "工作表改了名", "工作表“{title}”改名为“{found}”", "请把名称改回“{title}”")
    SHEET_ADDED = (N, "多出工作表", "多出工作表“{found}”，其中的内容不参与核对", "不需要的请删去")
    ROWS_MOVED = (E, "行列变动", "与模板对不上：{change}", "请用下发的模板重填，不要增删行列或移动单元格")
    LABEL_CHANGED = (W, "表内文字改动", "印好的“{expected}”{change}{more}", "请恢复原来的文字，或用下发的模板重填")
    CELL_FILLED = (N, "空白处有内容", "模板的空白处填有“{found}”，不参与核对{more}", "不需要的请删去")
    ROW_BELOW_TABLE = (
        W,
        "表外多填了行",
        "《{table}》止于第 {last} 行，第 {row} 行又填了“{found}”，没有计入{more}",
        "请移到表内空着的行；表内没有空行的，请向下发单位索取行数更多的模板",
    )
    FORMULA_REPLACED = (E, "公式被改填", "自动计算的单元格{change}{more}", "请恢复公式，或用下发的模板重填")
    FORMULA_CHANGED = (E, "公式被改动", "公式“{expected}”被改成“{found}”{more}", "请恢复公式，或用下发的模板重填")
    DISPLAY_CHANGED = (
        W,
        "显示用的公式变了",
        "“{title}”里有 {count} 处只供显示的公式改读了别的单元格，如 {cell}；不影响计分",
        "剪切、拖动后又撤销时会这样。请以“指标评分表”为准",
    )
    PROTECTION_REMOVED = (N, "取消了保护", "工作表{titles}的保护已取消", "无须处理；请勿改动公式和印好的文字")
    STALE_VALUES = (W, "计算结果不是最新", "保存的计算结果不是按现有数据算出的：{cells}", "{remedy}")
    NOT_COMPUTED = (
        W,
        "没有计算结果",
        "文件里没有保存计算结果，各项得分按规则核算",
        "请用 Excel 或 WPS 打开、保存后再报送",
    )
    FUNCTIONS_MISSING = (
        W,
        "计分函数没有加载",
        "保存时计分函数没有加载，{cells}没有得分，各项得分按规则核算",
        "请在装有函数加载项的 Excel 里打开，等得分算出，保存后再报送；没有加载项的，请用下发的普通模板填报",
    )
    MANUAL_CALCULATION = (
        N,
        "改成了手动计算",
        "工作簿设为手动计算，改了数据不会自动重算",
        "请在“公式—计算选项”中改回自动，保存后再报送",
    )
    EXTERNAL_LINKS = (W, "引用了外部文件", "引用了其他文件：{found}", "请断开链接，改填数值")
    MACROS = (
        W,
        "含有宏",
        "工作簿含有宏（未运行）",
        "请删去宏（ONLYOFFICE 里连同自定义函数），另存为 .xlsx 后再报送",
    )
    OTHER_PROGRAMS = (
        E,
        "调用外部程序",
        "含有调用外部程序的内容（DDE、OLE；未运行）",
        "请检查文件来源，用下发的模板重填",
    )
    SHEET_DOUBLED = (
        W,
        "多出一张相像的表",
        "多出工作表“{found}”，与“{like}”相像，其中的内容没有核对",
        "请以“{like}”为准，删去多出的工作表",
    )
    CONTENTS_HIDDEN = (
        W,
        "有内容看不到或印不出",
        "{what}",
        "请取消隐藏（筛选、合并），恢复打印区域；审阅时请以单元格里的内容为准",
    )
    MISLEADING_FORMAT = (
        W,
        "显示的与实际的不同",
        "实际是 {found}，按单元格的数字格式却显示为“{shown}”{more}",
        "请恢复原来的数字格式；审阅时请以实际的内容为准",
    )
    UNREADABLE_TEXT = (W, "文字看不清", "“{found}”{why}{more}", "请恢复原来的字体和颜色；审阅时请以单元格里的内容为准")
    DRAWING_ADDED = (
        W,
        "表上有图形",
        "表上有模板没有的{kinds}，共 {count} 个，可能盖住表里的内容",
        "请删去；审阅时请以单元格里的内容为准",
    )
    CELLS_MOVED = (
        W,
        "单元格被剪切或拖动",
        "{what}；各项得分不受影响",
        "请撤销；已保存的，把它剪切回原处，或用 xlgen repair 转入新表。以后请复制、粘贴，不要剪切、拖动",
    )
    CELLS_LOST = (
        E,
        "剪切或拖动弄丢了单元格",
        "{what}",
        "请撤销；已保存的，剪切回原处；显示 #REF! 的，须换新表重填，或用 xlgen repair 转入新表",
    )
