from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hosts.javascript.serving import PUBLIC, served


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a running server is reached, as a proxy reaches it."""
    with served(tmp_path_factory.mktemp("home"), "--behind-proxy", PUBLIC) as (_, port):
        yield f"http://127.0.0.1:{port}"
