"""Who may use the desk: whoever has the address that was printed. It lets one in once; a cookie stands for it then."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from threading import Lock

TOKEN_BYTES = 32
MAX_UNSPENT = 16
"""Addresses that were printed and not used; older ones are no longer valid."""


def _secret() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


@dataclass
class Session:
    """The secrets of one start of the desk.

    cookie: the name and the value of the cookie; the name differs from start to start, because browsers send the
    cookies of every port. renewal: what another start of the same person proves itself by.
    """

    cookie: tuple[str, str] = field(default_factory=lambda: (f"xlgen-{secrets.token_hex(8)}", _secret()))
    renewal: str = field(default_factory=_secret)
    _unspent: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def new_token(self) -> str:
        """A token that lets somebody in once."""
        token = _secret()
        with self._lock:
            self._unspent = [*self._unspent[1 - MAX_UNSPENT :], token]
        return token

    def spend(self, token: str) -> bool:
        """Whether a token lets somebody in; it does so only once."""
        with self._lock:
            known = [
                known_token
                for known_token in self._unspent
                if secrets.compare_digest(known_token.encode(), token.encode())
            ]
            self._unspent = [known_token for known_token in self._unspent if known_token not in known]
        return bool(known)

    def is_member(self, cookies: dict[str, str]) -> bool:
        """Whether a request with these cookies comes from somebody who was let in."""
        name, value = self.cookie
        return secrets.compare_digest(cookies.get(name, "").encode(), value.encode())

    def may_renew(self, proof: str) -> bool:
        """Whether a proof is that of another start by the same person."""
        return secrets.compare_digest(proof.encode(), self.renewal.encode())
