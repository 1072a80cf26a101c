"""Who wrote an article: the people whom bylines name, where the archive surely knows them."""

from __future__ import annotations

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import corrections
from archive.models import Authorship, Entity, Mention, OutboxEntry
from archive.records.mentions import EntityKind
from tests.factories import make_article, make_entity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def authors(byline: str) -> list[str]:
    """The names of those whom a byline makes authors of an article."""
    article = make_article(byline=byline)
    write_authors([article], corrections())
    found = Authorship.objects.filter(article=article).order_by("entity__name_ar")
    return list(found.values_list("entity__name_ar", flat=True))


def listed(*subkinds: str) -> GazetteerEntry:
    """Somebody of the list of one of these sorts whose name nobody else there bears."""
    for entry in Gazetteer.shipped():
        if (
            entry.kind is EntityKind.PERSON
            and entry.subkind in subkinds
            and len(entry.name_ar.split()) == 2
            and [each.kind for each in Gazetteer.shipped().by_name(entry.name_ar)]
            == [EntityKind.PERSON]
        ):
            return entry
    raise AssertionError("nobody")


def test_a_writer_of_the_list_is_the_author_wherever_the_name_stands_in_the_byline() -> None:
    writer = listed("writer", "journalist").name_ar
    for byline in (writer, f"{writer} (صنعاء)", f"جدة - {writer}", f"لندن: {writer}:"):
        assert authors(byline) == [writer]


def test_a_reporter_who_is_called_like_a_player_is_nobody_known() -> None:
    assert authors(listed("athlete").name_ar) == []


def test_a_part_of_a_longer_name_is_no_author() -> None:
    writer = listed("writer", "journalist").name_ar
    assert authors(f"{writer} الزعتري") == []
    assert authors(writer.split()[0]) == []


def test_a_person_whom_an_editor_made_is_an_author_unless_two_bear_the_name() -> None:
    make_entity("زعيتر الكرماوي", "person")
    assert authors("حلب - زعيتر الكرماوي") == ["زعيتر الكرماوي"]
    make_entity("زعيتر الكرماوي", "person")
    assert authors("زعيتر الكرماوي") == []


def test_an_author_is_no_mention_and_goes_with_the_byline() -> None:
    make_entity("زعيتر الكرماوي", "person")
    article = make_article(byline="زعيتر الكرماوي")
    assert write_authors([article], corrections()) == [article.pk]
    assert not Mention.objects.exists()
    OutboxEntry.objects.all().delete()
    assert write_authors([article], corrections()) == []
    article.byline = ""
    assert write_authors([article], corrections()) == [article.pk]
    assert OutboxEntry.objects.get().article_id == article.pk
    assert not Authorship.objects.exists()


def test_nobody_whom_an_editor_rejected_is_an_author() -> None:
    writer = listed("writer", "journalist")
    Entity.objects.create(key=writer.key, kind="person", name_ar=writer.name_ar, status="rejected")
    assert authors(writer.name_ar) == []
