"""Parsing again: what changed in the rules reaches the articles, what an editor set stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from archive.entities import desk
from archive.ingest.loading import ArticleWriter
from archive.ingest.parsing import parse_capture
from archive.ingest.run import reparse
from archive.models import Alias, Article, Entity, Mention
from archive.records.documents import ParsedArticle
from tests.captures.bridge_sample import FIRST, SECOND, THIRD, TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
PARSE = "archive.ingest.enrichment.enriched_capture.parse_capture"
Write = Callable[..., Article]


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let parsing from now on change what it found by this function."""

    def install(change: Callable[[tuple[ParsedArticle, ...]], tuple[ParsedArticle, ...]]) -> None:
        def changed(capture: Any, outlets: Any) -> Any:
            found = parse_capture(capture, outlets)
            return replace(found, articles=change(found.articles))

        monkeypatch.setattr(PARSE, changed)

    return install


def with_section(articles: tuple[ParsedArticle, ...]) -> tuple[ParsedArticle, ...]:
    return tuple(replace(each, section="محليات", title="عنوان آخر") for each in articles)


def test_nothing_new_changes_nothing(write: Write) -> None:
    article = write(FIRST, SECOND)
    report = reparse()
    assert (report.captures, report.new, report.updated, report.lost) == (1, 0, 0, [])
    assert Article.objects.get().updated_at == article.updated_at


