"""JSON that is one document: arrays, exports of networks, objects of WordPress."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.containers import read_captures
from archive.records.documents import DateBasis, RawCapture
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    captures_of,
    read_file,
    reasons_of,
)
from tests.ingest.parsed_pages import parse_capture

URL = "https://www.example.com/mosul"
FIRST = {"url": URL, "title": TITLE, "text": "\n".join(PARAGRAPHS), "date": "2021-09-12"}
SECOND = {"url": URL + "2", "title": SECOND_TITLE, "text": "\n".join(SECOND_PARAGRAPHS)}


def read(tmp_path: Path, value: Any, name: str = "n.json") -> tuple[list[RawCapture], Counter[str]]:
    content = value if isinstance(value, str) else json.dumps(value, indent=1)
    (tmp_path / name).write_text(content)
    passed_over = Counter[str]()
    return captures_of(list(read_captures([tmp_path / name], {}, passed_over))), passed_over


@pytest.mark.parametrize(
    "value",
    [
        [FIRST, SECOND],
        {"articles": [FIRST, SECOND]},
        {"total": 2, "results": [FIRST, SECOND], "next": None},
        {"أخبار": [FIRST, SECOND]},
    ],
)
def test_an_array_of_records_is_read_wherever_it_stands(tmp_path: Path, value: Any) -> None:
    found, _counts = read(tmp_path, value)
    assert [capture.uri for capture in found] == [URL, URL + "2"]
    (article,) = parse_capture(found[0]).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)


def test_a_record_that_holds_arrays_of_its_own_is_one_record(tmp_path: Path) -> None:
    value = {**FIRST, "images": [{"src": "a.jpg"}], "data": [{"k": 1}]}
    found, _counts = read(tmp_path, value)
    assert [capture.uri for capture in found] == [URL]


def test_one_record_keeps_its_bytes(tmp_path: Path) -> None:
    content = json.dumps(FIRST, indent=3)
    (capture,), _counts = read(tmp_path, content + "\n")
    assert capture.content == content.encode()


@pytest.mark.parametrize("name", ["n.json", "n.txt"])
def test_an_export_in_one_line_is_read_like_any_other(tmp_path: Path, name: str) -> None:
    found, _counts = read(tmp_path, json.dumps({"total": 2, "articles": [FIRST, SECOND]}), name)
    assert len(found) == 2


def test_what_follows_a_document_is_told(tmp_path: Path) -> None:
    found = read_file(tmp_path, "n.json", json.dumps([FIRST]).encode() + b" oops")
    assert len(captures_of(found)) == 1
    assert "something else follows" in reasons_of(found)[0]


def test_an_array_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    found = read_file(tmp_path, "n.json", json.dumps([FIRST, SECOND]).encode()[:-60])
    assert len(captures_of(found)) == 1
    assert "1 records were read" in reasons_of(found)[0]


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b"[1, 2]", b"[]"])
def test_json_without_records_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (reason,) = reasons_of(read_file(tmp_path, "n.json", content))
    assert "JSON" in reason
    assert "internal error" not in reason


def test_records_longer_than_what_is_read_at_once_are_whole(tmp_path: Path) -> None:
    long = {**FIRST, "text": "\n".join(PARAGRAPHS * 2000)}
    found, _counts = read(tmp_path, [long, SECOND, long])
    assert len(found) == 3
    assert json.loads(found[2].content) == long


WORDPRESS = {
    "id": 7,
    "date": "2021-09-13T01:30:00",
    "date_gmt": "2021-09-12T22:30:00",
    "link": URL,
    "title": {"rendered": TITLE + " &#8230;"},
    "content": {"rendered": "".join(f"<p>{each}</p>\n" for each in PARAGRAPHS)},
    "_links": {"self": [{"href": "https://www.example.com/wp-json/7"}]},
}


@pytest.mark.parametrize("value", [WORDPRESS, [WORDPRESS], json.dumps(WORDPRESS)])
def test_a_post_of_wordpress_is_an_article(tmp_path: Path, value: Any) -> None:
    (capture,), _counts = read(tmp_path, value)
    (article,) = parse_capture(capture).articles
    assert capture.uri == URL
    assert (article.title, article.paragraphs) == (TITLE + " …", PARAGRAPHS)
    assert article.published.edtf == "2021-09-13"


def test_an_item_of_a_json_feed_is_an_article(tmp_path: Path) -> None:
    entry = {
        "id": "1",
        "url": URL,
        "title": TITLE,
        "content_html": "".join(f"<p>{each}</p>" for each in PARAGRAPHS),
        "date_published": "2021-09-12T10:00:00+03:00",
        "authors": [{"name": "سلمى الحداد"}],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "موقع", "items": [entry]}
    (capture,), _counts = read(tmp_path, feed)
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert (article.byline, article.published.edtf) == ("سلمى الحداد", "2021-09-12")


def test_a_text_that_is_html_is_read_without_its_tags(tmp_path: Path) -> None:
    marked = {**FIRST, "text": "<p>" + "</p>\n<p>".join(PARAGRAPHS) + "</p>"}
    (capture,), _counts = read(tmp_path, [marked])
    assert parse_capture(capture).articles[0].paragraphs == PARAGRAPHS


def telegram(*messages: dict[str, Any]) -> dict[str, Any]:
    return {"name": "قناة المثال", "type": "public_channel", "id": 55, "messages": list(messages)}


POST = {
    "id": 2,
    "type": "message",
    "date": "2021-09-13T00:30:00",
    "date_unixtime": "1631482200",
    "text": [{"type": "bold", "text": TITLE}, "\n\n" + "\n".join(PARAGRAPHS)],
}


def test_each_post_of_a_telegram_channel_is_an_article(tmp_path: Path) -> None:
    service = {"id": 1, "type": "service", "action": "create_channel", "text": ""}
    photo = {"id": 3, "type": "message", "date": "2021-09-13T01:00:00", "text": ""}
    (capture,), counts = read(tmp_path, telegram(service, POST, photo), "result.json")
    (article,) = parse_capture(capture).articles
    assert capture.uri == "result.json#55/2"
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert article.outlet.name == "قناة المثال"
    assert (article.published.edtf, article.published.basis) == ("2021-09-13", DateBasis.METADATA)
    assert counts == {"service messages of a Telegram export": 1, "posts without text": 1}


def test_an_export_of_all_chats_is_read_chat_by_chat(tmp_path: Path) -> None:
    other = {**telegram(POST), "id": 56}
    found, _counts = read(tmp_path, {"about": "…", "chats": {"list": [telegram(POST), other]}})
    assert [capture.uri for capture in found] == ["n.json#55/2", "n.json#56/2"]


def test_an_export_as_html_gives_the_same_posts(tmp_path: Path) -> None:
    body = "<br>".join(PARAGRAPHS)
    export = (
        "<!DOCTYPE html><html><head><title>Exported Data</title></head><body>"
        '<div class="page_header"><div class="text bold">قناة المثال</div></div>'
        '<div class="page_body chat_page"><div class="message service" id="message-1">x</div>'
        '<div class="message default clearfix" id="message2"><div class="body">'
        '<div class="date details" title="13.09.2021 00:30:00 UTC+03:00">00:30</div>'
        f'<div class="from_name">قناة المثال</div><div class="text"><strong>{TITLE}</strong>'
        f"<br><br>{body}</div></div></div>"
        '<div class="message default" id="message3"><div class="body"></div></div></div></body></html>'
    )
    (capture,), counts = read(tmp_path, export, "messages.html")
    (article,) = parse_capture(capture).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert (article.outlet.name, article.published.edtf) == ("قناة المثال", "2021-09-13")
    assert counts == {"service messages of a Telegram export": 1, "posts without text": 1}


def test_people_in_a_group_are_no_outlet(tmp_path: Path) -> None:
    group = {**telegram({**POST, "from": "سلمى"}), "type": "private_supergroup"}
    (capture,), _counts = read(tmp_path, group)
    (article,) = parse_capture(capture).articles
    assert (article.outlet.name, article.byline) == ("", "سلمى")


def test_posts_of_facebook_are_read_in_their_letters(tmp_path: Path) -> None:
    text = "\n".join((TITLE, *PARAGRAPHS)).encode().decode("latin-1")
    posts = [
        {"timestamp": 1631430000, "data": [{"post": text}]},
        {"timestamp": 1631430001, "data": [{"update_timestamp": 1}], "title": "x"},
    ]
    (capture,), counts = read(tmp_path, posts, "your_posts_1.json")
    parsed = parse_capture(capture)
    assert (parsed.articles[0].title, parsed.articles[0].paragraphs) == (
        TITLE,
        (TITLE, *PARAGRAPHS),
    )
    assert parsed.articles[0].published.edtf == "2021-09-12"
    assert any("put right" in warning for warning in parsed.warnings)
    assert counts == {"posts without text": 1}


def test_tweets_are_read_from_their_archive(tmp_path: Path) -> None:
    tweet = {
        "id_str": "9",
        "created_at": "Sun Sep 12 07:00:00 +0000 2021",
        "full_text": PARAGRAPHS[0],
    }
    content = "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}])
    (capture,), _counts = read(tmp_path, content, "tweets.js")
    (article,) = parse_capture(capture).articles
    assert article.paragraphs == (PARAGRAPHS[0],)
    assert article.published.edtf == "2021-09-12"
