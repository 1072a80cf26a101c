"""Corrections in the admin: kept as the editor's, and found by search."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.admin.utils import flatten_fieldsets
from django.test import Client
from django.urls import reverse

from archive.models import Article, Entity, Mention
from archive.models.editing import EDITABLE, STATUS_COLUMNS
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def form_of(article: Article, **changes: Any) -> dict[str, Any]:
    """The admin's form for an article as a browser would send it back."""
    fields = {
        "title": article.title,
        "standfirst": article.standfirst,
        "body": article.body,
        "byline": article.byline,
        "dateline": article.dateline,
        "agency": article.agency,
        "section": article.section,
        "keywords": "\n".join(article.keywords),
        "captions": "\n".join(article.captions),
        "language": article.language,
        "url": article.url,
        "outlet": article.outlet_id or "",
        "republisher": "",
        "edtf": article.edtf,
        "mentions-TOTAL_FORMS": 0,
        "mentions-INITIAL_FORMS": 0,
    }
    return fields | changes


def save(client: Client, article: Article, **changes: Any) -> Article:
    address = reverse("admin:archive_article_change", args=[article.pk])
    response = client.post(address, form_of(article, **changes))
    assert response.status_code == 302, response.context["adminform"].form.errors
    article.refresh_from_db()
    return article


def test_a_new_title_is_kept_as_the_editors_and_found(admin_client: Client) -> None:
    article = save(admin_client, make_article("عنوان قديم"), title="نهر الزاب")
    drain_all(index_home())
    assert article.edited == ["title"]
    assert search(SearchState().with_text("الزاب")).total == 1
    assert article.history.count() == 2


def test_history_goes_back_to_the_article_as_loaded(admin_client: Client) -> None:
    article = make_article("عنوان قديم")
    article.history.all().delete()
    save(admin_client, article, title="عنوان جديد")
    assert [each.title for each in article.history.order_by("history_id")] == [
        "عنوان قديم",
        "عنوان جديد",
    ]


def test_a_browsers_line_ends_are_no_change_of_the_text(admin_client: Client) -> None:
    article = make_article(body="فقرة أولى.\nفقرة ثانية.")
    article = save(admin_client, article, title="جسر", body=article.body.replace("\n", "\r\n"))
    assert article.edited == ["title"]
    assert article.paragraphs == ["فقرة أولى.", "فقرة ثانية."]


def test_mentions_move_with_their_words(admin_client: Client) -> None:
    article = make_article(body="وصل الوفد إلى دمشق مساء.\nثم زار حلب وعاد.")
    entity = Entity.objects.create(key="place-test", kind="place", name_ar="دمشق")
    for surface in ("دمشق", "حلب"):
        start = article.body.index(surface)
        Mention.objects.create(
            article=article,
            entity=entity,
            surface=surface,
            start=start,
            end=start + len(surface),
            method="gazetteer",
        )
    text = "أضاف المحرر هذه الفقرة.\r\nوصل الوفد إلى دمشق مساء.\r\nثم زار حمص وعاد."
    article = save(admin_client, article, body=text)
    mentions = list(Mention.objects.order_by("start"))
    assert [mention.surface for mention in mentions] == ["دمشق", "حمص"]
    assert all(article.body[each.start : each.end] == each.surface for each in mentions)


def test_keywords_stand_one_a_line(admin_client: Client) -> None:
    article = save(admin_client, make_article(), keywords="ماء\n أنهار، وبحار \n\n")
    assert article.keywords == ["ماء", "أنهار، وبحار"]
    assert article.edited == ["keywords"]


def test_a_date_is_read_from_its_edtf(admin_client: Client) -> None:
    article = save(admin_client, make_article(), edtf="2023-02")
    assert (article.published_earliest, article.published_latest) == (
        date(2023, 2, 1),
        date(2023, 2, 28),
    )
    assert (article.date_basis, article.precision) == ("editor", "month")


def test_a_date_that_is_taken_away_is_unknown_by_the_editors_word(admin_client: Client) -> None:
    article = make_article()
    assert article.published_earliest is not None
    article = save(admin_client, article, edtf="")
    assert (article.edtf, article.published_earliest, article.published_latest) == ("", None, None)
    assert (article.date_basis, article.precision) == ("editor", "unknown")


