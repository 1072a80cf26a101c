"""Documents that change from one load to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ingest.run import load_paths
from archive.models import Article
from tests.captures.bridge_sample import TITLE


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Article]:
    """Write a document of these paragraphs, load it, and return its first article."""
    folder = tmp_path / "documents"
    folder.mkdir()

    def run(*paragraphs: str, title: str = TITLE, date: str = "3 أيار 2022") -> Article:
        text = "\n\n".join((title, f"تاريخ النشر: {date}", *paragraphs))
        (folder / "bridge.txt").write_text(text, encoding="utf-8")
        assert load_paths([str(folder)]).complete
        return Article.objects.get(position=0)

    return run
