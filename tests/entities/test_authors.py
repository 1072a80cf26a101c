"""Who wrote an article: the people whom bylines name, where the archive surely knows them."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.entities.desk import accept, do, merge, revise, undo
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.storage import following_authors
from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import corrections
from archive.entities.storage.following_authors import follow_at_once
from archive.jobs import run_waiting
from archive.models import (
    Article,
    Authorship,
    Entity,
    EntityStatus,
    Job,
    JobState,
    Mention,
    OutboxEntry,
)
from archive.records.mentions import EntityKind
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
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


def test_an_author_who_was_merged_is_who_they_were_merged_into(client: Client) -> None:
    kept, old = make_entity("زعيتر الكرماوي", "person"), make_entity("ز. الكرماوي", "person")
    article = make_article(byline="ز. الكرماوي")
    Authorship.objects.create(article=article, entity=old)
    Entity.objects.filter(pk=old.pk).update(status="merged", merged_into=kept)
    drain_all(index_home())
    assert search(SearchState().with_facet("author", kept.key)).total == 1
    assert f"author={kept.key}" in client.get(article.get_absolute_url()).content.decode()


PERSON = "زعيتر الكرماوي"


def authors_of(article: Article) -> list[str]:
    """The names of the authors that an article has now."""
    return list(article.authorships.order_by("pk").values_list("entity__name_ar", flat=True))


def test_old_bylines_follow_what_is_done_with_a_person() -> None:
    article = make_article(byline=f"حلب - {PERSON}")
    person = make_entity(PERSON, "person", status=EntityStatus.CANDIDATE)
    other = make_entity("شادي القنديل", "person")
    accepted = do(accept(person), None)
    follow_at_once()
    assert authors_of(article) == [PERSON]
    merged = do(merge(person, other), None)
    follow_at_once()
    assert authors_of(article) == ["شادي القنديل"]
    for correction, names in ((merged, [PERSON]), (accepted, [])):
        undo(correction, None)
        follow_at_once()
        assert authors_of(article) == names
    assert not Job.objects.exists()


def test_a_name_that_is_given_or_taken_makes_and_ends_authors() -> None:
    named, other = make_article(byline=PERSON), make_article(byline="نعيم الزعتري")
    person = make_entity("نعيم الزعتري", "person")
    write_authors([named, other], corrections())
    assert (authors_of(named), authors_of(other)) == ([], ["نعيم الزعتري"])
    do(revise(person, PERSON, "person"), None)
    follow_at_once()
    assert (authors_of(named), authors_of(other)) == ([PERSON], [])
    do(revise(person, PERSON, "organisation"), None)
    follow_at_once()
    assert authors_of(named) == []


def test_of_two_who_are_called_alike_the_one_who_stays_gets_the_byline() -> None:
    article = make_article(byline=PERSON)
    first, _second = (make_entity(PERSON, "person") for _ in range(2))
    do(revise(first, "شادي القنديل", "person"), None)
    follow_at_once()
    assert authors_of(article) == [PERSON]


def test_the_articles_of_somebody_who_wrote_much_follow_in_the_background(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following_authors, "AT_ONCE", 2)
    articles = [make_article(byline=PERSON) for _ in range(5)]
    person = make_entity(PERSON, "person", status=EntityStatus.CANDIDATE)
    do(accept(person), None)
    do(accept(make_entity("شادي القنديل", "person", status=EntityStatus.CANDIDATE)), None)
    follow_at_once()
    assert not Authorship.objects.exists()
    job = Job.objects.get()
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.report) == (JobState.DONE, 5, 5, {"changed": 5})
    assert all(authors_of(article) == [PERSON] for article in articles)
