"""The head of a page without a layout: which line is its title, its date, its source."""

from __future__ import annotations

from datetime import date

from tests.ingest.parsed_pages import parse_text
from tests.ingest.parsing.test_parse_generic import LEDE, SECOND, TITLE, page


def test_day_below_the_title_is_the_publication() -> None:
    (article,) = parse_text(page(TITLE, "2 مايو 2020", LEDE, SECOND))
    assert article.published.edtf == "2020-05-02"
    assert article.captured is None


def test_day_beside_the_name_of_the_site_is_the_capture() -> None:
    text = page("موقع أخبار الضفتين", "الأحد 3 مايو 2020", "القائمة", TITLE, LEDE, SECOND)
    (article,) = parse_text(text)
    assert article.captured == date(2020, 5, 3)
    assert article.published.edtf != "2020-05-03"
    assert article.outlet.name == "موقع أخبار الضفتين"


def test_agency_and_place_in_brackets_are_a_dateline_and_no_title() -> None:
    page = """\
أ ف ب (إدلب)
أعادت فرق الصيانة التيار الكهربائي إلى عشرات القرى في ريف إدلب بعد انقطاع دام أسبوعين.

وقال مهندسون إن الأعمال ستستمر حتى نهاية الشهر في القرى البعيدة عن الطريق العام.
"""
    (article,) = parse_text(page)
    assert (article.dateline, article.agency) == ("إدلب", "وكالة الصحافة الفرنسية")
    assert article.title.startswith("أعادت فرق الصيانة")


BELOW = """\
أعلنت بلدية حمص بدء ترميم الجسر الحجري القديم في حي الحميدية بعد أشهر من الدراسة.

وقال مهندس البلدية إن الأعمال ستستمر حتى نهاية العام وتشمل الأرصفة والإنارة والأقواس.
"""


def test_a_date_and_a_source_may_share_a_line() -> None:
    page = f"بدء ترميم الجسر الحجري في حمص\n2019-03-02 00:00:00 - المصدر: الواحة\n{BELOW}"
    (article,) = parse_text(page)
    assert article.published.edtf == "2019-03-02"
    assert article.outlet.name == "الواحة"
    assert article.paragraphs[0].startswith("أعلنت")


def test_a_weekday_may_stand_apart_from_its_date() -> None:
    stamp = "تاريخ النشر : الجمعة 06:05 21-11-2025"
    (article,) = parse_text(f"بدء ترميم الجسر الحجري في حمص\n{stamp}\n{BELOW}")
    assert article.published.edtf == "2025-11-21"


def test_a_hijri_date_above_the_title_is_the_day_of_reading() -> None:
    page = f"5 رمضان 1447\nبيروت 10:35\nبدء ترميم الجسر الحجري في حمص\n\n{BELOW}"
    (article,) = parse_text(page)
    assert (article.published.edtf, article.section) == ("", "")


def test_a_long_first_sentence_is_no_title() -> None:
    first = (
        "كشف رئيس بلدية حمص في مؤتمر صحافي عقده مساء أمس عن خطة لترميم الجسر الحجري "
        "القديم في حي الحميدية وسط المدينة بكلفة لم يحددها."
    )
    page = (
        f"{first}\n{BELOW} وأضاف أن العمل سيبدأ في الربيع وينتهي مع نهاية العام المقبل بعد دراسة."
    )
    (article,) = parse_text(page)
    assert article.paragraphs[0] == first


def test_headlines_of_other_matter_right_above_a_text_are_not_its_title() -> None:
    others = """\
الفريق الأزرق يفوز بكأس الدوري
مواعيد مباريات كرة السلة هذا الأسبوع
مدرب المنتخب يعلن قائمة اللاعبين الجدد
انطلاق بطولة التنس للناشئين في الساحل
حارس مرمى يعتزل اللعب نهائياً بسبب إصابة
"""
    (article,) = parse_text(others + BELOW)
    assert article.title.startswith("أعلنت بلدية حمص")
    assert (article.standfirst, article.byline) == ("", "")


def test_style_sheets_are_not_text() -> None:
    page = (
        f"بدء ترميم الجسر الحجري في حمص\n\n{BELOW}\n.box-widget{{margin-top: 20px; width:250px}}\n"
    )
    (article,) = parse_text(page)
    assert len(article.paragraphs) == 2


def test_a_date_that_tops_the_page_is_the_day_of_reading() -> None:
    title = "بدء ترميم الجسر الحجري في حمص"
    (article,) = parse_text(f"14 - 05 - 2025\n\n{title}\n\n{title}\n\n{BELOW}")
    assert article.published.edtf == ""
    assert str(article.captured) == "2025-05-14"


def test_the_word_for_a_picture_of_the_outlet_is_no_title() -> None:
    page = f"مجلة الواحة الخضراء logo\n\nبدء ترميم الجسر الحجري في حمص\n\n{BELOW}"
    (article,) = parse_text(page)
    assert article.title == "بدء ترميم الجسر الحجري في حمص"


def test_a_date_of_change_alone_below_the_title_is_the_last_day_possible() -> None:
    title, change = "بدء ترميم الجسر الحجري في حمص", "آخر تحديث: 27 شتنبر 2024 - 1:05 م"
    (below,) = parse_text(f"{title}\n{change}\n{BELOW}")
    (above,) = parse_text(f"{change}\n{title}\n{BELOW}")
    assert (below.published.edtf, above.published.edtf) == ("../2024-09-27", "")
