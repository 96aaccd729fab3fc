"""A certificate of one's own for HTTPS, which Office demands even of this very computer."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

import trustme
from cryptography import x509

VALID = datetime.timedelta(days=800)
"""macOS trusts none for longer than 825 days."""
RENEWED_BEFORE = datetime.timedelta(days=14)


class Certificate(NamedTuple):
    """The files: what the server shows with its key, and what clients must trust."""

    server: Path
    authority: Path
    made: bool


def certificate(folder: Path, host: str) -> Certificate:
    """The certificate for a host, made where there is none that is still valid.

    The authority signs this one certificate, and its key is thrown away: whoever trusts it trusts nothing else.
    """
    server, authority = folder / f"{host}.pem", folder / f"{host}.crt"
    if server.is_file() and authority.is_file() and _lasts(server):
        return Certificate(server, authority, made=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    issuer = trustme.CA(organization_name="xlgen", organization_unit_name=f"{host}")
    names = ["localhost", "127.0.0.1", "::1"] if host == "localhost" else [host]
    issued = issuer.issue_cert(*names, not_after=datetime.datetime.now(datetime.UTC) + VALID)
    server.touch(mode=0o600)
    issued.private_key_and_cert_chain_pem.write_to_path(str(server))
    issuer.cert_pem.write_to_path(str(authority))
    return Certificate(server, authority, made=True)


def _lasts(file: Path) -> bool:
    try:
        ends = x509.load_pem_x509_certificates(file.read_bytes())[0].not_valid_after_utc
    except ValueError:
        return False
    return ends - datetime.datetime.now(datetime.UTC) > RENEWED_BEFORE
