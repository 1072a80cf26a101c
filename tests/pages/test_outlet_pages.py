"""Pages of the outlets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.factories import make_article, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


def test_outlets_are_listed_with_their_articles(client: Client) -> None:
    outlet = make_outlet("صحيفة الديوان")
    make_article(outlet=outlet)
    html = client.get("/outlets/").content.decode()
    assert f'href="/outlet/{outlet.slug}/"' in html
    assert "صحيفة الديوان" in html


def test_outlet_shows_its_articles_and_years(index: Callable[[], None], client: Client) -> None:
    outlet = make_outlet("صحيفة الديوان", country="SY", kind="newspaper")
    make_article("خبر قديم", outlet=outlet, day=date(2011, 5, 1))
    make_article("خبر بلا تاريخ", outlet=outlet, day=None)
    make_article("خبر عند غيرها", day=date(2012, 5, 1))
    index()
    html = client.get(f"/outlet/{outlet.slug}/").content.decode()
    assert "خبر قديم" in html
    assert "خبر بلا تاريخ" in html
    assert "خبر عند غيرها" not in html
    assert "سوريا" in html
    assert "مقال واحد لا تُعرف سنته." in html
    assert f'href="/search/?date=2011&amp;outlet={outlet.slug}"' in html


def test_names_that_an_outlet_mentions_most(index: Callable[[], None], client: Client) -> None:
    outlet = make_outlet()
    entity = make_entity("سوريا")
    make_mention(make_article(body="في سوريا", outlet=outlet, section="رياضة"), entity)
    index()
    html = client.get(f"/outlet/{outlet.slug}/").content.decode()
    assert f'href="{entity.get_absolute_url()}"' in html
    assert "رياضة" not in html.split("<aside")[1]


def test_unknown_outlet_is_a_clear_page(client: Client) -> None:
    response = client.get("/outlet/%D9%84%D8%A7-%D8%A3%D8%AD%D8%AF/")
    assert response.status_code == 404
    assert "لا توجد صفحة بهذا العنوان" in response.content.decode()


def test_page_far_beyond_the_end_shows_the_last(client: Client) -> None:
    outlet = make_outlet()
    for number in range(21):
        make_article(f"خبر {number}", outlet=outlet)
    response = client.get(f"/outlet/{outlet.slug}/", {"page": "9999"})
    assert response.status_code == 200
    assert 'aria-current="page">2</span>' in response.content.decode()


def test_number_of_queries_does_not_grow(
    index: Callable[[], None], count_queries: CountQueries
) -> None:
    outlet = make_outlet()
    counts = []
    for number in range(8):
        article = make_article(f"خبر {number}", f"في مدينة{number}", outlet=outlet)
        make_mention(article, make_entity(f"مدينة{number}"))
        if number in (0, 7):
            index()
            counts.append(count_queries(f"/outlet/{outlet.slug}/"))
    assert counts[0] == counts[1] <= 6
