"""A name added where it stands in an article's text, by an editor, and taken back."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from archive.entities.desk import do, merge, undo
from archive.models import (
    Alias,
    Article,
    Correction,
    Entity,
    EntityStatus,
    Mention,
    MentionSuppression,
)
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article, make_entity, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

BODY = "افتتحت سلوى النحال معرضها أمس.\nوقالت إن المعرض لسلوى النحال وحدها، ثم زار الضيوف بيتها."


@pytest.fixture
def article() -> Article:
    return make_article("معرض سلوى النحال", BODY)


def address(article: Article, name: str) -> str:
    return f"{reverse('admin:archive_article_add_name', args=[article.pk])}?name={name}"


def offered(client: Client, article: Article, name: str) -> tuple[list[str], list[str], str]:
    """Return the choices of entity and of place, and the page's text."""
    page = html.fromstring(client.get(address(article, name)).content.decode())
    values = [page.xpath(f"//input[@name='{field}']/@value") for field in ("entity", "places")]
    return values[0], values[1], page.text_content()


def add(client: Client, article: Article, name: str, entity: str, places: list[str]) -> None:
    response = client.post(address(article, name), {"entity": entity, "places": places})
    assert response.status_code == 302, response.content.decode()


def test_every_place_of_a_name_is_offered_with_its_words(
    admin_client: Client, article: Article
) -> None:
    _entities, places, told = offered(admin_client, article, "سلوى النحال")
    assert [place.split(":")[0] for place in places] == ["title", "body", "body"]
    assert "افتتحت" in told
    assert "وحدها" in told


def test_a_new_person_is_added_shown_as_an_editors_found_and_taken_back(
    admin_client: Client, client: Client, article: Article
) -> None:
    _entities, places, _told = offered(admin_client, article, "سلوى النحال")
    add(admin_client, article, "سلوى النحال", "new person", places)
    entity = Entity.objects.get(name_ar="سلوى النحال")
    assert {(each.surface, each.clitic) for each in article.mentions.all()} == {
        ("سلوى النحال", ""),
        ("سلوى النحال", "ل"),
    }
    page = client.get(article.get_absolute_url()).content.decode()
    assert "سلوى النحال" in page
    assert "أضافه محرر" in page
    drain_all(index_home())
    assert search(SearchState().with_facet("person", entity.key)).total == 1
    undo(Correction.objects.get(), None)
    drain_all(index_home())
    assert not article.mentions.exists()
    assert not Entity.objects.filter(name_ar="سلوى النحال").exists()


def test_what_was_found_there_gives_way_and_comes_back(
    admin_client: Client, article: Article
) -> None:
    wrong, right = make_entity("سلوى", kind="place"), make_entity("سلوى النحال", kind="person")
    found = make_mention(article, wrong)
    Mention.objects.filter(pk=found.pk).update(
        field="body", start=7, end=11, surface=BODY[7:11], method="crf"
    )
    entities, places, _told = offered(admin_client, article, "سلوى النحال")
    assert entities[0] == right.key
    add(admin_client, article, "سلوى النحال", right.key, places[1:2])
    assert [each.entity for each in article.mentions.all()] == [right]
    undo(Correction.objects.get(), None)
    back = article.mentions.get()
    assert (back.entity, back.start, back.method) == (wrong, 7, "crf")


def test_a_name_refused_here_is_allowed_by_adding_it(
    admin_client: Client, article: Article
) -> None:
    entity = make_entity("سلوى النحال", kind="person")
    MentionSuppression.objects.create(article=article, entity=entity)
    _entities, places, _told = offered(admin_client, article, "سلوى النحال")
    add(admin_client, article, "سلوى النحال", entity.key, places)
    assert not article.suppressed_entities.exists()
    undo(Correction.objects.get(), None)
    assert article.suppressed_entities.get().entity == entity


def test_a_candidate_is_accepted_by_being_named(admin_client: Client, article: Article) -> None:
    entity = make_entity("سلوى النحال", kind="person", status=EntityStatus.CANDIDATE)
    _entities, places, _told = offered(admin_client, article, "سلوى النحال")
    add(admin_client, article, "سلوى النحال", entity.key, places)
    entity.refresh_from_db()
    assert entity.status == EntityStatus.ACCEPTED
    undo(Correction.objects.get(), None)
    entity.refresh_from_db()
    assert entity.status == EntityStatus.CANDIDATE


