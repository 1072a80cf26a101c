"""سانا: the day of reading at the top, «دمشق-سانا» above the text."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
الأربعاء , 17 يوليو 2024

معرض للزهور في حديقة تشرين

دمشق-سانا
افتتح في حديقة تشرين بدمشق معرض الزهور السنوي بمشاركة مئة وخمسين جناحا من سورية ومن خارجها.
وقال مدير المعرض إن الدورة الحالية تستمر عشرة أيام.
"""


def test_place_agency_and_day_of_reading() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("sana", "sana")
    assert article.dateline == "دمشق"
    assert article.captured is not None
    assert article.captured.isoformat() == "2024-07-17"
    assert article.published.edtf != "2024-07-17"
    assert len(article.paragraphs) == 2


def test_other_layouts_that_carry_its_text_come_first() -> None:
    page = "خبر منقول\nتاريخ النشر: 5th, April 2025 GMT\nدمشق-سانا\n" + PAGE.split("سانا\n")[1]
    (article,) = parse_text(page)
    assert article.layout == "aggregator"
    assert article.agency == "سانا"
