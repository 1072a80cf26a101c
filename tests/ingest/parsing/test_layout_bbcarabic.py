"""بي بي سي عربي: Author, Role and Reporting from; captions after their label."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
رحلة في أسواق صنعاء القديمة

سوق الملح في صنعاء
صدر الصورة، Getty Images
التعليق على الصورة، سوق الملح في صنعاء القديمة

  • Author, نبيل المقطري
  • Role, بي بي سي نيوز عربي
  • Reporting from صنعاء

في أسواق صنعاء القديمة يعرض التجار البن والزبيب والفضة كما كانوا يفعلون منذ قرون طويلة.

ويقول أحد التجار إن السوق لم يغلق يوما واحدا.
"""


def test_author_and_caption() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("bbcarabic", "bbcarabic")
    assert article.byline == "نبيل المقطري"
    assert article.captions == ("سوق الملح في صنعاء القديمة",)
    assert len(article.paragraphs) == 2
