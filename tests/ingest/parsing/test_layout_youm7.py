"""اليوم السابع: the caption glued to the title, «كتب …», invitations below."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
افتتاح متحف جديد للآثار فى مدينة سوهاج بعد سنوات من العمل

السبت، 09 ديسمبر 2017 03:35 م
افتتاح متحف جديد للآثار فى مدينة سوهاج بعد سنوات من العمل واجهة المتحف

كتب سمير العدوى

افتتحت وزارة الآثار، اليوم السبت، متحفا جديدا فى مدينة سوهاج يضم نحو ألف قطعة أثرية من عصور مختلفة.

وقال مدير المتحف إن القطع جاءت من حفائر المحافظة نفسها.


أخبار اليوم السابع على Gogole News تابعوا آخر أخبار اليوم السابع عبر Google News
قناة اليوم السابع على الواتساب اشترك في قناة اليوم السابع على واتساب
"""


def test_byline_date_and_glued_caption() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("youm7", "youm7")
    assert article.byline == "سمير العدوى"
    assert article.captions == ("واجهة المتحف",)
    assert article.published.edtf.startswith("2017-12-09")


def test_invitations_stay_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert len(article.paragraphs) == 2
