"""What changes in the archive reaches the index through the outbox."""

from __future__ import annotations

import pytest

from archive.entities.desk import do, merge
from archive.models import Article, Entity, Mention, OutboxEntry
from search.index import worker
from search.index.rebuild import rebuild
from search.index.worker import drain, drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article
from tests.index.folder_home import columnar_home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def titles(text: str) -> list[str]:
    return [hit.article.title for hit in search(SearchState().with_text(text)).hits]


def test_a_saved_article_is_found_after_draining() -> None:
    make_article("نهر الفرات")
    assert titles("الفرات") == []
    assert drain_all(columnar_home()) == 1
    assert titles("الفرات") == ["نهر الفرات"]


def test_a_change_takes_the_place_of_what_was() -> None:
    article = make_article("نهر الفرات")
    drain_all(columnar_home())
    article.title = "نهر البليخ"
    article.save()
    drain_all(columnar_home())
    assert titles("الفرات") == []
    assert titles("البليخ") == ["نهر البليخ"]


def test_a_deleted_article_is_found_no_more() -> None:
    article = make_article("نهر الفرات")
    drain_all(columnar_home())
    article.delete()
    drain_all(columnar_home())
    assert search(SearchState().with_text("الفرات")).total == 0


def test_draining_twice_changes_nothing() -> None:
    make_article("نهر الفرات")
    drain_all(columnar_home())
    assert drain(columnar_home()) == 0


def test_what_changes_during_a_rebuild_is_indexed_after_it() -> None:
    make_article("نهر الفرات")
    late: list[Article] = []

    def change(_done: int) -> None:
        if not late:
            late.append(make_article("نهر البليخ"))

    rebuild(columnar_home(), advance=change)
    assert OutboxEntry.objects.count() >= 1
    drain_all(columnar_home())
    assert titles("البليخ") == ["نهر البليخ"]
    assert titles("الفرات") == ["نهر الفرات"]


def test_a_rebuild_indexes_every_article_once() -> None:
    for title in ("نهر الفرات", "نهر دجلة", "نهر الخابور"):
        make_article(title)
    rebuild(columnar_home())
    assert columnar_home().current().snapshot().document_count == 3


def test_a_renamed_outlet_is_announced_for_its_articles() -> None:
    article = make_article()
    OutboxEntry.objects.all().delete()
    assert article.outlet is not None
    article.outlet.slug = "renamed"
    article.outlet.save()
    assert list(OutboxEntry.objects.values_list("article_id", flat=True)) == [article.pk]


def test_an_index_of_another_version_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_article()
    drain_all(columnar_home())
    assert not columnar_home().outdated
    monkeypatch.setattr("search.index.index_documents.FORMAT", 999)
    assert columnar_home().outdated


def places() -> dict[str, int]:
    facets = {facet.name: facet.values for facet in search(SearchState()).facets}
    return {value.value: value.count for value in facets.get("place", ())}


def test_many_changes_without_a_new_text_leave_the_segments_where_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.index.worker.WORTH_COLUMNS", 2)
    river = Entity.objects.create(key="euphrates", kind="place", name_ar="الفرات")
    city = Entity.objects.create(key="raqqa", kind="place", name_ar="الرقة")
    articles = [make_article(f"نهر الفرات {number}") for number in range(4)]
    for article in articles:
        Mention.objects.create(article=article, entity=river)
    drain_all(columnar_home())
    segments = [each.name for each in columnar_home().current().snapshot().segments]
    assert places() == {"euphrates": 4}

    do(merge(river, city), None)
    articles[0].title = "نهر البليخ"
    articles[0].save()
    articles[1].delete()
    assert drain_all(columnar_home()) >= 4

    kept = [each.name for each in columnar_home().current().snapshot().segments]
    assert kept[: len(segments)] == segments
    assert places() == {"raqqa": 3}
    assert titles("البليخ") == ["نهر البليخ"]
    assert search(SearchState().with_text("الفرات")).total == 2


def test_an_article_that_the_index_never_saw_is_indexed_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.index.worker.WORTH_COLUMNS", 1)
    article = make_article("نهر الفرات")
    OutboxEntry.objects.all().delete()
    OutboxEntry.announce([article.pk], columns_only=True)
    drain_all(columnar_home())
    assert titles("الفرات") == ["نهر الفرات"]


def test_a_rebuild_begins_by_removing_what_a_killed_one_left() -> None:
    make_article("قطار الضواحي يعود")
    home = columnar_home()
    drain_all(home)
    left = home.folder / "build-killed"
    left.mkdir()
    (left / "segment").write_bytes(b"half of a segment")
    seen: list[bool] = []
    rebuild(home, lambda _done: seen.append(left.exists()))
    assert seen == [False]


def test_an_edit_does_not_wait_behind_a_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TEXTS_BATCH", 3)
    monkeypatch.setattr(worker, "LATEST", 1)
    for _ in range(5):
        make_article("نهر الفرات")
    edited = make_article("سهل الغاب")
    OutboxEntry.announce([edited.pk], columns_only=True)
    drain(columnar_home())
    assert titles("الغاب") == ["سهل الغاب"]
    assert len(titles("الفرات")) == 2
    drain_all(columnar_home())
    assert len(titles("الفرات")) == 5
    assert not OutboxEntry.objects.exists()
