"""Which written report was handed in with which form: by their folder, and where several lie there by their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from xlgen.scheme.documents import REPORT, documents_named

DOCUMENTS = (".docx", ".docm")
_OTHER_REPORT = re.compile(
    "审计|内控|内部控制|满意度|调查|调研|监控|评估|第三方|复核|通知|模板|提纲|格式|样式|样本|参考|范文|范本|空白|填报说明"
)
"""A report of another kind, or the outline of one."""
_OF_PROJECT, _OF_UNIT = re.compile("项目|专项"), re.compile("整体|部门|单位")
_EVIDENCE_FOLDER = re.compile("佐证|证明")
_GENERIC = re.compile(
    r"[0-9]+|[\W_]+|[年月日]度?|附[件表]|部门|单位|整体|支出|预算|财政|资金|项目|绩效|自我?评价?|评价|评分|指标|体系|情况"
    "|报告|表格?|得分|打分|盖章|公章|扫描件?|电子版?|终稿|定稿|最终版?|正式版?|修[改订]稿?|初稿|送审稿?|副本|上报|报送|版|稿"
)
"""What names of forms and reports have whoever handed them in: the rest says whose they are."""


def is_report(place: PurePosixPath) -> bool:
    """Whether a file is called like the report on a form, and does not lie among evidence."""
    if place.suffix.lower() not in DOCUMENTS or any(map(_EVIDENCE_FOLDER.search, place.parent.parts)):
        return False
    is_table = "表" in place.stem and "报告" not in place.stem
    return (
        any(documents_named(f"{place.stem}.docx", [REPORT])) and not is_table and not _OTHER_REPORT.search(place.stem)
    )


def is_of_project(name: str) -> bool:
    """Whether a report is called that of a project, and so does not belong to a form of the unit as a whole."""
    return bool(_OF_PROJECT.search(name)) and not _OF_UNIT.search(name)


def whose(name: str) -> str:
    """What the name of a file says of who handed it in; empty where it says nothing."""
    return _GENERIC.sub("", PurePosixPath(name).stem)


def assigned(forms: Sequence[str], reports: Sequence[str]) -> Mapping[int, Sequence[int]]:
    """The reports of each form, as places in these lists of names of files that lie together; no report is guessed.

    The only form has those that are not called another's, and whatever they are called if all are. Else a report is of
    the forms with the same name but for words that all names have.
    """
    if len(forms) == 1:
        fitting = [number for number, name in enumerate(reports) if whose(name) in ("", whose(forms[0]))]
        return {0: fitting or range(len(reports))}
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(forms):
        owners[whose(name)].append(place)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, name in enumerate(reports):
        owner = whose(name)
        candidates = owners.get(owner, [])
        for place in candidates if owner or len(candidates) == 1 else ():
            found[place].append(number)
    return found
