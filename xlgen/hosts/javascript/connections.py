"""How long a connection may stand idle, and who has to go when there are too many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from uvicorn.protocols.http.h11_impl import H11Protocol

AT_ONCE = 500
"""Connections."""
IDLE_SECONDS = 20.0
"""Until a request has begun: its first line and headers must all be here. uvicorn waits for the first one for ever."""
REQUEST_SECONDS = 180.0
"""For a request and its answer: a minute for the body, one for the work, one for a slow reader."""


class Connection(H11Protocol):
    """One that is cut off when its time is over, or when it is idle and its place is wanted."""

    idle_since: float | None = None
    _due: asyncio.TimerHandle | None = None
    _begun: object = None
    """The last request that was seen to begin."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place; where none is free, that of whoever has been idle for longest."""
        super().connection_made(transport)
        if len(self.connections) >= AT_ONCE:
            longest = min(self._idle_ones(), key=lambda each: each.idle_since or 0, default=None)
            if longest is not None:
                self.connections.discard(longest)  # uvicorn counts it until the loop comes round
                longest.transport.abort()
        self._idle()

    def handle_events(self) -> None:
        """Give a request its time once it has begun."""
        super().handle_events()
        if self.cycle is not self._begun:
            self._begun = self.cycle
            if not self.cycle.response_complete:
                self.idle_since = None
                self._cut_off_after(REQUEST_SECONDS)

    def on_response_complete(self) -> None:
        """Be idle again, unless the next request has already begun."""
        super().on_response_complete()
        if self.cycle.response_complete:
            self._idle()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the time that was set."""
        super().connection_lost(exc)
        if self._due is not None:
            self._due.cancel()

    def _idle(self) -> None:
        self.idle_since = time.monotonic()
        self._cut_off_after(IDLE_SECONDS)

    def _cut_off_after(self, seconds: float) -> None:
        if self._due is not None:
            self._due.cancel()
        # close() would wait for the client to read what is left
        self._due = self.loop.call_later(seconds, self.transport.abort)

    def _idle_ones(self) -> Iterator[Connection]:
        others = (each for each in self.connections if isinstance(each, Connection))
        return (each for each in others if each.idle_since is not None)
