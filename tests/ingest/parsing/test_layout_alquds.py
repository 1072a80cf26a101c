"""القدس: logos, section, a stamp in the time of Jerusalem above the title."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
Logo
Logo
Logo

فلسطين

الخميس 06 يونيو 2024 9:31 صباحًا - بتوقيت القدس

قطاف المشمش في قرى شمال غرب القدس

تلخيص

بدأ المزارعون في قرى شمال غرب القدس قطاف المشمش الذي تشتهر به المنطقة منذ عقود طويلة.

ويستمر الموسم أسبوعين أو ثلاثة.
"""


def test_stamp_above_the_title_is_the_publication() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("alquds", "alquds")
    assert article.title == "قطاف المشمش في قرى شمال غرب القدس"
    assert article.published.edtf.startswith("2024-06-06")
    assert article.captured is None
    assert len(article.paragraphs) == 2
