"""What the tests of a damaged index share: asking it, opening it anew, mending it."""

from __future__ import annotations

import threading
from pathlib import Path

from django.apps import apps

from search.index.index_home import IndexHome, index_home
from search.index.repair import Repair
from search.query.state import SearchState
from search.service.search import search


def titles(text: str) -> list[str]:
    return sorted(hit.article.title for hit in search(SearchState().with_text(text)).hits)


def opened_anew() -> IndexHome:
    """Open the index as a process does that starts now."""
    apps.get_app_config("search").index_home = None  # type: ignore[attr-defined]
    return index_home()


def mend(home: IndexHome | None = None) -> None:
    Repair(home or opened_anew(), threading.Event()).mend(thorough=True)


def pointer() -> Path:
    return index_home().folder / "current"
