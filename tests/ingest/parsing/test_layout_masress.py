"""مصرس: a ticker of other headlines on one line, a link to the source below."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
وزير الثقافة يفتتح معرض الخط العربي    الأهلي يستعد لمباراة الجمعة في الدوري    ارتفاع طفيف في درجات الحرارة غدا    افتتاح قصر ثقافة جديد في أسيوط    ختام مهرجان الموسيقى في الإسكندرية

ترميم سبيل أثري في حي الجمالية

انتهت أعمال ترميم سبيل أثري في حي الجمالية بالقاهرة بعد عامين من العمل المتواصل في واجهاته الحجرية.

وقال المشرف على الترميم إن السبيل سيفتح للزوار قريبا.

انقر هنا لقراءة الخبر من مصدره.
"""


def test_ticker_and_link_stay_out() -> None:
    (article,) = parse_text(PAGE)
    assert article.layout == "masress"
    assert article.title == "ترميم سبيل أثري في حي الجمالية"
    assert article.outlet.name == ""
    assert len(article.paragraphs) == 2
