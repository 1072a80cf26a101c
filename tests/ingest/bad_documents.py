"""Bad files of many kinds, made by a seeded script: none is stored, and the same come each time."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from tests.ingest.bad_formats import damaged_files, document_files, table_files
from tests.ingest.spoilt_samples import (
    TEXT,
    BadFile,
    docx,
    feed,
    made_of,
    mail,
    odt,
    page,
    record,
    stated_date,
    warc,
    zipped,
)

_DATES: Final = (
    "0001-01-01T00:00:00+14:00",
    "0001-01-01",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31",
    "0000-00-00",
    "99999999999999-01-01",
    "2020-02-30T25:61:61Z",
    "-5000-01-01",
)


_BROKEN: Final = TEXT.encode("windows-1256")
_SAVED: Final = "<!-- SingleFile url: https://paper.example/n saved date: {} -->"


_WORD_PARTS: Final = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}


def bad_files() -> Iterator[BadFile]:
    """Yield every bad file."""
    for kind in (
        _moments,
        _charsets,
        _sizes,
        _deep,
        _bombs,
        table_files,
        _pages,
        document_files,
        damaged_files,
    ):
        yield from kind()


def _moments() -> Iterator[BadFile]:
    for number, date in enumerate(_DATES):
        yield made_of(f"captured_{number}.jsonl", date, lambda d: record(captured=d, published=d))
        yield made_of(f"dated_{number}.warc", date, lambda d: warc(date=d))
        yield made_of(
            f"sent_{number}.eml",
            date,
            lambda d: mail(f"Date: Mon, 1 Jan {d[:4]} 00:00:00 +1400\r\n"),
        )
        yield made_of(f"stated_{number}.html", date, lambda d: page(stated_date(d), f"<p>{d}</p>"))
    for number, saved in enumerate(
        (
            "Mon Jan 01 0001 00:00:00 GMT+1400",
            "Fri Dec 31 9999 23:59:59 GMT-1200",
            "Mon, 99 Jan 99999 99:99:99 +9999",
            "1 Jan 2020 00:00:00 +99999999999",
            "Tue Oct 08 99999999999999 17:41:00 GMT",
        )
    ):
        yield made_of(f"saved_{number}.html", saved, lambda s: _SAVED.format(s).encode() + page())
        yield made_of(f"feed_dated_{number}.xml", saved, lambda s: feed(f"<pubDate>{s}</pubDate>"))
    for number, moment in enumerate((1e300, -1e300, 1 << 80, "nan", "inf", [], {"a": 1})):
        yield made_of(
            f"seconds_{number}.jsonl", moment, lambda m: record(captured=m, timestamp=m, date=m)
        )


def _charsets() -> Iterator[BadFile]:
    for charset in (
        "undefined",
        "idna",
        "punycode",
        "hex",
        "rot13",
        "mbcs",
        "utf-7",
        "x" * 40,
        "\0",
    ):
        safe = "".join(filter(str.isalnum, charset))[:10]
        yield made_of(f"charset_{safe}.warc", charset, lambda c: warc(charset=c) + b"\xc7\xe4")
        yield made_of(
            f"charset_{safe}.html",
            charset,
            lambda c: page(charset=c) + b"<p>" + _BROKEN + b"</p>",
        )
        yield made_of(
            f"charset_{safe}.eml",
            charset,
            lambda c: (
                mail(kind=f"text/plain; charset={c}", body="").rstrip() + b"\r\n\r\n" + _BROKEN
            ),
        )
    mixed = TEXT.encode() + b"\n" + TEXT.encode("windows-1256") + TEXT.encode("utf-16")
    yield BadFile("mixed.txt", lambda: mixed * 20)
    yield BadFile("mixed.jsonl", lambda: record() + mixed + b"\n" + record())
    yield BadFile("half_utf16.txt", lambda: TEXT.encode("utf-16")[:-1])
    yield BadFile("surrogates.jsonl", lambda: record(title="\ud800\udc00\ud800"))
    yield BadFile("zeros.txt", lambda: b"\0" * 3_000_000)
    yield BadFile("marks.txt", lambda: b"\xef\xbb\xbf" * 100_000 + TEXT.encode())


def _sizes() -> Iterator[BadFile]:
    for number, length in enumerate((str(1 << 80), "-1", "1e9", "0x10", "99999999999", " ", "a")):
        yield made_of(f"length_{number}.warc", length, lambda n: warc(length=n))
        yield made_of(f"length_{number}.warc.gz", length, lambda n: gzip.compress(warc(length=n)))
    for number, unit in enumerate((" ", "\t", "\u00a0", "ـ", "َ", ".", "-", "١", "ب ", "- ", "\n")):
        yield made_of(f"run_{number}.txt", unit, lambda u: f"خبر\n{TEXT}\n{u * 4_000}ب\n".encode())
        yield made_of(
            f"run_{number}.html",
            unit,
            lambda u: page(title=f"خبر{u * 4_000}آخر", body=f"<p>{u * 4_000}ب</p>"),
        )
        yield made_of(
            f"run_{number}.jsonl",
            unit,
            lambda u: record(
                title=f"خبر{u * 4_000}آخر",
                author=f"كاتب{u * 4_000}آخر",
                keywords=u * 4_000,
                text=TEXT + u * 40_000,
            ),
        )
    yield BadFile("one_line.txt", lambda: TEXT.encode() * 20_000)
    yield BadFile("one_word.txt", lambda: ("ب" * 4_000_000).encode())
    yield BadFile("many_lines.txt", lambda: "خبر قصير\n".encode() * 300_000)
    yield BadFile("blank_lines.txt", lambda: b"\n" * 5_000_000 + TEXT.encode())
    yield BadFile("long_line.jsonl", lambda: b'{"text":"' + b"a" * 30_000_000 + b'"}\n' + record())
    yield BadFile("long_key.jsonl", lambda: record(**{"x" * 3_000_000: "y"}))
    yield BadFile("endless_word.txt", lambda: b"a" * 5_000_000)
    yield BadFile("comments.xyz", lambda: b"<!---->" * 1_200)
    yield BadFile("many_keywords.jsonl", lambda: record(keywords=[f"k{n}" for n in range(300_000)]))
    yield BadFile("many_keys.jsonl", lambda: record(**{f"k{n}": n for n in range(200_000)}))


def _deep() -> Iterator[BadFile]:
    deep = 100_000
    yield BadFile("deep.json", lambda: b"[" * deep + b"]" * deep)
    yield BadFile("deep_objects.json", lambda: b'{"a":' * deep + b"1" + b"}" * deep)
    yield BadFile("deep.jsonl", lambda: b'{"text":' + b"[" * deep + b"]" * deep + b"}\n" + record())
    yield BadFile("deep_ld.html", lambda: page(_ld("[" * 5_000 + "]" * 5_000)))
    yield BadFile("deep_div.html", lambda: page(body="<div>" * deep + TEXT))
    yield BadFile("deep_b.html", lambda: page(body="<b><i>" * 20_000 + TEXT))
    yield BadFile("deep_table.html", lambda: page(body="<table><tr><td>" * 5_000 + TEXT))
    yield BadFile("deep.xml", lambda: b"<?xml version='1.0'?><rss>" + b"<a>" * deep)
    yield BadFile("deep_item.xml", lambda: feed("<a>" * deep))
    yield BadFile("deep.eml", lambda: _nested_mail(300))
    yield BadFile("deep_word.docx", lambda: docx(b"<w:p xmlns:w='w'>" + b"<w:r>" * deep))
    yield BadFile("deep.odt", lambda: odt(b"<a>" * deep))
    yield BadFile("deep.zip", lambda: _nested_zip(12))
    yield BadFile("deep.gz", lambda: _nested_gzip(40))


def _ld(data: str) -> str:
    return f"<script type='application/ld+json'>{data}</script>"


def _nested_mail(depth: int) -> bytes:
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )
    return b"From: a@paper.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + parts.encode()


def _nested_zip(depth: int) -> bytes:
    content = record()
    for level in range(depth):
        content = zipped({f"level{level}.{'zip' if level else 'jsonl'}": content})
    return content


def _nested_gzip(depth: int) -> bytes:
    content = record()
    for _ in range(depth):
        content = gzip.compress(content)
    return content


def _bombs() -> Iterator[BadFile]:
    letters = ("a" * 1_000_000).encode()
    yield BadFile("bombs.zip", lambda: zipped({f"{n}.txt": letters * 60 for n in range(40)}))
    yield BadFile(
        "bomb_tables.zip", lambda: zipped({f"{n}.csv": b"text\n" + letters * 60 for n in range(20)})
    )
    yield BadFile(
        "bomb_pages.zip", lambda: zipped({f"{n}.html": page() + letters * 30 for n in range(30)})
    )
    yield BadFile(
        "bomb_in_zip.zip",
        lambda: zipped({f"{n}.zip": zipped({"a.txt": letters * 60}) for n in range(30)}),
    )
    yield BadFile("bomb.txt.gz", lambda: gzip.compress(letters * 300))
    yield BadFile(
        "bomb.warc.gz", lambda: gzip.compress(warc(length=str(300_000_000)) + letters * 300)
    )
    yield BadFile("empty_members.zip", lambda: zipped({f"{n}.txt": b"" for n in range(100_000)}))
    yield BadFile("odd_members.zip", lambda: zipped({f"{n}.xyz": b"x" for n in range(30_000)}))
    yield BadFile("bomb.docx", lambda: docx(b"<w:document xmlns:w='w'>" + letters * 300))
    yield BadFile("run_bzip2.zip", lambda: zipped({"a.txt": letters * 200}, zipfile.ZIP_BZIP2))
    yield BadFile("run_lzma.zip", lambda: zipped({"a.txt": letters * 200}, zipfile.ZIP_LZMA))
    yield BadFile("method.docx", lambda: zipped(_WORD_PARTS, zipfile.ZIP_LZMA))
    yield BadFile("bomb.odt", lambda: odt(b"<a>" + letters * 300 + b"</a>"))
    entities = "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" if n else "<!ENTITY a0 'lol'>" for n in range(12)
    )
    laughs = f"<!DOCTYPE rss [{entities}]>"
    outside = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    yield BadFile("laughs.xml", lambda: feed("<author>&a11;</author>", laughs))
    yield BadFile("outside.xml", lambda: feed("<author>&x;</author>", outside))
    yield BadFile("laughs.html", lambda: laughs.encode() + page(body="<p>&a11;</p>"))
    yield BadFile("laughs.docx", lambda: docx(laughs.encode() + b"<rss>&a11;</rss>"))
    yield BadFile("laughs.odt", lambda: odt(laughs.encode() + b"<rss>&a11;</rss>"))


def _pages() -> Iterator[BadFile]:
    kinds: list[Any] = [{"a": 1}, [{"a": 1}], [["x"]], 7, None, [None, {}], "NewsArticle"]
    for number, kind in enumerate(kinds):
        data = json.dumps(
            {"@type": kind, "headline": {"x": [1]}, "author": [[["a"]]], "keywords": 5}
        )
        yield made_of(f"ld_{number}.html", data, lambda d: page(_ld(d)))
    yield BadFile("paragraphs.html", lambda: page(body="<p>" * 1_000_000))
    yield BadFile(
        "paragraphs_of_text.html", lambda: page(body="<p>خبر قصير عن المدينة</p>" * 100_000)
    )
    yield BadFile("links.html", lambda: page(body="<a href='/x'>خبر</a>" * 200_000))
    yield BadFile("attributes.html", lambda: page(body=f"<p {'a=1 ' * 500_000}>x</p>"))
    yield BadFile("long_class.html", lambda: page(body=f"<p class='{'meta ' * 200_000}'>x</p>"))
    yield BadFile("open_tags.html", lambda: page(body="<" * 1_000_000))
    yield BadFile("open_comments.html", lambda: page(body="<!--" * 500_000))
    yield BadFile("open_doctype.html", lambda: b"<!DOCTYPE[" * 200_000 + page())
    yield BadFile("references.html", lambda: page(body="&amp" * 500_000 + "&#99999999999;" * 1_000))
    yield BadFile("headings.html", lambda: page(body="<h1>خبر</h1>" * 50_000))
    yield BadFile("metas.html", lambda: page(head="<meta name='author' content='فلان'>" * 100_000))
    yield BadFile(
        "base.html",
        lambda: page(head="<link rel=canonical href='http://[::1'><base href='http://['>"),
    )
    yield BadFile("origins.html", lambda: b"<!-- url: http://" + b"a" * 90_000 + b" -->" + page())
