"""The doctor against a site on this machine, as it should be and with one fault after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hosts.office.sites import Site, certificate, serving
from xlgen.files.folder import save_folder
from xlgen.hosts.check import Check
from xlgen.hosts.office.doctor import checks
from xlgen.hosts.office.fetching import Fetched, NotFetchedError, from_folder, from_site
from xlgen.hosts.office.site import own_files

ADDRESS = "https://www.czj.gov.cn/jixiao"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site(pem: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that serves everything well and is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with serving(lambda address: own_files(address, False), pem) as served:
        yield served


def examined(site: Site) -> list[Check]:
    return list(checks(from_site(site.address), site.address))


def wrong(found: list[Check]) -> dict[str, str]:
    for check in found:
        assert check.passed or check.remedy
    return {check.subject: f"{check.state}。{check.remedy}" for check in found if not check.passed}


def test_good_site__every_file_is_fine(site: Site) -> None:
    assert [(check.subject, check.passed) for check in examined(site)] == [(name, True) for name in site.files]


def lose(site: Site) -> None:
    del site.files["pane.js"]


def redirect(site: Site) -> None:
    site.statuses["pane.js"] = 302


def forbid(site: Site) -> None:
    site.statuses["pane.js"] = 403


def break_down(site: Site) -> None:
    site.statuses["pane.js"] = 500


def mistype(site: Site) -> None:
    site.types["pane.js"] = "text/plain"


def age(site: Site) -> None:
    site.files["pane.js"] += b"\n// older"


def recode(site: Site) -> None:
    site.files["pane.js"] = site.files["pane.js"].replace(b"\n", b"\r\n")


def sign_in(site: Site) -> None:
    site.files["pane.js"], site.types["pane.js"] = b"<html>", "text/html; charset=utf-8"


FAULTS: list[tuple[Callable[[Site], None], str]] = [
    (lose, "没有这个文件（404）。请把加载项文件夹里的全部文件放到这个地址"),
    (redirect, "转到了别的地址 https://login.example/。"),
    (forbid, "网站不让读取（403）。"),
    (break_down, "网站出错（500）。"),
    (mistype, "类型是 text/plain。请在网站设置里把 .js 的类型设为 text/javascript"),
    (age, "生成的不同。请用现在的 xlgen 重新生成"),
    (recode, "换行被改过。"),
]


@pytest.mark.parametrize(("harm", "told"), FAULTS, ids=[harm.__name__ for harm, _ in FAULTS])
def test_fault_of_a_file__is_told_with_what_to_do(site: Site, harm: Callable[[Site], None], told: str) -> None:
    harm(site)
    found = wrong(examined(site))
    assert list(found) == ["pane.js"]
    assert told in found["pane.js"]


def test_page_to_sign_in__is_told_in_both_ways(site: Site) -> None:
    sign_in(site)
    told = [check.state for check in examined(site) if not check.passed]
    assert told == ["给出的是一个网页，不是这个文件", "类型是 text/html"]


def test_excel_on_the_web__cannot_read_or_frame(site: Site) -> None:
    site.headers = {"X-Frame-Options": "SAMEORIGIN"}
    found = wrong(examined(site))
    assert "Access-Control-Allow-Origin: *" in found["functions.json"]
    assert "X-Frame-Options" in found["pane.html"]
    assert len(found) == 2


def test_files_of_another_address__are_told_alone(site: Site) -> None:
    site.files = own_files(ADDRESS, False)
    assert list(wrong(examined(site))) == ["manifest.xml"]
    assert ADDRESS in wrong(examined(site))["manifest.xml"]


@pytest.mark.parametrize("content", [b"", b"<html>", b"<OfficeApp/>", b'<a><IconUrl DefaultValue="http://x/i"/></a>'])
def test_other_manifest__is_told_alone(site: Site, content: bytes) -> None:
    site.files["manifest.xml"] = content
    assert wrong(examined(site)) == {
        "manifest.xml": "不是本加载项的清单。请用现在的 xlgen 重新生成，把全部文件原样放上去"
    }


def test_untrusted_certificate__is_told(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with serving(lambda address: own_files(address, False), pem) as served:
        assert "证书不被信任" in wrong(examined(served))["manifest.xml"]


def test_no_encryption__is_told() -> None:
    with serving(lambda address: own_files(address, False), None) as served:
        assert "没有启用 HTTPS" in wrong(examined(served))["manifest.xml"]
    assert "连接被拒绝" in wrong(examined(served))["manifest.xml"]


def test_own_copy_of_office_js__must_be_there(site: Site) -> None:
    site.files = own_files(site.address, True)
    assert wrong(examined(site)).keys() == {"office-js/office.js"}
    site.files["office-js/office.js"] = b"//"
    assert wrong(examined(site)) == {}


def test_usual_copy_of_office_js__is_asked_for_from_here(site: Site) -> None:
    def unreachable(_: str, /) -> Fetched:
        raise NotFetchedError("找不到这个网站", "")

    def there(_: str, /) -> Fetched:
        return Fetched(b"//", {})

    for fetch, passed in ((unreachable, False), (there, True)):
        *_, library = checks(from_site(site.address), site.address, fetch)
        assert (library.subject, library.passed) == ("微软的 office.js", passed)


def test_folder__is_checked_before_it_is_put_on_the_site(tmp_path: Path) -> None:
    save_folder(tmp_path / "加载项", own_files(ADDRESS, False))
    assert wrong(list(checks(from_folder(tmp_path / "加载项")))) == {}
    (tmp_path / "加载项" / "pane.css").unlink()
    assert "没有这个文件" in wrong(list(checks(from_folder(tmp_path / "加载项"))))["pane.css"]
