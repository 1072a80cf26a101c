"""What a results page offers instead, over a real index."""

from __future__ import annotations

import pytest

from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from search.service.search_suggestions import typing_suggestions, warm_caches
from tests.factories import make_article, make_entity, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home", "archive")]


@pytest.fixture
def archive() -> None:
    sidon = make_entity("صيدا", key="test-sidon", name_en="Sidon")
    for number in range(12):
        article = make_article(f"مرفأ {number}", "أبحرت السفينة من صيدا نحو الجزيرة.")
        make_mention(article, sidon)
    make_article("كتاب", "صدر كتاب بعنوان Sidon عن تاريخ المدن.")
    drain_all(index_home())
    warm_caches()


def offered(text: str) -> list[tuple[str, int]]:
    page = search(SearchState().with_text(text))
    return [(each.label, each.count) for each in (*page.did_you_mean, *page.alternatives)]


def test_a_slip_is_mended_as_articles_write_it() -> None:
    assert offered("السفينه السفينةة")[0][1] == 12
    assert offered("الجزيرةة")[0] == ("الجزيرة", 12)


def test_a_latin_name_of_a_few_hits_is_offered_in_arabic() -> None:
    assert search(SearchState().with_text("Sidon")).total == 1
    assert offered("Sidon")[0] == ("صيدا", 12)


def test_a_latin_name_of_no_hits_is_offered_in_arabic() -> None:
    assert ("صيدا", 12) in offered("Sydon")


def test_nothing_is_offered_instead_of_what_is_right() -> None:
    assert offered("صيدا") == offered("السفينة الجزيرة") == []


def test_following_an_offer_offers_nothing_more() -> None:
    (label, _count), *_ = offered("السفيننة")
    assert search(SearchState().with_text(label)).did_you_mean == ()


def test_what_is_typed_is_completed_only_by_what_follows_it() -> None:
    assert typing_suggestions("أبحرت الجز", 8) == []
