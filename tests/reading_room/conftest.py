"""Pages of an archive of this test's own, and a person who reads in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from archive.readers.request_limits import RequestLimits
from search.index.index_home import index_home
from search.index.worker import drain_all


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked for anything yet."""
    monkeypatch.setattr(apps.get_app_config("archive"), "request_limits", RequestLimits())


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
def salma(archive: None) -> Any:
    """A person with an account."""
    return User.objects.create_user("salma", "salma@news.example")


@pytest.fixture
def at_home(salma: Any) -> Client:
    """Her browser, in English."""
    client = Client()
    client.force_login(salma)
    client.cookies["django_language"] = "en"
    return client
