"""Deleting, hiding and showing articles in the admin: what is said first, and what is done."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from archive.models import Article, Republication, Tombstone
from tests.admin.test_article_admin import form_of
from tests.factories import make_article, make_capture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

LIST = "admin:archive_article_changelist"
REASONS = {"public_reason": "خطأ في النشر", "internal_reason": "مكالمة"}


def page_of(act: str, *articles: Article) -> str:
    ids = ",".join(str(article.pk) for article in articles)
    return f"{reverse('admin:archive_article_removal', args=[act])}?ids={ids}"


@pytest.fixture
def articles() -> tuple[Article, Article, Article]:
    """One article, its neighbour on the page, and its copy elsewhere."""
    capture, cluster = make_capture(), Republication.objects.create()
    return (
        make_article("خبر مقصود", capture=capture, republication=cluster),
        make_article("خبر مجاور", capture=capture, position=1),
        make_article("خبر منسوخ", republication=cluster),
    )


@pytest.mark.parametrize("act", ["delete", "hide"])
def test_neighbours_and_copies_are_shown_before(
    admin_client: Client, articles: tuple[Article, ...], act: str
) -> None:
    html = admin_client.get(page_of(act, articles[0])).content.decode()
    for article in articles:
        assert article.title in html
    assert Article.objects.filter(hidden=False).count() == 3


def test_an_article_is_deleted_with_both_reasons(
    admin_client: Client, articles: tuple[Article, ...]
) -> None:
    response = admin_client.post(page_of("delete", articles[0]), REASONS)
    assert response.status_code == 302
    assert set(Article.objects.all()) == set(articles[1:])
    stone = Tombstone.objects.get()
    assert (stone.public_reason, stone.internal_reason) == tuple(REASONS.values())
    assert stone.made_by == User.objects.get(username="admin")
    assert LogEntry.objects.get().is_deletion()


def test_an_article_is_hidden_and_shown_again(
    admin_client: Client, articles: tuple[Article, ...]
) -> None:
    admin_client.post(page_of("hide", *articles[:2]), REASONS)
    hidden = Article.objects.filter(hidden=True)
    assert hidden.count() == 2
    assert hidden[0].hidden_public_reason == REASONS["public_reason"]
    assert LogEntry.objects.count() == 2
    listed = admin_client.get(reverse(LIST), {"hidden__exact": "1"}).content.decode()
    assert "خبر مجاور" in listed
    assert "خبر منسوخ" not in listed
    admin_client.post(page_of("show", *articles[:2]))
    assert not Article.objects.filter(hidden=True).exists()


def test_the_lists_actions_and_the_delete_button_lead_there(
    admin_client: Client, articles: tuple[Article, ...]
) -> None:
    chosen = {"action": "removal_hide", "_selected_action": [articles[0].pk]}
    assert admin_client.post(reverse(LIST), chosen)["Location"] == page_of("hide", articles[0])
    button = reverse("admin:archive_article_delete", args=[articles[0].pk])
    assert admin_client.get(button)["Location"] == page_of("delete", articles[0])
    assert "delete_selected" not in admin_client.get(reverse(LIST)).content.decode()
    assert Article.objects.count() == 3


def test_going_back_to_an_older_text_shows_nothing_hidden(
    admin_client: Client, articles: tuple[Article, ...]
) -> None:
    article = articles[0]
    article.title = "عنوان جديد"
    article.save()
    line = article.history.latest()
    admin_client.post(page_of("hide", article), REASONS)
    address = reverse("admin:archive_article_simple_history", args=[article.pk, line.history_id])
    assert admin_client.post(address, form_of(article, title="خبر مقصود")).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.hidden) == ("خبر مقصود", True)


def test_a_tombstone_is_lifted(admin_client: Client, articles: tuple[Article, ...]) -> None:
    admin_client.post(page_of("delete", articles[0]), REASONS)
    stone = Tombstone.objects.get()
    address = reverse("admin:archive_tombstone_changelist")
    admin_client.post(address, {"action": "lift_selected", "_selected_action": [stone.pk]})
    assert not Tombstone.objects.exists()


@pytest.mark.parametrize(
    ("act", "permission"),
    [("delete", "delete_article"), ("hide", "change_article"), ("show", "change_article")],
)
def test_each_act_has_its_permission(
    client: Client, articles: tuple[Article, ...], act: str, permission: str
) -> None:
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(editor)
    assert client.post(page_of(act, articles[0]), REASONS).status_code == 403
    editor.user_permissions.add(Permission.objects.get(codename=permission))
    assert client.get(page_of(act, articles[0])).status_code == 200
    assert client.get(page_of("burn", articles[0])).status_code == 404
    assert client.get(page_of(act)).status_code == 404
