"""Pages of the outlets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from factories import make_article, make_outlet

from search.facets.facet_counts import Facet, FacetValue


def test_outlets_are_listed_with_their_articles(archive: None, client: Client) -> None:
    outlet = make_outlet("صحيفة الديوان")
    make_article(outlet=outlet)
    html = client.get("/outlets/").content.decode()
    assert f'href="/outlet/{outlet.slug}/"' in html
    assert "صحيفة الديوان" in html


def test_outlet_shows_its_articles_and_years(answer: Callable[..., None], client: Client) -> None:
    years = (FacetValue("2011", "2011", 1), FacetValue("approximate", "تقريبي", 1))
    answer(total=2, facets=(Facet("date", "التاريخ", years),))
    outlet = make_outlet("صحيفة الديوان", country="SY", kind="newspaper")
    make_article("خبر قديم", outlet=outlet, day=date(2011, 5, 1))
    make_article("خبر بلا تاريخ", outlet=outlet, day=None)
    html = client.get(f"/outlet/{outlet.slug}/").content.decode()
    assert "خبر قديم" in html
    assert "خبر بلا تاريخ" in html
    assert "سوريا" in html
    assert "مقال واحد لا تُعرف سنته." in html
    assert f'href="/search/?date=2011&amp;outlet={outlet.slug}"' in html


def test_names_that_an_outlet_mentions_most(answer: Callable[..., None], client: Client) -> None:
    places = Facet("place", "أماكن", (FacetValue("Q858", "سوريا", 7),))
    answer(facets=(places, Facet("section", "القسم", (FacetValue("رياضة", "رياضة", 2),))))
    html = client.get(f"/outlet/{make_outlet().slug}/").content.decode()
    assert 'href="/entity/Q858/"' in html
    assert "رياضة" not in html


def test_unknown_outlet_is_a_clear_page(archive: None, client: Client) -> None:
    response = client.get("/outlet/%D9%84%D8%A7-%D8%A3%D8%AD%D8%AF/")
    assert response.status_code == 404
    assert "لا توجد صفحة بهذا العنوان" in response.content.decode()


def test_page_far_beyond_the_end_shows_the_last(archive: None, client: Client) -> None:
    outlet = make_outlet()
    for number in range(21):
        make_article(f"خبر {number}", outlet=outlet)
    response = client.get(f"/outlet/{outlet.slug}/", {"page": "9999"})
    assert response.status_code == 200
    assert 'aria-current="page">2</span>' in response.content.decode()
