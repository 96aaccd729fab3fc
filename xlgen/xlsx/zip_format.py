"""The zip format as far as both the reader and the writer of packages need it."""

from __future__ import annotations

LOCAL_SIGNATURE, CENTRAL_SIGNATURE, END_SIGNATURE = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
"""How a member's local header, its entry in the central directory, and the end of the directory begin."""
ENCRYPTED_FLAG, UTF8_FLAG = 0x1, 0x800
"""Bits of a member's flags: its content is encrypted; its name is in UTF-8."""
