"""What a record says of itself goes before what its text tells, which is read where it is silent."""

from __future__ import annotations

import pytest

from archive.records.documents import DateBasis, OutletBasis
from tests.ingest.document_samples import PARAGRAPHS, TITLE, page
from tests.ingest.parsed_records import BODY, article


def test_a_records_author_goes_before_a_picture_of_somebody() -> None:
    found = article(author="الموصل - سلمى الحداد:", text=f"أمين القاعة متحدثا للطلاب\n{BODY}")
    assert (found.byline, found.dateline) == ("الموصل - سلمى الحداد:", "الموصل")
    assert found.paragraphs[0] == "أمين القاعة متحدثا للطلاب"


def test_signs_of_direction_are_no_part_of_title_and_author() -> None:
    found = article(title=f"\u200f\u202b{TITLE}\u200e", author="\u2067سلمى الحداد\u2069")
    assert (found.title, found.byline) == (TITLE, "سلمى الحداد")


def test_an_agency_is_read_from_the_author() -> None:
    found = article(author="رويترز (بغداد)")
    assert (found.agency, found.dateline) == ("رويترز", "بغداد")


def test_only_a_place_is_a_dateline() -> None:
    assert article(author="بغداد، تحقيق - سلمى الحداد").dateline == "بغداد"
    assert article(author="بغداد، البصرة - سلمى الحداد").dateline == "بغداد، البصرة"


def test_dateline_byline_and_source_are_read_and_stay() -> None:
    text = f"الموصل - سلمى الحداد\n{BODY}\nالمصدر: رويترز"
    found = article(text=text, outlet="عنب بلدي")
    assert (found.dateline, found.byline, found.agency) == ("الموصل", "سلمى الحداد", "رويترز")
    assert found.paragraphs == ("الموصل - سلمى الحداد", *PARAGRAPHS, "المصدر: رويترز")


def test_an_agencys_name_closes_a_text() -> None:
    found = article(text=f"{BODY}\n(أ ف ب)", outlet="عنب بلدي")
    assert found.agency == "وكالة الصحافة الفرنسية"
    assert found.outlet.slug == "enabbaladi"


def test_a_dateline_before_the_first_words_is_read_and_stays() -> None:
    text = f"بغداد (رويترز) - {PARAGRAPHS[0]}"
    found = article(text=text)
    assert (found.dateline, found.agency, found.paragraphs) == ("بغداد", "رويترز", (text,))


@pytest.mark.parametrize(
    ("columns", "slug", "basis"),
    [
        ({"outlet": "عنب بلدي", "url": "https://www.aljazeera.net/1"}, "enabbaladi", "stated"),
        ({"outlet": "enabbaladi"}, "enabbaladi", "stated"),
        ({"outlet": "رويترز", "url": "https://www.aljazeera.net/1"}, "aljazeera", "domain"),
        ({"outlet": "aj-site-7", "url": "https://www.aljazeera.net/1"}, "aljazeera", "domain"),
        ({"text": f"{BODY}\nالمصدر: عنب بلدي"}, "enabbaladi", "source_line"),
    ],
)
def test_whose_a_record_is(columns: dict[str, str], slug: str, basis: OutletBasis) -> None:
    outlet = article(**columns).outlet
    assert (outlet.slug, outlet.basis) == (slug, basis)


def test_an_agency_beside_the_host_of_an_outlet_is_the_agency() -> None:
    assert article(outlet="رويترز", url="https://www.aljazeera.net/1").agency == "رويترز"


def test_a_summary_is_the_standfirst_unless_the_text_says_it() -> None:
    assert article(summary="قاعة ثانية تفتح في الربيع").standfirst == "قاعة ثانية تفتح في الربيع"
    assert article(summary=f"{PARAGRAPHS[0][:80]}…").standfirst == ""
    assert article(summary=TITLE).standfirst == ""
    # Some summaries lack the words that are links in the text.
    gapped = PARAGRAPHS[0].replace("أمام الباحثين والطلاب ", "")
    assert article(summary=gapped).standfirst == ""
    assert article(text=f"وكالات – متابعات\n{BODY}").standfirst == ""


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("localNews", "أخبار محلية"),
        ("international-news", "أخبار دولية"),
        ("sport", "رياضة"),
        ("ثقافة وفنون", "ثقافة وفنون"),
        ("cat_17", ""),
        ("42", ""),
        ("mainSliderTop", ""),
        ("Middle East", "Middle East"),
    ],
)
def test_a_section_is_a_name_and_no_machine_word(stated: str, shown: str) -> None:
    assert article(section=stated).section == shown


def test_a_machine_word_beside_english_is_left_out() -> None:
    english = {"title": "A library opens", "text": "The library of the town opened on Sunday."}
    assert article(**english, section="localNews").section == ""
    assert article(**english, section="Sport").section == "Sport"


def test_a_labelled_date_in_the_text_goes_before_the_records() -> None:
    text = f"تاريخ النشر: 12 أيلول 2021\n{BODY}"
    found = article(text=text, date="2021-09-14")
    assert (found.published.edtf, found.published.basis) == ("2021-09-12", DateBasis.STATED)
    assert found.paragraphs[0] == "تاريخ النشر: 12 أيلول 2021"


def test_a_day_among_the_paragraphs_is_no_date_of_publication() -> None:
    text = f"{PARAGRAPHS[0]}\n3 آذار 1991\n{PARAGRAPHS[1]}\n{PARAGRAPHS[2]}"
    assert article(text=text, date="2021-09-14").published.edtf == "2021-09-14"


def test_keywords_are_read_where_the_record_has_none() -> None:
    text = f"{BODY}\nكلمات دلالية: متحف، مخطوطات"
    assert article(text=text).keywords == ("متحف", "مخطوطات")
    assert article(text=text, tags=["الموصل"]).keywords == ("الموصل",)
    assert article(text=text).paragraphs[-1] == "كلمات دلالية: متحف، مخطوطات"


def test_a_page_in_a_record_gives_way_to_what_the_record_says() -> None:
    html = page(around='<div>{}</div><p class="author">بقلم: كاتب الصفحة</p>')
    found = article(text=None, html=html, author="سلمى الحداد", section="localNews")
    assert (found.byline, found.section) == ("سلمى الحداد", "أخبار محلية")
