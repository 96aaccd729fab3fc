"""English for the field's terms, so that ids can be read: 在职人员控制率 is staff_on_post_control_rate."""

from __future__ import annotations

import re

TERMS = {
    "在职人员": "staff_on_post", "在编人": "staff_on_post", "财政供养人员": "staff_funded",
    "编外人员": "contract_staff", "编制数": "staff_authorised", "人员": "staff", "三公": "sangong",
    "公务接待": "hospitality",
    "公用经费": "operating_costs", "经费": "costs", "重点支出": "key_spending", "项目支出": "project_spending",
    "基本支出": "basic_spending", "支出": "spending", "收入": "income", "预算": "budget", "决算": "accounts",
    "执行": "execution", "调整": "adjusted", "调剂": "transferred", "追加": "added", "下达": "released",
    "批复": "approved", "结转": "carryover", "结余": "surplus", "存量资金": "idle_funds", "资金": "funds",
    "固定资产": "fixed_assets", "资产": "assets", "政府采购": "procurement", "采购": "procurement", "合同": "contracts",
    "项目": "projects", "任务": "tasks", "工作": "work", "目标": "goals", "指标": "indicators", "绩效": "performance",
    "制度": "rules", "产出": "output", "质量": "quality", "成本": "cost", "满意": "satisfaction", "信访": "petitions",
    "培训": "training", "问题": "problems", "整改": "corrected", "进度": "progress", "公开": "disclosure",
    "实际": "actual", "计划": "planned", "本年": "current", "上年": "last", "年初": "start", "年末": "end",
    "及时": "timely", "完成": "completed", "达标": "passed", "到位": "received", "在用": "in_use", "所有": "all",
    "面积": "area", "投资": "investment", "变动": "change", "差异": "difference", "节约": "saved", "利用": "use",
    "控制": "control", "总额": "amount", "率": "rate", "度": "degree",
}  # fmt: skip
MAX_WORDS = 4
MAX_LABEL = 30
"""Characters of a label beyond which it is a sentence, which no few words stand for."""
_TERM = re.compile("|".join(sorted(TERMS, key=len, reverse=True)))


def english(label: str) -> str:
    """The known terms of a label as one id, the last of them kept where there are many; empty where none is known."""
    words = list(dict.fromkeys(TERMS[found[0]] for found in _TERM.finditer(label)))
    if len(label) > MAX_LABEL:
        return ""
    return "_".join(words if len(words) <= MAX_WORDS else [*words[: MAX_WORDS - 1], words[-1]])
