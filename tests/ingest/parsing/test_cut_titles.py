"""Browser titles that dots cut short, days before headlines, and ages inside them."""

from __future__ import annotations

from datetime import date

import pytest

from archive.records.documents import ParsedArticle
from tests.ingest.parsed_pages import parse_text

FIRST = "افتتحت بلدية المدينة صباح أمس حديقة جديدة على ضفة النهر بعد عامين من العمل فيها."
SECOND = "وقال رئيس البلدية إن الحديقة تضم ملاعب للأطفال ومسرحا صغيرا ومقهى."
HEADLINE = "بلدية المدينة تفتتح حديقة جديدة على ضفة النهر بعد عامين من العمل"


def article(*lines: str, captured: date | None = None) -> ParsedArticle:
    (found,) = parse_text("\n".join(lines), captured=captured)
    return found


@pytest.mark.parametrize(
    "shown",
    [
        "صدى الضفاف | بلدية المدينة تفتتح حديقة جديدة على ضفة الن...",
        "بلدية المدينة تفتتح حديقة جديدة على…",
    ],
)
def test_the_headline_below_a_title_cut_short_is_the_title(shown: str) -> None:
    found = article(shown, "", HEADLINE, "", "13 آب 2014", "", FIRST, SECOND)
    assert found.title == HEADLINE
    assert HEADLINE not in found.paragraphs


def test_a_headline_that_ends_with_dots_stays_where_no_other_begins_so() -> None:
    found = article("حديقة على الضفة... وملاعب ومسرح...", "", FIRST, SECOND)
    assert found.title.startswith("حديقة على الضفة")


def test_a_day_before_a_headline_is_no_part_of_it() -> None:
    found = article(f"2014-08-13 | {HEADLINE}", "", FIRST, SECOND)
    assert found.title == HEADLINE
    assert found.published.edtf == "2014-08-13"


def test_an_age_inside_a_headline_dates_nothing() -> None:
    title = "المتحف الوطني يعرض مخطوطة أندلسية لأول مرة منذ 80 عاما"
    found = article(title, "", FIRST, SECOND, captured=date(2017, 10, 3))
    assert found.title == title
    assert found.published.basis == "unknown"
