"""Captures by their address: of one page in any spelling, of a path, a site, a domain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.captures import address_ranges
from archive.captures.address_forms import read_address
from archive.captures.address_lookup import (
    captured_moment,
    find_captures,
    is_memento,
    nearest,
)
from archive.captures.address_ranges import Spot, TooManySitesError, addresses_from
from archive.captures.document_keys import address_key
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Capture, DocumentAddress
from tests.factories import make_article, make_capture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

PAGE = "https://www.example.org/culture/متحف-الموصل/"


def captured(
    address: str, day: int = 1, uri: str = "", content: str = "", **more: object
) -> Capture:
    """A capture of an address, known as loading makes it known."""
    uri = uri or address
    DocumentAddress.objects.get_or_create(key=address_key(address), defaults={"uri": uri})
    made = datetime(2024, 10, day, 12, tzinfo=UTC)
    fields = {"captured_at": made, "captured": made.date(), **more}
    return make_capture(content or f"{address} {day}", uri=uri, url=address, **fields)


def found(address: str) -> list[int]:
    return [each.pk for each in find_captures(read_address(address).address).here]


def test_versions_stand_in_the_order_of_time() -> None:
    second, first = captured(PAGE, 9), captured(PAGE, 2)
    undated = captured(PAGE, 3, captured=None, captured_at=None)
    assert found(PAGE) == [first.pk, second.pk, undated.pk]


hosts = st.sampled_from(["example.org", "www.example.org", "amp.example.org", "Example.ORG"])
ports = st.sampled_from(["", ":443"])
paths = st.sampled_from(
    ["/culture/متحف-الموصل", "/culture/" + quote("متحف-الموصل"), "/%63ulture/متحف-الموصل"]
)
ends = st.sampled_from(["", "/", "/amp", "/amp/"])
queries = st.lists(
    st.sampled_from(["utm_source=x", "fbclid=Iw", "gclid=1", "amp=1", "UTM_Medium=y"]),
    max_size=3,
    unique=True,
)
fragments = st.sampled_from(["", "#top", "#"])
around = st.sampled_from([("", ""), (" ", "\n"), ("<", ">"), ("«", "»،")])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(hosts, ports, paths, ends, queries, fragments, around)
def test_any_decoration_of_an_address_finds_the_same_versions(
    host: str,
    port: str,
    path: str,
    end: str,
    query: Sequence[str],
    fragment: str,
    around: tuple[str, str],
) -> None:
    if not Capture.objects.exists():
        captured(PAGE, 2)
        captured("http://example.org/culture/متحف-الموصل?utm_source=y", 3, uri=PAGE)
    known = list(Capture.objects.order_by("pk").values_list("pk", flat=True))
    asked = "?" + "&".join(query) if query else ""
    address = f"https://{host}{port}{path}{end}{asked}{fragment}"
    bare = f"{host}{path}{end}{asked}{fragment}"
    for typed in (address, bare, quote(address, safe="")):
        assert found(around[0] + typed + around[1]) == known


def test_letters_and_ascii_of_a_host_are_one_address() -> None:
    ascii_host = "صحيفة".encode("idna").decode() + ".example"
    in_letters = captured("http://صحيفة.example/a", 1)
    in_ascii = captured(f"http://{ascii_host}/a", 2)
    assert found("صحيفة.example/a") == found(f"{ascii_host}/a") == [in_letters.pk, in_ascii.pk]


def test_what_older_loads_kept_under_several_spellings_is_found_by_each() -> None:
    addresses = ["http://example.org/خبر", "https://www.example.org/" + quote("خبر") + "/"]
    made = [
        make_capture(each, uri=each, url=each, captured=date(2020, 1, number))
        for number, each in enumerate(addresses, 1)
    ]
    DocumentAddress.objects.create(key=address_key(addresses[0]), uri=addresses[0])
    for each in addresses:
        assert found(each) == [one.pk for one in made]


def test_another_address_of_the_document_is_told_apart() -> None:
    own = captured("https://example.org/a", 1)
    other = captured("https://example.org/story-a", 2, uri="https://example.org/a")
    listed = find_captures("https://example.org/a")
    assert [each.pk for each in listed.here] == [own.pk]
    assert [each.pk for each in listed.elsewhere] == [other.pk]
    assert found("https://example.org/story-a") == [other.pk]


def test_an_escaped_slash_is_no_folder() -> None:
    captured("https://example.org/a/b")
    assert found("https://example.org/a%2Fb") == []


def test_withdrawn_stays_and_closed_is_nowhere() -> None:
    withdrawn, hidden = captured(PAGE, 1), captured("https://example.org/hidden", 2)
    same_bytes = captured("https://example.org/copy", 3, content="https://example.org/hidden 2")
    withdraw(withdrawn, "حكم")
    hide_articles([make_article(capture=hidden)], Reasons("سبب"))
    listed = find_captures(PAGE)
    assert [each.pk for each in listed.here] == [withdrawn.pk]
    assert listed.mementos == ()
    assert same_bytes.sha256 == hidden.sha256
    assert found("https://example.org/hidden") == found("https://example.org/copy") == []


def test_a_day_alone_begins_at_midnight_and_no_day_is_no_memento() -> None:
    day = captured(PAGE, 1, captured_at=None)
    assert captured_moment(day) == datetime(2024, 10, 1, tzinfo=UTC)
    assert not is_memento(captured(PAGE, 2, captured_at=None, captured=None))


def test_the_nearest_is_the_earlier_of_two() -> None:
    early, late = captured(PAGE, 1), captured(PAGE, 3)
    assert nearest([early, late], datetime(2024, 10, 2, 12, tzinfo=UTC)) == early
    assert nearest([early, late], datetime(2024, 10, 2, 13, tzinfo=UTC)) == late


def test_an_address_costs_four_queries_however_many_versions() -> None:
    for day in range(1, 20):
        captured(PAGE, day)
    with CaptureQueriesContext(connection) as queries:
        find_captures(PAGE)
    assert len(queries) == 4


SITE = [
    "http://example.org",
    "http://example.org/?p=2",
    "http://example.org/news/1",
    "https://www.example.org/news/2",
    "HTTPS://example.org/news/odd-scheme",
    "https://EXAMPLE.org:443/news/3",
    "https://example.org/news",
    "https://example.org/newsletter",
    "https://example.org/" + quote("أخبار") + "/1",
    "https://example.org/أخبار/2",
    "https://sport.example.org/a",
    "https://sport.example.org:8080/b",
    "https://www.sport.example.org/c",
    "https://example.org.example.net/a",
    "https://badexample.org/a",
    "http://example.org-x.example/a",
    "http://example.com/a",
    "documents/1.html",
]


def walked(typed: str, most: int) -> list[str]:
    """The addresses of a pattern, page by page."""
    query, after, addresses = read_address(typed), None, []
    for _page in range(200):
        part = addresses_from(query, after, most)
        addresses += [spot.uri for spot in part.rows]
        after = part.next
        if after is None:
            return addresses
        assert isinstance(after, Spot)
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("most", [1, 2, 100])
@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("example.org/*", [0, 1, 2, 3, 5, 6, 7, 8, 9]),
        ("https://www.example.org/*", [0, 1, 2, 3, 5, 6, 7, 8, 9]),
        ("example.org/news*", [2, 3, 5, 6, 7]),
        ("example.org/news/*", [2, 3, 5]),
        ("example.org/أخبار/*", [8, 9]),
        ("example.org/" + quote("أخبار").lower() + "/*", [8, 9]),
        ("example.org/?p=*", [1]),
        ("sport.example.org/*", [10, 11, 12]),
        ("sport.example.org:8080/*", [11]),
        ("*.example.org", [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]),
        ("nothing.example/*", []),
    ],
)
def test_a_star_finds_all_and_nothing_else(typed: str, places: list[int], most: int) -> None:
    for address in SITE:
        captured(address, 1)
        captured(address, 2)
    addresses = walked(typed, most)
    assert sorted(addresses) == sorted(SITE[place] for place in places for _twice in range(2))


def test_one_site_stands_together_in_the_order_of_its_paths() -> None:
    for address in reversed(SITE):
        captured(address)
    addresses = walked("*.example.org", 3)
    assert addresses.index("http://example.org/news/1") + 1 == addresses.index(
        "https://www.example.org/news/2"
    )
    assert addresses.index("https://sport.example.org/a") > addresses.index(
        "https://example.org/newsletter"
    )


def test_a_list_goes_on_where_it_stopped_though_captures_come_and_go() -> None:
    for address in SITE[:4]:
        captured(address)
    query = read_address("example.org/*")
    first = addresses_from(query, None, 2)
    Capture.objects.filter(pk=first.rows[-1].key).delete()
    captured("http://example.org/a-new-one")
    rest = addresses_from(query, first.next, 10)
    assert not {spot.key for spot in first.rows} & {spot.key for spot in rest.rows}
    assert {SITE[2], SITE[3]} <= {spot.uri for spot in rest.rows}


def test_many_sites_are_read_in_parts_by_two_queries_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_ranges, "_MOST_RANGES", 8)
    for number in range(9):
        captured(f"https://part{number}.example.org/a")
    with CaptureQueriesContext(connection) as queries:
        part = addresses_from(read_address("*.example.org"), None, 100)
    assert len(queries) == 2
    assert part.next is not None
    assert len(walked("*.example.org", 100)) == 9


def test_more_sites_than_can_be_gone_through_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_ranges, "MOST_ORIGINS", 3)
    for number in range(4):
        captured(f"https://part{number}.example.org/a")
    with pytest.raises(TooManySitesError):
        addresses_from(read_address("*.example.org"), None, 100)
