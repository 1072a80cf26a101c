"""كوردستان24: the outlet in the dateline of the first sentence, counters below."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
مزارعو رانية يجنون محصول الرمان
2023-10-12 14:20
أربيل (كوردستان24)- بدأ مزارعون في قضاء رانية بمحافظة السليمانية جني محصول الرمان الذي تشتهر به المنطقة.

وقال أحد المزارعين لكوردستان24 إن الموسم جيد هذا العام.

عدد الزيارات 1752
اقرأ أيضاً: مهرجان الرمان في حلبجة
شارك
فيسبوك تويتر واتساب
"""


def test_dateline_names_place_and_outlet() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("kurdistan24", "kurdistan24")
    assert article.dateline == "أربيل"


def test_counter_links_and_sharing_stay_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert len(article.paragraphs) == 2
