"""النهار: the day of reading at the top, «المصدر: "النهار"», invitations to subscribe."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
الجمعة - 26 نيسان 2024
بيروت 17 °

إعلان

مهرجان بعلبك يعود بعد غياب: برنامج موسيقي من خمس ليالٍ

المصدر: "النهار"
(تعبيرية - أ ف ب).
(تعبيرية - أ ف ب).
A+ A-
يعود مهرجان بعلبك هذا الصيف ببرنامج موسيقي يمتد خمس ليال بين أعمدة المعبد الروماني.

وتشارك في المهرجان فرق من لبنان ومن دول أخرى.
ادعم الصحافة المستقلة
اشترك في خدمة Premium من "النهار"
ب 6$ فقط
حمل الآن تطبيق النهار الجديد
"""


def test_day_at_the_top_is_the_day_of_capture() -> None:
    (article,) = parse_text(PAGE)
    assert article.captured is not None
    assert article.captured.isoformat() == "2024-04-26"
    assert article.published.edtf != "2024-04-26"


def test_body_holds_the_text_alone() -> None:
    (article,) = parse_text(PAGE)
    assert article.title.startswith("مهرجان بعلبك")
    assert article.outlet.slug == "annahar"
    assert article.captions == ("(تعبيرية - أ ف ب).",)
    assert len(article.paragraphs) == 2
