"""Nobody gets in but by the address that was printed, from our own pages, by our own name."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.factories.desks import ADDRESS, PORT, OpenDesk, open_desk, stranger
from xlgen.desk.app import make_app
from xlgen.desk.guard import FOREIGN, MAX_FORM_BYTES, NOT_ENTERED, PROOF_HEADER, SPENT, TOO_LARGE, WRONG_HOST
from xlgen.desk.web import Desk
from xlgen.desk.workspace import Workspace

PATHS = ["/", "/jobs", "/static/desk.css", "/nothing", "/campaigns/0123456789ab", "/jobs/1/progress.json"]


@pytest.fixture
def opened(tmp_path: Path) -> OpenDesk:
    return open_desk(tmp_path)


@pytest.mark.parametrize("path", PATHS)
def test_without_cookie__refused_in_one_sentence(opened: OpenDesk, path: str) -> None:
    answer = stranger(opened.desk).get(path)
    assert (answer.status_code, answer.text) == (403, NOT_ENTERED)
    assert stranger(opened.desk).post(path).text == NOT_ENTERED


@pytest.mark.parametrize("value", ["", "x", "é"])
def test_wrong_cookie__refused(opened: OpenDesk, value: str) -> None:
    name, _ = opened.desk.session.cookie
    answer = stranger(opened.desk).get("/", headers={"cookie": f"{name}={value}".encode()})
    assert answer.text == NOT_ENTERED


def test_cookie_of_another_start__refused(opened: OpenDesk) -> None:
    name, value = Desk(Workspace(opened.desk.workspace.folder)).session.cookie
    assert stranger(opened.desk).get("/", headers={"cookie": f"{name}={value}"}).text == NOT_ENTERED


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "127.0.0.2:8765"])
def test_other_host__refused(opened: OpenDesk, host: str) -> None:
    """A foreign name that was made to lead to this machine (DNS rebinding)."""
    assert opened.browser.get("/", headers={"host": host}).text == WRONG_HOST
    assert (
        opened.browser.get(f"/enter?token={opened.desk.session.new_token()}", headers={"host": host}).status_code == 421
    )


def test_localhost__allowed(opened: OpenDesk) -> None:
    cookie = "=".join(opened.desk.session.cookie)
    answer = opened.browser.get("/", headers={"host": f"localhost:{PORT}", "cookie": cookie})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": f"http://localhost:{PORT}"},
        {"origin": ADDRESS + ".evil.example"},
        {"origin": "http://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_foreign_origin__refused(opened: OpenDesk, method: str, headers: dict[str, str]) -> None:
    assert opened.browser.request(method, "/jobs/1/stop", headers=headers).text == FOREIGN


@pytest.mark.parametrize(
    ("site", "refused"), [("cross-site", True), ("same-site", True), ("", True), ("same-origin", False)]
)
def test_without_origin__what_the_browser_says_of_the_site_counts(opened: OpenDesk, site: str, refused: bool) -> None:
    cookie = "=".join(opened.desk.session.cookie)
    bare = TestClient(make_app(opened.desk, PORT), base_url=ADDRESS)
    headers = {"cookie": cookie, **({"sec-fetch-site": site} if site else {})}
    assert (bare.post("/jobs/1/stop", headers=headers).text == FOREIGN) is refused


@pytest.mark.parametrize("path", PATHS)
def test_websocket__never_opened(opened: OpenDesk, path: str) -> None:
    with pytest.raises(WebSocketDisconnect), opened.browser.websocket_connect(path):
        pass


def test_token__lets_in_once(opened: OpenDesk) -> None:
    token = opened.desk.session.new_token()
    first, second = stranger(opened.desk), stranger(opened.desk)
    entered = first.get(f"/enter?token={token}", follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert all(part in entered.headers["set-cookie"] for part in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert first.get("/").status_code == 200
    assert second.get(f"/enter?token={token}").text == SPENT
    assert second.get("/").text == NOT_ENTERED


@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?other=1", "?token=%FF"])
def test_no_token__refused(opened: OpenDesk, query: str) -> None:
    assert stranger(opened.desk).get(f"/enter{query}").text == SPENT


def test_another_start__gets_a_token_by_its_proof(opened: OpenDesk) -> None:
    other = stranger(opened.desk)
    assert other.post("/renew", headers={PROOF_HEADER: "x"}).status_code == 403
    token = other.post("/renew", headers={PROOF_HEADER: opened.desk.session.renewal}).text
    assert other.get(f"/enter?token={token}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/desk.js"])
def test_every_answer__tells_the_browser_to_trust_nothing_else(opened: OpenDesk, path: str) -> None:
    for browser in (opened.browser, stranger(opened.desk)):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'; ")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers.get_list("cache-control") == ["no-store"]
        assert headers["x-content-type-options"] == "nosniff"


def test_pages__hold_no_script_and_no_style_of_their_own(opened: OpenDesk) -> None:
    from xlgen.files.resources import DESK

    for file in DESK.glob("*.jinja"):
        text = file.read_text(encoding="utf-8")
        assert "<style" not in text
        assert " style=" not in text
        assert " on" not in [part[:3] for part in text.split("<script")[1:]]
        assert text.count("<script") == text.count('<script src="/static/desk.js" defer></script>')
        assert "http://" not in text
        assert "https://" not in text


def test_too_long_a_body__refused(opened: OpenDesk) -> None:
    announced = opened.browser.post("/jobs/1/stop", content=b"x" * (MAX_FORM_BYTES + 1))
    assert (announced.status_code, announced.text) == (413, TOO_LARGE)
    form = {"content-type": "application/x-www-form-urlencoded"}
    streamed = opened.browser.post("/jobs/1/stop", content=(b"x" * 100_000 for _ in range(20)), headers=form)
    assert streamed.status_code == 413
    assert TOO_LARGE in streamed.text
