"""E-mail, mailboxes and pages saved as MHTML."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.ingest.containers import read_captures
from archive.ingest.decoding.visual_order import PUT_IN_ORDER
from archive.records.documents import DateBasis
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    captures_of,
    page,
    read_file,
    read_pipe,
    reasons_of,
)
from tests.ingest.parsed_pages import parse_capture

URL = "https://www.example.com/mosul"
SENT = "Sun, 12 Sep 2021 10:00:00 +0300"


def message(
    subject: str = TITLE, body: tuple[str, ...] = PARAGRAPHS, number: int = 1
) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "نشرة المثال <news@example.com>"
    mail["To"] = "reader@example.com"
    mail["Date"] = SENT
    mail["Message-ID"] = f"<{number}@example.com>"
    mail.set_content("\n\n".join(body))
    return mail


def web_archive(html: str, *, address: str = URL, extra: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"] = "<Saved by Blink>"
    mail["Snapshot-Content-Location"] = address
    mail["Subject"] = TITLE
    mail["Date"] = "Mon, 13 Sep 2021 08:00:00 -0000"
    mail.make_related()
    if extra:
        mail.add_related(extra, subtype="html")
        mail.get_payload()[0]["Content-Location"] = "https://ads.example.net/frame"  # type: ignore[index]
    mail.add_related(html, subtype="html")
    part = mail.get_payload()[-1]  # type: ignore[index]
    part["Content-Location"] = address  # type: ignore[index]
    mail.add_related(b"\x89PNG-of-a-page", maintype="image", subtype="png", cid="<1@example.com>")
    return mail.as_bytes()


def test_a_page_saved_as_mhtml_is_its_page_at_its_address(tmp_path: Path) -> None:
    (capture,) = captures_of(read_file(tmp_path, "saved.mhtml", web_archive(page())))
    assert (capture.uri, capture.url) == (URL, URL)
    assert capture.captured == datetime(2021, 9, 13, 8, tzinfo=UTC)
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)


def test_the_day_of_saving_is_no_day_of_publication(tmp_path: Path) -> None:
    (capture,) = captures_of(read_file(tmp_path, "saved.mht", web_archive(page())))
    (article,) = parse_capture(capture).articles
    assert article.published.basis not in (DateBasis.STATED, DateBasis.METADATA)


def test_of_a_page_with_frames_the_page_is_read(tmp_path: Path) -> None:
    frame = "<html><body><p>إعلان</p></body></html>"
    (capture,) = captures_of(read_file(tmp_path, "s.mhtml", web_archive(page(), extra=frame)))
    assert TITLE.encode() in capture.content


def test_an_email_is_its_text_under_its_subject(tmp_path: Path) -> None:
    (capture,) = captures_of(read_file(tmp_path, "letter.eml", message().as_bytes()))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert article.published.basis is DateBasis.METADATA
    assert article.published.edtf == "2021-09-12"
    assert "header “Date”" in article.published.evidence


def test_of_two_renderings_the_page_is_the_document(tmp_path: Path) -> None:
    mail = message("Fwd: " + TITLE, SECOND_PARAGRAPHS)
    mail.add_alternative(page(), subtype="html")
    (capture,) = captures_of(read_file(tmp_path, "letter.eml", mail.as_bytes()))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)


def test_attachments_are_counted_and_are_no_articles(tmp_path: Path) -> None:
    mail = message()
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    mail.add_attachment("ملحق".encode(), maintype="text", subtype="plain", filename="b.txt")
    (tmp_path / "letter.eml").write_bytes(mail.as_bytes())
    passed_over = Counter[str]()
    found = list(read_captures([tmp_path / "letter.eml"], {}, passed_over))
    assert len(captures_of(found)) == 1
    assert passed_over == {"attachments of e-mail": 2}


def test_a_subject_in_bare_bytes_is_read(tmp_path: Path) -> None:
    head = b"From: a@example.com\r\nDate: " + SENT.encode() + b"\r\nSubject: "
    body = "\n\n".join(PARAGRAPHS).encode("windows-1256")
    kind = b"\r\nContent-Type: text/plain; charset=windows-1256\r\nMIME-Version: 1.0\r\n"
    kind += b"Content-Transfer-Encoding: 8bit\r\n\r\n"
    content = head + TITLE.encode("windows-1256") + kind + body
    (capture,) = captures_of(read_file(tmp_path, "old.eml", content))
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)


def mailbox(*messages: EmailMessage) -> bytes:
    lines = []
    for mail in messages:
        body = mail.as_bytes().replace(b"\nFrom ", b"\n>From ")
        lines.append(b"From news@example.com Sun Sep 12 10:00:00 2021\n" + body + b"\n\n")
    return b"".join(lines)


def test_each_message_of_a_mailbox_is_a_record(tmp_path: Path) -> None:
    content = mailbox(message(), message(SECOND_TITLE, SECOND_PARAGRAPHS, 2))
    first, second = captures_of(read_file(tmp_path, "news.mbox", content))
    assert [first.uri, second.uri] == ["news.mbox#1@example.com", "news.mbox#2@example.com"]
    (article,) = parse_capture(second).articles
    assert (article.title, article.paragraphs) == (SECOND_TITLE, SECOND_PARAGRAPHS)


def test_a_mailbox_comes_through_a_pipe_too() -> None:
    assert len(captures_of(read_pipe(mailbox(message(), message(number=2))))) == 2


def test_a_message_without_text_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    empty = message()
    empty.set_content("")
    found = read_file(tmp_path, "news.mbox", mailbox(empty, message(number=2)))
    assert reasons_of(found) == ["a message without a text"]
    assert len(captures_of(found)) == 1


def test_a_message_of_endless_parts_is_refused(tmp_path: Path) -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
        for number in range(200)
    )
    content = f"From: a@example.com\nDate: {SENT}\nMIME-Version: 1.0\n{nested}"
    (reason,) = reasons_of(read_file(tmp_path, "bomb.eml", content.encode()))
    assert "multiparts" in reason


@pytest.mark.parametrize("head", ["العنوان: خبر\n\n", "Note: one\nTitle: two\n\n"])
def test_a_text_that_begins_with_labels_is_no_email(tmp_path: Path, head: str) -> None:
    (capture,) = captures_of(read_file(tmp_path, "a.txt", (head + PARAGRAPHS[0]).encode()))
    assert capture.media_type == "text/plain"


def test_a_text_in_visual_order_is_put_in_order_below_its_subject(tmp_path: Path) -> None:
    drawn = tuple(paragraph[::-1] for paragraph in PARAGRAPHS)
    (capture,) = captures_of(read_file(tmp_path, "letter.eml", message(body=drawn).as_bytes()))
    found = parse_capture(capture)
    (article,) = found.articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert PUT_IN_ORDER in found.warnings


def test_a_subject_in_visual_order_is_put_in_order_with_its_text(tmp_path: Path) -> None:
    drawn = message(TITLE[::-1], tuple(paragraph[::-1] for paragraph in PARAGRAPHS))
    (capture,) = captures_of(read_file(tmp_path, "letter.eml", drawn.as_bytes()))
    (article,) = parse_capture(capture).articles
    assert article.title == TITLE
