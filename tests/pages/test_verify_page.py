"""A checksum is looked up: which kept file it is, and nothing of what readers may not see."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from archive.captures.known_files import MOST_FILES, known_files, written_checksum
from archive.captures.removal import delete_articles, hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Article, Capture, CapturePart, PartOfCapture
from tests.factories import make_article, make_capture
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")

NONE = "The archive holds no such file"


def page(client: Client, checksum: str) -> str:
    return client.get("/verify/", {"checksum": checksum}).content.decode()


def part_of(capture: Capture, sha256: str = "ab" * 32) -> CapturePart:
    part = CapturePart.objects.create(
        key=f"{sha256[:32]}{capture.pk:032d}",
        address="https://paper.example/palm.jpg",
        media_type="image/jpeg",
        size=9,
        sha256=sha256,
    )
    PartOfCapture.objects.create(capture=capture, part=part)
    return part


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789AB",
        " 0123 4567 89ab ",
        "SHA-256: 0123456789ab…",
        "sha256:0123456789ab",
        "0123456789ab...",
        "SHA256 = 0123456789ab",
    ],
)
def test_a_checksum_is_read_as_it_is_written(typed: str) -> None:
    assert written_checksum(typed) == "0123456789ab"


@pytest.mark.parametrize(
    "typed", ["", "0123456789a", "0123456789ag", "a" * 65, "%", "٠١٢٣٤٥٦٧٨٩٠١"]
)
def test_what_is_no_checksum_is_told_so(english: Client, typed: str) -> None:
    assert written_checksum(typed) == ""
    response = english.get("/verify/", {"checksum": typed})
    assert response.status_code == (400 if typed else 200)
    assert ("This is no SHA-256 checksum" in response.content.decode()) == bool(typed)


def test_a_kept_file_is_known_by_its_checksum(english: Client) -> None:
    article = make_article("حديقة النخيل")
    html = page(english, article.capture.sha256)
    assert "This is a page that the archive keeps" in html
    assert article.title in html
    assert article.get_absolute_url() in html
    assert f"/capture/{article.capture_id}/" in html
    assert "first digits" not in html


def test_the_digits_of_a_citation_are_enough_and_say_that_they_are_not_all(
    english: Client,
) -> None:
    article = make_article("حديقة النخيل")
    html = page(english, article.capture.sha256[:12])
    assert article.title in html
    assert "These are the first digits" in html
    assert article.capture.sha256 in html


def test_files_that_begin_alike_are_listed_and_bounded(english: Client) -> None:
    for number in range(MOST_FILES + 2):
        make_capture(sha256=f"{'c' * 12}{number:052d}")
    html = page(english, "c" * 12)
    assert "Several files begin so" in html
    assert html.count('class="verified"') == MOST_FILES
    assert "give more digits" in html


def test_what_is_not_held_is_told_so(english: Client) -> None:
    make_article()
    assert NONE in page(english, "0" * 64)


def test_of_a_withdrawn_file_the_tombstone_is_told_alone(english: Client) -> None:
    article = make_article("سر الحديقة", byline="سلمى العلي")
    sha256 = article.capture.sha256
    withdraw(article.capture, "حكم محكمة", internal_reason="رقم الدعوى")
    html = page(english, sha256)
    assert "This file was withdrawn from the archive" in html
    assert "حكم محكمة" in html
    for told in ("سر الحديقة", "رقم الدعوى", article.capture.document, article.public_id):
        assert told not in html


@pytest.mark.parametrize("act", [hide_articles, delete_articles])
def test_of_what_is_hidden_or_deleted_nothing_is_told(english: Client, act: object) -> None:
    article = make_article("سر الحديقة")
    part = part_of(article.capture)
    assert callable(act)
    act([article], Reasons("سبب"))
    for sha256 in (article.capture.sha256, part.sha256):
        html = page(english, sha256)
        assert NONE in html
        assert "سر الحديقة" not in html


def test_a_part_says_with_which_page_it_came(english: Client) -> None:
    article = make_article()
    part = part_of(article.capture)
    html = page(english, part.sha256)
    assert "This came with a page that the archive keeps" in html
    assert part.address in html
    assert f"/capture/{article.capture_id}/" in html


def test_a_part_of_a_withdrawn_page_is_told_to_nobody(english: Client) -> None:
    article = make_article()
    part_of(article.capture)
    Capture.objects.filter(pk=article.capture_id).update(status="withdrawn")
    assert NONE in page(english, "ab" * 32)


def test_where_captures_are_private_no_document_is_named(
    english: Client, settings: LazySettings
) -> None:
    article = make_article("حديقة النخيل")
    settings.ARCHIVE_ACCESS = "captures-private"
    html = page(english, article.capture.sha256)
    assert article.title in html
    assert article.capture.document not in html
    assert "/capture/" not in html


def test_the_citation_leads_there(client: Client) -> None:
    article: Article = make_article()
    html = client.get(article.get_absolute_url()).content.decode()
    assert f"/verify/?checksum={article.capture.sha256[:12]}" in html


def test_the_page_asks_five_times_at_most(count_queries: CountQueries) -> None:
    for _ in range(5):
        part_of(make_article(capture=make_capture("نص واحد")).capture, "cd" * 32)
    checksum = Capture.objects.latest("pk").sha256
    assert count_queries("/verify/", checksum=checksum) <= 6
    assert not known_files("e" * 64)
