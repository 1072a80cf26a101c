"""One small archive for the checks of Haystack's interface: a river's year in twelve articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack.query import SearchQuerySet

from archive.models import Article
from tests.factories import make_article, make_outlet


@pytest.fixture
def river(archive_home: Path) -> list[Article]:
    """Twelve articles of three outlets, the tenth of each month of 2021, one of them undated.

    Every title holds كتاب and its number; bodies are of الفرات (even) or النيل (odd).
    """
    assert not list(archive_home.iterdir())
    outlets = [
        make_outlet("صحيفة النهر", slug="nahr"),
        make_outlet("وكالة، أنباء", slug="وكالة أنباء"),
        make_outlet("إذاعة", slug="idhaa"),
    ]
    made = [
        make_article(
            f"كتاب الماء {number}",
            "فاض نهر الفرات في قرية السلام." if number % 2 == 0 else "انحسر نهر النيل عن واحة.",
            day=date(2021, number + 1, 10) if number < 11 else None,
            outlet=outlets[number % 3],
            byline="ليلى" if number < 4 else "كريم حداد",
            section="بيئة" if number < 6 else "",
            keywords=["ماء، وأنهار", "جغرافيا"] if number % 2 else ["جغرافيا"],
        )
        for number in range(12)
    ]
    call_command("index_worker", once=True, verbosity=0)
    return made


def places(found: SearchQuerySet, river: list[Article]) -> list[int]:
    """The places in ``river`` of the articles found, in their order."""
    order = {str(article.pk): place for place, article in enumerate(river)}
    return [order[str(result.pk)] for result in found]
