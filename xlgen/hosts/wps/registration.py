"""publish.xml, in which WPS finds its add-ins: our entry goes in and out, everything else stays as it is."""

from __future__ import annotations

from lxml import etree

from xlgen.errors import XlgenError

NAME = "xlgen"
"""Of the add-in, in publish.xml and before the version in its folder's name."""
ROOT, OFFLINE, ONLINE = "jsplugins", "jsplugin", "jspluginonline"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
_NOTHING_YET = f'<?xml version="1.0" encoding="UTF-8"?>\n<{ROOT}>\n</{ROOT}>\n'.encode()
_INDENT = "\n  "


class UnreadableRegistrationError(XlgenError):
    """publish.xml is no XML, or something else; nothing was changed."""


def registered(content: bytes | None, folder: str, version: str) -> bytes:
    """The content of publish.xml with our entry: it replaces older ones, and stands last where there was none.

    content: of the file as it is, None if there is none. Raises UnreadableRegistrationError.
    """
    root = _parsed(content)
    entry = etree.Element(OFFLINE, name=NAME, type="et", url=folder, version=version)
    entry.attrib.update({"enable": "enable_dev", "install": "null", "customDomain": ""})
    own = _own(root)
    if own:
        entry.tail = own[0].tail
        root.replace(own[0], entry)
        _remove(root, own[1:])
    else:
        root.text, last = root.text or "\n", root[-1] if len(root) else None
        if last is None:
            root.text = _INDENT
        else:
            last.tail = _INDENT if not (last.tail or "").strip() else last.tail
        entry.tail = "\n"
        root.append(entry)
    return _written(root)


def unregistered(content: bytes) -> bytes:
    """The content without our entries. Raises UnreadableRegistrationError."""
    root = _parsed(content)
    _remove(root, _own(root))
    return _written(root)


def own_folders(content: bytes | None) -> list[str]:
    """The folders that our entries name. Raises UnreadableRegistrationError."""
    return [entry.get("url", "") for entry in _own(_parsed(content))]


def _parsed(content: bytes | None) -> etree._Element:
    if not (content or b"").strip():
        content = _NOTHING_YET
    try:
        root = etree.fromstring(content or b"", _PARSER)
    except etree.XMLSyntaxError as error:
        raise UnreadableRegistrationError(f"读不懂（第 {error.lineno} 行）") from error
    if root.tag != ROOT:
        raise UnreadableRegistrationError(f"里面不是加载项的登记（{root.tag}）")
    return root


def _own(root: etree._Element) -> list[etree._Element]:
    return [entry for entry in root.iterchildren(OFFLINE, ONLINE) if entry.get("name") == NAME]


def _remove(root: etree._Element, entries: list[etree._Element]) -> None:
    """Remove entries, but not the text after them, which lxml takes for a part of them."""
    for entry in entries:
        before, text = entry.getprevious(), (entry.tail or "").strip()
        if text and before is not None:
            before.tail = (before.tail or "") + text
        elif text:
            root.text = (root.text or "") + text
        elif entry.getnext() is None and before is not None:
            before.tail = entry.tail
        root.remove(entry)


def _written(root: etree._Element) -> bytes:
    tree = root.getroottree()
    written = etree.tostring(tree, encoding=tree.docinfo.encoding or "UTF-8", xml_declaration=True)
    assert isinstance(written, bytes)
    return written
