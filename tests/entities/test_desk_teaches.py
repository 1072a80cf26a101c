"""What is done at the desk teaches: loading, reading anew and the whole archive follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.entities import desk
from archive.entities.desk.duplicates import suggested_duplicates
from archive.entities.desk.queue import likely_matches
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.storage.alias_scan import withdraw
from archive.entities.storage.corrections import corrections
from archive.entities.storage.recognition_pass import outdated
from archive.models import Alias, AliasScan, Article, Correction, Distinction, Entity, Mention
from archive.records.mentions import ArticleText
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

NAME = "زعيتر الكرمي"


def make_entity(name: str, kind: str = "person", **fields: Any) -> Entity:
    return Entity.objects.create(
        key=f"{kind}-own-{Entity.objects.count()}", kind=kind, name_ar=name, **fields
    )


def found(text: str) -> list[str]:
    """The keys that loading would find in a text now."""
    return [
        each.key
        for each in gazetteer_recogniser(corrections()).recognise(ArticleText("", "", text))
    ]


def mention(article: Article, entity: Entity, surface: str, start: int = 0) -> Mention:
    return Mention.objects.create(
        article=article,
        entity=entity,
        surface=surface,
        start=start,
        end=start + len(surface),
        method="gazetteer",
    )


def test_an_accepted_candidate_is_found_when_loading() -> None:
    candidate = make_entity(NAME, status="candidate")
    assert found(f"وقال {NAME} أمس") == []
    correction = desk.do(desk.accept(candidate), None)
    assert found(f"وقال {NAME} أمس") == [candidate.key]
    desk.undo(correction, None)
    assert found(f"وقال {NAME} أمس") == []


def test_a_new_name_is_found_when_loading() -> None:
    entity = make_entity("زعيتر")
    desk.do(desk.revise(entity, NAME, "person"), None)
    assert found(f"وقال {NAME} أمس") == [entity.key]


def test_the_name_of_a_merged_entity_means_what_it_is_merged_into() -> None:
    small, large = make_entity("زعيتر كرمي"), make_entity(NAME)
    desk.do(desk.merge(small, large), None)
    assert found("وقال زعيتر كرمي أمس") == [large.key]


def test_an_entity_made_by_hand_is_found_and_looked_for(admin_client: Client) -> None:
    response = admin_client.post(
        reverse("admin:archive_entity_add"),
        {
            "key": "person-by-hand",
            "kind": "person",
            "name_ar": NAME,
            "status": "accepted",
            **{
                f"{prefix}-{count}_FORMS": 0
                for prefix in ("aliases", "relations")
                for count in ("TOTAL", "INITIAL")
            },
        },
    )
    assert response.status_code == 302
    assert found(f"وقال {NAME} أمس") == ["person-by-hand"]
    assert [scan.alias.text for scan in AliasScan.objects.all()] == [NAME]


def test_a_new_spelling_leaves_the_articles_read() -> None:
    article = make_article()
    version = gazetteer_recogniser(corrections()).version
    Article.objects.filter(pk=article.pk).update(recognised_with=version)
    Alias.objects.create(entity=make_entity(NAME), text="الزعيتر الكرمي")
    assert outdated(gazetteer_recogniser(corrections())) == 0


def test_a_wrong_spelling_taken_back_takes_its_mentions_along() -> None:
    entity, article = make_entity(NAME), make_article()
    mention(article, entity, "الكرمي")
    mention(article, entity, NAME, 30)
    Article.objects.update(recognised_with="read")
    assert withdraw(entity, "الكرمي") == 1
    assert [each.surface for each in entity.mentions.all()] == [NAME]
    article.refresh_from_db()
    assert article.recognised_with == ""


def test_a_spelling_deleted_in_the_form_takes_its_mentions_along(admin_client: Client) -> None:
    entity = make_entity(NAME)
    alias = Alias.objects.create(entity=entity, text="الكرمي")
    mention(make_article(), entity, "الكرمي")
    admin_client.post(
        reverse("admin:archive_entity_change", args=[entity.pk]),
        {
            "key": entity.key,
            "kind": "person",
            "name_ar": NAME,
            "status": "accepted",
            "aliases-TOTAL_FORMS": 1,
            "aliases-INITIAL_FORMS": 1,
            "aliases-0-id": alias.pk,
            "aliases-0-entity": entity.pk,
            "aliases-0-text": "الكرمي",
            "aliases-0-policy": "always",
            "aliases-0-DELETE": "on",
            "relations-TOTAL_FORMS": 0,
            "relations-INITIAL_FORMS": 0,
        },
    )
    assert not Alias.objects.exists()
    assert not entity.mentions.exists()


def test_a_spelling_that_others_bear_asks_the_article_after_a_move() -> None:
    ours = Entity.objects.create(key="place-zarqa", kind="place", name_ar="الزرقاء")
    other = make_entity("الزرقاء القديمة", "place")
    mention(make_article(), other, "البيضاء")
    desk.do(desk.move_alias(other, "البيضاء", ours), None)
    assert Alias.objects.get(entity=ours).policy != "always"


def test_a_surname_that_is_parted_asks_for_the_full_name() -> None:
    entity = make_entity(NAME)
    mention(make_article(), entity, "الكرمي")
    desk.do(desk.split(entity, ["الكرمي"], "سهيل الكرمي", "person"), None)
    assert found("وصل الكرمي أمس") == []
    parted = Entity.objects.get(name_ar="سهيل الكرمي")
    assert found("وصل سهيل الكرمي، ثم تكلم الكرمي") == [parted.key, parted.key]


def test_more_than_a_page_of_entities_is_refused_and_none_is_cut(admin_client: Client) -> None:
    Entity.objects.bulk_create(
        Entity(key=f"person-many-{n}", kind="person", name_ar=f"زعيتر {n}", status="candidate")
        for n in range(201)
    )
    address = reverse("admin:archive_entity_changelist")
    chosen = list(Entity.objects.values_list("pk", flat=True))
    response = admin_client.post(
        address, {"action": "desk_accept", "_selected_action": chosen}, follow=True
    )
    assert "201" in response.content.decode()
    assert "200" in response.content.decode()
    ids = ",".join(map(str, chosen))
    page = admin_client.get(reverse("admin:archive_entity_desk", args=["accept"]) + f"?ids={ids}")
    assert page.status_code == 302
    assert not Correction.objects.exists()


def test_the_queue_shows_a_sentence_and_the_likely_match(admin_client: Client) -> None:
    known = make_entity(NAME)
    article = make_article(body="وصل زعيتر بن سهيل الكرمي إلى السوق القديمة صباحا.")
    candidate = make_entity("زعيتر بن سهيل الكرمي", status="candidate")
    start = article.body.index("زعيتر")
    mention(article, candidate, "زعيتر بن سهيل الكرمي", start)
    page = admin_client.get(
        reverse("admin:archive_entity_changelist") + "?status__exact=candidate"
    ).content.decode()
    assert "وصل <b>زعيتر بن سهيل الكرمي</b> إلى السوق القديمة" in page
    assert f"ids={candidate.pk},{known.pk}" in page


def test_a_name_added_by_hand_is_on_the_articles_page(client: Client) -> None:
    article = make_article()
    entity = make_entity(NAME)
    Mention.objects.create(article=article, entity=entity)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'href="{entity.get_absolute_url()}"' in page


def test_two_entities_that_are_probably_one_are_proposed_with_why(admin_client: Client) -> None:
    known, other = make_entity("زعيتر بن سهيل الكرمي"), make_entity(NAME)
    for entity in (known, known, other):
        mention(make_article(), entity, entity.name_ar)
    address = reverse("admin:archive_entity_duplicates")
    page = admin_client.get(address).content.decode()
    assert f"ids={known.pk},{other.pk}" in page
    assert "الكلمة الأولى والأخيرة" in page


def test_a_pair_that_was_refused_is_not_proposed_again(admin_client: Client) -> None:
    known, other = make_entity("زعيتر بن سهيل الكرمي"), make_entity(NAME)
    address = reverse("admin:archive_entity_duplicates")
    assert suggested_duplicates()
    admin_client.post(address, {"one": known.pk, "other": other.pk})
    assert suggested_duplicates() == []
    assert likely_matches([other]) == {}
    admin_client.post(address, {"one": other.pk, "other": known.pk})
    assert Distinction.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("person", "زعيتر بن سهيل الكرمي", "زعيتر بن صابر الكرمي"),
        ("organisation", "هيئة المراعي الشمالية", "هيئة المناحل الشمالية"),
    ],
)
def test_two_that_differ_inside_their_names_are_two(kind: str, one: str, other: str) -> None:
    first, second = make_entity(one, kind), make_entity(other, kind)
    assert suggested_duplicates() == []
    assert likely_matches([first, second]) == {}


def test_the_list_tells_its_own_entities_apart() -> None:
    names = {"Q11209": "وزارة الدفاع الأميركية", "Q789915": "وزارة الدفاع الأمريكية"}
    for key, name in names.items():
        Entity.objects.create(key=key, kind="organisation", name_ar=name)
    assert len(suggested_duplicates()) == 1
    Entity.objects.filter(key="Q789915").update(name_ar="وزارة الخارجية الأميركية")
    assert suggested_duplicates() == []
