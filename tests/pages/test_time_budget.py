"""Pages whose request has spent its time on the index: they say so, and name no numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain, repeat

import pytest
from django.test import Client

from archive.models import Article
from search.pages import article_pages, entity_pages, profile_pages, results_page, site_pages
from search.service.prepared_search import TimeBudget
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

TOO_COSTLY = "يستغرق هذا البحث وقتاً طويلاً."


@pytest.fixture
def article(index: Callable[[], None]) -> Article:
    """An indexed article of the outlet ``demo``, which names the entity ``place-test``."""
    article = make_article("نهر الفرات", "زار الوفد دمشق.", outlet=make_outlet(slug="demo"))
    make_mention(article, make_entity("دمشق", key="place-test"))
    index()
    return article


def spent_budget() -> TimeBudget:
    return TimeBudget(5, clock=chain((0.0,), repeat(99.0)).__next__)


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request has spent its time before it asks the index."""
    for pages in (article_pages, entity_pages, profile_pages, results_page, site_pages):
        monkeypatch.setattr(pages, "TimeBudget", spent_budget)


@pytest.mark.usefixtures("article", "spent")
@pytest.mark.parametrize(
    ("address", "shown", "not_shown"),
    [
        ("/", "نهر الفرات", ["الأرشيف فارغ بعد.", "لا مقالات في الأرشيف"]),
        ("/outlet/demo/", "نهر الفرات", ["حسب السنة"]),
        ("/entity/place-test/", "نهر الفرات", ["حسب الشهر", "حسب المصدر"]),
        ("/entities/", "أشخاص ومؤسسات وأماكن", ["لا يوجد عَلَم بهذا الاسم."]),
        ("/search/?q=نهر", "نهر", ["لا مقالات"]),
    ],
)
def test_what_is_not_counted_is_said(
    client: Client, address: str, shown: str, not_shown: list[str]
) -> None:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count(TOO_COSTLY) == 1
    assert shown in html
    assert [words for words in not_shown if words in html] == []


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("address", ["/", "/outlet/demo/", "/entity/place-test/", "/entities/"])
def test_what_is_counted_needs_no_notice(client: Client, address: str) -> None:
    assert TOO_COSTLY not in client.get(address).content.decode()


def test_one_budget_is_for_all_that_an_article_page_asks(
    article: Article, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, TimeBudget]] = []

    def noted(name: str, ask: Callable[..., object], *args: object, budget: TimeBudget) -> object:
        asked.append((name, budget))
        return ask(*args, budget=budget)

    for name in ("mark_article", "similar_articles"):
        ask = getattr(article_pages, name)
        monkeypatch.setattr(article_pages, name, partial(noted, name, ask))
    client.get(article.get_absolute_url(), {"q": "الفرات"})
    assert {name for name, _budget in asked} == {"mark_article", "similar_articles"}
    assert len({id(budget) for _name, budget in asked}) == 1
