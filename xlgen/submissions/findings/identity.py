"""Findings on which form a file is, and whose."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, E, Part, W


class IdentityCode(Code, part=Part.IDENTITY):
    """Whether a file is a form, of which scheme, year and unit."""

    UNREADABLE = (E, "文件无法读取", "{reason}", "{remedy}")
    CHECK_FAILED = (E, "核对程序出错", "核对程序出错（{detail}），不是填报的问题", "请把文件发给维护人员")
    NOT_A_FORM = (E, "不是评分表", "不是由下发的模板填成的评分表", "请用下发的模板重填后报送")
    RETYPED = (
        E,
        "没有用下发的模板",
        "没有使用下发的模板；按表头认出是“{scheme}”，只核对了各项得分和总分",
        "请把数据填入下发的模板后报送",
    )
    BAD_YEAR = (E, "年度不明", "工作簿记下的年度是“{year}”，不能用", "请用下发的模板重填")
    UNKNOWN_SCHEME = (
        E,
        "表样不明",
        "模板所属的表样“{scheme}”（版本 {version}）不在现有表样之中",
        "请确认用的是本次下发的模板",
    )
    OTHER_TEMPLATE = (
        E,
        "模板版本不同",
        "用表样 {scheme}（版本 {version}）的另一份模板填报，与核对所用的表样 {known}（版本 {known_version}）的模板不同",
        "请改用现行模板填报；模板没有用错的，请用生成它的表样文件核对",
    )
    WRONG_YEAR = (E, "年度不符", "是{found}年度的评分表，本次应报{expected}年度", "请改用{expected}年度的模板填报")
    WRONG_SCHEME = (
        E,
        "表样不符",
        "是表样 {found} 的评分表，本次应报表样 {expected} 的",
        "请改用表样 {expected} 的模板填报",
    )
    NOT_IN_ROSTER = (E, "名单外单位", "单位“{unit}”{about}不在应报送单位名单中{near}", "请核对单位名称，或补充名单")
    SUBMITTED_TWICE = (W, "多次报送", "单位“{unit}”{about}还报送了 {others}", "请确认以哪一份为准，删去其余的")
    SAME_FILE = (W, "文件相同", "与 {others} 的内容完全相同", "请确认是否误报，删去多余的")
    OTHER_UNIT = (
        E,
        "用了别的单位的模板",
        "模板发给“{issued}”，填报单位却是“{filled}”",
        "请用发给本单位的模板填报；单位更名的，请说明",
    )
    OTHER_SUBJECT = (
        E,
        "填报对象与模板不符",
        "模板是填{called}“{issued}”的，填报的{called}却是“{filled}”",
        "请用发给这个{called}的模板填报；{called}更名的，请说明",
    )
    IDENTITY_DIFFERS = (
        E,
        "文件标识前后不一",
        "文件里几处记载的{what}不一致：{places}",
        "请用发给本单位的模板填报，不要改动隐藏的工作表和文件属性",
    )
    OLDER_YEAR = (
        W,
        "年度早于同批",
        "是{found}年度的评分表，同一批里还有{newest}年度的",
        "请确认应报的年度；报错了的，请改用{newest}年度的模板填报",
    )
    FIRST_EDITION = (
        W,
        "上一版的表",
        "是上一版的表（有“基础数据”），已按上一版的位置读取，按现行规则计分{differs}{lost}",
        "请用 xlgen repair 转入新表",
    )
