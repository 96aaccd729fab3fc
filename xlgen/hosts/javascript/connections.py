"""Time limits of connections, and eviction of idle ones when there are too many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_CONNECTIONS = 500
IDLE_SECONDS = 20.0
"""Time until a request line and its headers have arrived; uvicorn waits for the first request forever."""
REQUEST_SECONDS = 180.0
"""Time for a request and its answer: a minute each for the body, the processing, and a slow reader."""


class Connection(H11Protocol):
    """A connection that is closed when its time is up, or when it is idle and its place is needed."""

    idle_since: float | None = None
    _timer: asyncio.TimerHandle | None = None
    _begun: object = None
    """The last request that has begun."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place; if none is free, close the connection that has been idle for longest."""
        super().connection_made(transport)
        if len(self.connections) >= MAX_CONNECTIONS:
            longest = min(self._idle_connections(), key=lambda connection: connection.idle_since or 0, default=None)
            if longest is not None:
                self.connections.discard(longest)  # uvicorn counts it until the next turn of the event loop
                longest.transport.abort()
        self._become_idle()

    def handle_events(self) -> None:
        """Start the timer of a request once it has begun."""
        super().handle_events()
        if self.cycle is not self._begun:
            self._begun = self.cycle
            if not self.cycle.response_complete:
                self.idle_since = None
                self._close_after(REQUEST_SECONDS)

    def on_response_complete(self) -> None:
        """Become idle, unless the next request has already begun."""
        super().on_response_complete()
        if self.cycle.response_complete:
            self._become_idle()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timer."""
        super().connection_lost(exc)
        if self._timer is not None:
            self._timer.cancel()

    def _become_idle(self) -> None:
        self.idle_since = time.monotonic()
        self._close_after(IDLE_SECONDS)

    def _close_after(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        # close() would wait for the client to read the rest
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _idle_connections(self) -> Iterator[Connection]:
        connections = (other for other in self.connections if isinstance(other, Connection))
        return (connection for connection in connections if connection.idle_since is not None)
