"""صدى البلد: channels and editors above, «2344|اسم   -» below the caption."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
قناة صدى البلد البلد سبورت صدى البلد جامعات صدى البلد عقارات Sada Elbalad english
english EN
الإشراف العام
إلهام أبو الفتح
رئيس التحرير
طه جبريل
الإشراف العام
إلهام أبو الفتح
رئيس التحرير
طه جبريل

افتتاح حديقة نباتية في مدينة المنيا

الحديقة النباتية
الحديقة النباتية
2344|سارة نبيل   -

افتتح محافظ المنيا حديقة نباتية تضم مئات الأنواع من أشجار وادي النيل، وهي مفتوحة للزوار كل يوم.

وأشار المحافظ إلى أن الدخول مجاني للطلاب.
"""


def test_names_above_the_title_stay_out() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("elbalad", "elbalad")
    assert article.title == "افتتاح حديقة نباتية في مدينة المنيا"
    assert article.byline == "سارة نبيل"
    assert article.captions == ("الحديقة النباتية",)
    assert len(article.paragraphs) == 2
