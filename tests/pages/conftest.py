"""Pages of an archive of this test's own, with a real index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.index.index_home import index_home
from search.index.worker import drain_all

CountQueries = Callable[..., int]


@pytest.fixture
def archive(db: None, archive_home: Path) -> None:
    """An archive that holds nothing yet."""


@pytest.fixture
def index(archive: None) -> Callable[[], None]:
    """Bring what the test has stored into the index, as the worker does."""

    def drain() -> None:
        drain_all(index_home())

    return drain


@pytest.fixture
def count_queries(client: Client) -> CountQueries:
    """Return the number of SQL queries of a page, read for the second time."""

    def count(address: str, **parameters: str) -> int:
        client.get(address, parameters)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, parameters).status_code == 200
        return len(queries)

    return count
