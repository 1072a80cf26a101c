"""Changing many articles from the list: asked, shown, done, and taken back by a click."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from archive.models import Article, Change, ChangeSet
from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

BULK = reverse("admin:archive_article_bulk")


def looked_at(client: Client, query: str = "", **asked: Any) -> Any:
    response = client.post(f"{BULK}?{query}", {"preview": "1", **asked})
    assert response.status_code == 200
    return response


def done(client: Client, response: Any, query: str = "") -> ChangeSet:
    key = response.context["changeset"].pk
    response = client.post(f"{BULK}?{query}", {"confirmed": "1", "changeset": key})
    assert response.status_code == 302
    page = client.get(response["Location"])
    return page.context["changeset"]  # type: ignore[no-any-return]


def test_everything_that_a_search_finds_is_changed(admin_client: Client) -> None:
    wanted = [make_article("جسر على نهر الزاب") for _ in range(3)]
    other = make_article("مطر في المدينة")
    drain_all(index_home())
    make_outlet("نبع نيوز")
    shown = looked_at(admin_client, "q=الزاب", outlet="نبع نيوز")
    assert shown.context["preview"].changing == 3
    assert wanted[0].title in shown.content.decode()
    assert done(admin_client, shown, "q=الزاب").changed == 3
    named = Article.objects.filter(outlet__name_ar="نبع نيوز")
    assert other not in named
    assert named.count() == 3


def test_everything_that_a_filter_finds_is_changed(admin_client: Client) -> None:
    lost, _known = make_article(outlet=None), make_article()
    make_outlet("نبع نيوز")
    shown = looked_at(admin_client, "look=no_outlet", outlet="نبع نيوز")
    assert done(admin_client, shown).changed == 1
    assert Article.objects.get(pk=lost.pk).outlet_basis == "editor"


def test_what_was_looked_at_is_what_is_changed(admin_client: Client) -> None:
    make_article(section="بيئة", outlet=None)
    shown = looked_at(admin_client, "look=no_outlet", section="مياه")
    make_article(section="بيئة", outlet=None)
    assert done(admin_client, shown, "look=no_outlet").changed == 1


def test_a_selection_leads_to_the_same_page(admin_client: Client) -> None:
    chosen, other = make_article(), make_article()
    listed = reverse("admin:archive_article_changelist")
    response = admin_client.post(
        listed, {"action": "bulk_change", "_selected_action": [chosen.pk], "index": "0"}
    )
    query = response["Location"].partition("?")[2]
    done(admin_client, looked_at(admin_client, query, section="مياه"), query)
    assert set(Article.objects.filter(section="مياه")) == {chosen}
    assert other.section == ""


def test_a_selection_of_all_that_is_found_takes_all(admin_client: Client) -> None:
    articles = [make_article() for _ in range(3)]
    response = admin_client.post(
        reverse("admin:archive_article_changelist"),
        {
            "action": "bulk_change",
            "_selected_action": [articles[0].pk],
            "index": "0",
            "select_across": "1",
        },
    )
    page = admin_client.get(response["Location"])
    assert page.context["number"] == 3


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"outlet": "لا أحد"}, "outlet"),
        ({"edtf": "أمس"}, "edtf"),
        ({"edtf": "2024", "shift_days": "1"}, "shift_days"),
        ({"section": "مياه", "empty": "section"}, "section"),
        ({"language": "عربي"}, "language"),
        ({}, None),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    admin_client: Client, asked: dict[str, str], field: str | None
) -> None:
    make_article()
    form = looked_at(admin_client, **asked).context["form"]
    assert list(form.errors) == [field or "__all__"]


def test_a_date_as_people_write_it_is_read_back_first(admin_client: Client) -> None:
    make_article()
    shown = looked_at(admin_client, edtf="أكتوبر ٢٠٢٣")
    assert "2023" in str(shown.context["form"].errors["edtf"])
    shown = looked_at(admin_client, edtf="أكتوبر ٢٠٢٣", edtf_read="أكتوبر ٢٠٢٣")
    done(admin_client, shown)
    assert Article.objects.get().edtf == "2023-10"


def test_fields_are_emptied(admin_client: Client) -> None:
    make_article(section="مياه")
    done(admin_client, looked_at(admin_client, empty=["section", "outlet", "edtf"]))
    article = Article.objects.get()
    assert (article.section, article.outlet, article.edtf) == ("", None, "")


def test_the_page_of_a_change_undoes_it(admin_client: Client) -> None:
    make_article(section="بيئة")
    made = done(admin_client, looked_at(admin_client, section="مياه"))
    address = reverse("admin:archive_changeset_change", args=[made.pk])
    response = admin_client.post(address, {"undo": "1"}, follow=True)
    assert Article.objects.get().section == "بيئة"
    assert response.context["changeset"].undoes == made
    again = admin_client.post(address, {"undo": "1"}, follow=True)
    assert again.status_code == 200
    assert Article.objects.get().section == "بيئة"


def test_an_undo_lists_what_somebody_changed_since(admin_client: Client) -> None:
    article = make_article("جسر قديم", section="بيئة")
    made = done(admin_client, looked_at(admin_client, section="مياه"))
    Article.objects.filter(pk=article.pk).update(section="طقس")
    address = reverse("admin:archive_changeset_change", args=[made.pk])
    page = admin_client.post(address, {"undo": "1"}, follow=True)
    ((_row, title, *_words),) = page.context["left"]
    assert title == "جسر قديم"


def test_nobody_confirms_what_somebody_else_looked_at(admin_client: Client) -> None:
    make_article()
    shown = looked_at(admin_client, section="مياه")
    other = User.objects.create_superuser("nour", "n@x.example", "a long password")
    client = Client()
    client.force_login(other)
    key = shown.context["changeset"].pk
    response = client.post(BULK, {"confirmed": "1", "changeset": key})
    assert response.status_code == 404
    assert Article.objects.get().section == ""


def test_who_may_only_look_changes_nothing(client: Client) -> None:
    reader = User.objects.create_user("rim", password="a long password", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    make_article()
    assert client.get(reverse("admin:archive_article_changelist")).status_code == 200
    for name in ("bulk", "import"):
        assert client.get(reverse(f"admin:archive_article_{name}")).status_code == 403
    assert not Change.objects.exists()
