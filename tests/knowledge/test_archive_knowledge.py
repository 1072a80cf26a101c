"""What editors taught is read from the database once, and again only after they did something."""

from __future__ import annotations

import pickle

import pytest

from archive.ingest.loading.outlet_directory import OutletDirectory
from archive.knowledge.archive_knowledge import CurrentKnowledge, knowledge_of_archive
from archive.knowledge.knowledge import Knowledge, OutletRegistry
from archive.models import Alias, Entity, Outlet
from archive.records.documents import OutletBasis, OutletClaim

pytestmark = pytest.mark.django_db


def teach() -> None:
    """Describe an outlet and give an entity another name."""
    Outlet.objects.create(slug="beacon", name_ar="منارة البلدة", domains=["beacon.example"])
    entity = Entity.objects.create(key="own", kind="person", name_ar="ليلى المرعي")
    Alias.objects.create(entity=entity, text="أم سعد المرعي")


def test_it_is_the_same_in_another_process() -> None:
    teach()
    knowledge = knowledge_of_archive()
    found = pickle.loads(pickle.dumps(knowledge))  # noqa: S301 - written one line above
    assert found == knowledge != Knowledge()
    outlet = found.outlets.by_domain("beacon.example")
    assert outlet is not None
    assert outlet.name_ar == "منارة البلدة"
    assert [entry.name_ar for entry in found.corrections.entries] == ["ليلى المرعي"]


def test_outlets_that_loading_makes_of_the_shipped_list_teach_nothing() -> None:
    directory = OutletDirectory()
    for outlet in OutletRegistry.shipped().outlets:
        directory.find(OutletClaim(outlet.slug, outlet.name_ar, OutletBasis.DOMAIN))
    assert Outlet.objects.described().count() > 200
    assert knowledge_of_archive() == Knowledge()


def test_an_outlet_that_somebody_described_otherwise_than_the_list_counts() -> None:
    directory = OutletDirectory()
    directory.find(OutletClaim("aljazeera", "الجزيرة نت", OutletBasis.DOMAIN))
    current = CurrentKnowledge()
    row = Outlet.objects.get()
    row.domains = [*row.domains, "jazeera.example"]
    row.save()
    assert current.refresh()
    found = current.value.outlets.by_domain("jazeera.example")
    assert found is not None
    assert found.slug == "aljazeera"


def test_each_act_is_noticed_once() -> None:
    teach()
    current = CurrentKnowledge()
    assert not current.refresh()
    alias = Alias.objects.get()
    alias.policy = "never"
    alias.save()
    assert current.refresh()
    assert ("أم سعد المرعي", "own") in current.value.corrections.suppressed
    assert not current.refresh()
    alias.delete()
    Entity.objects.all().delete()
    Outlet.objects.all().delete()
    assert current.refresh()
    assert current.value == Knowledge()


def test_an_act_that_teaches_nothing_makes_no_new_knowledge() -> None:
    teach()
    current = CurrentKnowledge()
    before = current.value
    Entity.objects.create(key="other", kind="place", name_ar="تل الزعتر", status="candidate")
    assert not current.refresh()
    assert current.value is before


def test_an_entity_made_by_hand_teaches_its_name() -> None:
    current = CurrentKnowledge()
    Entity.objects.create(key="other", kind="place", name_ar="تل الزعتر")
    assert current.refresh()
    assert [entry.key for entry in current.value.corrections.entries] == ["other"]
