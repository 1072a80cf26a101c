"""What reference managers make of an article's page and of its citation files.

``embedded_item`` looks at a page in the order of Zotero's translator "Embedded Metadata": statements
of Dublin Core, PRISM and Open Graph first, tags of Highwire Press over them, then what stands on
the page itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from django.test import Client

from archive.models import Article
from tests.factories import make_article, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

_HIGHWIRE: Final = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_publisher": "publisher",
    "citation_abstract": "abstractNote",
    "citation_public_url": "url",
    "citation_language": "language",
}
_STATEMENTS: Final = {
    "title": ("dc.title", "dcterms.title", "og.title"),
    "publicationTitle": ("prism.publicationName", "dc.source", "dcterms.source", "og.site_name"),
    "section": ("article.section",),
    "publisher": ("dc.publisher", "dcterms.publisher"),
    "date": ("prism.publicationDate", "article.published_time", "dcterms.issued", "dc.date"),
    "url": ("og.url", "prism.url"),
    "abstractNote": ("prism.teaser", "og.description", "dcterms.abstract"),
    "language": ("dc.language", "dcterms.language"),
}
"""Field of an item → the statements that it is taken from, the first that is there."""
_KINDS: Final = {"newsitem": "newspaperArticle", "journalarticle": "journalArticle"}


class _Page(HTMLParser):
    """The meta tags of a page, by name, and the text of elements of the class ``byline``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: dict[str, list[str]] = defaultdict(list)
        self.bylines = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "meta" and given.get("content"):
            name = given.get("name") or given.get("property", "")
            self.tags[name].append(given["content"])
        self.bylines += bool({"byline", "vcard"} & set(given.get("class", "").split()))


def embedded_item(html: str) -> dict[str, Any]:
    """Return the fields of the item that is made of a page."""
    page = _Page(html)
    stated: dict[str, list[str]] = defaultdict(list)
    for name, values in page.tags.items():
        if not name.startswith("citation_"):
            prefix, _sign, rest = re.sub("[.:_]", "\0", name, count=1).partition("\0")
            stated[f"{prefix.lower()}.{rest}"] += values
    item: dict[str, Any] = {
        field: stated[name][0]
        for field, names in _STATEMENTS.items()
        if (name := next((each for each in names if stated[each]), ""))
    }
    kind = _KINDS.get((stated["dc.type"] or [""])[0].lower(), "")
    guess = "journalArticle" if page.tags["citation_title"] else "webpage"
    item["itemType"] = kind or guess
    item |= {field: page.tags[tag][0] for tag, field in _HIGHWIRE.items() if page.tags[tag]}
    item["creators"] = page.tags["citation_author"] or stated["dc.creator"]
    assert item["creators"] or not page.bylines, "a line that names no person becomes the author"
    return item


def saved(client: Client, article: Article) -> dict[str, Any]:
    return embedded_item(client.get(article.get_absolute_url()).content.decode())


def test_an_article_is_saved_from_its_page(client: Client, public_url: str) -> None:
    article = make_article(
        "افتتاح متحف & «مكتبة»",
        "نص الخبر الأول.",
        byline="سلمى العلي ومريم حسن",
        section="ثقافة",
        url="https://paper.example/1?a=1&b=2",
        language="ar",
        outlet=make_outlet(name_ar="صحيفة التجربة"),
    )
    assert saved(client, article) == {
        "itemType": "newspaperArticle",
        "title": "افتتاح متحف & «مكتبة»",
        "creators": ["سلمى العلي", "مريم حسن"],
        "publicationTitle": "صحيفة التجربة",
        "publisher": "صحيفة التجربة",
        "section": "ثقافة",
        "date": "2024/10/26",
        "url": f"{public_url}{article.get_absolute_url()}",
        "abstractNote": "نص الخبر الأول.",
        "language": "ar",
    }


@pytest.mark.usefixtures("public_url")
def test_no_author_and_no_publication_is_made_up(client: Client) -> None:
    article = make_article("خبر", byline="بغداد - واع", outlet=None, url="https://paper.example/1")
    item = saved(client, article)
    assert item["creators"] == []
    assert "publicationTitle" not in item


def test_an_uncertain_day_is_saved_as_wide_as_it_is(client: Client) -> None:
    article = make_article(
        "خبر",
        published_earliest=date(2024, 10, 1),
        published_latest=date(2024, 10, 31),
        edtf="2024-10",
    )
    assert saved(client, article)["date"] == "2024-10"


def test_without_a_public_address_an_item_gets_none_that_others_cannot_open(
    client: Client,
) -> None:
    # The manager then keeps the address that the reader had open.
    assert "url" not in saved(client, make_article())


_RIS_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_RIS_TAGS: Final = frozenset(
    ["TY", "ID", "TI", "AU", "T2", "PY", "DA", "LA", "UR", "L2", "Y2", "DP", "N1", "ER"]
)


def read_ris(text: str) -> dict[str, list[str]]:
    """Read one record as the specification of RIS has it: a tag a line, ``TY`` first, ``ER`` last."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    fields: dict[str, list[str]] = defaultdict(list)
    tags = []
    for line in lines:
        found = _RIS_LINE.fullmatch(line)
        assert found, line
        tags.append(found[1])
        fields[found[1]].append(found[2])
    assert (tags[0], tags[-1], fields["ER"]) == ("TY", "ER", [""])
    assert set(tags) <= _RIS_TAGS
    return fields


def read_bibtex(text: str) -> dict[str, str]:
    """Read one entry with fields in braces, counting these; what TeX escapes is taken back."""
    head = re.match(r"@online\{([^\s,{}]+),\n", text)
    assert head
    at, fields = head.end(), {"key": head[1]}
    while (name := re.compile(r"  ([a-z]+) = \{").match(text, at)) is not None:
        start = at = name.end()
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0) if text[at - 1] != "\\" else 0
            at += 1
        fields[name[1]] = re.sub(r"\\([#$%&_{}])", r"\1", text[start : at - 1])
        assert text[at : at + 2] == ",\n"
        at += 2
    assert text[at:] == "}\n"
    return fields


def make_cited() -> Article:
    return make_article(
        "«50%» من {الميزانية} & #غيرها_اليوم",
        byline="سلمى العلي ومريم حسن",
        url="https://paper.example/1?a=1",
        language="ar",
        outlet=make_outlet(name_ar="صحيفة التجربة"),
    )


def test_a_file_of_ris_gives_back_what_was_written(client: Client, public_url: str) -> None:
    cited = make_cited()
    record = read_ris(client.get(f"{cited.get_absolute_url()}cite.ris").content.decode())
    assert record["TY"] == ["NEWS"]
    assert record["TI"] == [cited.title]
    assert record["AU"] == ["سلمى العلي", "مريم حسن"]
    assert (record["T2"], record["LA"]) == (["صحيفة التجربة"], ["ar"])
    assert (record["PY"], record["DA"]) == (["2024"], ["2024/10/26"])
    assert record["UR"] == [f"{public_url}{cited.get_absolute_url()}"]
    assert record["L2"] == [cited.url]


def test_a_file_of_bibtex_gives_back_what_was_written(client: Client, public_url: str) -> None:
    cited = make_cited()
    entry = read_bibtex(client.get(f"{cited.get_absolute_url()}cite.bib").content.decode())
    assert entry["title"] == cited.title
    assert entry["author"] == "{سلمى العلي} and {مريم حسن}"
    assert (entry["journaltitle"], entry["date"]) == ("صحيفة التجربة", "2024-10-26")
    assert entry["url"] == f"{public_url}{cited.get_absolute_url()}"
    assert entry["langid"] == "arabic"
