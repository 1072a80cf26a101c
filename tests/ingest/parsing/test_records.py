"""What a record calls its text is its text, whatever its lines look like."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.normalize import fold
from archive.errors import UnreadableDocumentError
from archive.ingest.explain import explain_capture
from archive.ingest.parsing.line_roles import Role
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import (
    CSV_RECORD,
    JSON_RECORD,
    DateBasis,
    OutletBasis,
    ParsedArticle,
    RawCapture,
)
from tests.ingest.document_samples import PARAGRAPHS, TITLE, page
from tests.ingest.parsed_pages import parse_capture

BODY = "\n".join(PARAGRAPHS)
LINK = "https://news.example/2021/88"


def capture(**columns: object) -> RawCapture:
    record = {"title": TITLE, "text": BODY, **columns}
    content = json.dumps({k: v for k, v in record.items() if v is not None}).encode()
    url = columns.get("url")
    return RawCapture("r.jsonl#1", "r.jsonl#1", content, JSON_RECORD, url=str(url) if url else None)


def article(**columns: object) -> ParsedArticle:
    (found,) = parse_capture(capture(**columns)).articles
    return found


def warnings(**columns: object) -> tuple[str, ...]:
    return parse_capture(capture(**columns)).warnings


def words(*texts: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", fold("\n".join(texts))))


@pytest.mark.parametrize(
    "text",
    [
        "افتتحت المكتبة في البصرة",
        "افتتحت المكتبة في البصرة.",
        "افتتح الوزير صباحا المكتبة الجديدة في البصرة وقال إن فيها قاعات للأطفال وأخرى للباحثين",
        "عاجل",
        "الرئيسية",
        "صورة أرشيفية",
        "تصوير: سلمى الحداد",
        "7\n8\n9",
        "خاص",
        "رويترز",
        "افتتحت المكتبة اليوم.\nوقال أمينها إنها للجميع.\nأوقات الدوام\nالاسم والهاتف",
        "اقرأ أيضا: من يقرأ؟ افتتحت المكتبة اليوم أبوابها أمام سكان البصرة",
        "12 أيلول 2021",
        "انتهى",
        "#البصرة #كتب",
        LINK,
        f"اقرأ أيضا {LINK}",
        TITLE,
    ],
)
def test_a_short_text_is_there_whole(text: str) -> None:
    found = article(text=text)
    assert found.paragraphs == tuple(text.split("\n"))
    assert found.title == TITLE


def test_lines_below_the_last_sentence_stay() -> None:
    lines = (*PARAGRAPHS, "شروط الدخول", "بطاقة الباحث", "صورتان", "الأكثر قراءة", "تابعونا")
    assert article(text="\n".join(lines)).paragraphs == lines


def test_lines_of_a_poem_stay_lines() -> None:
    lines = tuple(f"يا نخلة في ضفاف الشط واقفة مثل التي بعدها رقم {n}" for n in range(9))
    found = article(text="\n".join(lines))
    assert (found.paragraphs, found.standfirst, found.byline) == (lines, "", "")


LINES = st.sampled_from(
    [
        *PARAGRAPHS,
        TITLE,
        "عاجل",
        "شارك",
        "اقرأ أيضا",
        "اقرأ أيضا: ورشة لتجليد الكتب",
        "الموصل - خاص",
        "بقلم: سلمى الحداد",
        "صورة: متحف الموصل (رويترز)",
        "تاريخ النشر: 12 أيلول 2021",
        "المصدر: رويترز",
        "كلمات دلالية: كتب، متحف",
        "انتهى",
        "اترك تعليقا",
        "نص تغريدة — سلمى (@salma) September 12, 2021",
        "1",
        "—",
    ]
)

# No text holds U+0000; a byte order mark within one stands for a blank.
ODD_LINES = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=60)


@pytest.mark.property
@given(st.lists(LINES | ODD_LINES, min_size=1, max_size=14))
def test_every_word_of_a_text_is_in_its_article(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        found = article(title="عنوان لا يتكرر", text=text)
    except UnreadableDocumentError:
        assert not words(text)
    else:
        assert not words(text) - words(*found.paragraphs)


@pytest.mark.parametrize(
    "related",
    [
        f"اقرأ أيضا: ورشة في دمشق لتجليد الكتب\n{LINK}",
        f"اقرأ أيضا: ورشة في دمشق لتجليد الكتب {LINK}",
        f"إقرأ أيضاً:\nورشة في دمشق لتجليد الكتب\n{LINK}",
    ],
)
def test_a_read_also_with_its_link_goes_and_is_told(related: str) -> None:
    columns = {"text": f"{PARAGRAPHS[0]}\n{related}\n{PARAGRAPHS[1]}"}
    assert article(**columns).paragraphs == PARAGRAPHS[:2]
    lines = related.count("\n") + 1
    told = f"{lines} line{'s' * (lines > 1)} left out of the text: «read also» with its link"
    assert told in warnings(**columns)


def test_a_read_also_without_a_link_stays() -> None:
    lines = (PARAGRAPHS[0], "اقرأ أيضا: ورشة في دمشق لتجليد الكتب", PARAGRAPHS[1])
    assert article(text="\n".join(lines)).paragraphs == lines
    assert not any("left out" in each for each in warnings(text="\n".join(lines)))


def test_a_poem_keeps_its_first_line_that_is_its_title() -> None:
    lines = ("يا نخلة الشط", "يا ظل من تعبوا", "ويا حكاية من غابوا ومن ذهبوا")
    found = article(title=lines[0], text="\n".join(lines))
    assert (found.title, found.paragraphs) == (lines[0], lines)


def test_a_text_that_goes_on_behind_its_title_keeps_it() -> None:
    text = f"{TITLE} بعد أن رُممت سقوفها ونوافذها وخزائنها."
    assert article(text=text).paragraphs == (text,)


def test_a_text_without_a_title_is_whole_and_its_first_words_stand_in() -> None:
    text = f"بغداد - خاص\n{PARAGRAPHS[0]}"
    found = article(title=None, text=text)
    assert found.title.rstrip("…") in PARAGRAPHS[0]
    assert found.paragraphs == ("بغداد - خاص", PARAGRAPHS[0])
    assert "no title: guessed from the first words of the text" in warnings(title=None, text=text)


def test_a_text_without_a_visible_word_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="empty"):
        article(text="\u200f\u200f")


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


def test_spans_hold_the_title_and_the_paragraphs() -> None:
    given_text = f"{PARAGRAPHS[0]}\nاقرأ أيضا: ورشة {LINK}\n{PARAGRAPHS[1]}"
    parsed = parse_capture(capture(text=given_text))
    (found,) = parsed.articles
    pieces = [parsed.text[span.start : span.end] for span in found.spans]
    assert pieces == [f"{TITLE}\n\n{PARAGRAPHS[0]}", PARAGRAPHS[1]]


def test_a_row_of_a_table_is_a_record_too() -> None:
    content = f"title,text\n{TITLE},عاجل\n".encode()
    row = RawCapture("t.csv#1", "t.csv#1", content, CSV_RECORD)
    (found,) = parse_capture(row).articles
    assert (found.title, found.paragraphs) == (TITLE, ("عاجل",))


def test_a_page_in_a_record_gives_way_to_what_the_record_says() -> None:
    html = page(around='<div>{}</div><p class="author">بقلم: كاتب الصفحة</p>')
    found = article(text=None, html=html, author="سلمى الحداد", section="localNews")
    assert (found.byline, found.section) == ("سلمى الحداد", "أخبار محلية")


def test_the_lines_of_a_record_are_explained() -> None:
    text = f"الموصل - خاص\n{BODY}\nاقرأ أيضا: ورشة {LINK}"
    lines = list(explain_capture(capture(text=text), OutletRegistry.shipped()))
    roles = [Role.TITLE, Role.DATELINE, Role.BODY, Role.BODY, Role.BODY, Role.RELATED]
    assert [line.role for line in lines] == roles
    assert lines[1].why.endswith("the line stays in the text")
