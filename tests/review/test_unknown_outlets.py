"""Sites whose outlet nobody knows are named once, and all their articles follow."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.jobs import run_waiting
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.models import Article, OutboxEntry, Outlet, OutletBasis
from archive.models.editing import mark_edited
from archive.review.unknown_outlets import unknown_sites
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

SITE = "https://www.jaridat-alrasif.example"


def pages(number: int, site: str = SITE) -> list[Article]:
    return [
        make_article(f"خبر {place}", outlet=None, url=f"{site}/news/{place}")
        for place in range(number)
    ]


def test_sites_are_grouped_with_the_largest_first() -> None:
    pages(3)
    pages(2, "http://other.example")
    make_article(outlet=None)
    assert unknown_sites() == [("jaridat-alrasif.example", 3), ("other.example", 2)]


def test_a_site_is_named_once_and_all_follow(admin_client: Client) -> None:
    articles = pages(4)
    away = make_article(outlet=None, url="https://jaridat-alrasif.example.org/1")
    page = admin_client.get("/desk/review/outlets/").content.decode()
    assert "jaridat-alrasif.example" in page
    named = {"host": "jaridat-alrasif.example", "name": "جريدة الرصيف"}
    admin_client.post("/desk/review/outlets/", named)
    OutboxEntry.objects.all().delete()
    run_waiting()
    outlet = Outlet.objects.get(name_ar="جريدة الرصيف")
    assert outlet.domains == ["jaridat-alrasif.example"]
    rows = Article.objects.filter(outlet=outlet, outlet_basis=OutletBasis.DOMAIN)
    assert set(rows) == set(articles)
    assert {row.outlet_evidence for row in rows} == {"jaridat-alrasif.example"}
    assert OutboxEntry.objects.filter(columns_only=True).count() == 4
    away.refresh_from_db()
    assert away.outlet is None
    assert unknown_sites() == [("jaridat-alrasif.example.org", 1)]


def test_the_next_load_knows_it_too(admin_client: Client) -> None:
    pages(1)
    admin_client.post(
        "/desk/review/outlets/", {"host": "jaridat-alrasif.example", "name": "جريدة الرصيف"}
    )
    known = outlets_of_archive().by_domain("www.jaridat-alrasif.example")
    assert known is not None
    assert known.name_ar == "جريدة الرصيف"


def test_a_known_name_means_the_outlet_that_bears_it(admin_client: Client) -> None:
    outlet = make_outlet("جريدة الرصيف", domains=["rasif.example"])
    pages(1)
    admin_client.post(
        "/desk/review/outlets/", {"host": "jaridat-alrasif.example", "name": " جريدة  الرصيف "}
    )
    outlet.refresh_from_db()
    assert outlet.domains == ["rasif.example", "jaridat-alrasif.example"]
    assert Outlet.objects.count() == 1


def test_what_an_editor_or_the_page_says_stays(admin_client: Client) -> None:
    (free,) = pages(1)
    (edited,) = pages(1)
    mark_edited(edited, ["outlet"])
    edited.save()
    stated = make_article(url=f"{SITE}/9")
    admin_client.post(
        "/desk/review/outlets/", {"host": "jaridat-alrasif.example", "name": "جريدة الرصيف"}
    )
    run_waiting()
    for article, expected in ((free, "جريدة الرصيف"), (edited, None), (stated, "صحيفة التجربة")):
        article.refresh_from_db()
        assert (article.outlet and article.outlet.name_ar) == expected


@pytest.mark.parametrize("sent", [{"host": "a.example", "name": " "}, {"host": "x", "name": "ا"}])
def test_what_cannot_be_is_told(admin_client: Client, sent: dict[str, str]) -> None:
    page = admin_client.post("/desk/review/outlets/", sent, follow=True).content.decode()
    assert 'class="error"' in page
    assert not Outlet.objects.exists()


def test_an_outlets_forms_and_domains_are_lines(admin_client: Client) -> None:
    outlet = make_outlet("جريدة الرصيف")
    (article,) = pages(1)
    address = f"/admin/archive/outlet/{outlet.pk}/change/"
    sent = {
        "slug": outlet.slug,
        "name_ar": outlet.name_ar,
        "kind": "site",
        "forms": "الرصيف\r\nالرصيف اليومية\r\nالرصيف",
        "domains": f"{SITE}/anything?x=1\r\nrasif.example",
    }
    answer = admin_client.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    outlet.refresh_from_db()
    assert outlet.forms == ["الرصيف", "الرصيف اليومية"]
    assert outlet.domains == ["jaridat-alrasif.example", "rasif.example"]
    run_waiting()
    article.refresh_from_db()
    assert article.outlet == outlet
    named = outlets_of_archive().by_name("«الرصيف اليومية»")
    assert named is not None
    assert named.slug == outlet.slug
    page = admin_client.get(address).content.decode()
    assert "jaridat-alrasif.example\nrasif.example" in page


@pytest.mark.parametrize("domains", ["no domain", "rasif.example"])
def test_a_domain_that_is_none_or_anothers_is_refused(admin_client: Client, domains: str) -> None:
    make_outlet("صحيفة أخرى", domains=["rasif.example"])
    outlet = make_outlet("جريدة الرصيف")
    sent = {
        "slug": outlet.slug,
        "name_ar": outlet.name_ar,
        "kind": "site",
        "forms": "",
        "domains": domains,
    }
    page = admin_client.post(f"/admin/archive/outlet/{outlet.pk}/change/", sent)
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


def test_nobody_names_outlets_without_the_permission(client: Client) -> None:
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.get("/desk/review/outlets/").status_code == 403
