"""شبكة شام: article after article, each with its day right above its title."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
الأخبار أخبار سورية أخبار عربية أخبار دولية
٢٢ أكتوبر ٢٠٢٥
افتتاح مكتبة عامة في مدينة إدلب

افتتحت في مدينة إدلب مكتبة عامة تضم آلاف الكتب التي تبرع بها أهالي المدينة خلال العام الماضي.

وقال القائمون عليها إن الإعارة مجانية.

٢١ أكتوبر ٢٠٢٥
ترميم خان قديم في معرة النعمان

بدأت ورشات ترميم خان قديم في معرة النعمان يعود بناؤه إلى العهد العثماني، ويستمر العمل عاما.

ويشرف على الترميم معماريون من أبناء المدينة.
"""


def test_each_article_has_its_own_day() -> None:
    first, second = parse_text(PAGE)
    assert [each.published.edtf for each in (first, second)] == ["2025-10-22", "2025-10-21"]
    assert first.title == "افتتاح مكتبة عامة في مدينة إدلب"
    assert second.title == "ترميم خان قديم في معرة النعمان"
    assert {first.outlet.slug, second.outlet.slug} == {"shaam"}
    assert len(first.paragraphs) == len(second.paragraphs) == 2
