"""The day or month that an address spells, and addresses that spell none."""

from datetime import date

import pytest

from archive.ingest.dates.address_dates import find_in_url
from archive.ingest.dates.intervals import Interval


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/2024/10/26/title", date(2024, 10, 26)),
        ("/news/2024/5/2/عنوان", date(2024, 5, 2)),
        ("/2024/10/26", date(2024, 10, 26)),
        ("/2024/10/26.html", date(2024, 10, 26)),
        ("/2024/10/26-title", date(2024, 10, 26)),
        ("/2024/october/26/title", date(2024, 10, 26)),
        ("/story/2024-10-26/title", date(2024, 10, 26)),
        ("/economy/2021-06-16-1.4459281", date(2021, 6, 16)),
        ("/news/2021_06_16.aspx", date(2021, 6, 16)),
        ("/2013/middle_east/8/3/bridge.opened", date(2013, 8, 3)),
        ("/20241026/title", date(2024, 10, 26)),
        ("/20241026-title", date(2024, 10, 26)),
        ("/title-20241026-3", date(2024, 10, 26)),
        ("/arabic/title_20241026", date(2024, 10, 26)),
        ("/news/20241026_31.html", date(2024, 10, 26)),
        ("/2024/1026/title", date(2024, 10, 26)),
        ("/2024-10/26/c_1390.htm", date(2024, 10, 26)),
        ("/202410/26/t10.html", date(2024, 10, 26)),
        ("/2009/20090118/ec1.htm", date(2009, 1, 18)),
        ("/arabic/middleeast/2013/03/130315_bridge", date(2013, 3, 15)),
        ("/article/worldNews/idARAKBN0LR1YO20150223", date(2015, 2, 23)),
        ("/26/10/2024/title", date(2024, 10, 26)),
        ("/kuwait/26-10-2024/title", date(2024, 10, 26)),
        ("/title?date=2024-10-26", date(2024, 10, 26)),
        ("/news.aspx?id=7&Date=26/10/2024", date(2024, 10, 26)),
        ("/issue.php?pubdate=20241026", date(2024, 10, 26)),
        ("/page?year=2024&month=10&day=26&id=3", date(2024, 10, 26)),
        ("/2024/10/26/title?date=2024-10-26", date(2024, 10, 26)),
    ],
)
def test_reads_the_day(address: str, day: date) -> None:
    found = find_in_url(f"https://example.org{address}")
    assert found is not None
    assert found[0] == Interval.of_day(day)


@pytest.mark.parametrize(
    "address",
    [
        "/2024/10/title",
        "/2024/10/",
        "/Web/News/2024/10/884213.html",
        "/2024-10/title",
        "/2024/oct/title",
    ],
)
def test_reads_the_month(address: str) -> None:
    found = find_in_url(f"https://example.org{address}")
    assert found is not None
    assert found[0] == Interval.of_month(2024, 10)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/1.1502867",
        "/news/20241026771",
        "/article/2024/1026",
        "/2024/13/45/title",
        "/what-happened-on-2023-10-07",
        "/title-2-8-1990",
        "/index.php/2011-06-21-14-23-40/4411-title",
        "/news/20245026",
        "/2024",
        "/title?id=20241026",
        "/title?date=yesterday",
        "/2024/10/26/2023/05/04/title",
        "/page/12/5",
    ],
)
def test_ids_and_titles_are_no_dates(address: str) -> None:
    assert find_in_url(f"https://example.org{address}") is None


def test_a_broken_address_tells_nothing() -> None:
    assert find_in_url("https://[broken") is None
    assert find_in_url("") is None
    assert find_in_url("/" * 100_000) is None
