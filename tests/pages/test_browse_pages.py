"""Browsing by day, outlet and section."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from tests.factories import make_article, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def issues(index: Callable[[], None]) -> None:
    paper, radio = (
        make_outlet("جريدة الميناء", slug="paper"),
        make_outlet("إذاعة السهل", slug="radio"),
    )
    for day in (date(2021, 2, 3), date(2021, 2, 3), date(2021, 2, 9), date(2021, 6, 1)):
        make_article(f"ميناء {day}", outlet=paper, day=day, section="اقتصاد")
    make_article("سهل", outlet=radio, day=date(2021, 2, 5), section="رياضة")
    make_article("سهل ثان", outlet=radio, day=date(2021, 2, 3))
    make_article(
        "شباط كله",
        outlet=paper,
        published_earliest=date(2021, 2, 1),
        published_latest=date(2021, 2, 28),
    )
    index()


def days(html: str) -> dict[str, int]:
    """Return day → its count, of those that are links."""
    found = re.findall(
        r'href="/day/(\d{4}-\d\d-\d\d)/[^"]*"><span class="number">\d+</span> <span class="count">(\d+)',
        html,
    )
    return {day: int(count) for day, count in found}


@pytest.mark.usefixtures("issues")
def test_the_calendar_opens_at_the_latest_month(client: Client) -> None:
    html = client.get("/days/").content.decode()
    assert days(html) == {"2021-06-01": 1}
    assert 'rel="prev" href="/days/2021-02/"' in html


@pytest.mark.usefixtures("issues")
def test_a_month_counts_its_days_and_says_whose_day_is_unknown(client: Client) -> None:
    html = client.get("/days/2021-02/").content.decode()
    assert days(html) == {"2021-02-03": 3, "2021-02-05": 1, "2021-02-09": 1}
    assert "منها مقال واحد لا يُعرف إلا شهره" in html
    assert "شباط/فبراير 2021" in html


@pytest.mark.usefixtures("issues")
def test_a_day_by_outlet_with_the_days_beside_it(client: Client) -> None:
    html = client.get("/day/2021-02-05/").content.decode()
    assert 'rel="prev" href="/day/2021-02-03/"' in html
    assert 'rel="next" href="/day/2021-02-09/"' in html
    html = client.get("/day/2021-02-03/").content.decode()
    assert re.findall("<h2><bdi>(.*?)</bdi></h2>", html) == ["جريدة الميناء", "إذاعة السهل"]
    assert "الأربعاء 3 شباط/فبراير 2021" in html


@pytest.mark.usefixtures("issues")
def test_the_issues_of_one_outlet(client: Client) -> None:
    html = client.get("/day/2021-02-03/?outlet=paper").content.decode()
    assert "سهل ثان" not in html
    assert 'rel="next" href="/day/2021-02-09/?outlet=paper"' in html
    assert days(client.get("/days/2021-02/?outlet=paper").content.decode()) == {
        "2021-02-03": 2,
        "2021-02-09": 1,
    }


@pytest.mark.usefixtures("issues")
def test_a_day_without_articles_says_so_and_leads_on(client: Client) -> None:
    html = client.get("/day/2021-04-01/").content.decode()
    assert "لا يحفظ الأرشيف مقالاً من هذا اليوم." in html
    assert 'rel="prev" href="/day/2021-02-09/"' in html
    assert 'href="/coverage/"' in html


@pytest.mark.usefixtures("issues")
def test_an_article_leads_to_what_its_outlet_published_that_day(client: Client) -> None:
    article = client.get("/day/2021-02-03/?outlet=paper").context["found"].articles[0]
    html = client.get(article.get_absolute_url()).content.decode()
    assert 'href="/day/2021-02-03/?outlet=paper"' in html


@pytest.mark.usefixtures("issues")
def test_sections_lead_to_their_articles(client: Client) -> None:
    html = client.get("/sections/").content.decode()
    found = re.search(r'href="([^"]+)"><bdi>اقتصاد</bdi></a>\s*<span class="count">4<', html)
    assert found is not None
    assert client.get(found[1]).context["page"].total == 4


@pytest.mark.usefixtures("issues")
def test_every_way_is_named(client: Client) -> None:
    html = client.get("/browse/").content.decode()
    addresses = (
        "/days/",
        "/outlets/",
        "/sections/",
        "/entities/",
        "/coverage/",
        "/over-time/",
        "/side-by-side/",
        "/batch/",
        "/advanced/",
    )
    for address in addresses:
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/days/2021/",
        "/days/2021-13/",
        "/days/x/",
        "/day/2021-02/",
        "/day/2021-02-30/",
        "/days/?outlet=nobody",
        "/day/2021-02-03/?outlet=nobody",
    ],
)
@pytest.mark.usefixtures("issues")
def test_no_such_period_or_outlet_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_empty_archive_has_no_days(client: Client) -> None:
    assert "لا مقال تاريخه معروف." in client.get("/days/").content.decode()


def test_hidden_articles_stand_on_no_day(index: Callable[[], None], client: Client) -> None:
    hidden = make_article("خبر مخفي", day=date(2021, 2, 3))
    make_article("خبر معلن", day=date(2021, 2, 3))
    index()
    hide_articles([hidden], Reasons("سبب"))
    assert "خبر مخفي" not in client.get("/day/2021-02-03/").content.decode()
    index()
    assert days(client.get("/days/").content.decode()) == {"2021-02-03": 1}


def test_a_full_day_is_paged_with_few_queries(
    index: Callable[[], None], client: Client, count_queries: CountQueries
) -> None:
    for number in range(45):
        make_article(f"خبر {number}", day=date(2021, 2, 3))
    index()
    html = client.get("/day/2021-02-03/?page=2").content.decode()
    assert html.count('<h3 class="item-title">') == 5
    assert count_queries("/day/2021-02-03/") <= 3
    assert count_queries("/days/2021-02/") <= 2
