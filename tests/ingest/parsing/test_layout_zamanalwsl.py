"""زمان الوصل: an invitation to search above, a vote and comments below."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
أدخل كلمات البحث واضغط على إدخال.

مزارعو الغوطة يعيدون غرس أشجار الجوز

أعاد مزارعون في الغوطة الشرقية غرس أشجار الجوز في بساتين جفت خلال السنوات الماضية.

ويقول المزارعون إن الشجرة تحتاج إلى سبع سنوات حتى تثمر.
(115)    هل أعجبتك المقالة (104)
التعليقات (0)

تعليقات حول الموضوع

لإرسال تعليق,الرجاء تعبئة الحقول التالية
*يستخدم لمنع الارسال الآلي
"""


def test_vote_and_comments_stay_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("zamanalwsl", "zamanalwsl")
    assert article.title == "مزارعو الغوطة يعيدون غرس أشجار الجوز"
    assert len(article.paragraphs) == 2
