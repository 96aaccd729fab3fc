"""A campaign on the desk with what its units returned."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.factories.campaigns import run
from tests.factories.desks import OpenDesk
from tests.factories.schemes import MINIMAL
from xlgen.desk.workspace import BASIS, ISSUED, RECEIVED, CampaignFolder

NAME, DAY = "二〇二六年自评", "2026-03-05"
ROSTER = """单位编码,单位名称,主管部门,联系人,联系电话
100,甲局,,王处,0755-1
101,甲一所,甲局,张三,0755-2
102,甲二所,甲局,李四,0755-3
201,乙所,乙局,,
"""


def issued_round(opened: OpenDesk, returns: Mapping[str, bytes], scheme: Path = MINIMAL) -> CampaignFolder:
    """A campaign that was issued by the command line, and files that came on a day, not checked yet."""
    campaign = opened.campaign(NAME)
    (campaign.path / BASIS).mkdir(parents=True)
    roster = campaign.path / BASIS / "名单.csv"
    roster.write_text(ROSTER, encoding="utf-8-sig")
    assert run("new", scheme, "--units", roster, "-o", campaign.path / ISSUED, "--jobs", 1) == 0
    for name, content in returns.items():
        file = campaign.folder(RECEIVED) / DAY / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return campaign
