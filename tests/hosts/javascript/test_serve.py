"""The command: what it asks of the officer, what it says, what it leaves on the computer."""

from __future__ import annotations

import json
import re
import signal
import socket
import ssl
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from samples.defects.making import SCHEME
from tests.cli.running import WHAT_TO_DO
from tests.hosts.javascript.serving import COMMAND, environment, served
from xlgen.files.resources import SAMPLES
from xlgen.hosts.javascript.certificate import certificate
from xlgen.hosts.javascript.checking import findings_of


def refused(home: Path, *options: str, **variables: str) -> str:
    """What a call that is refused says."""
    done = subprocess.run(
        [*COMMAND, *options],
        env=environment(home, **variables),
        capture_output=True,
        timeout=3000,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert WHAT_TO_DO.search(done.stderr) or "pip install" in done.stderr or "加上" in done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_licence__is_not_accepted_for_the_user(tmp_path: Path) -> None:
    said = refused(tmp_path)
    assert "PolyForm Noncommercial 1.0.0" in said
    assert "政府机构可以使用" in said
    assert "没有启动" in said
    assert list(tmp_path.iterdir()) == []


def test_licence_key_that_is_none__is_refused(tmp_path: Path) -> None:
    assert "不接受环境变量" in refused(tmp_path, "--port", "0", XLWINGS_LICENSE_KEY="gold-x-1")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--port", "99999"], "1 至 65535"),
        (["--host", "a/b"], "--host 应当是名称或 IP 地址"),
        (["--behind-proxy", "http://jixiao.example"], "应当是 https:// 开头的网址"),
        (["--behind-proxy", "https://jixiao.example/?a=b"], "应当是 https:// 开头的网址"),
        (["--scheme", "没有的表样"], "没有的表样"),
    ],
)
def test_options_that_cannot_be_meant__are_refused(tmp_path: Path, options: list[str], told: str) -> None:
    assert told in refused(tmp_path, "--noncommercial", *options)


def test_port_in_use__is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"端口 {port} 不能使用" in refused(tmp_path, "--noncommercial", "--port", str(port))


def test_missing_extra__is_told(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "from xlgen.cli.main import main; main(['addin', 'serve', '--noncommercial', '--port', '0'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert '在程序所在文件夹运行 pip install ".[server]"' in done.stderr


def test_interrupt__ends_it_in_words(tmp_path: Path) -> None:
    command = [*COMMAND, "--noncommercial", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment(tmp_path), encoding="utf-8") as process:
        assert process.stdout is not None
        port = next(found[1] for line in process.stdout if (found := re.search("localhost:([0-9]+)/$", line)))
        trusting = ssl.create_default_context(cafile=str(tmp_path / ".xlgen" / "certificates" / "localhost.crt"))
        urllib.request.urlopen(f"https://localhost:{port}/", context=trusting).close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("已停止\n")


def test_https__is_trusted_by_its_certificate_alone(tmp_path: Path) -> None:
    with served(tmp_path) as (said, port):
        authority = tmp_path / ".xlgen" / "certificates" / "localhost.crt"
        assert "已按 --noncommercial 接受非商业许可" in said
        assert f"加载项清单：https://localhost:{port}/manifest.xml" in said
        assert str(authority) in said
        trusting = ssl.create_default_context(cafile=str(authority))
        with urllib.request.urlopen(f"https://localhost:{port}/manifest.xml", context=trusting) as answer:
            assert f"https://localhost:{port}/taskpane.html".encode() in answer.read()
        with urllib.request.urlopen(f"https://localhost:{port}/certificate.crt", context=trusting) as answer:
            assert answer.read() == authority.read_bytes()
        with urllib.request.urlopen(f"https://localhost:{port}/", context=trusting) as answer:
            assert "certificate.crt" in answer.read().decode("utf-8")
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://localhost:{port}/", context=ssl.create_default_context())


def test_certificate__is_made_once_and_its_key_is_private(tmp_path: Path) -> None:
    first = certificate(tmp_path / "own", "localhost")
    again = certificate(tmp_path / "own", "localhost")
    assert (first.made, again.made) == (True, False)
    assert first[:2] == again[:2]
    assert stat.S_IMODE(first.server.stat().st_mode) & 0o077 == 0
    assert "PRIVATE" in first.server.read_text(encoding="utf-8")
    assert "PRIVATE" not in first.authority.read_text(encoding="utf-8")
    first.server.write_text("damaged", encoding="utf-8")
    assert certificate(tmp_path / "own", "localhost").made


def test_proxied_path__is_in_every_address(tmp_path: Path) -> None:
    with served(tmp_path, "--behind-proxy", "https://www.example/jixiao/") as (said, port):
        assert "https://www.example/jixiao/manifest.xml" in said
        for path in ("manifest.xml", "functions.js", "taskpane.html"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}") as answer:
                text = answer.read().decode("utf-8")
            if path == "manifest.xml":
                assert re.findall(r"https://www\.example(?!/jixiao/)", text) == []
            elif path == "functions.js":
                assert 'window.location.origin + "/jixiao/call"' in text
            else:
                assert re.findall(r'(?:src|href)="(?:/|https?:)', text) == []


def test_scheme_of_the_bureau__is_used(tmp_path: Path) -> None:
    file = next((SAMPLES / "bad" / "SHEET_MISSING").glob("*.xlsx"))
    found = findings_of(file.name, file.read_bytes(), [str(SCHEME)])
    assert [each["code"] for each in found["findings"]] == ["SHEET_MISSING"]
    assert json.dumps(found)
