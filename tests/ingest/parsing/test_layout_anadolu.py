"""الأناضول: byline and day on one line, place and agency, a closing note for subscribers."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
تركيا

افتتاح مكتبة عامة في مدينة طرابزون التركية

تضم نصف مليون كتاب..

Ayşe Demir, Can Yılmaz  | 07.04.2024 - محدث : 08.04.2024
افتتاح مكتبة عامة في مدينة طرابزون التركية

Trabzon

طرابزون/ الأناضول

افتتحت في مدينة طرابزون شمالي تركيا مكتبة عامة تضم نحو نصف مليون كتاب بلغات مختلفة.

وقال مدير المكتبة إن الأبواب مفتوحة طوال اليوم.

** قاعات للأطفال

وتضم المكتبة قاعات خصصت للأطفال دون سن العاشرة.

الأخبار المنشورة على الصفحة الرسمية لوكالة الأناضول، هي اختصار لجزء من الأخبار التي تُعرض للمشتركين عبر نظام تدفق الأخبار (HAS). من أجل الاشتراك لدى الوكالة يُرجى الاتصال بالرابط التالي.
"""


def test_head_of_an_agency_page() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("anadolu", "anadolu")
    assert article.section == "تركيا"
    assert article.standfirst == "تضم نصف مليون كتاب.."
    assert article.byline == "Ayşe Demir, Can Yılmaz"
    assert article.dateline == "طرابزون"
    assert article.published.edtf == "2024-04-07"


def test_note_for_subscribers_stays_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert article.paragraphs[-1].startswith("وتضم المكتبة")
