"""Pages that no layout describes are read by what Arabic news pages have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.parsing import Role
from archive.records.documents import PageMetadata, PublishedCandidate
from tests.ingest.parsed_pages import explain_text, parse_text

LEDE = (
    "استقبل سد الموصل خلال الأيام الماضية كميات قياسية من المياه بعد أمطار الربيع، بحسب إدارة السد."
)
SECOND = "وقال مدير السد إن الخزين يكفي لموسمين زراعيين كاملين."
THIRD = "وأوضح أن المياه ستطلق تدريجيا إلى نهر دجلة."
TITLE = "سد الموصل يستقبل كميات قياسية من المياه بعد أمطار الربيع"


def page(*lines: str) -> str:
    return "\n".join(lines)


def roles(text: str) -> dict[str, Role]:
    return {line.text: line.role for line in explain_text(text)}


def test_plain_text_is_title_and_paragraphs() -> None:
    (article,) = parse_text(page(TITLE, "", LEDE, "", SECOND))
    assert article.title == TITLE
    assert article.paragraphs == (LEDE, SECOND)
    assert article.layout == "generic"


def test_text_without_a_title_gets_its_first_words_and_says_so() -> None:
    long = f"{LEDE} {SECOND} {THIRD}"
    (article,) = parse_text(long)
    assert article.paragraphs == (long,)
    assert long.startswith(article.title.rstrip("…"))
    assert article.warnings


def test_empty_text_holds_no_article() -> None:
    assert parse_text(" \n\n ") == []


def test_paragraphs_without_full_stops_are_kept() -> None:
    lines = [
        line.rstrip(".") + " وفق ما ذكرت مصادر محلية في المدينة" for line in (LEDE, SECOND, THIRD)
    ]
    (article,) = parse_text(page("خبر عن سد الموصل", *lines))
    assert article.paragraphs == tuple(lines)


@pytest.mark.parametrize(
    "line",
    [
        "عدد الزيارات 1752",
        "عدد المشاهدات: 1,204",
        "شارك الخبر",
        "فيسبوك تويتر واتساب",
        "انقر للمشاركة على تويتر (فتح في نافذة جديدة)",
        "اشترك في قناتنا على تلغرام ليصلك كل جديد",
        "يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك",
        "تابع أحدث الأخبار عبر تطبيق نبض",
        "جميع الحقوق محفوظة © 2021",
        "إعلان",
        "حجم الخط",
        "3 دقائق قراءة",
        "اقرأ أيضاً: سد دهوك يمتلئ",
        "image-3.jpg",
    ],
)
def test_furniture_amid_the_text_stays_out(line: str) -> None:
    (article,) = parse_text(page(TITLE, "", LEDE, line, SECOND))
    assert article.paragraphs == (LEDE, SECOND)


def test_sentence_that_reads_like_furniture_is_kept() -> None:
    sentence = "وتستخدم المواقع ملفات تعريف الارتباط منذ عقود، كما يشرح الباحث في دراسته."
    (article,) = parse_text(page(TITLE, LEDE, sentence, SECOND))
    assert sentence in article.paragraphs


def test_subhead_is_a_paragraph_of_its_own() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "خزين يكفي موسمين", SECOND))
    assert article.paragraphs == (LEDE, "خزين يكفي موسمين", SECOND)


def test_glued_subhead_is_cut_off() -> None:
    (article,) = parse_text(page(TITLE, f"{LEDE}خزين يكفي موسمين", SECOND))
    assert article.paragraphs == (LEDE, "خزين يكفي موسمين", SECOND)


def test_list_that_closes_the_text_is_kept() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "سد الموصل: 320 مترا", "سد دهوك: 610 أمتار"))
    assert article.paragraphs[-1] == "سد دهوك: 610 أمتار"


def test_headlines_below_a_read_also_stay_out() -> None:
    text = page(TITLE, LEDE, SECOND, "مواضيع ذات صلة", "سد دهوك يمتلئ", "أمطار غزيرة في ديالى")
    (article,) = parse_text(text)
    assert article.paragraphs == (LEDE, SECOND)


def test_text_goes_on_below_a_link_in_its_midst() -> None:
    text = page(TITLE, LEDE, "اقرأ أيضاً", "مهرجان الربيع في أربيل", SECOND, THIRD)
    (article,) = parse_text(text)
    assert article.paragraphs == (LEDE, SECOND, THIRD)


def test_comment_form_ends_the_text() -> None:
    text = page(
        TITLE,
        LEDE,
        "اترك تعليقاً",
        "لن يتم نشر عنوان بريدك الإلكتروني.",
        "احفظ اسمي في هذا المتصفح.",
    )
    (article,) = parse_text(text)
    assert article.paragraphs == (LEDE,)


def test_two_articles_stand_under_each_other() -> None:
    second = "متحف السليمانية يعرض ألواحا سومرية نادرة"
    text = page(
        TITLE, "2 مايو 2020", LEDE, SECOND, "",
        second, "3 مايو 2020", f"{second} في قاعة جديدة افتتحت هذا الأسبوع للزوار.", THIRD,
    )  # fmt: skip
    articles = parse_text(text)
    assert [article.title for article in articles] == [TITLE, second]
    assert [article.published.edtf for article in articles] == ["2020-05-02", "2020-05-03"]


def test_source_line_names_the_outlet() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "المصدر: السومرية نيوز"))
    assert (article.outlet.slug, article.outlet.basis.value) == ("alsumaria", "source_line")


def test_unknown_source_keeps_its_name() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "المصدر: مجلة السدود"))
    assert (article.outlet.slug, article.outlet.name) == ("", "مجلة السدود")


def test_agencies_in_general_are_no_outlet() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "المصدر: وكالات"))
    assert (article.outlet.name, article.agency) == ("", "وكالات")


@pytest.mark.parametrize(
    ("line", "place", "byline"),
    [
        ("إسطنبول - متابعات", "إسطنبول", "متابعات"),
        ("بغداد: محمود الطائي", "بغداد", "محمود الطائي"),
        ("دمشق ـ خاص", "دمشق", ""),
        ("نداء بوست - سامر العلي - الرقة", "الرقة", "سامر العلي"),
    ],
)
def test_dateline_on_its_own_line(line: str, place: str, byline: str) -> None:
    (article,) = parse_text(page(TITLE, line, LEDE, SECOND))
    assert (article.dateline, article.byline) == (place, byline)
    assert article.paragraphs == (LEDE, SECOND)


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("القاهرة في 2 ديسمبر /أ ش أ/ ", "القاهرة", "وكالة أنباء الشرق الأوسط"),
        ("بيروت (رويترز) - ", "بيروت", "رويترز"),
        ("دمشق-سانا ", "", ""),
        ("واشنطن - ", "واشنطن", ""),
    ],
)
def test_dateline_before_the_first_words(opening: str, place: str, agency: str) -> None:
    (article,) = parse_text(page(TITLE, opening + LEDE, SECOND))
    if place:
        assert (article.dateline, article.agency) == (place, agency)
    assert article.paragraphs[0] == opening + LEDE


def test_headline_with_a_place_is_no_dateline() -> None:
    (article,) = parse_text(page("بغداد: انفجار يغلق جسر الجمهورية", LEDE, SECOND))
    assert article.title == "بغداد: انفجار يغلق جسر الجمهورية"


def test_caption_by_its_credit() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "سد الموصل في الربيع (أ.ف.ب)", SECOND))
    assert article.captions == ("سد الموصل في الربيع (أ.ف.ب)",)
    assert article.paragraphs == (LEDE, SECOND)


def test_hashtags_are_keywords() -> None:
    (article,) = parse_text(page(TITLE, LEDE, "#سد_الموصل #العراق"))
    assert article.keywords == ("سد الموصل", "العراق")


def test_metadata_names_title_and_outlet() -> None:
    metadata = PageMetadata(
        title=TITLE,
        domain="www.alsumaria.tv",
        published=(PublishedCandidate("2020-05-02T10:00:00+03:00", "article:published_time"),),
    )
    text = page("افتتاح معرض بغداد الدولي للكتاب", TITLE, LEDE, SECOND)
    (article,) = parse_text(text, metadata=metadata)
    assert article.title == TITLE
    assert (article.outlet.slug, article.outlet.basis.value) == ("alsumaria", "domain")
    assert article.published.edtf.startswith("2020-05-02")


def test_english_text_says_so() -> None:
    text = page(
        "Old souk reopens in Aleppo",
        "By Staff Writer",
        "The old souk reopened on Sunday after three years of work.",
    )
    (article,) = parse_text(text)
    assert (article.language, article.byline) == ("en", "Staff Writer")


def test_spans_cover_the_article_and_no_furniture() -> None:
    text = page("القائمة", TITLE, LEDE, "شارك الخبر", SECOND)
    (article,) = parse_text(text)
    covered = [text[span.start : span.end] for span in article.spans]
    assert covered == [f"{TITLE}\n{LEDE}", SECOND]


LINES = st.lists(
    st.sampled_from(
        [TITLE, LEDE, SECOND, THIRD, "", "TT", "اقرأ أيضاً", "المصدر: رويترز", "القائمة", "2 مايو 2020",
         "كلمات دلالية: سد الموصل", "شارك", "مهرجان الربيع في أربيل", "https://example.org/1", "نهاية"]
    ) | st.text(max_size=60),
    max_size=25,
)  # fmt: skip


@pytest.mark.property
@given(LINES)
def test_every_line_is_read_once_and_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    explained = explain_text(text)
    assert [line.start for line in explained] == sorted({line.start for line in explained})
    assert all(text[line.start : line.end] == line.text for line in explained)
    parsed = parse_text(text)
    assert sum(len(article.paragraphs) for article in parsed) >= sum(
        line.role.is_prose for line in explained
    )
