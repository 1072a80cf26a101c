"""The desk: each act changes what it said, reaches the facet, and can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.entities import desk
from archive.entities.desk.plans import DeskError
from archive.entities.storage.alias_scan import request_scan, scan_next_batch
from archive.entities.storage.corrections import corrections
from archive.models import Alias, Article, Correction, Entity, Mention, OutboxEntry
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def make_entity(name: str, kind: str = "place", **fields: Any) -> Entity:
    return Entity.objects.create(
        key=f"{kind}-{Entity.objects.count()}", kind=kind, name_ar=name, **fields
    )


def mention(article: Article, entity: Entity, surface: str) -> Mention:
    return Mention.objects.create(
        article=article,
        entity=entity,
        surface=surface,
        start=0,
        end=len(surface),
        method="gazetteer",
    )


def facet(kind: str = "place") -> dict[str, int]:
    """The facet of a kind, by Arabic name."""
    drain_all(index_home())
    page = search(SearchState())
    return {
        value.label: value.count
        for found in page.facets
        if found.name == kind
        for value in found.values
        if value.count
    }


def test_merging_moves_mentions_and_undoing_brings_them_back() -> None:
    small, large = make_entity("كوباني"), make_entity("عين العرب")
    mention(make_article(), small, "كوباني")
    mention(make_article(), large, "عين العرب")
    plan = desk.merge(small, large)
    assert (plan.article_count, plan.mention_count) == (1, 1)
    correction = desk.do(plan, None)
    assert facet() == {"عين العرب": 2}
    desk.undo(correction, None)
    assert facet() == {"كوباني": 1, "عين العرب": 1}


def test_an_entity_is_not_merged_into_itself() -> None:
    entity = make_entity("حلب")
    with pytest.raises(DeskError):
        desk.merge(entity, entity)


def test_splitting_parts_one_spelling() -> None:
    entity = make_entity("الأسد", "person")
    mention(make_article(), entity, "بشار الأسد")
    mention(make_article(), entity, "ماهر الأسد")
    correction = desk.do(desk.split(entity, ["ماهر الأسد"], "ماهر الأسد", "person"), None)
    assert facet("person") == {"الأسد": 1, "ماهر الأسد": 1}
    taught = corrections()
    assert ("ماهر الأسد", entity.key) in taught.suppressed
    assert [entry.name_ar for entry in taught.entries if entry.key != entity.key] == ["ماهر الأسد"]
    desk.undo(correction, None)
    assert facet("person") == {"الأسد": 2}
    assert not Alias.objects.exists()


def test_moving_a_spelling() -> None:
    wrong, right = make_entity("فرنسا"), make_entity("وكالة فرنسية", "organisation")
    mention(make_article(), wrong, "الفرنسية")
    mention(make_article(), wrong, "فرنسا")
    desk.do(desk.move_alias(wrong, "الفرنسية", right), None)
    assert facet() == {"فرنسا": 1}
    assert facet("organisation") == {"وكالة فرنسية": 1}


def test_suppressing_everywhere_and_in_one_article() -> None:
    entity = make_entity("المالكية")
    articles = [make_article(body="المالكية تستعد للحصاد.") for _ in range(2)]
    for article in articles:
        mention(article, entity, "المالكية")
    here = desk.do(desk.suppress_in(entity, articles[0]), None)
    assert facet() == {"المالكية": 1}
    desk.undo(here, None)
    assert facet() == {"المالكية": 2}
    everywhere = desk.do(desk.suppress(entity), None)
    assert facet() == {}
    desk.undo(everywhere, None)
    assert facet() == {"المالكية": 2}


def test_a_candidate_reaches_the_facet_when_accepted() -> None:
    entity = make_entity("تل أبيض", status="candidate")
    mention(make_article(), entity, "تل أبيض")
    assert facet() == {}
    desk.do(desk.accept(entity), None)
    assert facet() == {"تل أبيض": 1}


def test_only_touched_articles_are_indexed_again() -> None:
    entity, other = make_entity("حلب"), make_entity("حماة")
    touched = make_article()
    mention(touched, entity, "حلب")
    mention(make_article(), other, "حماة")
    OutboxEntry.objects.all().delete()
    desk.do(desk.suppress(entity), None)
    assert set(OutboxEntry.objects.values_list("article_id", flat=True)) == {touched.pk}


def test_search_hears_once_of_each_article() -> None:
    entity, other = make_entity("حلب"), make_entity("حلب الشهباء")
    articles = [make_article() for _ in range(3)]
    for article in articles:
        mention(article, entity, "حلب")
        mention(article, entity, "لحلب")
    plans = (desk.suppress, lambda each: desk.merge(each, other), desk.reject)
    for plan in (*plans, lambda each: desk.move_alias(each, "لحلب", other)):
        OutboxEntry.objects.all().delete()
        correction = desk.do(plan(Entity.objects.get(pk=entity.pk)), None)
        heard = OutboxEntry.objects.order_by("article_id").values_list("article_id", flat=True)
        assert list(heard) == [article.pk for article in articles]
        OutboxEntry.objects.all().delete()
        desk.undo(Correction.objects.get(pk=correction.pk), None)
        assert list(heard.all()) == [article.pk for article in articles]


def test_a_correction_is_undone_once() -> None:
    correction = desk.do(desk.suppress(make_entity("حلب")), None)
    desk.undo(correction, None)
    with pytest.raises(DeskError):
        desk.undo(correction, None)


def test_a_new_spelling_is_looked_for_in_the_whole_archive() -> None:
    entity = make_entity("مدينة الشمس")
    found = make_article("خبر", "زار الوفد بلدة هليوبوليسا القديمة")
    make_article("خبر", "لا شيء هنا")
    scan = request_scan(Alias.objects.create(entity=entity, text="هليوبوليسا"))
    while scan_next_batch():
        pass
    assert scan is not None
    scan.refresh_from_db()
    assert scan.finished_at is not None
    assert (scan.scanned, scan.total, scan.found) == (2, 2, 1)
    assert [each.article for each in entity.mentions.all()] == [found]
    assert facet() == {"مدينة الشمس": 1}


def test_the_admin_shows_first_and_does_when_confirmed(admin_client: Client) -> None:
    entity = make_entity("تل أبيض", status="candidate")
    mention(make_article("خبر عن البلدة"), entity, "تل أبيض")
    chosen = admin_client.post(
        reverse("admin:archive_entity_changelist"),
        {"action": "desk_accept", "_selected_action": [entity.pk]},
    )
    address = chosen.headers["Location"]
    shown = admin_client.post(address, {"preview": "1"}).content.decode()
    assert "خبر عن البلدة" in shown
    entity.refresh_from_db()
    assert entity.status == "candidate"
    admin_client.post(address, {"confirmed": "1"})
    entity.refresh_from_db()
    assert entity.status == "accepted"
    correction = Correction.objects.get()
    assert correction.made_by is not None
    admin_client.post(
        reverse("admin:archive_correction_changelist"),
        {"action": "undo_selected", "_selected_action": [correction.pk]},
    )
    entity.refresh_from_db()
    assert entity.status == "candidate"


@pytest.mark.parametrize(
    "act", ["accept", "reject", "revise", "merge", "split", "move_alias", "suppress"]
)
def test_every_act_has_its_page(admin_client: Client, act: str) -> None:
    entity = make_entity("حلب")
    mention(make_article(), entity, "حلب")
    address = reverse("admin:archive_entity_desk", args=[act])
    assert admin_client.get(f"{address}?ids={entity.pk}").status_code == 200
    assert admin_client.get(f"{address}?ids=x").status_code == 404


def test_the_desk_is_closed_to_those_who_may_not_change(client: Client) -> None:
    address = reverse("admin:archive_entity_desk", args=["accept"])
    assert client.get(f"{address}?ids=1").status_code == 302
