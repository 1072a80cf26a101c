"""Pages of an archive of this test's own; searches answer what the test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from search.query.state import SearchState
from search.service import search as searching
from search.service import similar_articles as likeness
from search.service.search import Overview, ResultPage


@pytest.fixture
def english(client: Client) -> Client:
    """A reader who chose English."""
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def archive(db: None, archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive without an index: nothing is similar to anything."""
    monkeypatch.setattr(likeness, "similar_articles", lambda article, limit=5: [])
    empty = ResultPage(SearchState(), total=0, hits=(), facets=())
    monkeypatch.setattr(searching, "search", lambda state, limit=10, **_options: empty)
    monkeypatch.setattr(searching, "archive_overview", lambda: Overview(0, (), ()))


@pytest.fixture
def answer(archive: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every search find what the test says."""

    def answer_with(**fields: Any) -> None:
        empty = ResultPage(SearchState(), total=0, hits=(), facets=())
        found = replace(empty, **fields)
        monkeypatch.setattr(
            searching, "search", lambda state, limit=10, **_options: replace(found, state=state)
        )

    return answer_with
