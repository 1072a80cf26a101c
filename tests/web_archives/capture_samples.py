"""Documents of every kind that the archive loads, made by a rule from a seed, with own words."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from django.db import transaction

from archive.captures.article_identity import public_id
from archive.captures.kept_parts import kept_record, parts_of, record_of_part
from archive.models import Article, Capture, DocumentAddress
from tests.ingest.decoding.test_documents_of_writers import docx, odt
from tests.ingest.decoding.test_pdf_texts import drawn, wrapped
from tests.ingest.document_samples import WarcFile, json_lines, page

_NOUNS: Final = [
    "الميناء",
    "الجسر",
    "المتحف",
    "المدرسة",
    "السوق",
    "الملعب",
    "المكتبة",
    "القطار",
    "المطار",
    "البلدية",
    "الغابة",
    "النهر",
    "السد",
    "المصنع",
    "المزرعة",
    "القرية",
    "الجامعة",
    "المسرح",
    "المستشفى",
    "الطريق",
    "الحديقة",
    "القلعة",
    "المخبز",
    "المحطة",
]
_VERBS: Final = ["افتتحت", "رممت", "وسعت", "زارت", "نظفت", "أعادت", "درست", "طورت", "صورت", "زينت"]
_WHO: Final = ["البلدية", "الجمعية", "الوزارة", "اللجنة", "الشركة", "الإدارة", "النقابة", "الهيئة"]
_WHERE: Final = ["حلب", "صنعاء", "وهران", "أسوان", "البصرة", "صور", "طنجة", "عدن", "نابلس", "صفاقس"]
_HOST: Final = "https://www.akhbar-{}.example"
_OLD: Final = "http://akhbar-{}.example/news/{}?utm_source=feed"
"""How addresses were kept before their spellings were compared."""


class Words:
    """Titles and paragraphs that no other document of this seed has."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._number = 0

    def title(self) -> str:
        """A title; its number is nowhere else."""
        self._number += 1
        pick = self._random.choice
        return f"{pick(_WHO)} في {pick(_WHERE)} {pick(_VERBS)} {pick(_NOUNS)} رقم {self._number}"

    def paragraphs(self, count: int = 3) -> tuple[str, ...]:
        """Paragraphs of some twenty words each."""
        return tuple(
            f"{self._random.choice(_VERBS)} {' '.join(self._random.choices(_NOUNS, k=18))} في "
            f"{self._random.choice(_WHERE)}."
            for _ in range(count)
        )


def _several(words: Words, articles: int) -> str:
    """Return a page of several articles."""
    bodies = "".join(
        f"<article><h2>{words.title()}</h2>"
        + "".join(f"<p>{each}</p>" for each in words.paragraphs())
        + "</article>"
        for _ in range(articles)
    )
    return (
        f"<!doctype html><html lang=ar><title>نشرة</title><body><main>{bodies}</main></body></html>"
    )


def _crawled(words: Words, count: int, several: int) -> bytes:
    """Return a WARC file; some of its pages hold several articles."""
    file = WarcFile()
    for number in range(count):
        site = _HOST.format(number % 7)
        address = f"{site}/news/{number}"
        head = f'<link rel=stylesheet href="{site}/site.css"><img src="{site}/{number}.png">'
        whole = (
            _several(words, 3)
            if number < several
            else page(words.title(), words.paragraphs(), around=f"{head if number % 2 else ''}{{}}")
        )
        if number % 3 == 0:
            file.page(address, gzip.compress(whole.encode()), Content_Encoding="gzip")
        else:
            file.page(address, whole.encode())
        if number % 2:
            file.page(f"{site}/{number}.png", b"\x89PNG\r\n" + bytes([number % 256]), "image/png")
    for number in range(7):
        file.page(f"{_HOST.format(number)}/site.css", b"p {color: black}", "text/css")
    return file.content()


def _mail(words: Words, number: int) -> str:
    text = "\r\n\r\n".join(words.paragraphs())
    return (
        f"From: a@example.org\r\nTo: b@example.org\r\nSubject: {words.title()}\r\n"
        f"Message-ID: <{number}@example.org>\r\nDate: Tue, 0{number % 9 + 1} Mar 2022 10:00:00 +0300\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )


def _mhtml(words: Words, number: int) -> bytes:
    html = page(words.title(), words.paragraphs())
    return (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://saved.example/{number}\r\n"
        "Subject: x\r\nDate: Mon, 4 Apr 2022 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: https://saved.example/{number}\r\n\r\n{html}\r\n--b--\r\n"
    ).encode()


def _feed(words: Words, count: int) -> str:
    items = "".join(
        f"<item><title>{words.title()}</title><link>https://feed.example/{number}</link>"
        f"<guid>{number}</guid><pubDate>Wed, 02 Mar 2022 09:00:00 +0200</pubDate>"
        f"<description>{' '.join(words.paragraphs())}</description></item>"
        for number in range(count)
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>ن</title>{items}</channel></rss>"
    )


def _table(words: Words, count: int) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["id", "title", "text", "url", "published"])
    for number in range(count):
        address = f"https://table.example/{number}" if number % 2 else ""
        rows.writerow([number, words.title(), "\n".join(words.paragraphs()), address, "2022-03-02"])
    return out.getvalue()


