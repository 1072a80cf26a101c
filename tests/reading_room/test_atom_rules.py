"""Each feed is one by the rules of RFC 4287, whatever its articles hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive.jobs import run_waiting
from archive.readers.saved_searches import request_check
from tests.factories import make_article, make_entity, make_mention, make_outlet
from tests.reading_room.atom_rules import faults_of

Index = Callable[[], None]

RIGHT = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><id>urn:uuid:1</id><title>ع</title>'
    "<updated>2024-01-02T03:04:05Z</updated><author><name>خزانة</name></author>"
    '<link rel="self" href="/f"/><entry><id>urn:uuid:2</id><title type="html">&lt;b></title>'
    '<updated>2024-01-02T03:04:05+03:00</updated><link href="https://a.example/1"/></entry></feed>'
)


@pytest.mark.parametrize(
    ("right", "wrong", "section"),
    [
        ("<id>urn:uuid:1</id>", "", "4.1.1"),
        ("<title>ع</title>", "<title>ع</title><title>ع</title>", "4.1.1"),
        ("<author><name>خزانة</name></author>", "", "4.1.1"),
        ("<name>خزانة</name>", "<name> </name>", "3.2.1"),
        ("</author>", "<email>nobody</email></author>", "3.2.3"),
        ('<link href="https://a.example/1"/>', "", "4.1.2"),
        ('<link href="https://a.example/1"/>', '<link href="/1"/><link href="/2"/>', "4.1.2"),
        ("urn:uuid:2", "/article/2/", "4.2.6"),
        ("05+03:00", "05", "3.3"),
        ("2024-01-02T03:04:05Z", "2024-01-02 03:04:05Z", "3.3"),
        ('type="html"', 'type="markdown"', "3.1.1"),
        ("&lt;b>", "<b/>", "3.1.1"),
        ('rel="self"', 'rel="Über uns"', "4.2.7.2"),
        ('href="/f"', 'href="/a b"', "4.2.7.1"),
        ('rel="self"', 'rel="self" lang="ar"', "6.4"),
        ('xml:lang="ar"', 'xml:lang="العربية"', "2"),
        ("</entry>", "<icon>/i</icon></entry>", "4.1.2"),
        ("</entry>", '<category label="x"/></entry>', "4.2.2"),
    ],
)
def test_what_breaks_a_rule_is_seen(right: str, wrong: str, section: str) -> None:
    assert faults_of(RIGHT.encode()) == []
    broken = RIGHT.replace(right, wrong, 1)
    assert broken != RIGHT
    assert section in [fault.partition(":")[0] for fault in faults_of(broken.encode())]


@pytest.fixture
def odd_articles(index: Index) -> str:
    """Articles whose fields hold whatever they may; the key of an entity that they name."""
    entity = make_entity("حلب <&>")
    outlet = make_outlet(name_ar="«صحيفة» & <شركاه>", name_en="")
    odd: dict[str, dict[str, Any]] = {
        "عنوان\x0b <b>&amp;</b> ]]>": {"byline": "ليلى\x01 <ليلى>", "language": "ar"},
        "": {"outlet": None, "language": "und", "url": "https://paper.example/أ ب?c=<d>&e"},
        "Title\u2028of two": {"language": "en", "url": "javascript:alert(1)"},
    }
    for title, fields in odd.items():
        article = make_article(title, "نهر في حلب <&> \ufffe", **({"outlet": outlet} | fields))
        make_mention(article, entity)
    index()
    return entity.key


@pytest.mark.parametrize("public", [True, False])
def test_every_feed_keeps_the_rules(
    client: Client, odd_articles: str, public: bool, request: pytest.FixtureRequest
) -> None:
    if public:
        request.getfixturevalue("public_url")
    for address in (
        "/search/feed/?q=نهر",
        "/search/feed/?q=نهر&lang=en",
        "/search/feed/?q=%3C%22%26&sort=oldest",
        f"/entity/{odd_articles}/feed/",
    ):
        assert faults_of(client.get(address).content) == [], address


@pytest.mark.usefixtures("public_url")
def test_the_feed_of_alerts_keeps_the_rules(client: Client, at_home: Client, index: Index) -> None:
    index()
    for query in ("q=نهر", "q=%3Cb%3E نهر"):
        at_home.post("/saved/save/", {"query": query})
    make_article("جديد <&>", "نهر b")
    index()
    request_check()
    run_waiting()
    page = at_home.post("/saved/key/").content.decode()
    found = re.search(r'value="[^"]*(/saved/[^"]+key=[^"]+)"', page)
    assert found
    document = client.get(found[1].replace("&amp;", "&")).content
    assert b"<entry" in document
    assert faults_of(document) == []
