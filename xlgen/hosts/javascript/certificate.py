"""Locally issued certificates for HTTPS, which Office requires even on localhost."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

import trustme
from cryptography import x509

VALIDITY = datetime.timedelta(days=800)
"""macOS trusts no certificate that is valid for more than 825 days."""
RENEWAL_MARGIN = datetime.timedelta(days=14)


class Certificate(NamedTuple):
    """The files: the server's certificate with its key, and the authority that clients must trust."""

    server: Path
    authority: Path
    made: bool


def certificate(folder: Path, host: str) -> Certificate:
    """The certificate for a host, created if there is no valid one.

    The authority signs only this certificate, then its key is discarded: trusting it means trusting nothing else.
    """
    server, authority = folder / f"{host}.pem", folder / f"{host}.crt"
    if server.is_file() and authority.is_file() and _is_valid(server):
        return Certificate(server, authority, made=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    issuer = trustme.CA(organization_name="xlgen", organization_unit_name=f"{host}")
    names = ["localhost", "127.0.0.1", "::1"] if host == "localhost" else [host]
    issued = issuer.issue_cert(*names, not_after=datetime.datetime.now(datetime.UTC) + VALIDITY)
    server.touch(mode=0o600)
    issued.private_key_and_cert_chain_pem.write_to_path(str(server))
    issuer.cert_pem.write_to_path(str(authority))
    return Certificate(server, authority, made=True)


def _is_valid(file: Path) -> bool:
    try:
        ends = x509.load_pem_x509_certificates(file.read_bytes())[0].not_valid_after_utc
    except ValueError:
        return False
    return ends - datetime.datetime.now(datetime.UTC) > RENEWAL_MARGIN
