"""Laws of parsing that hold for any page, lone surrogates and edges of the calendar included."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.normalize import fold
from archive.ingest.parsing.keywords import split_keywords
from archive.records.documents import PageMetadata, PublishedCandidate
from tests.ingest.parsed_pages import explain_text, parse_text

pytestmark = pytest.mark.property

ODD = st.text(st.characters(), max_size=30)
PIECES = st.sampled_from(
    [
        *("وصلت قافلة المساعدات إلى القرى الجبلية بعد إعادة فتح الطريق صباح اليوم.", "", "\u2028"),
        *("قافلة مساعدات تصل إلى القرى الجبلية", "منذ 3 أيام", "10 شباط", "1/1/1000", "31/12/2999"),
        *("date 0001-01-01 بدأت أعمال الصيانة في المدرسة", "أمس", "اقرأ أيضاً", "المصدر: سانا"),
        *("كلمات دلالية: قافلة القرى", "الوسوم", "دمشق - وكالات", "#قافلة", "30 رمضان 1500 هـ"),
        *("https://x.com/a/status/1", "تشرين الأول الجاري", "العام الحالي 2100", "\ud800", "TT"),
    ]
)
PAGES = st.lists(PIECES | ODD, max_size=15).map("\n".join)
DAYS = st.none() | st.sampled_from([date.min, date(1, 2, 1), date.max]) | st.dates()
METADATA = st.builds(
    PageMetadata,
    title=ODD,
    author=ODD,
    language=ODD,
    domain=ODD,
    site_name=ODD,
    published=st.lists(
        st.builds(PublishedCandidate, value=ODD | PIECES, source=ODD), max_size=2
    ).map(tuple),
)


@given(PAGES, DAYS, ODD | PIECES, METADATA)
def test_any_page_is_parsed_within_its_text(
    text: str, captured: date | None, url: str, metadata: PageMetadata
) -> None:
    for article in parse_text(text, url=url, captured=captured, metadata=metadata):
        assert article.title or article.paragraphs
        assert len(article.language) in (2, 3)
        assert all(0 <= span.start < span.end <= len(text) for span in article.spans)


@given(PAGES)
def test_every_line_that_shows_something_is_explained(text: str) -> None:
    explained = explain_text(text)
    assert all(text[line.start : line.end] == line.text for line in explained)
    assert all(line.why for line in explained)


@given(ODD | PIECES, st.lists(ODD | PIECES, max_size=3))
def test_no_keyword_is_given_twice(value: str, text: list[str]) -> None:
    keywords = split_keywords(value, text)
    assert all(keywords)
    assert len({fold(keyword) for keyword in keywords}) == len(keywords)
