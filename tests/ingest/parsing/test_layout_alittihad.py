"""الاتحاد: the day of reading with the prayer times, the day of publication below the title."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
الجمعة 19 ابريل 2024 أبوظبي الإمارات
مواقيت الصلاة
أبرز الأخبار
عدد اليوم
عدد اليوم
علوم الدار

بلدية العين تزرع ألف شجرة غاف

بلدية العين تزرع ألف شجرة غاف
26 نوفمبر 2011 00:18
زرعت بلدية العين ألف شجرة غاف في محيط المدينة ضمن حملة للتشجير يشارك فيها طلاب المدارس.

وأكد مدير البلدية أن الري يعتمد على المياه المعالجة.
"""


def test_day_below_the_title_is_the_publication() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("alittihad", "alittihad")
    assert article.published.edtf.startswith("2011-11-26")
    assert article.section == "علوم الدار"
    assert len(article.paragraphs) == 2
