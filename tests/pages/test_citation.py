"""Citations: in words and for reference managers."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from archive.models import Article, Outlet
from search.presentation.citation import bibtex, citation_in_words, citation_of, csl_json, ris

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


def test_sentence_in_both_languages() -> None:
    cited = article()
    citation = citation_of(cited, URL, "", TODAY)
    assert citation_in_words(cited, citation, "ar") == (
        "متابعات، «افتتاح متحف & مكتبة»، صحيفة التجربة، 26 تشرين الأول/أكتوبر 2024. "
        f"أرشيف خزانة، {URL} (اطُّلع عليه في 15 كانون الثاني/يناير 2026)."
    )
    assert citation_in_words(cited, citation, "en") == (
        "متابعات, “افتتاح متحف & مكتبة”, Demo Daily, 26 October 2024. "
        f"Khizana archive, {URL} (accessed 15 January 2026)."
    )


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
    assert "تاريخ غير معروف" in citation_in_words(cited, citation, "ar")
