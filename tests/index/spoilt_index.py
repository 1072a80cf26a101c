"""What the tests of a damaged index share: asking it, opening it anew, mending it."""

from __future__ import annotations

import threading
from pathlib import Path

from django.apps import apps

from search.index.columnar_home import ColumnarHome
from search.index.repair import Repair
from search.query.state import SearchState
from search.service.search import search
from tests.index.folder_home import columnar_home


def titles(text: str) -> list[str]:
    return sorted(hit.article.title for hit in search(SearchState().with_text(text)).hits)


def opened_anew() -> ColumnarHome:
    """Open the index as a process does that starts now."""
    apps.get_app_config("search").index_home = None  # type: ignore[attr-defined]
    return columnar_home()


def mend(home: ColumnarHome | None = None) -> None:
    Repair(home or opened_anew(), threading.Event()).mend(thorough=True)


def pointer() -> Path:
    return columnar_home().folder / "current"