def test_an_entity_is_offered_by_any_of_its_spellings(
    admin_client: Client, article: Article
) -> None:
    entity = make_entity("سلوى بنت النحال", kind="person")
    Alias.objects.create(entity=entity, text="سلوى النحال")
    entities, _places, _told = offered(admin_client, article, "سلوى النحال")
    assert entities[0] == entity.key


def test_what_the_list_alone_knows_is_offered_and_made(
    admin_client: Client,
) -> None:
    article = make_article("خبر", "مر القطار بمدينة طوكيو مساء.")
    entities, places, _told = offered(admin_client, article, "طوكيو")
    assert not Entity.objects.filter(key=entities[0]).exists()
    add(admin_client, article, "طوكيو", entities[0], places)
    assert article.mentions.get().entity.name_ar == "طوكيو"


def test_a_name_that_does_not_stand_there_is_told(admin_client: Client, article: Article) -> None:
    admin_client.cookies["django_language"] = "en"
    entities, _places, told = offered(admin_client, article, "منى النحال")
    assert not entities
    assert "does not stand in the text" in told


def test_a_place_that_moved_meanwhile_is_looked_at_again(
    admin_client: Client, article: Article
) -> None:
    _entities, places, _told = offered(admin_client, article, "سلوى النحال")
    Article.objects.filter(pk=article.pk).update(body="كلمة أولى، ثم سلوى النحال.")
    response = admin_client.post(
        address(article, "سلوى النحال"), {"entity": "new person", "places": places}
    )
    assert response.status_code == 200
    assert not article.mentions.exists()


def test_a_script_goes_on_with_the_open_form(admin_client: Client, article: Article) -> None:
    form = reverse("admin:archive_article_change", args=[article.pk])
    (shown,) = html.fromstring(admin_client.get(form).content.decode()).xpath(
        "//input[@name='_seen']/@value"
    )
    _entities, places, _told = offered(admin_client, article, "سلوى النحال")
    answer = admin_client.post(
        address(article, "سلوى النحال"),
        {"entity": "new person", "places": places},
        headers={"accept": "application/json"},
    ).json()
    assert json.loads(shown)["_inlines"] == answer["seen"]
    (after,) = html.fromstring(admin_client.get(form).content.decode()).xpath(
        "//input[@name='_seen']/@value"
    )
    assert json.loads(after)["_inlines"] == answer["now"]


def test_the_log_tells_of_it_and_its_page_takes_it_back(
    admin_client: Client, article: Article
) -> None:
    _entities, places, _told = offered(admin_client, article, "سلوى النحال")
    add(admin_client, article, "سلوى النحال", "new person", places)
    page = admin_client.get(reverse("admin:archive_article_change", args=[article.pk]))
    (back,) = html.fromstring(page.content.decode()).xpath(
        "//*[contains(@class, 'messagelist')]//a/@href"
    )
    log = reverse("admin:archive_change_changelist")
    assert article.public_id in admin_client.get(log).content.decode()
    admin_client.post(back, {"undo": "1"})
    assert not article.mentions.exists()
    assert Correction.objects.get().undone_at is not None


@pytest.mark.parametrize("name", ["", "  ", "…", "()", "٪", "ا" * 2000, "سلوى\nالنحال", "\x00"])
def test_what_is_no_name_breaks_nothing(admin_client: Client, article: Article, name: str) -> None:
    answer = admin_client.get(address(article, quote(name)))
    assert answer.status_code == 200
    sent = admin_client.post(address(article, quote(name)), {"entity": "new person", "places": "x"})
    assert sent.status_code == 200
    assert not article.mentions.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"entity": "new person"},
        {"entity": "new planet", "places": "body:0:3:abc"},
        {"entity": "no-such-key", "places": "body:9:22:سلوى النحال"},
        {"entity": "new person", "places": "body:9:99999999999999999999:سلوى"},
    ],
)
def test_what_was_not_offered_is_not_taken(
    admin_client: Client, article: Article, sent: dict[str, str]
) -> None:
    answer = admin_client.post(address(article, "سلوى النحال"), sent)
    assert answer.status_code == 200
    assert not Entity.objects.filter(name_ar="سلوى النحال").exists()


def test_an_entity_that_was_merged_meanwhile_is_what_it_became(
    admin_client: Client, article: Article
) -> None:
    old, new = make_entity("سلوى النحال", kind="person"), make_entity("سلوى", kind="person")
    do(merge(old, new), None)
    entities, places, _told = offered(admin_client, article, "سلوى النحال")
    assert entities[0] == new.key
    add(admin_client, article, "سلوى النحال", new.key, places)
    assert {each.entity for each in article.mentions.all()} == {new}