@pytest.mark.parametrize("fault", [OSError("No space left on device"), DatabaseError("locked")])
def test_a_full_disk_ends_it_with_a_sentence(
    write: Write, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise fault

    article = write(FIRST, SECOND)
    monkeypatch.setattr(ArticleWriter, "write", fail)
    with pytest.raises(CommandError, match=f"parsing anew stopped: {fault}. 0 captures are"):
        call_command("reparse_articles", no_index=True)
    assert Article.objects.get().updated_at == article.updated_at


def test_new_rules_reach_an_article_and_its_id_stays(
    write: Write, new_rules: Callable[..., None]
) -> None:
    article = write(FIRST, SECOND)
    new_rules(with_section)
    assert reparse().updated == 1
    after = Article.objects.get()
    assert (after.section, after.title, after.public_id) == (
        "محليات",
        "عنوان آخر",
        article.public_id,
    )


def test_what_an_editor_set_stays(write: Write, new_rules: Callable[..., None]) -> None:
    article = write(FIRST, SECOND)
    article.edited = ["title"]
    article.save()
    new_rules(with_section)
    reparse()
    after = Article.objects.get()
    assert (after.title, after.section) == (TITLE, "محليات")


def test_entities_that_an_editor_set_stay(write: Write, new_rules: Callable[..., None]) -> None:
    article = write(FIRST, SECOND)
    assert Mention.objects.exists()
    Mention.objects.all().delete()
    article.edited = ["entities"]
    article.save()
    new_rules(with_section)
    reparse()
    assert not Mention.objects.exists()


def test_a_dry_run_counts_and_changes_nothing(write: Write, new_rules: Callable[..., None]) -> None:
    write(FIRST, SECOND)
    new_rules(with_section)
    assert reparse(dry_run=True).updated == 1
    assert Article.objects.get().section == ""


def test_only_captures_of_a_layout_are_parsed(write: Write) -> None:
    article = write(FIRST, SECOND)
    assert reparse(layout="no-such-layout").captures == 0
    assert reparse(layout=article.capture.layout).captures == 1


def test_an_article_that_is_found_before_another_takes_nothing_from_it(
    write: Write, new_rules: Callable[..., None]
) -> None:
    first = write(FIRST, SECOND)

    def split(articles: tuple[ParsedArticle, ...]) -> tuple[ParsedArticle, ...]:
        (whole,) = articles
        found = replace(whole, title="خبر آخر", paragraphs=(THIRD,))
        return (found, replace(whole, position=1))

    new_rules(split)
    report = reparse()
    assert (report.new, report.lost) == (1, [])
    kept = Article.objects.get(public_id=first.public_id)
    assert (kept.title, kept.position) == (TITLE, 1)
    assert Article.objects.exclude(pk=kept.pk).get().title == "خبر آخر"


def test_an_article_that_is_no_longer_found_goes_unless_it_was_edited(
    write: Write, new_rules: Callable[..., None]
) -> None:
    write(FIRST, SECOND)
    second = replace_with_two(new_rules)
    Article.objects.filter(position=1).update(edited=["title"])
    second.clear()
    assert reparse(remove=True).lost == []
    Article.objects.filter(position=1).update(edited=[])
    assert len(reparse(remove=True).lost) == 1
    assert Article.objects.get().title == TITLE


def replace_with_two(new_rules: Callable[..., None]) -> list[str]:
    """Parse again into two articles; return a list that keeps the second while it is full."""
    second = ["خبر ثان عن الجسر"]

    def doubled(articles: tuple[ParsedArticle, ...]) -> tuple[ParsedArticle, ...]:
        (whole,) = articles
        return (
            whole,
            *(replace(whole, position=1, title=each, paragraphs=(THIRD,)) for each in second),
        )

    new_rules(doubled)
    reparse()
    assert Article.objects.count() == 2
    return second


def test_names_are_read_from_the_text_that_an_editor_set(
    write: Write, new_rules: Callable[..., None]
) -> None:
    article = write(FIRST, SECOND)
    article.body = f"سطر أضافه المحرر عن دمشق.\n{article.body}"
    article.edited = ["body"]
    article.save()
    new_rules(with_section)
    reparse()
    after = Article.objects.get()
    mentions = list(after.mentions.filter(field="body"))
    assert "دمشق" in {mention.surface for mention in mentions}
    assert all(after.body[each.start : each.end] == each.surface for each in mentions)


def test_mentions_of_editors_stay_at_their_words(
    write: Write, new_rules: Callable[..., None]
) -> None:
    article = write(FIRST, SECOND)
    word = article.body.split()[3]
    start = article.body.index(word)
    entity = Entity.objects.create(key="own", kind="organisation", name_ar=word)
    Mention.objects.create(
        article=article, entity=entity, surface=word, start=start, end=start + len(word)
    )

    def longer(articles: tuple[ParsedArticle, ...]) -> tuple[ParsedArticle, ...]:
        (whole,) = articles
        return (replace(whole, paragraphs=("سطر كان يُظن من إطار الصفحة.", *whole.paragraphs)),)

    new_rules(longer)
    reparse()
    after = Article.objects.get()
    mention = after.mentions.get(entity=entity, method="editor")
    assert (mention.method, after.body[mention.start : mention.end]) == ("editor", word)


def test_what_an_editor_does_meanwhile_holds_for_the_batch_that_is_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = write(FIRST, SECOND, THIRD)
    mention = article.mentions.filter(method="gazetteer").first()
    assert mention is not None
    entity, surface = mention.entity, mention.surface
    Mention.objects.all().delete()
    Article.objects.update(recognised_with="")

    def taught_meanwhile(capture: Any, outlets: Any) -> Any:
        Alias.objects.get_or_create(entity=entity, text=surface, policy="never")
        return parse_capture(capture, outlets)

    monkeypatch.setattr(PARSE, taught_meanwhile)
    assert reparse().updated == 1
    assert not Mention.objects.filter(entity=entity, surface=surface).exists()
    assert Mention.objects.exists()


def test_accepted_names_of_the_trained_recogniser_stay(
    write: Write, new_rules: Callable[..., None]
) -> None:
    article = write(FIRST, SECOND)
    name = " ".join(article.body.split()[:2])
    candidate = Entity.objects.create(
        key="person-new", kind="person", name_ar=name, status="candidate"
    )
    Mention.objects.create(
        article=article, entity=candidate, surface=name, start=0, end=len(name), method="crf"
    )
    desk.do(desk.accept(candidate), None)
    new_rules(with_section)
    assert reparse().updated == 1
    assert [each.surface for each in candidate.mentions.all()] == [name]