def test_the_form_shows_exactly_what_may_be_edited() -> None:
    form = site.get_model_admin(Article)
    shown = list(flatten_fieldsets(form.fieldsets or ()))
    assert sorted(shown) == sorted((*EDITABLE, *STATUS_COLUMNS, *form.readonly_fields))


def test_a_wrong_date_is_refused_with_the_accepted_forms(admin_client: Client) -> None:
    article = make_article()
    address = reverse("admin:archive_article_change", args=[article.pk])
    response = admin_client.post(address, form_of(article, edtf="30 فبراير"))
    assert response.status_code == 200
    assert "2024-02-10/2024-02-29" in response.content.decode()


def test_an_outlet_set_by_an_editor_says_so(admin_client: Client) -> None:
    other = make_outlet("صحيفة أخرى")
    article = save(admin_client, make_article(), outlet=other.pk)
    assert (article.outlet, article.outlet_basis) == (other, "editor")


def test_an_entity_added_by_an_editor_is_in_the_facet(admin_client: Client) -> None:
    article = make_article()
    entity = Entity.objects.create(key="place-test", kind="place", name_ar="الزاب")
    save(admin_client, article, **mention_form(article, entity))
    drain_all(index_home())
    assert Mention.objects.get().method == "editor"
    assert search(SearchState().with_facet("place", "place-test")).total == 1


def mention_form(article: Article, entity: Entity) -> dict[str, Any]:
    """What a browser sends where an editor named one more entity of the article."""
    return {
        "mentions-TOTAL_FORMS": 1,
        "mentions-0-entity": entity.pk,
        "mentions-0-surface": "",
        "mentions-0-field": "body",
        "mentions-0-article": article.pk,
        "mentions-0-id": "",
    }


@pytest.mark.parametrize("title", ["عنوان قديم", "عنوان جديد"])
def test_one_edit_is_one_line_of_history(admin_client: Client, title: str) -> None:
    article = make_article("عنوان قديم")
    entity = Entity.objects.create(key="place-test", kind="place", name_ar="الزاب")
    lines = article.history.count()
    article = save(admin_client, article, title=title, **mention_form(article, entity))
    assert article.history.count() == lines + 1
    assert article.history.latest().edited == article.edited
    assert article.history.latest().history_user is not None
    assert ("title" in article.edited) == (title == "عنوان جديد")


def test_one_relinked_mention_leaves_the_other_names_to_the_recognisers(
    admin_client: Client,
) -> None:
    article = make_article(body="وصل الوفد إلى دمشق مساء.")
    article = save(admin_client, article, body="وصل الوفد إلى دمشق ثم إلى بغداد مساء.")
    found = article.mentions.order_by("start").first()
    assert found is not None
    own = Entity.objects.create(key="place-own", kind="place", name_ar="دمشق القديمة")
    save(
        admin_client,
        article,
        **{
            "mentions-TOTAL_FORMS": 2,
            "mentions-INITIAL_FORMS": 2,
            **{
                f"mentions-{n}-{name}": value
                for n, each in enumerate(article.mentions.order_by("article_id", "id"))
                for name, value in {
                    "id": each.pk,
                    "article": article.pk,
                    "entity": own.pk if each == found else each.entity_id,
                    "surface": each.surface,
                    "field": each.field,
                }.items()
            },
        },
    )
    article = save(admin_client, article, body="وصل الوفد إلى دمشق ثم إلى بغداد ثم إلى عمان.")
    found.refresh_from_db()
    assert (found.entity, found.method) == (own, "editor")
    assert {each.entity.name_ar for each in article.mentions.all()} >= {"دمشق القديمة", "بغداد"}
    assert article.mentions.count() == 3


def test_a_text_and_its_names_change_in_one_line_of_history(admin_client: Client) -> None:
    article = make_article(body="وصل الوفد إلى دمشق مساء.")
    lines = article.history.count()
    article = save(admin_client, article, body="وصل الوفد إلى دمشق مساء، ثم زار بغداد.")
    assert article.mentions.count() == 2
    assert article.history.count() == lines + 1


def test_the_admin_bears_the_archives_name(admin_client: Client) -> None:
    page = admin_client.get(reverse("admin:index")).content.decode()
    assert "خزانة" in page
    assert "جانغو" not in page
