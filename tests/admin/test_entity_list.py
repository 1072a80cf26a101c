"""Entities in the admin: counted, found by any spelling, with what is linked to each."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from archive.entities.desk.queue import sentences_of
from archive.models import Alias, Entity, EntityRelation, Mention
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def entities() -> None:
    articles = [make_article(title=f"خبر {number}") for number in range(3)]
    for name, count in (("حلب", 1), ("دمشق", 3), ("حماة", 0)):
        entity = Entity.objects.create(key=f"test-{name}", kind="place", name_ar=name)
        for article in articles[:count]:
            for start in (0, 5):
                Mention.objects.create(
                    article=article, entity=entity, start=start, end=start + 3, surface=name
                )


def listed(admin_client: Client, order: str) -> list[tuple[str, str]]:
    page = admin_client.get(reverse("admin:archive_entity_changelist"), {"o": order})
    rows = re.findall(
        r'field-name_ar"><a[^>]*>(.*?)</a>.*?field-article_count">(.*?)</td>',
        page.content.decode(),
        re.DOTALL,
    )
    return rows


@pytest.mark.usefixtures("entities")
@pytest.mark.parametrize(
    ("order", "names"), [("-6", ["دمشق", "حلب", "حماة"]), ("6", ["حماة", "حلب", "دمشق"])]
)
def test_articles_are_counted_once_each_and_sort_the_list(
    admin_client: Client, order: str, names: list[str]
) -> None:
    counts = {"حلب": "1", "دمشق": "3", "حماة": "0"}
    assert listed(admin_client, order) == [(name, counts[name]) for name in names]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("داعش", ["تنظيم الدولة الإسلامية"]),
        ("الملك سلمان", ["سلمان بن عبد العزيز"]),
        ("صاحب المزرعة", ["مالك الحقل"]),
        ("مالك الحقل", ["مالك الحقل"]),
        ("لا أحد كهذا", []),
    ],
)
def test_an_entity_is_found_by_every_spelling(
    admin_client: Client, typed: str, found: list[str]
) -> None:
    make_entity("تنظيم الدولة الإسلامية", key="Q2429253")
    make_entity("سلمان بن عبد العزيز", key="person-salman-of-saudi-arabia")
    owner = make_entity("مالك الحقل", key="test-owner")
    Alias.objects.create(entity=owner, text="صاحب المزرعة")
    page = admin_client.get(reverse("admin:archive_entity_changelist"), {"q": typed})
    assert re.findall(r'field-name_ar"><a[^>]*>(.*?)</a>', page.content.decode()) == found


def test_a_place_and_a_person_are_not_merged_without_a_warning(admin_client: Client) -> None:
    admin_client.cookies["django_language"] = "en"
    place, person = make_entity("حلب", kind="place"), make_entity("حلب الشهبا", kind="person")
    other = make_entity("مدينة حلب", kind="place")
    merging = reverse("admin:archive_entity_desk", args=["merge"])
    shown = admin_client.post(
        f"{merging}?ids={place.pk},{person.pk}", {"target": place.pk, "preview": "1"}
    ).content.decode()
    assert "Their kinds differ" in shown
    alike = admin_client.post(
        f"{merging}?ids={place.pk},{other.pk}", {"target": place.pk, "preview": "1"}
    ).content.decode()
    assert "Their kinds differ" not in alike


@pytest.mark.usefixtures("entities")
def test_the_page_of_an_entity_shows_what_is_linked_where(admin_client: Client) -> None:
    admin_client.cookies["django_language"] = "en"
    entity = Entity.objects.get(name_ar="دمشق")
    EntityRelation.objects.create(source=entity, kind="capital_of", target=make_entity("سوريا"))
    page = admin_client.get(reverse("admin:archive_entity_change", args=[entity.pk]))
    shown = page.content.decode()
    assert "3 articles name it" in shown
    assert all(f"خبر {number}" in shown for number in range(3))
    assert "<bdi>دمشق</bdi> (3)" in shown
    assert "سوريا" in shown


def test_a_candidate_stands_between_whole_words() -> None:
    before, after = "كلام طويل يسبق الاسم " * 6, " ثم كلام طويل يتبعه" * 6
    article = make_article(body=f"{before}هدى العلي{after}")
    entity = make_entity("هدى العلي", kind="person")
    start = len(before)
    Mention.objects.create(article=article, entity=entity, start=start, end=start + 9, field="body")
    found = sentences_of([entity])[entity.pk]
    assert found.name == "هدى العلي"
    assert found.before.startswith("… ")
    assert found.after.endswith(" …")
    words = {*before.split(), *after.split(), "…"}
    assert {*found.before.split(), *found.after.split()} <= words