def _pdf(words: Words) -> bytes:
    title = words.title()
    lines = [line for each in words.paragraphs() for line in wrapped(each)]
    return drawn([title, "", "", *lines], title=title)


def write_documents(folder: Path, unit: int, seed: int = 19) -> list[Path]:
    """Write documents of every kind below ``folder``, ten ``unit`` captures; return what to load.

    A tenth are pages with several articles.
    """
    words = Words(seed)
    folder.mkdir(parents=True, exist_ok=True)
    paged: dict[str, Callable[[int], bytes]] = {
        "txt": lambda _n: "\n\n".join((words.title(), *words.paragraphs())).encode(),
        "html": lambda _n: page(words.title(), words.paragraphs()).encode(),
        "eml": lambda n: _mail(words, n).encode(),
        "mht": lambda n: _mhtml(words, n),
        "md": lambda _n: "\n\n".join((f"# {words.title()}", *words.paragraphs())).encode(),
        "docx": lambda _n: docx(*words.paragraphs(), title=words.title()),
        "odt": lambda _n: odt(words.title(), *words.paragraphs()),
        "pdf": lambda _n: _pdf(words),
    }
    for number in range(2 * unit):
        ending = list(paged)[number % len(paged)]
        (folder / f"{number:04d} خبر.{ending}").write_bytes(paged[ending](number))
    (folder / "crawl.warc.gz").write_bytes(_crawled(words, 4 * unit, unit))
    records = [
        {"id": n, "headline": words.title(), "text": "\n".join(words.paragraphs())}
        for n in range(unit)
    ]
    (folder / "records.jsonl").write_bytes(json_lines(*records))
    (folder / "feed.xml").write_text(_feed(words, unit), encoding="utf-8")
    (folder / "table.csv").write_text(_table(words, unit), encoding="utf-8")
    mails = [f"From a@example.org Tue Mar  1 10:00:00 2022\n{_mail(words, n)}" for n in range(unit)]
    (folder / "box.mbox").write_text("\n".join(mails).replace("\r\n", "\n"), encoding="utf-8")
    return sorted(folder.iterdir())


def under_older_addresses(captures: Sequence[Capture]) -> None:
    """Let documents have the address and ids that they had before spellings were compared."""
    with transaction.atomic():
        for number, capture in enumerate(captures):
            old = _OLD.format(number, capture.pk)
            DocumentAddress.objects.filter(uri=capture.uri).update(uri=old)
            for article in Article.objects.filter(capture=capture):
                article.public_id = public_id(old, article.position)
                article.save(update_fields=["public_id"])
            Capture.objects.filter(pk=capture.pk).update(uri=old)


def described_captures() -> set[str]:
    """All that an archive holds of captures, but for its own numbers."""
    rows = Capture.objects.values(
        *("uri", "url", "document", "sha256", "size", "media_type", "charset", "captured_at"),
        *("container", "record_id", "record_offset", "fields", "layout"),
    )
    return {json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in rows}


def described_articles() -> set[tuple[str, ...]]:
    """All articles with their ids, captures, places, titles, texts and dates."""
    rows = Article.objects.values_list(
        *("public_id", "capture__uri", "capture__sha256", "position", "title", "body", "url"),
        *("edtf", "date_basis", "spans"),
    )
    return {tuple(map(str, row)) for row in rows}


def described_parts() -> set[tuple[str, ...]]:
    """What came with the captures, and the records in which it and they stood."""
    found: set[tuple[str, ...]] = set()
    for capture in Capture.objects.order_by("pk"):
        record = kept_record(capture)
        if record is not None and record.kind == "response":
            head = record.http_head.decode()
            found.add((capture.uri, "record", str(record.headers), head, record.body_sha256))
        for part in parts_of(capture):
            of_part = record_of_part(part)
            headers = str(of_part and of_part.headers)
            kept = (part.address, part.media_type, part.sha256, str(part.captured_at))
            found.add((capture.uri, *kept, headers))
    return found
