"""Searches over time: what is drawn, what is a hole, and how its articles are found again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.factories import make_article, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")

PAPER, RADIO = "جريدة الميناء", "إذاعة السهل"


@pytest.fixture
def harvest(index: Callable[[], None]) -> None:
    """Two outlets on a harvest in three months, with a month between of which nothing is held."""
    paper, radio = make_outlet(PAPER, slug="paper"), make_outlet(RADIO, slug="radio")
    for day in (4, 5, 6):
        make_article("موسم الزيتون", "قطاف الزيتون", outlet=paper, day=date(2021, 3, day))
    make_article("افتتاح جسر", "جسر جديد", outlet=paper, day=date(2021, 3, 20))
    make_article("موسم القمح", "حصاد القمح", outlet=radio, day=date(2021, 5, 2))
    make_article("افتتاح سوق", "سوق جديد", outlet=paper, day=date(2021, 6, 1))
    make_article(
        "موسم الزيتون",
        "قطاف بلا شهر",
        outlet=paper,
        published_earliest=date(2021, 1, 1),
        published_latest=date(2021, 12, 31),
    )
    index()


def rows(html: str) -> dict[str, list[str]]:
    """Return period → what stands in its cells."""
    found = {}
    for period, cells in re.findall(r'<tr data-period="([^"]+)">(.*?)</tr>', html):
        found[period] = [
            re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells)
        ]
    return found


@pytest.mark.usefixtures("harvest")
def test_two_searches_by_month_with_a_hole_between(client: Client) -> None:
    html = client.get("/over-time/?q=زيتون&q=قمح&by=month").content.decode()
    hole = "لا مقالات محفوظة"
    assert rows(html) == {"2021-03": ["3", "0"], "2021-04": [hole, hole], "2021-05": ["0", "1"]}
    assert html.count('class="hole"') == 1
    assert "مقال واحد غير مرسوم لأن تاريخه أقل دقة من الفترة" in html


@pytest.mark.usefixtures("harvest")
def test_each_number_leads_to_as_many_articles(client: Client) -> None:
    for unit in ("year", "month", "week", "day"):
        html = client.get(f"/over-time/?q=زيتون&by={unit}").content.decode()
        links = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', html)
        assert links
        for address, count in links:
            found = client.get(address.replace("&amp;", "&")).context["page"].total
            assert found == int(count), address


@pytest.mark.usefixtures("harvest")
def test_shares_are_of_the_archive_or_of_the_outlet_that_is_chosen(client: Client) -> None:
    all_outlets = client.get("/over-time/?q=موسم&by=month&show=share").content.decode()
    assert rows(all_outlets)["2021-05"] == ["1,000.0"]
    one = client.get(f"/over-time/?q=موسم&of={PAPER}&by=month&show=share").content.decode()
    assert rows(one) == {"2021-03": ["750.0"]}


@pytest.mark.usefixtures("harvest")
def test_a_hole_of_the_outlet_is_no_zero(client: Client) -> None:
    html = client.get(
        f"/over-time/?q=&of={PAPER}&q=&of={RADIO}&by=month&after=2021-05&before=2021-06"
    ).content.decode()
    hole = "لا مقالات محفوظة"
    assert rows(html) == {"2021-05": [hole, "1"], "2021-06": ["1", hole]}


@pytest.mark.usefixtures("harvest")
def test_an_outlet_that_nothing_is_called_is_told(client: Client) -> None:
    html = client.get("/over-time/?q=زيتون&of=لا+أحد").content.decode()
    assert "لا مصدر بهذا الاسم." in html
    assert rows(html) == {}


@pytest.mark.usefixtures("harvest")
def test_dates_of_a_search_become_the_time_that_is_drawn(client: Client) -> None:
    html = client.get("/over-time/?q=موسم&date=2021-03").content.decode()
    assert len(rows(html)) == 31
    assert 'value="2021-03-01"' in html


@pytest.mark.usefixtures("harvest")
def test_of_too_many_periods_the_latest_are_drawn_with_a_way_to_those_before(
    client: Client,
) -> None:
    html = client.get("/over-time/?q=موسم&by=day&after=1990&before=2021-12").content.decode()
    assert "تُرسم أحدث 366 منها" in html
    drawn = list(rows(html))
    assert (drawn[0], drawn[-1], len(drawn)) == ("2020-12-31", "2021-12-31", 366)
    assert "before=2020-12-30" in html


@pytest.mark.usefixtures("harvest")
def test_six_searches_are_five(client: Client) -> None:
    html = client.get("/over-time/?" + "&".join("q=موسم" for _ in range(6))).content.decode()
    assert "تُرسم الأبحاث الخمسة الأولى وحدها." in html
    assert len(next(iter(rows(html).values()))) == 5


@pytest.mark.usefixtures("harvest")
def test_the_table_for_spreadsheets_has_the_same_numbers(client: Client) -> None:
    answer = client.get("/over-time/counts.csv?q=زيتون&by=month&before=2021-04")
    table = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert table[1:] == [
        ["زيتون", "", "2021-03", "3", "4", "750.000"],
        ["زيتون", "", "2021-04", "", "0", ""],
    ]


@pytest.mark.usefixtures("harvest")
def test_the_drawing_is_a_file_of_its_own(client: Client) -> None:
    answer = client.get("/over-time/chart.svg?q=زيتون&q=قمح")
    assert answer["Content-Type"].startswith("image/svg+xml")
    drawing = answer.content.decode()
    assert "زيتون" in drawing
    assert "قمح" in drawing
    assert " style=" not in drawing


def test_an_empty_archive_draws_nothing(client: Client) -> None:
    html = client.get("/over-time/").content.decode()
    assert "لم يُعثر على مقال معروف التاريخ في هذه المدة." in html


@pytest.mark.parametrize(
    "asked",
    [
        "by=century",
        "after=x&before=y",
        "after=2030&before=2020",
        "of=" + "ق" * 500,
        "q=%00%22(((",
        "show=x",
        "after=0001-01-01&before=9999-12-31&by=week",
    ],
)
@pytest.mark.usefixtures("harvest")
def test_what_makes_no_sense_is_passed_over(client: Client, asked: str) -> None:
    assert client.get(f"/over-time/?q=موسم&{asked}").status_code == 200


@pytest.mark.usefixtures("harvest")
def test_five_searches_take_no_more_queries_than_one(count_queries: CountQueries) -> None:
    one = count_queries("/over-time/?q=موسم&of=paper")
    assert count_queries("/over-time/?" + "&".join(f"q=موسم&of={PAPER}" for _ in range(5))) == one
    assert one <= 2


@pytest.mark.usefixtures("harvest")
def test_a_long_search_makes_no_page_of_megabytes(client: Client) -> None:
    values = "&".join(f"keyword={n}{'ك' * 38}" for n in range(24))
    asked = "&".join(f"q={'ق' * 990}" for _ in range(5))
    address = f"/over-time/?{asked}&{values}&by=day&after=2020-06&before=2021-05"
    assert len(client.get(address).content) < 2_000_000


@pytest.mark.usefixtures("harvest")
def test_results_lead_there_with_their_filters(client: Client) -> None:
    html = client.get("/search/?q=موسم&outlet=paper").content.decode()
    assert 'href="/over-time/?q=موسم&amp;outlet=paper&amp;by=week"' in html


@pytest.mark.usefixtures("harvest")
def test_the_chart_of_results_goes_down_to_months_and_days(client: Client) -> None:
    year = client.get("/search/?q=موسم&date=2021").content.decode()
    bars = re.search(r'<ol class="histogram">(.*?)</ol>', year, re.S)
    assert bars is not None
    assert bars[1].count("<li>") == 12
    assert "date=2021&amp;date=2021-03" in bars[1]
    month = client.get("/search/?q=موسم&date=2021&date=2021-03").content.decode()
    bars = re.search(r'<ol class="histogram">(.*?)</ol>', month, re.S)
    assert bars is not None
    assert bars[1].count("<li>") == 31
    assert "date=2021-03-04" in bars[1]
