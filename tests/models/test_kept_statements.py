"""Rows are read by statements that are made once as querysets read them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Article
from archive.models.article import RESULTS_BY_KEY
from archive.models.kept_statements import KeptStatement, KeptValues
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def _columns(article: Article) -> dict[str, Any]:
    """Return all that was read of an article, and of its outlet; reading more fails the test."""
    with CaptureQueriesContext(connection) as queries:
        read = {
            name: getattr(article, name)
            for name in ("public_id", "title", "body", "captions", "published_earliest", "hidden")
        }
        outlet = article.outlet
        read["outlet"] = None if outlet is None else (outlet.slug, outlet.name_ar)
    assert not queries.captured_queries
    return read


def test_they_are_those_of_a_queryset() -> None:
    made = [
        make_article(title="خبر", captions=["صورة"], outlet=make_outlet()),
        make_article(title="بلا صحيفة", outlet=None, published_earliest="2015-03-01"),
        make_article(title="مخفي", hidden=True),
    ]
    keys = [article.pk for article in made]
    for wanted in (keys, keys[:1], [*keys, 10**9], [], keys * 2):
        expected = Article.objects.for_results().in_bulk(wanted)
        found = RESULTS_BY_KEY.in_bulk(wanted)
        assert {key: _columns(each) for key, each in found.items()} == {
            key: _columns(each) for key, each in expected.items()
        }


def test_what_was_written_since_is_read() -> None:
    article = make_article(title="قبل")
    RESULTS_BY_KEY.in_bulk([article.pk])
    Article.objects.filter(pk=article.pk).update(title="بعد")
    assert RESULTS_BY_KEY.in_bulk([article.pk])[article.pk].title == "بعد"


def test_more_keys_than_a_statement_is_kept_for_are_read_too() -> None:
    article = make_article()
    assert set(RESULTS_BY_KEY.in_bulk([article.pk, *range(10**6, 10**6 + 60)])) == {article.pk}


def test_a_statement_that_does_not_take_each_value_once_is_refused() -> None:
    twice = KeptStatement[Article](lambda key: Article.objects.filter(pk=key, position=key), 1001)
    with pytest.raises(ValueError, match="1001"):
        twice.read(1)


def _titles(*keys: int) -> Any:
    named = Article.objects.filter(pk__in=keys).order_by().values_list("title", "hidden")
    return named.union(Article.objects.filter(pk=keys[0]).order_by().values_list("body", "hidden"))


def test_values_are_those_of_a_queryset_for_any_number_of_keys() -> None:
    keys = [make_article(title=f"خبر {n}", hidden=n == 2).pk for n in range(3)]
    kept = KeptValues(_titles)
    for wanted in (keys, keys[:1], keys[2:], [10**9], [*keys, *range(10**6, 10**6 + 60)]):
        found = kept.read(*wanted)
        assert sorted(found) == sorted(_titles(*wanted))
        assert all(type(hidden) is bool for _text, hidden in found)


def test_values_that_were_written_since_are_read() -> None:
    article = make_article(title="قبل")
    kept = KeptValues(_titles)
    kept.read(article.pk)
    Article.objects.filter(pk=article.pk).update(title="بعد")
    assert ("بعد", False) in kept.read(article.pk)
