"""The results page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from archive.models import Republication
from search.query.state import SearchState
from search.service.search import ResultPage
from search.templatetags.result_parts import total_in_words
from tests.factories import make_article, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")

Index = Callable[[], None]


def search(client: Client, **parameters: str) -> str:
    return client.get("/search/", parameters).content.decode()


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
def test_totals_take_the_six_arabic_plurals(total: int, words: str) -> None:
    page = ResultPage(SearchState(), total=total, hits=(), facets=())
    assert total_in_words(page, page.state) == words


@pytest.mark.parametrize(("total", "words"), [(0, "لا أخبار"), (2, "خبران"), (11, "11 خبراً")])
def test_copies_folded_are_counted_as_stories(total: int, words: str) -> None:
    page = ResultPage(SearchState(collapse=True), total=total, hits=(), facets=())
    assert total_in_words(page, page.state) == words


def test_the_switch_of_widths_names_what_is_chosen(index: Index, client: Client) -> None:
    make_article("حليب ومربى")
    make_article("شوارع حلب")
    index()
    switch = {
        match: search(client, q="حلب", match=match).split('class="switch"')[2]
        for match in ("", "family", "exact", "root")
    }
    assert switch[""].count("aria-current") == 1
    assert 'href="/search/?q=حلب&amp;match=root"' in switch[""]
    assert switch["family"] == switch[""], "an address of an earlier version opens the default"
    assert 'id="match-exact"' in switch["exact"].split("aria-current")[0]
    assert switch["root"].count("aria-current") == 2, "words of the root are found besides"


def test_a_hit_says_only_what_its_marks_do_not(index: Index, client: Client) -> None:
    make_article("شوارع حلب")
    make_article("حليب ومربى")
    index()
    assert "المطابق:" not in search(client, q="حلب")
    assert "(من جذر «حلب»)" in search(client, q="حلب", match="root")


def test_where_little_is_found_the_same_root_is_offered(index: Index, client: Client) -> None:
    make_article("شوارع حلب")
    make_article("حليب ومربى")
    index()
    html = search(client, q="حلب").split("لم يُعثر إلا على القليل.")[1]
    assert 'href="/search/?q=حلب&amp;match=root"' in html
    assert "مقالان" in html


def test_heading_holds_the_total_and_the_words(index: Index, client: Client) -> None:
    for number in range(3):
        make_article(f"متحف {number}")
    make_article("ملعب")
    index()
    heading = search(client, q="متحف").split("<h1")[1].split("</h1>")[0]
    assert " ".join(heading.split()).endswith(">3 مقالات عن «متحف»")


def test_hit_shows_marks_and_why_it_matched(index: Index, client: Client) -> None:
    article = make_article("متاحف سورية", "كتب <b> هذا النص عن متاحف البلاد.")
    index()
    html = search(client, q="سوريا")
    assert "متاحف <mark>سورية</mark>" in html
    assert "كتب &lt;b&gt; هذا النص" in html
    assert "<bdi>سورية</bdi></b> (صيغة من «سوريا»)" in html
    assert f"{article.get_absolute_url()}?q=س" in html


def test_articles_with_some_words_name_what_they_lack(index: Index, client: Client) -> None:
    make_article("جسر جديد في الرقة")
    index()
    html = search(client, q="جسر جديد زمرد").split("مقالات فيها بعض الكلمات")[1]
    assert "جسر</mark>" in html
    assert "<bdi>زمرد</bdi>" in html


def test_facet_values_can_be_chosen_removed_and_excluded(index: Index, client: Client) -> None:
    make_article("نهر", outlet=make_outlet("صحيفة التجربة", slug="demo"))
    make_article("نهر", outlet=make_outlet("موقع آخر", slug="other"))
    index()
    html = search(client, q="نهر", outlet="demo")
    assert 'href="/search/?q=نهر&amp;outlet=demo&amp;outlet=other"' in html
    chip = html.split('class="chip ')[1]
    assert 'href="/search/?q=نهر">' in chip
    assert "not-outlet=other" in html


def test_switches_keep_the_search(index: Index, client: Client) -> None:
    make_article("a", "a")
    index()
    html = search(client, q="a", sort="oldest", page="2")
    assert 'href="/search/?q=a&amp;match=exact&amp;sort=oldest"' in html
    assert 'href="/search/?q=a&amp;sort=newest"' in html
    assert 'href="/search/?q=a&amp;sort=oldest&amp;collapse=1"' in html


def test_an_empty_result_proposes_another_spelling(index: Index, client: Client) -> None:
    for number in range(4):
        make_article(f"ضفاف الفرات {number}")
    index()
    html = search(client, q='"ضفاف الفراط')
    assert "لم يُعثر على شيء" in html
    assert "فأُغلقت بعد آخر كلمة" in html
    assert "<bdi>&quot;ضفاف الفرات</bdi>" in html.split("هل تقصد")[1]


def test_an_empty_result_proposes_words_alone(index: Index, client: Client) -> None:
    make_article("ضفاف الفرات")
    make_article("ملعب المدينة")
    index()
    html = search(client, q="الفرات ملعب").split("لا مقال فيه الكلمات كلها.")[1]
    assert 'href="/search/?q=ملعب"' in html
    assert "كلمة وحدها:" in html


def test_page_beyond_the_end_says_so(index: Index, client: Client) -> None:
    for _number in range(12):
        make_article("نهر")
    index()
    response = client.get("/search/", {"q": "نهر", "page": "9999"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "تنتهي النتائج عند الصفحة 2" in html
    assert 'href="?q=نهر"' in html


def test_facet_search_works_without_scripts(index: Index, client: Client) -> None:
    article = make_article(body=" ".join(f"مدينة{n}" for n in range(30)))
    for number in range(30):
        make_mention(article, make_entity(f"مدينة{number}"))
    index()
    html = search(client, **{"find-place": "مدينة29"})
    assert "<bdi>مدينة29</bdi>" in html
    assert "<bdi>مدينة28</bdi>" not in html


def test_a_page_of_hits_costs_no_query_a_hit(index: Index, count_queries: CountQueries) -> None:
    counts = []
    for number in range(10):
        outlet = make_outlet(f"صحيفة {number}")
        article = make_article(
            f"متحف {number}",
            f"زار الوفد متحف مدينة{number}.",
            outlet=outlet,
            republisher=outlet,
            republication=Republication.objects.create(),
            keywords=[f"وسم {number}"],
        )
        make_mention(article, make_entity(f"مدينة{number}"))
        if number in (0, 9):
            index()
            counts.append(count_queries("/search/", q="متحف"))
    assert counts[0] == counts[1] <= 6


def test_of_one_day_the_known_dates_come_before_the_vague_ones(
    index: Index, client: Client
) -> None:
    first = date(2024, 7, 1)
    vague = make_article("خبر", published_earliest=first, published_latest=date(2024, 7, 21))
    known = make_article("خبر", day=first)
    index()
    for order in ("newest", "oldest"):
        html = search(client, sort=order)
        assert html.index(known.public_id) < html.index(vague.public_id)
