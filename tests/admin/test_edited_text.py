"""An editor changes an article's text: its names are those of the new text at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.models import Article, Entity, Mention
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.admin.test_article_admin import form_of, save
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
BODY = "وصل الوفد إلى دمشق مساء.\nثم عاد إلى بلده."


@pytest.fixture
def article() -> Article:
    return make_article("وصول وفد", body=BODY)


def names(article: Article) -> list[tuple[str, str]]:
    """Return each mention's method and words, in the order of the text, checking their places."""
    mentions = list(article.mentions.order_by("field", "start"))
    for mention in mentions:
        text = getattr(article, mention.field)
        assert text[mention.start : mention.end] == mention.surface
    return [(mention.method, mention.surface) for mention in mentions]


def mention_in(article: Article, surface: str, method: str) -> Mention:
    """Mark these words of the body as naming an entity of the test's own."""
    entity = Entity.objects.get_or_create(
        key="own", defaults={"kind": "organisation", "name_ar": surface}
    )[0]
    start = article.body.index(surface)
    return Mention.objects.create(
        article=article,
        entity=entity,
        surface=surface,
        start=start,
        end=start + len(surface),
        method=method,
    )


def test_names_of_a_new_paragraph_are_found(admin_client: Client, article: Article) -> None:
    article = save(admin_client, article, body=f"{BODY}\nوزار بغداد يومين.")
    assert names(article) == [("gazetteer", "دمشق"), ("gazetteer", "بغداد")]
    drain_all(index_home())
    key = article.mentions.get(surface="بغداد").entity.key
    assert search(SearchState().with_facet("place", key)).total == 1


def test_names_of_a_new_title_are_found(admin_client: Client, article: Article) -> None:
    article = save(admin_client, article, title="وفد من بيروت")
    assert ("gazetteer", "بيروت") in names(article)


def test_a_name_that_was_taken_out_is_gone(admin_client: Client, article: Article) -> None:
    save(admin_client, article, body=f"{BODY} وزار بغداد.")
    article = save(admin_client, article, body="زار الوفد بيروت.")
    assert names(article) == [("gazetteer", "بيروت")]
    drain_all(index_home())
    assert search(SearchState().with_text("بغداد")).total == 0


def test_an_editors_mention_stays_and_wins_over_what_overlaps_it(
    admin_client: Client, article: Article
) -> None:
    mention_in(article, "إلى دمشق", "editor")
    article = save(admin_client, article, body=f"سطر جديد عن بغداد.\n{BODY}")
    assert names(article) == [("gazetteer", "بغداد"), ("editor", "إلى دمشق")]


def test_names_of_the_trained_recogniser_stay_where_no_listed_name_stands(
    admin_client: Client, article: Article
) -> None:
    mention_in(article, "الوفد", "crf")
    mention_in(article, "إلى دمشق", "crf")
    Entity.objects.update(status="candidate")
    article = save(admin_client, article, body=f"سطر جديد.\n{BODY}")
    assert names(article) == [("crf", "الوفد"), ("gazetteer", "دمشق")]


def test_an_accepted_name_of_the_trained_recogniser_is_found_in_a_new_text(
    admin_client: Client, article: Article
) -> None:
    mention_in(article, "الوفد", "crf")
    article = save(admin_client, article, body=f"سطر جديد عن الوفد.\n{BODY}")
    assert [surface for _method, surface in names(article)].count("الوفد") == 2


def test_where_an_editor_set_the_entities_only_new_words_are_read(
    admin_client: Client, article: Article
) -> None:
    mention_in(article, "الوفد", "crf")
    Article.objects.filter(pk=article.pk).update(edited=["entities"])
    article = save(admin_client, article, body=f"سطر عن بغداد.\n{BODY}")
    assert names(article) == [("gazetteer", "بغداد"), ("crf", "الوفد")]


def test_going_back_in_history_takes_the_mentions_along(
    admin_client: Client, article: Article
) -> None:
    article = save(admin_client, article, body=f"سطر عن بغداد.\n{BODY}")
    loaded = article.history.earliest("history_id")
    address = reverse("admin:archive_article_simple_history", args=[article.pk, loaded.history_id])
    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, form_of(article, body=BODY)).status_code == 302
    article.refresh_from_db()
    assert article.body == BODY
    assert names(article) == [("gazetteer", "دمشق")]


def test_the_trained_recogniser_has_yet_to_read_it(admin_client: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(recognised_with="trained")
    article = save(admin_client, article, body=f"{BODY} وزار بغداد.")
    assert article.recognised_with == gazetteer_recogniser(Corrections()).version
