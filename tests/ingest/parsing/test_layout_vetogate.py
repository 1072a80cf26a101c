"""فيتو: the editor and advertisements above, the caption twice."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
رئيس التحرير
عصام كامل
Advertisements
Advertisements

مكتبة الإسكندرية تعرض مخطوطات نادرة

مكتبة الإسكندرية
مكتبة الإسكندرية

تعرض مكتبة الإسكندرية مجموعة من المخطوطات النادرة التي لم يسبق أن خرجت من خزائنها منذ افتتاحها.

ويستمر العرض شهرين كاملين.
"""


def test_editor_and_advertisements_stay_out() -> None:
    (article,) = parse_text(PAGE)
    assert (article.layout, article.outlet.slug) == ("vetogate", "vetogate")
    assert article.title == "مكتبة الإسكندرية تعرض مخطوطات نادرة"
    assert article.captions == ("مكتبة الإسكندرية",)
    assert len(article.paragraphs) == 2
