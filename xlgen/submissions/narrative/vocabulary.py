"""The vocabulary for reading amounts and counts in Chinese reports: units, and filler words."""

from __future__ import annotations

import re

_UNIT_WORDS = (
    "人次 批次 台次 户次 平方米 平方公里 公里 公顷 立方米 课时 学时 小时 工作日 百分点 元 场 次 项 家 个 人 件 篇 "
    "份 户 台 套 批 期 所 条 座 处 亩 吨 天 辆 册 部 款 只 组 支 类 宗 起 例 张 幅 间 村 班 米 %"
)
_EQUIVALENT_UNITS = {"场次": "场", "项次": "项", "家次": "家", "名": "人", "位": "人"}
_ALL_UNITS = sorted([*_UNIT_WORDS.split(), *_EQUIVALENT_UNITS], key=len, reverse=True)
UNITS = {unit: _EQUIVALENT_UNITS.get(unit, unit) for unit in _ALL_UNITS}
"""Units and measure words, each with the unit it equals; the longer ones first."""

FILLER_AT_START = re.compile(
    r"""(?x)(?:
    (?:19|20)[0-9]{2}年[度末底内]? | (?:全年|本年|年度)累计
    | 截[至止](?:(?:19|20)[0-9]{2}年)?(?:年?[底末]) | 全年 | 今年 | 本年度? | 当年
    | 年[内末底] | 期末
    | 共计? | 总共 | 合计 | 总计 | 累计(?=完成|实现|达) | 其中 | 主要 | 已 | 先后 | 成功 | 顺利 | 高质量 | 圆满
    | 有效 | 实际(?!支出|收入)
    | 通过 | 并 | 且 | 和 | 及 | 与 | 以及 | 同时 | 另外 | 此外 | 了 | 、 | 的 | 为 | [一二三四五六七八九十]是
    | 我们 | [我本](?:中心|单位|局|部门|所|院|区|市|县|委|办|厅) | 中心(?=举办|组织|开展|召开|完成|实现)
    | 举办 | 组织 | 开展 | 召开 | 完成 | 实现 | 达成 | 达到 | 取得 | 获得 | 牵头 | 联合
    )++"""
)
"""Filler at the beginning of a subject: time, who did it, and verbs that fit everything."""
FILLER_AT_END = re.compile(
    r"""(?x)(?:
    达到 | 达 | 实现 | 完成 | 为 | 是 | 有 | 计 | 了 | 共 | 共计 | 合计 | 总计 | 总数 | 数量 | 人数 | 家数
    | 场次 | 次数 | 情况
    | 活动 | 工作 | 数 | 以及 | 及 | 和 | 、 | 的 | =
    )++$"""
)
"""Filler at the end of a subject."""
TOO_COMMON = re.compile(
    r"""(?x)
    项目 | 企业 | 人员 | 资金 | 会议 | 合作 | 服务 | 任务 | 课题 | 技术 | 科技 | 创新 | 平台 | 单位 | 机构
    | 职工 | 员工 | 材料 | 文件
    | 制度 | 措施 | 问题 | 意见 | 建议 | 指标 | 投入 | 投资 | 新增 | 增加 | 减少 | 总量 | 面积 | 编制 | 在职
    | 退休 | 在编 | 干部 | 党员
    | 群众 | 居民 | 学生 | 公司 | [科处]室 | 下属 | 参加 | 参与 | 参会 | 培训 | 检查 | 调研 | 走访 | 引进 | 培育
    | 扶持 | 支持 | 建设
    | 建成 | 新建 | 推动 | 推进 | 发放 | 涉及 | 覆盖 | 受理 | 办理 | 审核 | 内容 | 方式 | 其他 | 全部 | 得分
    | 扣分 | 总分 | 分值 | 权重
    | 服务企业 | 在职人员 | 在职职工 | 在职员工 | 离?退休人员 | 在编人员 | 下属单位 | [^率]{0,2}率
    | (?: 年[初末中] | 全年 | 本年 | 上年 | 年度 | 实际 | 一般 | 公共 | 政府 | 性 | 基金 | 国有 | 资本 | 经营
    | 财政 | 拨款 | 专项 | 项目 | 基本
        | 部门 | 单位 | 整体 | 人员 | 公用 | 日常 | 三公 | 事业 | 其他 | 资金 | 经费 | 预算 | 决算 | 收入 | 支出
        | 收支 | 结转 | 结余 | 调整
        | 追加 | 执行 | 支付 | 使用 | 到位 | 完成 | 目标 | 指标 | 补助 | 安排 | 批复 | 下达 | 总 )++
      (?: 金额 | 总额 | 额 | 数 | 率 | 总计 | 合计 )?
    """
)
"""Subjects too common to identify anything: every project, kind of money and year has its own."""
