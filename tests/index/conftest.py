"""An archive whose index has all kinds of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.models import Article
from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.factories import make_article

RIVERS = ("الفرات", "دجلة", "الخابور", "البليخ", "العاصي", "بردى")


@pytest.fixture
def articles(db: None, archive_home: Path) -> list[Article]:
    """Articles in an index with several segments, deleted documents, and newer columns."""
    made = [make_article(f"نهر {river}", body=f"ارتفع منسوب {river} بعد المطر") for river in RIVERS]
    drain_all(index_home())
    made.append(make_article("نهر قويق", body="جف مجرى قويق في الصيف"))
    drain_all(index_home())
    made[0].title = "نهر الفرات الكبير"
    made[0].save()
    drain_all(index_home())
    return made
