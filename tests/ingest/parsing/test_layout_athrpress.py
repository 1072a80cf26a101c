"""أثر برس: the outlet above and below, the day of reading at the top."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
أثر برس

الأحد - 5 مايو - 2024

Search

ورشة لصيانة قوارب الصيادين في أرواد.. مهنة تقاوم النسيان

by Athr Press A

خاص || أثر برس يحافظ نجارو جزيرة أرواد على مهنة صناعة القوارب الخشبية التي ورثوها عن أجدادهم منذ مئات السنين.

وقال أحد النجارين لـ”أثر” إن القارب الواحد يحتاج إلى ثلاثة أشهر من العمل.

وأوضح أن الأخشاب تأتي من غابات الساحل، “ولا نستورد شيئاً”.

أثر برس

اقرأ أيضاً:
صيادو طرطوس يعودون إلى البحر

المزيد من الأخبار
"""


def test_day_at_the_top_is_the_day_of_capture() -> None:
    (article,) = parse_text(PAGE)
    assert article.captured is not None
    assert article.captured.isoformat() == "2024-05-05"
    assert article.published.edtf != "2024-05-05"


def test_name_byline_and_links_stay_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert (article.outlet.slug, article.byline) == ("athrpress", "Athr Press A")
    assert len(article.paragraphs) == 3


def test_another_name_in_the_same_place_is_another_outlet() -> None:
    (article,) = parse_text(PAGE.replace("أثر برس\n", "مجلة البحارة\n"))
    assert (article.outlet.slug, article.outlet.name) == ("", "مجلة البحارة")
    assert article.outlet.basis.value == "stated"
