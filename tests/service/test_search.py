"""One search over a real index: what it finds, and what is shown when time does not last."""

from __future__ import annotations

import time
from itertools import chain, repeat
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from archive.article_search import article_search
from archive.models import Article
from search.engine.evaluation import query_evaluation
from search.fields import SEARCHED_TEXTS
from search.index.analyzers import Match
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget
from search.service.search import mark_article, search
from search.service.search_suggestions import (
    alternatives,
    corrected_text,
    spelling_suggestions,
    typing_suggestions,
    warm_caches,
)
from search.suggest.suggester import Suggestion
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home", "archive")]

SPENT = 99.0


def lasting_for(asks: int) -> TimeBudget:
    """A budget that is spent after so many things were asked of the index."""
    clock = chain(repeat(0.0, 1 + asks), repeat(SPENT))
    return TimeBudget(5, clock=clock.__next__)


def state_of(text: str) -> SearchState:
    return SearchState().with_text(text)


@pytest.fixture
def archive() -> list[Article]:
    outlet = make_outlet(slug="observer")
    titles = ("حلب تفتح متحف الخزف", "حلب تنتظر المطر", "متحف جديد في حمص")
    articles = [make_article(title, f"{title}.", outlet=outlet) for title in titles]
    drain_all(index_home())
    return articles


@pytest.mark.parametrize("attribute", SEARCHED_TEXTS)
def test_what_is_searched_is_shown(attribute: str) -> None:
    words = "عند نهر الزاب"
    fields: dict[str, Any] = {"title": "خبر"}
    fields[attribute] = [words] if attribute in ("captions", "keywords") else words
    make_article(**fields)
    drain_all(index_home())
    (hit,) = search(state_of("الزاب")).hits
    assert [each.text for each in (*hit.title, *hit.snippet) if each.marked] == ["الزاب"]


def test_every_word_is_found_and_articles_with_some_follow(archive: list[Article]) -> None:
    page = search(state_of("متحف الخزف حلب"))
    assert [hit.article for hit in page.hits] == archive[:1]
    assert page.partial_matches == ()
    page = search(state_of("متحف حلب مطر"))
    assert page.total == 0
    assert {hit.article for hit in page.partial_matches} == set(archive[:2])
    assert all(facet.values == () for facet in page.facets)


def test_a_wider_match_is_offered_where_little_is_found(archive: list[Article]) -> None:
    make_article("سوق الحليب")
    drain_all(index_home())
    page = search(state_of("حلب"))
    assert {hit.article for hit in page.hits} == set(archive[:2])
    assert [(each.kind, each.count) for each in page.alternatives] == [("match", 3)]
    assert page.alternatives[0].state is not None
    assert search(page.alternatives[0].state).total == 3
    assert search(state_of("المطر")).alternatives == (), "no other word has its root"


def test_hits_are_shown_where_time_lasts_for_nothing_else(archive: list[Article]) -> None:
    page = search(state_of("متحف الخزف"), budget=lasting_for(1))
    assert [hit.article for hit in page.hits] == archive[:1]
    assert page.total == 1
    assert (page.partial_matches, page.did_you_mean, page.alternatives) == ((), (), ())
    assert search(state_of("متحف الخزف حمص"), budget=lasting_for(9)).partial_matches != ()


def test_a_search_without_time_says_so() -> None:
    with translation.override("en"):
        page = search(state_of("حلب"), budget=lasting_for(0))
    assert page.given_up
    assert page.hits == ()
    assert "too long" in page.notices[0]


def test_the_page_of_a_search_without_time_does_not_say_that_nothing_was_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    clock = chain((0.0,), repeat(SPENT))
    with monkeypatch.context() as patched:
        timing = SimpleNamespace(perf_counter=clock.__next__)  # Requests are timed by it too.
        patched.setattr(query_evaluation, "time", timing)
        html = client.get("/search/", {"q": "حلب"}).content.decode()
    assert "This search would take too long" in html
    assert "Nothing was found" not in html
    assert "0 articles" not in html


def test_whenever_time_runs_out_what_was_found_is_shown(
    archive: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    real_clock = time.perf_counter
    partial = 0
    for moment in range(25):
        clock = chain(repeat(0.0, moment), repeat(SPENT))
        with monkeypatch.context() as patched, translation.override("en"):
            patched.setattr(time, "perf_counter", clock.__next__)
            page = search(state_of("متحف"))
            patched.setattr(time, "perf_counter", real_clock)
        if page.given_up:
            continue
        assert {hit.article for hit in page.hits} == {archive[0], archive[2]}
        assert page.total == 2
        facets = {facet.name for facet in page.facets if facet.values}
        if "outlet" not in facets:
            partial += 1
            assert "some counts were left out" in page.notices[0]
    assert partial
    assert "outlet" in facets
    assert page.notices == ()


def test_alternatives_that_were_counted_in_time_are_shown() -> None:
    state = state_of("متحف حلب مطر")

    def offered(asks: int) -> list[str]:
        return [each.label for each in alternatives(PreparedSearch.of(state, lasting_for(asks)))]

    whole = offered(99)
    assert len(whole) == 4, "any of the words, and each of three"
    assert offered(3) == whole[:2], "words of the same root are asked for first, and find nothing"
    assert offered(0) == []


def test_spellings_that_were_counted_in_time_are_shown() -> None:
    def proposed(asks: int) -> list[str]:
        prepared = PreparedSearch.of(state_of("الخذف"), lasting_for(asks))
        return [each.label for each in spelling_suggestions(prepared, 0)]

    assert proposed(99) == ["الخزف"]
    assert proposed(1) == []


def test_another_spelling_for_haystack_is_within_the_budget() -> None:
    assert corrected_text("الخذف", TimeBudget()) == "الخزف"
    assert corrected_text("الخذف", lasting_for(0)) is None


def test_one_budget_is_for_everything_that_a_request_asks() -> None:
    seconds = 0.0
    budget = TimeBudget(5, clock=lambda: seconds)
    assert search(state_of("حلب"), budget=budget).total == 2
    seconds = 4.9
    assert search(state_of("متحف"), budget=budget).total == 2
    seconds = 5.1
    assert search(state_of("حلب"), budget=budget).given_up


def test_an_article_is_marked_as_its_reader_searched(archive: list[Article]) -> None:
    marked = mark_article(archive[0], SearchState("الخزف", match=Match.EXACT))
    assert marked is not None
    assert [each.text for each in marked.title if each.marked] == ["الخزف"]


def test_the_command_offers_other_searches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("search_articles", "الخذف", language="en")
    told = capsys.readouterr()
    assert told.out.startswith("0\n")
    assert "الخزف (1)" in told.err


def test_suggestions_while_typing_come_when_they_are_ready() -> None:
    warm_caches()
    found = typing_suggestions("حلب", 8)
    assert {each.label for each in found} >= {"حلب تفتح متحف الخزف", "حلب تنتظر المطر"}
    assert all(isinstance(each, Suggestion) and each.url for each in found)


def test_the_desk_finds_articles_by_a_query(archive: list[Article]) -> None:
    found = article_search()
    assert set(found.article_ids("حلب", 10)) == {archive[0].pk, archive[1].pk}
    assert set(found.article_ids("title:متحف -حمص", 10)) == {archive[0].pk}
    assert len(found.article_ids("outlet:observer", 2)) == 2
    assert found.article_ids("زرافة", 10) == []
