"""Merges: refused where mentions would vanish, followed to their end, undone once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from archive.entities import desk
from archive.entities.desk.plans import DeskError
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Correction, Entity, EntityStatus
from archive.records.mentions import ArticleField, EntityKind, FoundMention, MentionMethod
from search.facets.facets import resolve
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article, make_entity, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def places() -> dict[str, int]:
    """The facet of places, by Arabic name."""
    drain_all(index_home())
    facets = {facet.name: facet.values for facet in search(SearchState()).facets}
    return {value.label: value.count for value in facets.get("place", ()) if value.count}


def named(*names: str) -> list[Entity]:
    """Entities that stand in one article each."""
    entities = [make_entity(name) for name in names]
    for entity in entities:
        make_mention(make_article(body=f"زار الوفد {entity.name_ar} أمس."), entity)
    return entities


def fresh(entity: Entity) -> Entity:
    return Entity.objects.get(pk=entity.pk)


def merge(entity: Entity, target: Entity) -> Correction:
    return desk.do(desk.merge(fresh(entity), fresh(target)), None)


def found(entity: Entity) -> FoundMention:
    """What a recogniser finds where an article names ``entity``."""
    name = entity.name_ar
    kind, method = EntityKind.PLACE, MentionMethod.GAZETTEER
    return FoundMention(
        ArticleField.BODY, 0, len(name), name, "", entity.key, kind, method, confidence=0.9
    )


def circle(*names: str) -> list[Entity]:
    """Entities that lead into each other, as merges in older archives may have left them."""
    entities = [make_entity(name, status=EntityStatus.MERGED) for name in names]
    for entity, target in zip(entities, [*entities[1:], entities[0]], strict=True):
        Entity.objects.filter(pk=entity.pk).update(merged_into=target)
    return [fresh(entity) for entity in entities]


def test_articles_follow_a_chain_of_merges_and_come_back() -> None:
    old, middle, last = named("رأس العين", "سري كانيه", "واشوكاني")
    first = merge(old, middle)
    second = merge(middle, last)
    assert places() == {"واشوكاني": 3}
    desk.undo(second, None)
    assert places() == {"سري كانيه": 2, "واشوكاني": 1}
    desk.undo(first, None)
    assert places() == {"رأس العين": 1, "سري كانيه": 1, "واشوكاني": 1}


def test_the_first_merge_of_a_chain_may_be_undone_before_the_second() -> None:
    old, middle, last = named("رأس العين", "سري كانيه", "واشوكاني")
    first = merge(old, middle)
    second = merge(middle, last)
    desk.undo(first, None)
    assert places() == {"رأس العين": 1, "واشوكاني": 2}
    desk.undo(second, None)
    assert places() == {"رأس العين": 1, "سري كانيه": 1, "واشوكاني": 1}


def test_what_is_found_and_what_is_typed_follow_a_chain_of_merges() -> None:
    old, middle, last = named("رأس العين", "سري كانيه", "واشوكاني")
    merge(old, middle)
    merge(middle, last)
    article = make_article(body="رأس العين هادئة.")
    assert [row.entity_id for row in EntityLinker().link([(article.pk, [found(old)])])] == [last.pk]
    assert list(resolve("place", "رأس العين"))[0] == last.key


def test_a_merge_made_between_two_batches_holds_for_the_second() -> None:
    entity, other = named("عفرين", "عفرين المدينة")
    linker = EntityLinker()
    article = make_article(body="عفرين هادئة.")
    assert [row.entity_id for row in linker.link([(article.pk, [found(entity)])])] == [entity.pk]
    merge(entity, other)
    assert [row.entity_id for row in linker.link([(article.pk, [found(entity)])])] == [other.pk]


def test_merges_that_lead_in_a_circle_are_refused() -> None:
    first, second, third = named("تل رفعت", "تل أرفاد", "أرفاد")
    merge(first, second)
    merge(second, third)
    with pytest.raises(DeskError, match="«تل رفعت»"):
        merge(third, first)
    with pytest.raises(DeskError, match="«تل أرفاد»"):
        merge(third, second)
    assert places() == {"أرفاد": 3}


@pytest.mark.parametrize(
    "spoil",
    [desk.reject, desk.suppress, lambda entity: desk.merge(entity, make_entity("منبج الكبرى"))],
)
def test_nothing_goes_to_an_entity_that_readers_cannot_see(
    spoil: Callable[[Entity], desk.Plan],
) -> None:
    entity, hidden = named("منبج", "مدينة منبج")
    desk.do(spoil(hidden), None)
    shown = places()
    with pytest.raises(DeskError, match="«مدينة منبج»"):
        merge(entity, hidden)
    with pytest.raises(DeskError, match="«مدينة منبج»"):
        desk.do(desk.move_alias(fresh(entity), "منبج", fresh(hidden)), None)
    assert places() == shown


def test_a_merge_is_refused_where_another_came_between_its_page_and_its_doing() -> None:
    first, second = named("الحسكة", "حسكة")
    shown_to_one, shown_to_another = desk.merge(first, second), desk.merge(second, first)
    desk.do(shown_to_one, None)
    with pytest.raises(DeskError):
        desk.do(shown_to_another, None)
    with pytest.raises(DeskError):
        desk.do(shown_to_one, None)
    assert places() == {"حسكة": 2}


def test_what_is_merged_is_neither_accepted_nor_rejected() -> None:
    entity, other = named("الرميلان", "رميلان")
    merge(entity, other)
    for act in (desk.accept, desk.reject):
        with pytest.raises(DeskError, match="«رميلان»"):
            act(fresh(entity))


def test_the_desk_says_why_it_refuses_and_merges_none_of_the_chosen(admin_client: Client) -> None:
    one, other, target = named("القحطانية", "تربسبية", "قبور البيض")
    merge(other, make_entity("تربه سبيه"))
    address = f"/admin/archive/entity/desk/merge/?ids={one.pk},{other.pk}"
    page = admin_client.post(address, {"target": target.pk, "confirmed": "1"}).content.decode()
    assert "تربسبية" in page.split("errorlist")[1]
    assert fresh(one).status == EntityStatus.ACCEPTED


def test_the_form_of_an_entity_makes_no_merge(admin_client: Client) -> None:
    entity = make_entity("الشدادي")
    page = admin_client.get(f"/admin/archive/entity/{entity.pk}/change/").content.decode()
    assert 'name="name_ar"' in page
    assert 'name="merged_into"' not in page


@pytest.mark.parametrize("names", [("عامودا", "عامودة"), ("نصيبين", "القامشلي", "قامشلو")])
def test_a_circle_of_older_merges_ends_somewhere(client: Client, names: tuple[str, ...]) -> None:
    entities = circle(*names)
    article = make_article(body=f"{names[-1]} هادئة.")
    rows = EntityLinker().link([(article.pk, [found(entities[-1])])])
    assert [row.entity_id for row in rows] == [entities[0].pk]
    for entity in entities:
        assert client.get(entity.get_absolute_url(), follow=True).status_code == 404
        # What readers do not see is not found by its name either.
        assert entities[0].key not in resolve("place", entity.name_ar)


def test_the_page_of_a_merged_entity_leads_to_the_end_for_the_time_being(client: Client) -> None:
    first, second, third = named("المالكية", "ديريك", "ديرك")
    merge(first, second)
    merge(second, third)
    response = client.get(first.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == third.get_absolute_url()


def test_an_undo_asked_for_twice_is_made_once() -> None:
    entity, other = named("الدرباسية", "درباسية")
    correction = merge(entity, other)
    seen_by_one = Correction.objects.get(pk=correction.pk)
    seen_by_another = Correction.objects.get(pk=correction.pk)
    desk.undo(seen_by_one, None)
    again = merge(entity, other)
    with pytest.raises(DeskError):
        desk.undo(seen_by_another, None)
    assert places() == {"درباسية": 2}
    desk.undo(again, None)
    assert places() == {"الدرباسية": 1, "درباسية": 1}


def test_an_undo_that_would_close_a_circle_is_refused() -> None:
    entity = make_entity("الهول")
    make_mention(make_article(body="مخيم الهول وبلدة الهول."), entity, "مخيم الهول")
    parted = desk.do(desk.split(entity, ["مخيم الهول"], "مخيم الهول", "place"), None)
    assert parted.target is not None
    back = merge(entity, parted.target)
    with pytest.raises(DeskError, match="«الهول»"):
        desk.undo(parted, None)
    desk.undo(back, None)
    desk.undo(parted, None)
    assert places() == {"الهول": 1}


def test_an_undo_does_not_revive_what_was_merged_since() -> None:
    candidate, other = named("الشيوخ", "بلدة الشيوخ")
    Entity.objects.filter(pk=candidate.pk).update(status=EntityStatus.CANDIDATE)
    accepted = desk.do(desk.accept(fresh(candidate)), None)
    merged = merge(candidate, other)
    with pytest.raises(DeskError):
        desk.undo(accepted, None)
    assert fresh(candidate).status == EntityStatus.MERGED
    desk.undo(merged, None)
    desk.undo(accepted, None)
    assert fresh(candidate).status == EntityStatus.CANDIDATE


def test_what_an_undo_gives_back_goes_where_its_entity_was_merged_since() -> None:
    wrong, right, other = named("تدمر", "بالميرا", "تدمر الأثرية")
    moved = desk.do(desk.move_alias(wrong, "تدمر", right), None)
    merge(wrong, other)
    desk.undo(moved, None)
    assert places() == {"بالميرا": 1, "تدمر الأثرية": 2}


def test_undoing_a_split_takes_back_what_was_found_since() -> None:
    entity = make_entity("الأسد", "person")
    make_mention(make_article(body="قال ماهر الأسد."), entity, "ماهر الأسد")
    parted = desk.do(desk.split(entity, ["ماهر الأسد"], "ماهر الأسد", "person"), None)
    assert parted.target is not None
    make_mention(make_article(body="عاد ماهر الأسد."), parted.target)
    desk.undo(parted, None)
    assert entity.mentions.count() == 2


def test_a_split_may_be_made_again_once_it_is_undone_and_not_before() -> None:
    entity = make_entity("حلب")
    make_mention(make_article(body="ريف حلب الشمالي ومدينة حلب."), entity, "ريف حلب")
    make_mention(make_article(body="مدينة حلب."), entity)
    first = desk.do(desk.split(entity, ["ريف حلب"], "ريف حلب", "place"), None)
    with pytest.raises(DeskError, match="«ريف حلب»"):
        desk.split(entity, ["حلب"], "ريف حلب", "place")
    desk.undo(first, None)
    desk.do(desk.split(fresh(entity), ["ريف حلب"], "ريف حلب", "place"), None)
    assert places() == {"حلب": 1, "ريف حلب": 1}


def test_what_was_suppressed_in_an_article_stays_so_after_a_merge() -> None:
    basra, target = named("البصرة", "ميناء البصرة")
    article = basra.mentions.get().article
    desk.do(desk.suppress_in(basra, article), None)
    merge(basra, target)
    assert EntityLinker().link([(article.pk, [found(basra)])]) == []


def test_undoing_a_merge_lets_what_was_found_since_be_read_again() -> None:
    old, target = named("القامشلي", "قامشلو")
    known = old.mentions.get().article
    correction = merge(old, target)
    since = make_article(body="زار الوفد قامشلو أمس.")
    make_mention(since, target, method=MentionMethod.GAZETTEER)
    for article in (known, since):
        type(article).objects.filter(pk=article.pk).update(recognised_with="read already")
    desk.undo(correction, None)
    known.refresh_from_db()
    since.refresh_from_db()
    assert (known.recognised_with, since.recognised_with) == ("read already", "")


def test_undoing_a_suppression_leaves_out_words_that_are_gone() -> None:
    (entity,) = named("تدمر")
    gone = make_article(body="زار الوفد تدمر في الربيع.")
    make_mention(gone, entity)
    edited = entity.mentions.exclude(article=gone).get().article
    corrections = [
        desk.do(desk.suppress_in(fresh(entity), article), None) for article in (gone, edited)
    ]
    gone.delete()
    type(edited).objects.filter(pk=edited.pk).update(body="لم يزر أحد المدينة أمس.")
    for correction in corrections:
        desk.undo(correction, None)
    assert not entity.mentions.exists()
