"""Calls of an archive of this test's own, with a real index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from archive.readers.request_limits import RequestLimits
from search.index.index_home import index_home
from search.index.worker import drain_all

Call = Callable[..., Any]


@pytest.fixture
def archive(db: None, archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that holds nothing yet, and that nobody has called."""
    monkeypatch.setattr(apps.get_app_config("archive"), "request_limits", RequestLimits())


@pytest.fixture
def index(archive: None) -> Callable[[], None]:
    """Bring what the test has stored into the index, as the worker does."""

    def drain() -> None:
        drain_all(index_home())

    return drain


@pytest.fixture
def call(client: Client) -> Call:
    """Call the API, and return what it answers; the status is checked."""

    def called(path: str, status: int = 200, headers: Any = None, **parameters: Any) -> Any:
        response = client.get(f"/api/v1/{path}", parameters, headers=headers)
        assert response.status_code == status, response.content.decode()
        kind = "application/problem+json" if status >= 400 else "application/json"
        assert response.headers["Content-Type"].startswith(kind)
        return response.json()

    return called
