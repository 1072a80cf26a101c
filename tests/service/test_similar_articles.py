"""More like this, over a real index."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, repeat
from typing import Any

import pytest

import search.service.similar_articles as similar_articles_module
from archive.models import Article, Republication
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.service.prepared_search import TimeBudget
from search.service.similar_articles import similar_articles, similar_keys
from tests.factories import make_article, make_entity, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home", "articles")]

FLOOD = "ارتفع منسوب نهر الفرات بعد أمطار غزيرة وأغلقت السلطات الجسر القديم في دير الزور."
TEXTS = {
    "flood": FLOOD,
    "flood copied": f"{FLOOD} ونقلت الوكالة الخبر.",
    "flood over": "انخفض منسوب الفرات وعاد الجسر القديم إلى العمل بعد توقف الأمطار الغزيرة.",
    "dam": "أمطار غزيرة ملأت السد وارتفع منسوب نهر العاصي قرب الجسر.",
    "football": "فاز الفريق بثلاثة أهداف في مباراة أقيمت في دير الزور.",
    "market": "ارتفعت أسعار القمح في الأسواق المحلية هذا الأسبوع.",
    "photo": "صورة",
}
Similar = Callable[..., list[str]]


@pytest.fixture
def articles() -> dict[str, Article]:
    """Indexed articles by name; the first two are one story, three name the river."""
    story = Republication.objects.create()
    river = make_entity("الفرات")
    made = {}
    for name, text in TEXTS.items():
        cluster = story if name.startswith("flood c") or name == "flood" else None
        made[name] = make_article(name, text, republication=cluster)
        if name.startswith("flood"):
            make_mention(made[name], river)
    drain_all(index_home())
    return made


def names(found: list[Article]) -> list[str]:
    return [article.title for article in found]


def keys_of(article: Article, budget: TimeBudget) -> list[str]:
    _opened, snapshot = index_home().read()
    cluster = str(article.republication_id or "")
    keys = similar_keys(snapshot, str(article.pk), 5, budget, cluster=cluster)
    return names([Article.objects.get(pk=key) for key in keys])


def test_copies_come_first_and_then_what_is_alike(articles: dict[str, Article]) -> None:
    found = similar_articles(articles["flood"])
    assert names(found) == ["flood copied", "flood over", "dam"]


def test_copies_of_one_story_take_one_place(articles: dict[str, Article]) -> None:
    story = articles["flood"].republication
    for number in range(5):
        make_article(f"copy {number}", FLOOD, republication=story)
    drain_all(index_home())
    found = names(similar_articles(articles["flood"]))
    assert len([title for title in found if "cop" in title]) == 1
    assert {"flood over", "dam"} <= set(found)


def test_an_answer_is_kept_until_the_index_changes(
    articles: dict[str, Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(*given: Any, **more: Any) -> tuple[str, ...]:
        asked.append(given)
        return similar_keys(*given, **more)

    monkeypatch.setattr(similar_articles_module, "similar_keys", counted)
    first = names(similar_articles(articles["flood"]))
    assert names(similar_articles(articles["flood"])) == first
    assert len(asked) == 1
    make_article("river", TEXTS["flood over"])
    drain_all(index_home())
    assert "river" in names(similar_articles(articles["flood"]))
    assert len(asked) == 2


def test_the_neighbours_of_another_article_are_others(articles: dict[str, Article]) -> None:
    assert names(similar_articles(articles["dam"]))[0] in ("flood", "flood copied")
    assert "flood over" in names(similar_articles(articles["dam"]))


def test_one_shared_word_is_not_enough(articles: dict[str, Article]) -> None:
    found = names(similar_articles(articles["flood"], 9))
    assert not {"football", "market"} & set(found)


def test_no_more_than_asked_for(articles: dict[str, Article]) -> None:
    assert names(similar_articles(articles["flood"], 1)) == ["flood copied"]


def test_a_text_of_a_word_is_like_nothing(articles: dict[str, Article]) -> None:
    assert similar_articles(articles["photo"]) == []


def test_an_article_that_is_not_indexed_is_like_nothing() -> None:
    assert similar_articles(make_article("flood", FLOOD)) == []


def test_copies_are_shown_where_time_lasts_for_no_more(articles: dict[str, Article]) -> None:
    made_and_asked_once = TimeBudget(5, clock=chain((0.0, 0.0), repeat(9.0)).__next__)
    assert keys_of(articles["flood"], made_and_asked_once) == ["flood copied"]


def test_nothing_is_asked_when_the_time_is_spent(articles: dict[str, Article]) -> None:
    spent = TimeBudget(5, clock=chain((0.0,), repeat(9.0)).__next__)
    assert keys_of(articles["flood"], spent) == []
