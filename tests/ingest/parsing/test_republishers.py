"""A page that credits another's text is its republisher, where it names itself."""

from __future__ import annotations

from archive.records.documents import PageMetadata
from tests.ingest.parsed_pages import parse_text

_PAGE = """افتتاح معرض الخط العربي في المتحف

افتتح المتحف معرضاً للخط العربي يضم لوحات من القرن الماضي، ويستمر المعرض شهراً كاملاً.

وقال المنظمون إن الدخول مجاني، وإن ورشاً للأطفال ستقام كل صباح في قاعة المتحف الكبرى.

المصدر: صحيفة التجربة الثقافية
"""


def test_a_page_that_names_itself_is_the_republisher() -> None:
    (article,) = parse_text(_PAGE, metadata=PageMetadata(site_name="بوابة المثال"))
    assert article.outlet.name == "صحيفة التجربة الثقافية"
    assert article.republisher.name == "بوابة المثال"


def test_a_page_without_a_name_has_no_republisher() -> None:
    (article,) = parse_text(_PAGE)
    assert article.republisher.name == ""


def test_an_outlet_does_not_republish_itself() -> None:
    metadata = PageMetadata(site_name="صحيفة التجربة الثقافية")
    (article,) = parse_text(_PAGE, metadata=metadata)
    assert article.republisher.name == ""


def test_an_address_in_a_source_line_is_no_outlet() -> None:
    page = _PAGE.replace("صحيفة التجربة الثقافية", "javascript:alert(8)")
    (article,) = parse_text(page)
    assert article.outlet.name == ""
