"""What the archive holds, outlet by month."""

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
def held(index: Callable[[], None]) -> None:
    paper = make_outlet("جريدة الميناء", name_en="The Harbour", slug="paper")
    for day in (date(2021, 2, 3), date(2021, 2, 4), date(2021, 5, 1), date(2022, 1, 9)):
        make_article(outlet=paper, day=day)
    make_article(
        outlet=paper, published_earliest=date(2021, 1, 1), published_latest=date(2021, 12, 31)
    )
    make_article(outlet=paper, day=None)
    make_article(outlet=make_outlet("إذاعة السهل", slug="radio"), day=date(2022, 6, 1))
    index()


def cells(html: str, row: str) -> list[str]:
    """Return what stands in a row of the table."""
    line = next(each for each in re.findall("<tr>.*?</tr>", html) if row in each)
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall("<td.*?</td>", line)]


@pytest.mark.usefixtures("held")
def test_one_outlet_year_by_year_with_its_holes_in_words(client: Client) -> None:
    html = client.get("/coverage/?outlet=جريدة+الميناء").content.decode()
    assert cells(html, ">2021<") == ["·", "2", "0", "0", "1", *["0"] * 7, "1", "4"]
    assert cells(html, ">2022<")[:2] == ["1", "·"]
    holes = re.search(r'<ul class="holes">(.*?)</ul>', html, re.S)
    assert holes is not None
    assert re.findall("<li>(.*?)</li>", holes[1]) == [
        "من آذار/مارس 2021 إلى نيسان/أبريل 2021",
        "من حزيران/يونيو 2021 إلى كانون الأول/ديسمبر 2021",
    ]
    assert "مقال واحد لا تُعرف سنته." in html


@pytest.mark.usefixtures("held")
def test_every_outlet_in_one_year_the_latest_first(client: Client) -> None:
    html = client.get("/coverage/").content.decode()
    assert cells(html, "جريدة الميناء")[:2] == ["1", "·"]
    assert cells(html, "إذاعة السهل")[5] == "1"
    assert "?year=2021" in html
    earlier = client.get("/coverage/?year=2021").content.decode()
    assert cells(earlier, "إذاعة السهل") == [*["·"] * 12, "", "0"]


@pytest.mark.usefixtures("held")
def test_a_cell_leads_to_its_articles(client: Client) -> None:
    html = client.get("/coverage/?year=2021").content.decode()
    address = re.search(r'href="(/search/[^"]+)">2</a>', html)
    assert address is not None
    assert client.get(address[1].replace("&amp;", "&")).context["page"].total == 2


def test_hidden_articles_are_not_counted(index: Callable[[], None], client: Client) -> None:
    paper = make_outlet("جريدة الميناء")
    make_article(outlet=paper, day=date(2021, 2, 3))
    hide_articles([make_article(outlet=paper, day=date(2021, 2, 4))], Reasons("سبب"))
    index()
    assert cells(client.get("/coverage/").content.decode(), "جريدة الميناء")[1] == "1"


def test_an_empty_archive_says_so(client: Client) -> None:
    assert "لا مقال تاريخه معروف." in client.get("/coverage/").content.decode()


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("asked", ["year=x", "year=9999", "page=99", "outlet=" + "ق" * 900])
def test_what_makes_no_sense_is_passed_over(client: Client, asked: str) -> None:
    assert client.get(f"/coverage/?{asked}").status_code == 200


@pytest.mark.usefixtures("held")
def test_nothing_found_leads_there(client: Client) -> None:
    html = client.get("/search/?q=ياقوت&outlet=paper&date=2021-03").content.decode()
    assert 'href="/coverage/?outlet=paper&amp;year=2021"' in html


def test_outlets_are_paged_and_queries_do_not_grow(
    index: Callable[[], None], count_queries: CountQueries, client: Client
) -> None:
    for number in range(27):
        make_article(outlet=make_outlet(f"صحيفة {number}"), day=date(2021, 2, 3))
    index()
    html = client.get("/coverage/").content.decode()
    assert html.count('<th scope="row">') == 25
    assert "page=2" in html
    assert count_queries("/coverage/") <= 2
