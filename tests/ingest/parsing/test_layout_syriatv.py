"""تلفزيون سوريا: section, stamp, glyphs of icons, place and byline, links amid the text."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
icon
اقتصاد

أسعار الخضار ترتفع في أسواق إدلب.. والمزارعون يشكون نقص المياه

2021.06.15 | 09:20 دمشق

ئءؤر
إدلب - فايز الدغيم
+A
حجم الخط
-A

ارتفعت أسعار الخضار في أسواق مدينة إدلب خلال الأسبوع الجاري، بحسب ما ذكر تجار لموقع تلفزيون سوريا.

اقرأ أيضاً: موسم القمح في سهل الروج

نقص المياه

وقال مزارعون إن نقص مياه الري أدى إلى تراجع الإنتاج إلى النصف تقريباً.

اقرأ أيضاً

كيف يسقي المزارعون حقولهم في الصيف

ويتوقع التجار أن تبقى الأسعار مرتفعة حتى نهاية الشهر المقبل.

كلمات مفتاحية
إدلب
الخضار
شارك هذا المقال
الأكثر قراءة
أخبار الطقس في سوريا
"""


def test_head() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("syriatv", "syriatv")
    assert (article.section, article.byline, article.dateline) == ("اقتصاد", "فايز الدغيم", "إدلب")
    assert article.published.edtf == "2021-06-15"


def test_text_goes_on_below_links_to_other_articles() -> None:
    (article,) = parse_text(PAGE)
    assert [paragraph.split()[0] for paragraph in article.paragraphs] == [
        "ارتفعت",
        "نقص",
        "وقال",
        "ويتوقع",
    ]


def test_keywords_below_their_label() -> None:
    (article,) = parse_text(PAGE)
    assert article.keywords == ("إدلب", "الخضار")


def test_what_stands_below_other_articles_is_no_keyword() -> None:
    page = PAGE.replace("شارك هذا المقال\nالأكثر قراءة", "مقالات مقترحة\nشارك برأيك")
    (article,) = parse_text(page)
    assert article.keywords == ("إدلب", "الخضار")


def test_the_control_of_a_summary_is_no_byline() -> None:
    page = PAGE.replace("إدلب - فايز الدغيم", "تلفزيون سوريا - دمشق").replace(
        "-A\n", "-A\n\nإظهار الملخص\n"
    )
    (article,) = parse_text(page)
    assert article.byline == ""
