"""The front page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from archive.models import Article
from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.factories import make_article, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


def test_empty_archive_says_how_to_fill_it(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "الأرشيف فارغ بعد." in html
    assert "load_articles" in html


def test_latest_articles_and_counts(index: Callable[[], None], client: Client) -> None:
    outlet = make_outlet("صحيفة التجربة", slug="demo")
    old = make_article("خبر بلا تاريخ", outlet=outlet, day=None)
    for number in range(9):
        make_article(f"خبر {number}", outlet=outlet, day=date(2023, 1, 1 + number))
    newest = make_article("متحف جديد في حلب", outlet=outlet, day=date(2024, 1, 1))
    index()
    html = client.get("/").content.decode()
    assert newest.get_absolute_url() in html
    assert old.get_absolute_url() not in html
    assert "11 مقالاً في الأرشيف" in html
    assert 'href="/search/?outlet=demo"' in html
    assert 'href="/search/?date=2024"' in html


def test_of_many_outlets_the_largest_are_shown(index: Callable[[], None], client: Client) -> None:
    make_article(outlet=make_outlet("صحيفة صغيرة"))
    for number in range(12):
        outlet = make_outlet(f"صحيفة {number}")
        make_article(outlet=outlet)
        make_article(outlet=outlet)
    index()
    bars = client.get("/").content.decode().split("حسب المصدر")[1]
    assert bars.count('href="/search/?outlet=') == 12
    assert "صحيفة صغيرة" not in bars
    assert 'href="/outlets/"' in bars


def test_number_of_queries_does_not_grow(
    index: Callable[[], None], count_queries: CountQueries
) -> None:
    counts = []
    for number in range(10):
        make_article(f"خبر {number}", outlet=make_outlet(f"صحيفة {number}"))
        if number in (0, 9):
            index()
            counts.append(count_queries("/"))
    assert counts[0] == counts[1] <= 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("archive_home")
def test_what_is_hidden_leaves_the_front_page_at_once(client: Client) -> None:
    shown = make_article("متحف النهر يفتح أبوابه", day=date(2024, 1, 2))
    hidden = make_article("خبر سُحب من النشر", day=date(2024, 1, 3))
    drain_all(index_home())
    for _again in range(2):
        html = client.get("/").content.decode()
        assert hidden.title in html
        assert shown.title in html
    Article.objects.filter(pk=hidden.pk).update(hidden=True)
    html = client.get("/").content.decode()
    assert hidden.title not in html
    assert shown.title in html


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("archive_home")
def test_the_second_reader_of_the_front_page_costs_no_query(count_queries: CountQueries) -> None:
    make_article("متحف النهر يفتح أبوابه", day=date(2024, 1, 2))
    drain_all(index_home())
    assert count_queries("/") == (0 if connection.vendor == "sqlite" else 2)
