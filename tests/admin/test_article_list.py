"""The list of articles: what is found, what is typed into it, and the views that are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.admin import article_list
from archive.errors import ArchiveError
from archive.models import Article, Change, ChangeSet, SavedView
from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

LIST = reverse("admin:archive_article_changelist")


def titles(client: Client, **query: str) -> set[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return {article.title for article in page.context["cl"].result_list}


def test_dates_and_outlets_stand_in_words(admin_client: Client) -> None:
    make_article(outlet=make_outlet("نبع نيوز"), day=date(2024, 10, 26))
    page = admin_client.get(LIST).content.decode()
    assert "26 تشرين الأول/أكتوبر 2024" in page
    assert "نبع نيوز" in page


def test_a_search_is_in_the_language_of_the_site(admin_client: Client) -> None:
    make_article("افتتاح الجسر الجديد", day=date(2020, 1, 1))
    make_article("الجسور القديمة", day=date(2010, 1, 1))
    make_article("مطر في المدينة")
    drain_all(index_home())
    assert titles(admin_client, q="جسر") == {"افتتاح الجسر الجديد", "الجسور القديمة"}
    assert titles(admin_client, q="جسر after:2015") == {"افتتاح الجسر الجديد"}


def test_a_hidden_article_and_one_public_id_are_found_too(admin_client: Client) -> None:
    hidden = make_article("جسر مخفي", hidden=True)
    other = make_article("مطر")
    drain_all(index_home())
    assert titles(admin_client, q="جسر") == {"جسر مخفي"}
    assert titles(admin_client, q=other.public_id) == {"مطر"}
    assert titles(admin_client, q=hidden.capture.uri) == {"جسر مخفي"}


@pytest.mark.parametrize(
    ("look", "title"),
    [
        ("no_date", "بلا تاريخ"),
        ("no_outlet", "بلا مصدر"),
        ("no_title", ""),
        ("no_text", "بلا نص"),
        ("hidden", "مخفي"),
        ("review", "للمراجعة"),
    ],
)
def test_what_is_missing_is_found(admin_client: Client, look: str, title: str) -> None:
    make_article("كامل")
    make_article("بلا تاريخ", day=None)
    make_article("بلا مصدر", outlet=None)
    make_article("")
    make_article("بلا نص", body="")
    make_article("مخفي", hidden=True)
    make_article("للمراجعة", review="يوم غير موجود")
    assert titles(admin_client, look=look) == {title}


def test_outlets_and_years_are_filters(admin_client: Client) -> None:
    outlet = make_outlet("نبع نيوز")
    make_article("قديم", outlet=outlet, day=date(2010, 5, 1))
    make_article("جديد", outlet=outlet, day=date(2020, 5, 1))
    make_article("آخر", day=date(2020, 5, 1))
    assert titles(admin_client, outlet=outlet.slug) == {"قديم", "جديد"}
    assert titles(admin_client, outlet=outlet.slug, year="2020") == {"جديد"}
    for odd in ("٢٠٢٠", "99999", "x"):
        assert len(titles(admin_client, year=odd)) == 3 or odd == "٢٠٢٠"


def typed(articles: list[Article], **cells: str) -> dict[str, Any]:
    """What a browser sends of the list; ``cells`` are named like ``edtf_0``."""
    sent: dict[str, Any] = {
        "form-TOTAL_FORMS": len(articles),
        "form-INITIAL_FORMS": len(articles),
        "_save": "1",
    }
    for number, article in enumerate(articles):
        shown = {"edtf": article.edtf, "outlet": article.outlet.name_ar if article.outlet else ""}
        sent[f"form-{number}-id"] = article.pk
        for name, value in shown.items():
            sent[f"initial-form-{number}-{name}"] = value
            sent[f"form-{number}-{name}"] = cells.get(f"{name}_{number}", value)
            sent[f"form-{number}-{name}_read"] = cells.get(f"{name}_{number}", "")
    return sent


def test_dates_and_outlets_are_typed_into_the_list(admin_client: Client) -> None:
    make_outlet("نبع نيوز")
    articles = [make_article(), make_article(), make_article()]
    sent = typed(articles, edtf_0="أيار 2023", outlet_1="نبع نيوز")
    response = admin_client.post(f"{LIST}?edit=1", sent)
    assert response.status_code == 302, response.context["cl"].formset.errors
    first, second, third = (Article.objects.get(pk=each.pk) for each in articles)
    assert (first.edtf, first.date_basis, first.edited) == ("2023-05", "editor", ["edtf"])
    assert second.outlet is not None
    assert (second.outlet.name_ar, second.edited) == ("نبع نيوز", ["outlet"])
    assert third.edited == []
    assert ChangeSet.objects.count() == 1
    assert Change.objects.count() == 2


def test_a_row_that_is_wrong_is_told_and_nothing_saved(admin_client: Client) -> None:
    articles = [make_article(), make_article()]
    sent = typed(articles, edtf_0="2023", edtf_1="أمس")
    response = admin_client.post(f"{LIST}?edit=1", sent)
    assert response.status_code == 200
    assert response.context["cl"].formset.errors[1]["edtf"]
    assert not Change.objects.exists()


def test_without_a_script_a_typed_date_is_read_back_once(admin_client: Client) -> None:
    articles = [make_article()]
    sent = typed(articles, edtf_0="أيار 2023") | {"form-0-edtf_read": ""}
    page = admin_client.post(f"{LIST}?edit=1", sent).content.decode()
    assert "أيار/مايو 2023" in page
    assert 'name="form-0-edtf_read" value="أيار 2023"' in page
    assert not Change.objects.exists()


def test_another_editors_work_is_not_overwritten_from_the_list(admin_client: Client) -> None:
    article = make_article()
    sent = typed([article], edtf_0="2023")
    Article.objects.filter(pk=article.pk).update(edtf="2020")
    response = admin_client.post(f"{LIST}?edit=1", sent)
    assert "2020" in str(response.context["cl"].formset.errors[0]["edtf"])
    untouched = typed([article], outlet_0="")
    assert admin_client.post(f"{LIST}?edit=1", untouched).status_code == 302
    article.refresh_from_db()
    assert (article.edtf, article.outlet) == ("2020", None)


def test_rows_come_back_as_they_were_sent(admin_client: Client) -> None:
    articles = [make_article(f"خبر {number}") for number in range(3)]
    sent = typed(list(reversed(articles)), edtf_0="أمس")
    make_article("خبر جديد", day=date(2030, 1, 1))
    page = admin_client.post(f"{LIST}?edit=1", sent)
    shown = [article.pk for article in page.context["cl"].result_list]
    assert shown == [article.pk for article in reversed(articles)]


def test_a_date_being_typed_is_read(admin_client: Client) -> None:
    address = reverse("admin:archive_article_read_date")
    assert admin_client.get(address, {"text": "26/10/2024"}).json()["edtf"] == "2024-10-26"
    assert "أمس" in admin_client.get(address, {"text": "أمس"}).json()["problem"]


def test_a_view_is_kept_under_a_name_and_forgotten(admin_client: Client) -> None:
    query = "look=no_date&q=جسر"
    save = reverse("admin:archive_article_save_view")
    admin_client.post(save, {"name": "بلا تاريخ", "query": query})
    view = SavedView.objects.get()
    page = admin_client.get(LIST).content.decode()
    assert "بلا تاريخ" in page
    assert admin_client.get(f"{LIST}?{view.query}").status_code == 200
    admin_client.post(reverse("admin:archive_article_forget_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused(admin_client: Client) -> None:
    save = reverse("admin:archive_article_save_view")
    assert admin_client.post(save, {"query": "look=no_date"}).status_code == 302
    assert not SavedView.objects.exists()


def test_titles_are_looked_through_while_the_index_is_gone(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def article_ids(self, query_text: str, limit: int) -> list[int]:
            raise ArchiveError(f"{query_text} {limit}")

    monkeypatch.setattr(article_list, "article_search", Gone)
    make_article("جسر الزاب")
    make_article("مطر")
    assert titles(admin_client, q="الزاب") == {"جسر الزاب"}
