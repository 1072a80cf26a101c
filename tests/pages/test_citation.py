"""Citations: in words and for reference managers."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings

from archive.models import Article, Capture, Outlet
from search.presentation.byline_authors import authors_in
from search.presentation.citation import bibtex, citation_of, csl_json, ris
from search.presentation.citation_styles import styled_citation

TODAY = date(2026, 1, 15)
URL = "https://archive.example/article/abc/"
ORIGINAL = "https://paper.example/1"
KEPT_AR = (
    f"[الأصل: {ORIGINAL}، حُفظت الصفحة في 27 تشرين الأول/أكتوبر 2024، "
    "بصمة SHA-256 تبدأ بـ 0123456789ab]. "
)
KEPT_EN = (
    f"[original: {ORIGINAL}, page captured October 27, 2024, SHA-256 begins with 0123456789ab]. "
)

pytestmark = pytest.mark.usefixtures("public_url")


def article(**fields: object) -> Article:
    defaults = {
        "public_id": "abc",
        "title": "افتتاح متحف & مكتبة",
        "byline": "متابعات",
        "capture": Capture(sha256="0123456789abcdef" * 4, captured=date(2024, 10, 27)),
        "outlet": Outlet(slug="demo", name_ar="صحيفة التجربة", name_en="Demo Daily"),
        "published_earliest": date(2024, 10, 26),
        "published_latest": date(2024, 10, 26),
        "edtf": "2024-10-26",
    }
    return Article(**(defaults | fields))


def styled(cited: Article, style: str, language: str) -> str:
    return styled_citation(cited, citation_of(cited, URL, ORIGINAL, TODAY), style, language).text


@pytest.mark.parametrize(
    ("style", "language", "words"),
    [
        (
            "APA",
            "ar",
            "سلمى العلي. (2024، 26 تشرين الأول/أكتوبر). افتتاح متحف & مكتبة. صحيفة التجربة. "
            f"{KEPT_AR}أرشيف خزانة. استُرجع في 15 كانون الثاني/يناير 2026، من {URL}",
        ),
        (
            "APA",
            "en",
            "سلمى العلي. (2024, October 26). افتتاح متحف & مكتبة. Demo Daily. "
            f"{KEPT_EN}Khizana archive. Retrieved January 15, 2026, from {URL}",
        ),
        (
            "Chicago",
            "ar",
            "سلمى العلي. «افتتاح متحف & مكتبة». صحيفة التجربة، 26 تشرين الأول/أكتوبر 2024. "
            f"{KEPT_AR}أرشيف خزانة، اطُّلع عليه في 15 كانون الثاني/يناير 2026. {URL}",
        ),
        (
            "Chicago",
            "en",
            "سلمى العلي. “افتتاح متحف & مكتبة.” Demo Daily, October 26, 2024. "
            f"{KEPT_EN}Khizana archive, accessed January 15, 2026. {URL}",
        ),
        (
            "MLA",
            "ar",
            "سلمى العلي. «افتتاح متحف & مكتبة». صحيفة التجربة، 26 تشرين الأول/أكتوبر 2024. "
            f"{KEPT_AR}خزانة، {URL}. تاريخ الاطلاع 15 كانون الثاني/يناير 2026.",
        ),
        (
            "MLA",
            "en",
            "سلمى العلي. “افتتاح متحف & مكتبة.” Demo Daily, 26 Oct. 2024. "
            f"{KEPT_EN.replace('October 27, 2024', '27 Oct. 2024')}Khizana, {URL}. Accessed 15 Jan. 2026.",
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


def test_every_format_says_what_was_kept_and_when() -> None:
    citation = citation_of(article(), URL, ORIGINAL, TODAY)
    for written in (bibtex(citation), ris(citation), csl_json(citation)):
        assert ORIGINAL in written
        assert "Captured: 2024-10-27" in written
        assert "0123456789ab" in written
        assert "0123456789abc" not in written
        assert "Local" not in written


def test_a_page_of_an_unknown_day_is_cited_by_the_day_on_which_it_was_loaded() -> None:
    loaded = datetime(2025, 3, 2, 10, tzinfo=UTC)
    cited = article(capture=Capture(sha256="ab" * 32, loaded_at=loaded))
    assert "page archived March 2, 2025" in styled(cited, "Chicago", "en")
    assert "أُدخلت الصفحة الأرشيف في 2 آذار/مارس 2025" in styled(cited, "Chicago", "ar")
    assert "Archived: 2025-03-02" in ris(citation_of(cited, URL, "", TODAY))


@pytest.mark.parametrize("style", ["APA", "Chicago", "MLA"])
def test_a_local_address_says_that_it_is_local(style: str, settings: LazySettings) -> None:
    settings.ARCHIVE_PUBLIC_URL = None
    cited = article()
    citation = citation_of(cited, "/article/abc/", "", TODAY)
    arabic = styled_citation(cited, citation, style, "ar").text
    assert "عنوان محلي (لا يُفتح من خارج هذا الأرشيف): /article/abc/" in arabic
    english = styled_citation(cited, citation, style, "en").text
    assert "local address (opens in this archive alone): /article/abc/" in english.lower()


def test_reference_managers_get_no_address_that_others_cannot_open(
    settings: LazySettings,
) -> None:
    settings.ARCHIVE_PUBLIC_URL = None
    citation = citation_of(article(), "/article/abc/", "", TODAY)
    assert " url = " not in bibtex(citation)
    assert "UR  - " not in ris(citation)
    assert "URL" not in json.loads(csl_json(citation))[0]
    for written in (bibtex(citation), ris(citation), csl_json(citation)):
        assert "عنوان محلي" in written


def test_hijri_days_stand_beside_the_others_where_they_are_wished() -> None:
    cited = article()
    wished = citation_of(cited, URL, "", TODAY, hijri=True)
    arabic = styled_citation(cited, wished, "Chicago", "ar").text
    assert "26 تشرين الأول/أكتوبر 2024 (23 ربيع الثاني 1446 هـ)" in arabic
    assert (
        "October 26, 2024 (23 Rabi' al-Thani 1446 AH)"
        in styled_citation(cited, wished, "Chicago", "en").text
    )
    assert "1446" not in styled(cited, "Chicago", "ar")
    assert "1446" in bibtex(wished)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 1, 1)])
def test_a_day_outside_the_tables_has_no_hijri_date(day: date) -> None:
    cited = article(published_earliest=day, published_latest=day)
    assert citation_of(cited, URL, "", TODAY, hijri=True).hijri == ""


def test_an_interval_has_no_hijri_date() -> None:
    cited = article(published_latest=date(2024, 10, 29), edtf="2024-10-26/2024-10-29")
    assert citation_of(cited, URL, "", TODAY, hijri=True).hijri == ""
    assert "Date (EDTF): 2024-10-26/2024-10-29" in ris(citation_of(cited, URL, "", TODAY))
