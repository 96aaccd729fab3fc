"""publish.xml: our entry goes in and out, nothing else changes."""

from __future__ import annotations

import pytest
from lxml import etree

from xlgen.hosts.wps.registration import UnreadableRegistrationError, own_folders, registered, unregistered

ENTRY = (
    '<jsplugin name="xlgen" type="et" url="xlgen_2.0" version="2.0" '
    'enable="enable_dev" install="null" customDomain=""/>'
)
OTHERS = """<?xml version="1.0" encoding="{encoding}"?>
<!-- 单位信息中心统一维护 -->
<jsplugins source="内网">
  <jspluginonline name="公文助手" type="wps" url="http://10.0.0.1/公文/" debug="" new="1"/>
  <!-- 停用 -->
  <jsplugin name="other" type="et" url="other_1.0" version="1.0"/>{ours}
  <future kind="?">说明</future>
</jsplugins>
"""
OLD = (
    '\n  <jsplugin name="xlgen" type="et" url="xlgen_1.0" version="1.0"/><jspluginonline name="xlgen" url="http://x/"/>'
)


def canonical(text: str) -> str:
    """The XML without what means nothing: white space between elements, order of attributes."""
    _, declared, rest = text.rpartition("?>")
    return str(etree.canonicalize(rest, strip_text=True, with_comments=True)) if declared else text


@pytest.mark.parametrize("content", [None, b"", b"\n", b"<jsplugins></jsplugins>", b"<jsplugins/>"])
def test_entry__stands_alone_where_there_was_nothing(content: bytes | None) -> None:
    made = registered(content, "xlgen_2.0", "2.0")
    assert canonical(made.decode()) == canonical(f"<?xml?><jsplugins>{ENTRY}</jsplugins>")
    assert own_folders(made) == ["xlgen_2.0"]
    assert registered(made, "xlgen_2.0", "2.0") == made
    assert canonical(unregistered(made).decode()) == "<jsplugins></jsplugins>"


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK", "UTF-16"])
@pytest.mark.parametrize("ours", ["", OLD])
def test_everything_else__stays_as_it_is(encoding: str, ours: str) -> None:
    before = OTHERS.format(encoding=encoding, ours=ours)
    made = registered(before.encode(encoding), "xlgen_2.0", "2.0")
    assert f"encoding='{encoding}'" in made.decode(encoding)
    entered = before.replace(OLD, ENTRY) if ours else before.replace("</jsplugins>", f"{ENTRY}</jsplugins>")
    assert canonical(made.decode(encoding)) == canonical(entered)
    assert registered(made, "xlgen_2.0", "2.0") == made
    assert canonical(unregistered(made).decode(encoding)) == canonical(before.replace(OLD, ""))


def test_text_behind_an_old_entry__is_not_lost() -> None:
    before = '<jsplugins>前<jsplugin name="xlgen"/>中<jsplugin name="a"/>间<jsplugin name="xlgen"/>后</jsplugins>'
    assert unregistered(before.encode()).decode().endswith('<jsplugins>前中<jsplugin name="a"/>间后</jsplugins>')


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<jsplugins><jsplugin></jsplugins>", "读不懂（第 1 行）"),
        (b"<jsplugins>", "读不懂"),
        (b"{}", "读不懂"),
        (b"\xff\xfe\x00", "读不懂"),
        (b"<plugins/>", "里面不是加载项的登记（plugins）"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "里面不是"),
    ],
)
def test_broken_file__is_refused(content: bytes, told: str) -> None:
    told = told.replace("（", ".").replace("）", ".")
    with pytest.raises(UnreadableRegistrationError, match=told):
        registered(content, "xlgen_2.0", "2.0")
    with pytest.raises(UnreadableRegistrationError, match=told):
        unregistered(content)
