"""نداء بوست: the title twice, a bare address amid the text, the outlet in a disclaimer."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
مركز بحثي ينشر خريطة للآبار القديمة في البادية

مركز بحثي ينشر خريطة للآبار القديمة في البادية

نشر مركز بحثي خريطة للآبار القديمة في البادية السورية، وتضم أكثر من ثلاثمئة بئر رومانية وعربية.

آبار رومانية

وقال الباحثون إن معظم الآبار الرومانية تقع على طرق القوافل بين تدمر والفرات.

https://twitter.com/example/status/1500000000000000000

ويأمل المركز أن ترمم بعض الآبار في السنوات المقبلة.

المقالات المنشورة في "نداء بوست" تعبّر عن آراء كتابها وليس بالضرورة عن رأي الموقع.


أحدث المواد
"""


def test_disclaimer_names_the_outlet() -> None:
    (article,) = parse_text(PAGE)
    assert article.layout == "nedaa-post"
    assert (article.outlet.slug, article.outlet.basis.value) == ("nedaa-post", "stated")


def test_any_outlet_may_be_named_so() -> None:
    (article,) = parse_text(PAGE.replace("نداء بوست", "مجلة الواحة"))
    assert (article.outlet.slug, article.outlet.name) == ("", "مجلة الواحة")


def test_body_holds_neither_title_nor_address_nor_disclaimer() -> None:
    (article,) = parse_text(PAGE)
    assert [paragraph.split()[0] for paragraph in article.paragraphs] == [
        "نشر",
        "آبار",
        "وقال",
        "ويأمل",
    ]


def test_outlet_section_and_newsroom_above_the_text_are_a_dateline() -> None:
    page = PAGE.replace("\n\nنشر مركز", "\n\nنداء بوست- أخبار سورية- متابعات\n\nنشر مركز")
    (article,) = parse_text(page)
    assert article.byline == "متابعات"
    assert article.paragraphs[0].startswith("نشر")
