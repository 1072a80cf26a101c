"""Two searches, two outlets, two articles side by side; what sets a search apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article
from tests.factories import make_article, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def flood(index: Callable[[], None]) -> list[Article]:
    """Two outlets on a flood: one names a bridge, the other a lake; and twenty other articles."""
    paper, radio = (
        make_outlet("جريدة الميناء", slug="paper"),
        make_outlet("إذاعة السهل", slug="radio"),
    )
    bridge, lake, valley = (
        make_entity(name) for name in ("جسر الرمان", "بحيرة السمك", "وادي القصب")
    )
    made = []
    for number in range(4):
        one = make_article(
            "فيضان الوادي",
            f"بلغ الفيضان جسر الرمان في وادي القصب وانهارت السدود {number}",
            outlet=paper,
            day=date(2022, 4, 1 + number),
        )
        other = make_article(
            "فيضان كبير",
            f"غمر الفيضان بحيرة السمك في وادي القصب وغرقت القوارب {number}",
            outlet=radio,
            day=date(2022, 4, 1 + number),
        )
        make_mention(one, bridge)
        make_mention(other, lake)
        make_mention(one, valley)
        make_mention(other, valley)
        made += [one, other]
    for number in range(20):
        make_article(f"سوق الخضار {number}", "أسعار الخيار والبندورة ترتفع", outlet=paper)
    for article in made:
        article.save()
    index()
    return made


@pytest.mark.usefixtures("flood")
def test_two_outlets_on_one_event(client: Client) -> None:
    html = client.get("/side-by-side/?q=فيضان&of=paper&q=فيضان&of=radio").content.decode()
    shared, one, other = re.split(r"<section ", html)[1:4]
    assert "وادي القصب" in shared
    assert "جسر الرمان" not in shared
    assert "السدود" in one
    assert "جسر الرمان" in one
    assert "بحيرة السمك" not in re.sub(r"<ol.*?</ol>", "", one, flags=re.S)
    assert "القوارب" in other
    assert "لا مقال يجده البحثان معاً." in html


@pytest.mark.usefixtures("flood")
def test_what_both_searches_find_is_counted(client: Client) -> None:
    html = client.get("/side-by-side/?q=فيضان&q=السدود").content.decode()
    assert "4 مقالات يجدها البحثان معاً." in html


@pytest.mark.usefixtures("flood")
def test_one_search_alone_asks_for_the_other(client: Client) -> None:
    html = client.get("/side-by-side/?q=فيضان").content.decode()
    assert html.count('name="q"') == 3  # one in the masthead
    assert 'value="فيضان"' in html


@pytest.mark.usefixtures("flood")
def test_words_that_set_a_search_apart_lead_to_it_narrowed(client: Client) -> None:
    html = client.get("/significant/?q=فيضان").content.decode()
    found = re.search(r'<a class="tag" href="([^"]+)"><bdi lang="ar">[^<]*السدود</bdi>', html)
    assert found is not None
    assert client.get(found[1].replace("&amp;", "&")).context["page"].total == 4
    name = re.search(r'href="([^"]+)"><bdi>وادي القصب</bdi> <span class="count">8 / 8', html)
    assert name is not None
    assert client.get(name[1].replace("&amp;", "&")).context["page"].total == 8


@pytest.mark.usefixtures("flood")
def test_alternatives_stay_together_when_a_word_narrows_them(client: Client) -> None:
    html = client.get("/significant/?q=الجسر+أو+البحيرة").content.decode()
    assert 'href="/search/?q=%28الجسر+أو+البحيرة%29+' in html


@pytest.mark.usefixtures("flood")
def test_the_whole_archive_is_not_apart_from_itself(client: Client) -> None:
    html = client.get("/significant/").content.decode()
    assert "لا شيء يميّزها" in html


def test_two_articles_have_their_differences_marked(
    index: Callable[[], None], client: Client
) -> None:
    one = make_article("خبر السوق", "ارتفع سعر الخيار أمس.\nوقال بائع إنه غالٍ.")
    other = make_article("خبر السوق", "ارتفع سعر الباذنجان أمس.\nوقال بائع إنه غالٍ.\nوأضاف آخر.")
    index()
    html = client.get(
        f"/side-by-side/articles/?a={one.public_id}&b={other.public_id}"
    ).content.decode()
    assert re.findall("<mark>(.*?)</mark>", html) == ["الخيار ", "الباذنجان ", "وأضاف آخر."]
    assert html.count('class="same"') == 2
    assert "فقرتان مختلفتان." in html


def test_hidden_articles_are_compared_with_nothing(
    index: Callable[[], None], client: Client
) -> None:
    one, hidden = make_article(), make_article("خبر مخفي")
    hide_articles([hidden], Reasons("سبب"))
    index()
    for pair in ((one, hidden), (hidden, one), (one, one)):
        address = f"/side-by-side/articles/?a={pair[0].public_id}&b={pair[1].public_id}"
        assert client.get(address).status_code == 404


def test_very_long_texts_are_compared_in_part(index: Callable[[], None], client: Client) -> None:
    one, other = (
        make_article("خبر", "\n".join(f"{word} فقرة {n} " + "كلام كثير " * 20 for n in range(700)))
        for word in ("أول", "ثان")
    )
    index()
    answer = client.get(f"/side-by-side/articles/?a={one.public_id}&b={other.public_id}")
    assert "تُقارن البدايات وحدها" in answer.content.decode()


def test_copies_lead_to_their_comparison(index: Callable[[], None], client: Client) -> None:
    from archive.models import Republication

    cluster = Republication.objects.create()
    one, other = (make_article(republication=cluster) for _ in range(2))
    index()
    html = client.get(one.get_absolute_url()).content.decode()
    assert f"/side-by-side/articles/?a={one.public_id}&amp;b={other.public_id}" in html


@pytest.mark.parametrize("asked", ["q=((&q=))", "q=*&q=~", "a=x&b=y", "q=" + "ق" * 3000 + "&q=ب"])
@pytest.mark.usefixtures("flood")
def test_what_makes_no_sense_is_no_error(client: Client, asked: str) -> None:
    assert client.get(f"/side-by-side/?{asked}").status_code == 200
    assert client.get(f"/significant/?{asked}").status_code == 200


@pytest.mark.usefixtures("flood")
def test_queries_are_few(count_queries: CountQueries) -> None:
    assert count_queries("/side-by-side/?q=فيضان&of=paper&q=فيضان&of=radio") <= 6
    assert count_queries("/significant/?q=فيضان") <= 3
