"""العربي الجديد: city, author, date, caption, a control of the letters."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
معرض في بيروت يستعيد صور الميناء القديم

بيروت
سلمى حداد (العربي الجديد)
سلمى حداد
صحافية لبنانية. تكتب عن المدن والموانئ.
12 ابريل 2025
من معرض صور الميناء (حسين بيضون)
+ الخط -

استمع إلى الملخص

اظهر الملخص

يستعيد معرض افتتح في بيروت صور الميناء القديم منذ نهاية القرن التاسع عشر حتى منتصف القرن العشرين.

وتقول المنظمة إن الصور جمعت من أرشيفات عائلية.
"""


def test_head() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("alaraby", "alaraby")
    assert (article.byline, article.dateline) == ("سلمى حداد", "بيروت")
    assert article.published.edtf == "2025-04-12"


def test_controls_stay_out_of_the_body() -> None:
    (article,) = parse_text(PAGE)
    assert [paragraph.split()[0] for paragraph in article.paragraphs] == ["يستعيد", "وتقول"]
