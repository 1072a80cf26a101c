"""Articles that parsing no longer finds: told beforehand, and removed only by an archivist's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command

from archive.captures.withdrawal import withdraw
from archive.ingest.parsing import parse_capture
from archive.ingest.run import reparse
from archive.models import Article, FormerArticle
from archive.records.documents import ParsedArticle
from tests.captures.bridge_sample import FIRST, SECOND, THIRD, TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
PARSE = "archive.ingest.enrichment.enriched_capture.parse_capture"
Write = Callable[..., Article]
Change = Callable[[ParsedArticle], tuple[ParsedArticle, ...]]
OTHER = "خبر آخر"


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Let parsing from now on make of its first article what this function makes of it."""

    def install(change: Change) -> None:
        def changed(capture: Any, outlets: Any) -> Any:
            found = parse_capture(capture, outlets)
            return replace(found, articles=change(found.articles[0]))

        monkeypatch.setattr(PARSE, changed)

    return install


def two(second: tuple[str, ...]) -> Change:
    return lambda whole: (
        replace(whole, paragraphs=(FIRST,)),
        replace(whole, position=1, title=OTHER, paragraphs=second),
    )


def one(*paragraphs: str) -> Change:
    return lambda whole: (replace(whole, paragraphs=paragraphs),)


@pytest.fixture
def lost(write: Write, rules: Callable[[Change], None]) -> Article:
    """Return an article that parsing has found so far, and finds no longer."""
    write(FIRST, SECOND, THIRD)
    rules(two((SECOND, THIRD)))
    reparse()
    rules(one(FIRST))
    return Article.objects.get(title=OTHER)


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--dry-run", "--remove"]])
def test_it_is_listed_and_stays(
    lost: Article, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    call_command("reparse_articles", *options, "--no-index")
    told = capsys.readouterr().out
    assert f"no longer found: {lost.public_id} «{OTHER}» (bridge.txt); no article holds" in told
    assert Article.objects.filter(pk=lost.pk).exists()
    assert not FormerArticle.objects.exists()


def test_it_goes_when_that_is_asked_for_and_its_address_is_kept(
    lost: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("reparse_articles", "--remove", "--no-index")
    assert "1 removed" in capsys.readouterr().out
    assert Article.objects.get().title == TITLE
    former = FormerArticle.objects.get()
    assert (former.public_id, former.leads_to) == (lost.public_id, None)


def test_its_address_leads_to_the_article_that_holds_its_text(
    lost: Article, rules: Callable[[Change], None]
) -> None:
    rules(one(FIRST, SECOND, THIRD))
    (told,) = reparse(remove=True).lost
    holder = Article.objects.get()
    assert (told.public_id, told.successor) == (lost.public_id, holder.public_id)
    assert FormerArticle.objects.get().leads_to == holder


def test_addresses_that_led_to_it_lead_on(lost: Article) -> None:
    holder = Article.objects.get(title=TITLE)
    FormerArticle.objects.create(public_id="older", leads_to=lost)
    FormerArticle.retire(lost, holder)
    led = FormerArticle.objects.values_list("public_id", "leads_to")
    assert set(led) == {("older", holder.pk), (lost.public_id, holder.pk)}


def test_an_article_that_was_withdrawn_keeps_no_successor(write: Write) -> None:
    article = write(FIRST, SECOND)
    withdraw(article.capture, "بأمر المحكمة")
    former = FormerArticle.objects.get()
    assert (former.public_id, former.leads_to) == (article.public_id, None)
