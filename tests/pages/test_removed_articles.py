"""What readers find where something was deleted, withdrawn or hidden: nothing of its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from archive.captures.removal import delete_articles, hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Article, Republication
from search.pages.removed_articles import telling_what_was_removed
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

WHY = Reasons("بطلب من الناشر", "سبب داخلي")
SECRET = "كلمة مستورة"
HIDE_OR_DELETE = [hide_articles, delete_articles]


@pytest.fixture
def pair() -> tuple[Article, Article]:
    """Two articles of one document; the first is to go."""
    capture = make_capture(f"خبر أول\n{SECRET}\nخبر ثان\nنص معلن")
    return (
        make_article("خبر أول", SECRET, capture=capture),
        make_article("خبر ثان", "نص معلن", capture=capture, position=1),
    )


@pytest.mark.parametrize("act", HIDE_OR_DELETE)
def test_its_address_tells_that_it_went_and_why(
    client: Client, pair: tuple[Article, Article], act: Callable[..., int]
) -> None:
    address = pair[0].get_absolute_url()
    act([pair[0]], WHY)
    for ending in ("", "cite.bib", "versions/"):
        response = client.get(address + ending)
        html = response.content.decode()
        assert response.status_code == 410
        assert WHY.public in html
        assert WHY.internal not in html
        assert SECRET not in html
    assert client.get("/article/abcdefghijkl/").status_code == 404


def test_a_withdrawn_articles_address_tells_it(client: Client) -> None:
    article = make_article(body=SECRET)
    withdraw(article.capture, WHY.public, internal_reason=WHY.internal)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "سُحب" in response.content.decode()
    page = client.get(f"/capture/{article.capture_id}/").content.decode()
    assert WHY.public in page
    assert WHY.internal not in page


@pytest.mark.parametrize("act", HIDE_OR_DELETE)
def test_its_document_is_closed_in_every_form(
    client: Client, pair: tuple[Article, Article], act: Callable[..., int]
) -> None:
    capture = pair[0].capture_id
    act([pair[0]], WHY)
    for address in (f"/capture/{capture}/", f"/capture/{capture}/raw"):
        response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 403
        assert SECRET not in html
        assert "خبر أول" not in html
        assert "خبر ثان" in html
    versions = client.get(f"{pair[1].get_absolute_url()}versions/").content.decode()
    assert SECRET not in versions
    assert "مغلق" in versions


def test_editors_may_still_read_it(client: Client, pair: tuple[Article, Article]) -> None:
    hide_articles([pair[0]], WHY)
    editor = User.objects.create_user("editor")
    client.force_login(editor)
    assert client.get(f"/capture/{pair[0].capture_id}/").status_code == 403
    editor.user_permissions.add(Permission.objects.get(codename="change_article"))
    html = client.get(f"/capture/{pair[0].capture_id}/").content.decode()
    assert SECRET in html


def test_no_page_shows_a_hidden_article(client: Client, index: Callable[[], None]) -> None:
    outlet, cluster = make_outlet("صحيفة الجسر", slug="jisr"), Republication.objects.create()
    capture, entity = make_capture(), make_entity("دمشق", key="dimashq")
    fields = {"outlet": outlet, "republication": cluster}
    shown = make_article("خبر معلن", "نص في دمشق", capture=capture, **fields)
    gone = make_article("خبر محجوب", "نص في دمشق", capture=capture, position=1, **fields)
    for article in (shown, gone):
        make_mention(article, entity)
    hide_articles([gone], WHY)
    index()
    addresses = (
        *("/", "/search/?q=دمشق", "/search/?sort=newest", "/outlets/", "/outlet/jisr/"),
        *("/entities/", "/entity/dimashq/", shown.get_absolute_url(), "/suggest/?q=خبر"),
    )
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "محجوب" not in response.content.decode(), address
    assert client.get("/outlets/").context["outlets"][0].n == 1


def test_its_other_articles_stay(client: Client, pair: tuple[Article, Article]) -> None:
    delete_articles([pair[0]], WHY)
    html = client.get(pair[1].get_absolute_url()).content.decode()
    assert "نص معلن" in html
    assert "خبر أول" not in html


def test_a_view_that_answers_for_itself_is_heard_where_nobody_removed_anything(
    rf: RequestFactory, pair: tuple[Article, Article]
) -> None:
    def gone(_request: HttpRequest, public_id: str) -> HttpResponse:
        return HttpResponse(f"{public_id} led here", status=410)

    view, public_id = telling_what_was_removed(gone), pair[0].public_id
    request = rf.get("/")
    request.user = AnonymousUser()
    assert view(request, public_id=public_id).content.decode() == f"{public_id} led here"
    delete_articles([pair[0]], WHY)
    assert WHY.public in view(request, public_id=public_id).content.decode()
