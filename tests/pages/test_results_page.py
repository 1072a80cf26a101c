"""The results page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_article

from search.facets.facet_counts import Facet, FacetValue
from search.hits.article_hits import Hit, MatchNote
from search.hits.snippets import Fragment
from search.query.state import SearchState
from search.suggest.alternatives import Alternative

Answer = Callable[..., None]


def hit(title: str = "سوريا اليوم", **fields: Any) -> Hit:
    article = make_article(title)
    return Hit(article, 1.0, (Fragment(title),), (Fragment("من نص الخبر"),), **fields)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (11, "11 مقالاً"),
        (100, "100 مقال"),
        (102, "102 مقال"),
    ],
)
def test_totals_take_the_six_arabic_plurals(
    answer: Answer, client: Client, total: int, words: str
) -> None:
    answer(total=total)
    heading = client.get("/search/").content.decode().split("<h1")[1].split("</h1>")[0]
    assert heading.strip().endswith(f">{words}")


def test_hit_shows_marks_and_why_it_matched(answer: Answer, client: Client) -> None:
    found = Hit(
        make_article("متاحف سورية"),
        2.0,
        (Fragment("متاحف "), Fragment("سورية", True)),
        (Fragment("نص <b>"),),
        notes=(MatchNote("سوريا", "سورية", "stem"),),
    )
    answer(total=1, hits=(found,))
    html = client.get("/search/", {"q": "سوريا"}).content.decode()
    assert "متاحف <mark>سورية</mark>" in html
    assert "نص &lt;b&gt;" in html
    assert "صيغة من «سوريا»" in html
    assert f"{found.article.get_absolute_url()}?q=%D8%B3" in html


def test_articles_with_most_words_name_what_they_lack(answer: Answer, client: Client) -> None:
    answer(total=0, also=(hit(missing=("الفرات",)),))
    html = client.get("/search/", {"q": "جسر الفرات"}).content.decode()
    assert "مقالات فيها معظم الكلمات" in html
    assert "<bdi>الفرات</bdi>" in html


def test_facet_values_can_be_chosen_removed_and_excluded(answer: Answer, client: Client) -> None:
    values = (
        FacetValue("demo", "صحيفة التجربة", 3, chosen=True),
        FacetValue("other", "موقع آخر", 2),
    )
    answer(total=3, hits=(hit(),), facets=(Facet("outlet", "المصدر", values),))
    html = client.get("/search/", {"q": "نهر", "outlet": "demo"}).content.decode()
    assert 'href="/search/?q=%D9%86%D9%87%D8%B1&amp;outlet=demo&amp;outlet=other"' in html
    chip = html.split('class="chip ')[1]
    assert 'href="/search/?q=%D9%86%D9%87%D8%B1">' in chip
    assert "not-outlet=other" in html


def test_switches_keep_the_search(answer: Answer, client: Client) -> None:
    answer(total=1, hits=(hit(),))
    html = client.get("/search/", {"q": "a", "sort": "oldest", "page": "2"}).content.decode()
    assert 'href="/search/?q=a&amp;match=exact&amp;sort=oldest"' in html
    assert 'href="/search/?q=a&amp;sort=newest"' in html
    assert 'href="/search/?q=a&amp;sort=oldest&amp;collapse=1"' in html


def test_ways_out_of_an_empty_result(answer: Answer, client: Client) -> None:
    out = Alternative("word", "«الفرات» وحدها", SearchState(text="الفرات"), 4)
    meant = Alternative("spelling", "الفرات", SearchState(text="الفرات"), 4)
    answer(alternatives=(out,), did_you_mean=(meant,), repairs=("أُغلقت العبارة.",))
    html = client.get("/search/", {"q": "الفراط"}).content.decode()
    assert "«الفرات» وحدها" in html
    assert "هل تقصد" in html
    assert "أُغلقت العبارة." in html


def test_page_beyond_the_end_says_so(answer: Answer, client: Client) -> None:
    answer(total=12, pages=2)
    response = client.get("/search/", {"q": "a", "page": "9999"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "تنتهي النتائج عند الصفحة 2" in html
    assert 'href="?q=a"' in html


def test_facet_search_works_without_scripts(answer: Answer, client: Client) -> None:
    values = tuple(FacetValue(f"p{n}", f"مدينة {n}", 1) for n in range(30))
    answer(total=30, hits=(hit(),), facets=(Facet("place", "أماكن", values),))
    html = client.get("/search/", {"find-place": "مدينة 29"}).content.decode()
    assert 'data-label="مدينة 29"' in html
    assert 'data-label="مدينة 28"' not in html


def test_number_of_queries_does_not_grow_with_hits(answer: Answer, client: Client) -> None:
    counts = []
    for number in (1, 10):
        answer(total=number, hits=tuple(hit() for _ in range(number)))
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": "a"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
