"""What entities are called, and what earlier versions left of them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Correction, Entity, EntityStatus
from archive.models.entity_labels import description_of, labels_of_keys
from archive.records.mentions import ArticleField, EntityKind, FoundMention, MentionMethod
from tests.factories import make_article, make_entity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def link(key: str, name: str) -> Entity:
    """The entity of a name of the list, as the first article brings it."""
    article = make_article(body=name)
    place = (ArticleField.BODY, 0, len(name), name, "", key, EntityKind.PLACE)
    EntityLinker().link([(article.pk, [FoundMention(*place, MentionMethod.GAZETTEER, 1.0)])])
    return Entity.objects.select_related("parent").get(key=key)


def test_the_list_says_what_an_entity_is_and_where() -> None:
    assert description_of(link("Q3766", "دمشق")) == "عاصمة، سوريا"


def test_what_came_from_an_earlier_version_is_described_when_it_is_met_again() -> None:
    make_entity("دمشق", key="Q3766")
    assert description_of(link("Q3766", "دمشق")) == "عاصمة، سوريا"


def test_where_an_editor_put_it_stays() -> None:
    region = make_entity("إقليم الورد")
    make_entity("دمشق", key="Q3766", parent=region)
    assert link("Q3766", "دمشق").parent == region


def test_namesakes_are_told_apart_by_what_is_known_of_them() -> None:
    known = make_entity("زعيتر", "person", subkind="writer")
    nameless = make_entity("زعيتر", "person", wikidata="Q1")
    found = make_entity("زعيتر", "organisation", status="candidate")
    make_entity("زعيتر", "place", status="rejected")
    keys = [known.key, nameless.key, found.key]
    labels = [labels_of_keys(keys)[key] for key in keys]
    assert labels == ["زعيتر (الأدب والكتابة)", "زعيتر (Q1)", "زعيتر (مؤسسة، لم يُراجَع)"]


def test_names_that_nobody_reviewed_are_told_apart_by_their_kinds() -> None:
    kinds = ("person", "organisation", "place")
    found = [make_entity("زعيتر", kind, status="candidate").key for kind in kinds]
    assert len(set(labels_of_keys(found).values())) == len(kinds)


def test_who_has_a_name_alone_bears_it_alone() -> None:
    only = make_entity("زعيتر", "person", subkind="writer")
    make_entity("زعيتر", "person", status="rejected")
    assert labels_of_keys([only.key]) == {only.key: "زعيتر"}


def test_what_nobody_reviewed_is_given_back_by_the_migration() -> None:
    agreed, reviewed = make_entity(status="candidate"), make_entity(status="candidate")
    for entity, reason in ((agreed, "enough articles agree"), (reviewed, "")):
        entity.status = EntityStatus.ACCEPTED
        entity._change_reason = reason  # type: ignore[attr-defined]
        entity.save()
    log = Correction.objects.create(kind="accept", entity=agreed)
    migration = import_module("archive.migrations.0015_names_for_readers")
    migration._give_back_what_nobody_reviewed(apps, None)
    for each in (agreed, reviewed, log):
        each.refresh_from_db()
    assert (agreed.status, reviewed.status) == (EntityStatus.CANDIDATE, EntityStatus.ACCEPTED)
    assert log.undone_at is not None
