"""Deleted, hidden, withdrawn: three acts, and what each leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from archive.captures.closed_captures import closed_among, is_closed
from archive.captures.removal import (
    consequences,
    delete_articles,
    hide_articles,
    lift,
    show_articles,
)
from archive.captures.tombstones import Reasons, buried, make_tombstones
from archive.captures.withdrawal import withdraw
from archive.ingest.article_versions import versions
from archive.ingest.parsing import parse_capture
from archive.ingest.run import load_paths, reparse
from archive.models import Article, Capture, Mention, Republication, Tombstone, TombstoneKind
from archive.records.documents import ParsedArticle
from search.exports.json_records import exported_articles
from search.haystack.backend import KhizanaSearchBackend
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from search.service.search_suggestions import typing_suggestions
from tests.captures.bridge_sample import FIRST, SECOND, THIRD, TITLE
from tests.factories import make_article, make_capture, make_entity, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
Write = Callable[..., Article]

WHY = Reasons("بطلب من صاحب الشأن", "رسالة رقم ٧")


def found(text: str) -> int:
    drain_all(index_home())
    return search(SearchState().with_text(text)).total


def test_a_deleted_article_is_made_again_by_no_reading(write: Write) -> None:
    article = write(FIRST, SECOND)
    editor = get_user_model().objects.create_user("editor")
    assert delete_articles([article], WHY, editor) == 1
    stone = Tombstone.objects.get()
    assert (stone.kind, stone.public_id) == (TombstoneKind.DELETED, article.public_id)
    assert (stone.public_reason, stone.internal_reason) == (WHY.public, WHY.internal)
    assert (stone.made_by, stone.sha256) == (editor, article.capture.sha256)
    assert reparse().new == 0
    assert not Article.objects.exists()
    assert found("الفرات") == 0


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        (TITLE, (FIRST, SECOND, THIRD)),
        ("عنوان غيّره الموقع", (FIRST, THIRD)),
        (TITLE, (THIRD,)),
        ("عنوان آخر تماماً", ("فقرة كُتبت من جديد كلها ولا شبه بينها وبين ما كان قبلها.",)),
    ],
)
def test_a_later_capture_does_not_make_it_again(
    write: Write, title: str, paragraphs: tuple[str, ...], tmp_path: Path
) -> None:
    delete_articles([write(FIRST, SECOND)], WHY)
    text = "\n\n".join((title, "تاريخ النشر: 3 أيار 2022", *paragraphs))
    (tmp_path / "documents" / "bridge.txt").write_text(text, encoding="utf-8")
    report = load_paths([str(tmp_path / "documents")])
    assert not Article.objects.exists()
    assert [warning for _name, warning in report.warnings if "deleted" in warning]
    assert Capture.objects.count() == 2
    reparse()
    assert not Article.objects.exists()


def test_of_a_tombstone_no_text_is_left(write: Write) -> None:
    article = write(FIRST, SECOND)
    delete_articles([article], WHY)
    held = str(Tombstone.objects.values().get())
    words = [word for word in (*TITLE.split(), *FIRST.split()) if len(word) > 4]
    assert not any(word in held for word in words)


def test_other_articles_of_its_page_stay_and_keep_their_ids(tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    lines = [
        f'{{"title": "خبر السد رقم {n}", "body": "قال المهندس رقم {n} إن منسوب السد ارتفع.", '
        f'"url": "https://sadd.example/{n}"}}'
        for n in range(3)
    ]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    load_paths([str(folder)])
    kept = list(Article.objects.order_by("pk"))
    delete_articles([kept.pop(1)], WHY)
    reparse()
    load_paths([str(folder)])
    assert list(Article.objects.order_by("pk")) == kept


def test_a_neighbour_of_the_same_title_is_not_taken_for_it() -> None:
    capture = make_capture()
    gone = make_article("موجز", "نص أول.\nسطر ثان.", capture=capture)
    stays = make_article("موجز", "نص آخر.\nسطر رابع.", capture=capture, position=1)
    stones = make_tombstones([gone], TombstoneKind.DELETED, WHY)
    parsed = [
        ParsedArticle(0, "موجز", ("نص آخر.", "سطر رابع.")),
        ParsedArticle(1, "موجز", ("نص أول.", "سطر ثان.")),
    ]
    assert buried(capture.uri, parsed, stones, [stays]) == {1}
    assert buried(capture.uri, parsed[:1], stones, [stays]) == frozenset()
    assert buried(capture.uri, parsed, [], [stays]) == frozenset()


def test_the_same_bytes_under_a_new_address_make_nothing_again(
    write: Write, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    delete_articles([write(FIRST, SECOND)], WHY)
    (folder / "bridge.txt").rename(folder / "renamed.txt")
    load_paths([str(folder)])
    assert Capture.objects.count() == 2
    assert not Article.objects.exists()


def test_a_copy_that_stands_stays_until_it_is_deleted_too(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    article = write(FIRST, SECOND)
    (folder / "copy.txt").write_bytes((folder / "bridge.txt").read_bytes())
    load_paths([str(folder)])
    copy = Article.objects.exclude(pk=article.pk).get()
    delete_articles([article], WHY)
    reparse()
    assert Article.objects.get() == copy


def test_a_hidden_article_that_is_no_longer_found_stays_hidden(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_articles([write(FIRST, SECOND)], WHY)
    parse = "archive.ingest.enrichment.enriched_capture.parse_capture"

    def nothing(capture: Any, outlets: Any) -> Any:
        return replace(parse_capture(capture, outlets), articles=())

    with monkeypatch.context() as patched:
        patched.setattr(parse, nothing)
        assert not reparse(remove=True).lost
    reparse()
    assert Article.objects.get().hidden


def test_a_lifted_tombstone_lets_the_next_reading_make_it_again(write: Write) -> None:
    article = write(FIRST, SECOND)
    delete_articles([article], WHY)
    assert lift(list(Tombstone.objects.all())) == 1
    assert reparse().new == 1
    assert Article.objects.get().public_id == article.public_id
    assert not is_closed(article.capture)


def test_a_hidden_article_is_updated_and_shown_nowhere(write: Write) -> None:
    article = write(FIRST, SECOND)
    assert found("الفرات") == 1
    hide_articles([article], WHY)
    assert found("الفرات") == 0
    backend = KhizanaSearchBackend("default")
    backend.update(None, [article])
    assert backend.search("*")["hits"] == 0
    assert list(exported_articles()) == []
    assert [each.label for each in typing_suggestions("جسر", 5)] == []
    again = write(FIRST, SECOND, THIRD)
    assert (again.pk, again.hidden, again.paragraphs) == (article.pk, True, [FIRST, SECOND, THIRD])
    assert (again.hidden_public_reason, again.hidden_internal_reason) == (WHY.public, WHY.internal)
    reparse()
    assert found("الفرات") == 0
    call_command("rebuild_index", verbosity=0)
    assert found("الفرات") == 0
    call_command("check_archive", verbosity=0)
    assert show_articles([again]) == 1
    assert found("الفرات") == 1
    assert Article.objects.get().hidden_public_reason == ""


def test_its_entities_alone_changing_does_not_bring_it_back(write: Write) -> None:
    article = write(FIRST, SECOND)
    found("الفرات")
    hide_articles([article], WHY)
    found("الفرات")
    Mention.objects.filter(article=article).first().save()  # type: ignore[union-attr]
    assert found("الفرات") == 0


@pytest.mark.parametrize("act", [delete_articles, hide_articles])
def test_every_capture_of_its_document_is_closed(
    write: Write, act: Callable[..., int], tmp_path: Path
) -> None:
    first = write(FIRST, SECOND).capture
    article = write(FIRST, SECOND, THIRD)
    other = make_article()
    folder = tmp_path / "documents"
    (folder / "copy.txt").write_bytes((folder / "bridge.txt").read_bytes())
    load_paths([str(folder)])
    copy = Capture.objects.get(document__contains="copy")
    act([article], WHY)
    captures = [first, article.capture, copy, other.capture]
    assert closed_among(captures) == {first.pk, article.capture_id, copy.pk}


def test_versions_of_a_neighbour_show_nothing_of_closed_captures() -> None:
    capture = make_capture()
    gone = make_article(capture=capture)
    stays = make_article(capture=capture, position=1)
    hide_articles([gone], WHY)
    assert [(each.problem, each.paragraphs) for each in versions(stays).versions] == [
        ("closed", ())
    ]


def test_what_else_is_concerned_is_named() -> None:
    cluster = Republication.objects.create()
    capture = make_capture()
    meant = make_article(capture=capture, republication=cluster)
    neighbour = make_article(capture=capture, position=1)
    copy = make_article(republication=cluster)
    make_article()
    concerned = consequences([meant])
    assert concerned.neighbours == (neighbour,)
    assert concerned.copies == (copy,)


def test_a_withdrawn_article_is_not_made_again_from_an_older_capture(write: Write) -> None:
    first = write(FIRST, SECOND).capture
    article = write(FIRST, SECOND, THIRD)
    assert withdraw(article.capture, "خصوصية").remaining == (first,)
    assert Tombstone.objects.get().kind == TombstoneKind.WITHDRAWN
    reparse()
    assert not Article.objects.exists()
    assert is_closed(first)


def test_names_that_stand_only_there_go_with_their_pages(write: Write) -> None:
    person = make_entity("سليم الجسري", kind="person")
    known = make_entity("بلدة الجسر")
    article = write("قال سليم الجسري إن بلدة الجسر فرحت.", SECOND)
    make_mention(article, person)
    make_mention(article, known)
    make_mention(make_article(body="في بلدة الجسر."), known)
    done = withdraw(article.capture, "خصوصية")
    assert done.names >= 1
    assert not type(person).objects.filter(pk=person.pk).exists()
    assert not person.history.model.objects.filter(id=person.pk).exists()
    assert type(known).objects.filter(pk=known.pk).exists()
