"""The pass over the archive: what it writes, what it leaves alone, how it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.entities.desk import do, reject
from archive.entities.gazetteer.gazetteer import new_key
from archive.entities.storage.recognition_pass import (
    BATCH,
    PassReport,
    outdated,
    recognise_outdated,
)
from archive.models import Article, Entity, EntityStatus, Mention, OutboxEntry
from archive.records.mentions import (
    ArticleField,
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
)
from tests.factories import make_article, make_capture, make_outlet

NAME = "سليم الحمداني"
KEY = new_key(NAME, "person")
PLACE = "باريس"


@dataclass
class Names:
    """A recogniser of one new person and one known place."""

    version: str = "1"
    confidence: float = 0.9
    name: str = "names"
    stop_at: int = -1
    reads: int = 0

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        if self.reads == self.stop_at:
            raise KeyboardInterrupt
        self.reads += 1
        return [
            FoundMention(ArticleField.BODY, at, at + len(name), name, "", key, kind, method, sure)
            for name, key, kind, method, sure in (
                (NAME, KEY, EntityKind.PERSON, MentionMethod.CRF, self.confidence),
                (PLACE, "Q90", EntityKind.PLACE, MentionMethod.GAZETTEER, 0.95),
            )
            if (at := article.body.find(name)) >= 0
        ]


@pytest.fixture(autouse=True)
def _archive(db: None, archive_home: Path) -> None:
    """An archive of this test's own."""


def run_pass(recogniser: Names) -> PassReport:
    """Read the archive with this recogniser, whatever editors taught."""
    return recognise_outdated(lambda _corrections: recogniser)


def article(body: str = f"قال {NAME} ذلك.", **fields: Any) -> Article:
    return make_article(body=body, **fields)


def test_a_new_name_becomes_a_candidate_and_a_known_one_its_entity() -> None:
    written = article(f"قال {NAME} ذلك في {PLACE}.")
    report = run_pass(Names())
    assert (report.read, report.changed) == (1, 1)
    status = {mention.surface: mention.entity.status for mention in written.mentions.all()}
    assert status == {NAME: EntityStatus.CANDIDATE, PLACE: EntityStatus.ACCEPTED}
    assert Entity.objects.get(key=KEY).name_ar == NAME


def test_search_hears_of_changed_articles_alone() -> None:
    changed = article()
    article("لا اسم هنا.")
    OutboxEntry.objects.all().delete()
    run_pass(Names())
    assert list(OutboxEntry.objects.values_list("article_id", flat=True)) == [changed.pk]


def test_what_was_read_is_not_read_again() -> None:
    article()
    recogniser = Names()
    run_pass(recogniser)
    assert run_pass(recogniser).read == 0
    assert outdated(recogniser) == 0
    assert outdated(Names(version="2")) == 1


def test_reading_again_with_the_same_finds_changes_nothing() -> None:
    mention = article().mentions
    run_pass(Names())
    before = list(mention.values_list("pk", flat=True))
    assert run_pass(Names(version="2")).changed == 0
    assert list(mention.values_list("pk", flat=True)) == before


def test_a_stopped_pass_goes_on_where_it_was() -> None:
    capture, outlet = make_capture(), make_outlet()
    for position in range(BATCH + 3):
        article(capture=capture, outlet=outlet, position=position)
    with pytest.raises(KeyboardInterrupt):
        run_pass(Names(stop_at=BATCH + 1))
    assert outdated(Names()) == 3
    assert run_pass(Names()).read == 3
    assert Mention.objects.filter(entity__key=KEY).count() == BATCH + 3


def test_mentions_of_editors_stay() -> None:
    written = article()
    place = Entity.objects.create(key="Q1", kind="place", name_ar="بلدة")
    Mention.objects.create(article=written, entity=place)
    run_pass(Names())
    assert {mention.method for mention in written.mentions.all()} == {"editor", "crf"}


def test_an_editors_mention_wins_over_what_overlaps_it() -> None:
    written = article()
    person = Entity.objects.create(key="Q1", kind="person", name_ar="الحمداني")
    start = written.body.index("الحمداني")
    end = start + len("الحمداني")
    Mention.objects.create(article=written, entity=person, surface="الحمداني", start=start, end=end)
    run_pass(Names())
    assert [mention.method for mention in written.mentions.all()] == ["editor"]


def test_an_article_whose_entities_an_editor_set_stays_as_it_is() -> None:
    written = article(edited=["entities"])
    run_pass(Names())
    assert not written.mentions.exists()
    assert outdated(Names()) == 0


def test_an_article_that_changes_meanwhile_is_left_for_the_next_pass() -> None:
    written = article()

    class Edits(Names):
        def recognise(self, text: ArticleText) -> list[FoundMention]:
            Article.objects.get(pk=written.pk).save()
            return super().recognise(text)

    assert run_pass(Edits()).changed == 0
    assert outdated(Names()) == 1


def test_a_rejected_candidate_is_not_proposed_again() -> None:
    article()
    run_pass(Names())
    do(reject(Entity.objects.get(key=KEY)), None)
    another = article()
    run_pass(Names(version="2"))
    assert Entity.objects.get(key=KEY).status == EntityStatus.REJECTED
    assert not another.mentions.exists()


def test_the_pass_leaves_no_line_in_an_articles_history() -> None:
    written = article()
    lines = written.history.count()
    run_pass(Names())
    assert written.history.count() == lines


def test_no_number_of_articles_makes_an_entity_of_a_name() -> None:
    papers = [make_outlet() for _ in range(3)]
    for number in range(9):
        article(outlet=papers[number % 3])
    run_pass(Names(confidence=0.99))
    assert Entity.objects.get(key=KEY).status == EntityStatus.CANDIDATE
