"""Citations: in words and for reference managers."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from archive.models import Article, Outlet
from search.presentation.byline_authors import authors_in
from search.presentation.citation import bibtex, citation_of, csl_json, ris
from search.presentation.citation_styles import styled_citation

TODAY = date(2026, 1, 15)
URL = "https://archive.example/article/abc/"


def article(**fields: object) -> Article:
    defaults = {
        "public_id": "abc",
        "title": "افتتاح متحف & مكتبة",
        "byline": "متابعات",
        "outlet": Outlet(slug="demo", name_ar="صحيفة التجربة", name_en="Demo Daily"),
        "published_earliest": date(2024, 10, 26),
        "published_latest": date(2024, 10, 26),
        "edtf": "2024-10-26",
    }
    return Article(**(defaults | fields))


def styled(cited: Article, style: str, language: str) -> str:
    return styled_citation(cited, citation_of(cited, URL, "", TODAY), style, language).text


@pytest.mark.parametrize(
    ("style", "language", "words"),
    [
        (
            "APA",
            "ar",
            "سلمى العلي. (2024، 26 تشرين الأول/أكتوبر). افتتاح متحف & مكتبة. صحيفة التجربة. "
            f"أرشيف خزانة. استُرجع في 15 كانون الثاني/يناير 2026، من {URL}",
        ),
        (
            "APA",
            "en",
            "سلمى العلي. (2024, October 26). افتتاح متحف & مكتبة. Demo Daily. "
            f"Khizana archive. Retrieved January 15, 2026, from {URL}",
        ),
        (
            "Chicago",
            "ar",
            "سلمى العلي. «افتتاح متحف & مكتبة». صحيفة التجربة، 26 تشرين الأول/أكتوبر 2024. "
            f"أرشيف خزانة، اطُّلع عليه في 15 كانون الثاني/يناير 2026. {URL}",
        ),
        (
            "Chicago",
            "en",
            "سلمى العلي. “افتتاح متحف & مكتبة.” Demo Daily, October 26, 2024. "
            f"Khizana archive, accessed January 15, 2026. {URL}",
        ),
        (
            "MLA",
            "ar",
            "سلمى العلي. «افتتاح متحف & مكتبة». صحيفة التجربة، 26 تشرين الأول/أكتوبر 2024. "
            f"خزانة، {URL}. تاريخ الاطلاع 15 كانون الثاني/يناير 2026.",
        ),
        (
            "MLA",
            "en",
            "سلمى العلي. “افتتاح متحف & مكتبة.” Demo Daily, 26 Oct. 2024. "
            f"Khizana, {URL}. Accessed 15 Jan. 2026.",
        ),
    ],
)
def test_styles_in_both_languages(style: str, language: str, words: str) -> None:
    assert styled(article(byline="سلمى العلي"), style, language) == words


def test_without_an_author_the_title_stands_first_in_apa() -> None:
    assert styled(article(), "APA", "en").startswith("افتتاح متحف & مكتبة. (2024, October 26). ")


def test_an_interval_is_cited_as_wide_as_it_is() -> None:
    cited = article(published_latest=date(2024, 10, 29), edtf="2024-10-26/2024-10-29")
    assert "(between 26 and 29 October 2024)" in styled(cited, "APA", "en")
    unknown = article(published_earliest=None, published_latest=None, edtf="")
    assert "(n.d.)" in styled(unknown, "APA", "en")
    assert "(د. ت.)" in styled(unknown, "APA", "ar")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("بغداد - واع", ()),
        ("عدن: سامي القاسم", ("سامي القاسم",)),
        ("سامي القاسم - رويترز", ("سامي القاسم",)),
        ("لندن: «الشرق الأوسط»", ()),
        ("متابعات", ()),
        ("رويترز", ()),
        ("سان سلفادور - رويترز", ()),
        ("كتب: محمود الحسن", ("محمود الحسن",)),
        ("د. هالة إبراهيم", ("هالة إبراهيم",)),
        ("أحمد حسن ومريم علي", ("أحمد حسن", "مريم علي")),
        ("حلب - أحمد حسن، مريم علي:", ("أحمد حسن", "مريم علي")),
        ("عمّان - ليلى خالد - تصوير - محمد صالح", ("ليلى خالد",)),
        ("نزار محمود من القاهرة", ("نزار محمود",)),
        ("Jane Smith", ("Jane Smith",)),
        ("", ()),
    ],
)
def test_only_people_are_authors(byline: str, authors: tuple[str, ...]) -> None:
    assert authors_in(byline) == authors


def test_a_dateline_is_no_author_in_any_format() -> None:
    citation = citation_of(article(byline="بغداد - واع"), URL, "", TODAY)
    assert "author" not in bibtex(citation)
    assert "AU  -" not in ris(citation)
    assert "author" not in json.loads(csl_json(citation))[0]


def test_several_authors_stand_apart() -> None:
    citation = citation_of(article(byline="أحمد حسن، مريم علي"), URL, "", TODAY)
    assert "author = {{أحمد حسن} and {مريم علي}}" in bibtex(citation)
    assert ris(citation).count("AU  - ") == 2
    assert len(json.loads(csl_json(citation))[0]["author"]) == 2


def test_bibtex_escapes_what_tex_would_read() -> None:
    entry = bibtex(citation_of(article(), URL, "", TODAY))
    assert r"title = {افتتاح متحف \& مكتبة}" in entry
    assert "date = {2024-10-26}" in entry
    assert f"url = {{{URL}}}" in entry


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x}, author = {Somebody",
        "https://a.example/\\input{/etc/passwd}",
        "https://a.example/x\n}\n@online{other,\n",
        "https://a.example/100%{}",
    ],
)
def test_an_address_ends_no_field_of_bibtex(address: str) -> None:
    entry = bibtex(citation_of(article(), URL, address, TODAY))
    (note,) = re.findall(r"^  note = \{(.*)\},$", entry, re.M)
    assert not re.search(r"(?<!\\)[{}%#$&]|\\(?![#$%&_{}])", note.replace(r"\textasciitilde{}", ""))
    assert entry.count("@online{") == 1
    assert len(re.findall("^  [a-z]+ = ", entry, re.M)) == len(entry.splitlines()) - 2


def test_ris_gives_a_day_only_where_it_is_known() -> None:
    known = ris(citation_of(article(), URL, "", TODAY))
    assert "DA  - 2024/10/26\r\n" in known
    uncertain = article(published_earliest=date(2024, 10, 1), published_latest=date(2024, 10, 31))
    assert "DA  - " not in ris(citation_of(uncertain, URL, "", TODAY))
    assert "PY  - 2024\r\n" in ris(citation_of(uncertain, URL, "", TODAY))


def test_csl_keeps_both_ends_of_an_interval() -> None:
    cited = article(published_latest=date(2024, 10, 29), edtf="2024-10-26/2024-10-29")
    (item,) = json.loads(csl_json(citation_of(cited, URL, "", TODAY)))
    assert item["issued"] == {"date-parts": [[2024, 10, 26], [2024, 10, 29]]}
    assert item["container-title"] == "صحيفة التجربة"


def test_unknown_date_is_left_out() -> None:
    cited = article(published_earliest=None, published_latest=None, edtf="")
    citation = citation_of(cited, URL, "", TODAY)
    assert "date =" not in bibtex(citation).replace("urldate =", "")
    assert "issued" not in json.loads(csl_json(citation))[0]
