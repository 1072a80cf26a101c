"""Aggregators: a GMT date, a source, keywords without separators, a second article."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
اكتشاف فسيفساء رومانية في ريف حماة
تاريخ النشر: 3rd, March 2023 GMT
تابع أحدث الأخبار عبر تطبيق
دمشق-سانا
عثر فريق من المديرية العامة للآثار على لوحة فسيفساء تعود إلى العصر الروماني في ريف حماة الغربي.
وقال رئيس الفريق إن اللوحة محفوظة جيداً وتصور مشهد صيد.نقل إلى المتحف
وسيتم نقل اللوحة إلى متحف حماة الوطني بعد ترميمها بشكل كامل.
المصدر: الوكالة العربية السورية للأنباء
كلمات دلالية: لوحة فسيفساء ريف حماة العصر الروماني متحف حماة الوطني حماه
إقرأ أيضاً:
معرض للكتاب في اللاذقية
مهرجان للقطن في حلب
أمسية شعرية في السويداء
"""


def test_source_line_names_the_outlet() -> None:
    (article,) = parse_text(PAGE)
    assert article.layout == "aggregator"
    assert (article.outlet.slug, article.outlet.basis.value) == ("sana", "source_line")
    assert article.republisher.name == ""
    assert article.published.edtf == "2023-03-03"


def test_keywords_are_cut_by_the_words_of_the_text() -> None:
    (article,) = parse_text(PAGE)
    assert article.keywords[:3] == ("لوحة فسيفساء", "ريف حماة", "العصر الروماني")
    assert "متحف حماة الوطني" in article.keywords


def test_glued_subhead_is_a_paragraph_of_its_own() -> None:
    (article,) = parse_text(PAGE)
    assert "نقل إلى المتحف" in article.paragraphs


def test_headlines_under_read_also_make_no_article() -> None:
    assert len(parse_text(PAGE)) == 1


def test_article_under_read_also_is_an_article_of_its_own() -> None:
    page = PAGE + (
        "أمسية شعرية في مدينة السويداء تجمع عشرين شاعرا\n"
        "جمعت أمسية شعرية في مدينة السويداء عشرين شاعرا من مختلف المحافظات، وحضرها جمهور كبير.\n"
        "وقرأ الشعراء قصائد قديمة وحديثة على مدى ثلاث ساعات.\n"
    )
    page = page.replace(
        "معرض للكتاب في اللاذقية\nمهرجان للقطن في حلب\nأمسية شعرية في السويداء\n", ""
    )
    first, second = parse_text(page)
    assert second.title == "أمسية شعرية في مدينة السويداء تجمع عشرين شاعرا"
    assert second.outlet.name == ""
    assert second.published.edtf == ""
    assert len(second.paragraphs) == 2
    assert "أمسية" not in " ".join(first.paragraphs)


def test_a_teaser_above_the_source_takes_nothing_from_the_article() -> None:
    page = """\
اكتشاف فسيفساء رومانية في ريف حماة
تاريخ النشر: 3rd, March 2023 GMT
تابع أحدث الأخبار عبر تطبيق
عثر فريق من المديرية العامة للآثار على لوحة فسيفساء تعود إلى العصر الروماني في ريف حماة الغربي.
إقرأ المزيد
افتتاح معرض للنقود القديمة في حمص

المصدر: سانا
كلمات دلالية: لوحة فسيفساء ريف حماة
إقرأ أيضاً:
مهرجان للقطن يعود إلى ساحات حلب
يعود مهرجان القطن إلى ساحات حلب هذا العام بعد انقطاع طويل، وفق ما أعلنته البلدية.
وقال رئيس البلدية إن المهرجان سيستمر ثلاثة أيام متتالية في ساحات المدينة كلها.
"""
    first, second = parse_text(page)
    assert first.outlet.slug == "sana"
    assert first.keywords == ("لوحة فسيفساء", "ريف حماة")
    assert (second.title, second.outlet.slug, second.keywords) == (
        "مهرجان للقطن يعود إلى ساحات حلب",
        "",
        (),
    )


def test_a_subhead_may_be_glued_to_a_year() -> None:
    page = PAGE.replace("مشهد صيد.نقل", "مشهد صيد يعود إلى عام 1250.نقل")
    (article,) = parse_text(page)
    assert "نقل إلى المتحف" in article.paragraphs
