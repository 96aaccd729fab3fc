"""A site on this machine that serves the add-in's files, with a certificate of its own and with faults."""

from __future__ import annotations

import datetime
import ipaddress
import mimetypes
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST, FOLDER = "127.0.0.1", "/jixiao"


@dataclass
class Site:
    """What is served, by path below the address; a test changes it."""

    address: str
    files: dict[str, bytes]
    types: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: {"Access-Control-Allow-Origin": "*"})
    statuses: dict[str, int] = field(default_factory=dict)


def certificate(folder: Path) -> Path:
    """A certificate for this machine that only those trust who are told to, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, encryption = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "site.pem"
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, encryption) + made.public_bytes(pem))
    return file


@contextmanager
def serving(files: Callable[[str], dict[str, bytes]], pem: Path | None) -> Iterator[Site]:
    """Serve the files made for the site's address; without a certificate, without encryption."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix(f"{FOLDER}/").partition("?")[0]
            status = site.statuses.get(name, 200 if name in site.files else 404)
            self.send_response(status)
            kind = site.types.get(name) or mimetypes.guess_type(name)[0] or "text/plain"
            for header, value in {"Content-Type": kind, **site.headers}.items():
                self.send_header(header, value)
            if 300 <= status < 400:
                self.send_header("Location", "https://login.example/")
            self.end_headers()
            self.wfile.write(site.files.get(name, b"") if status == 200 else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        address = f"https://{HOST}:{server.server_port}{FOLDER}"
        site = Site(address, files(address))
        if pem is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
