"""Laws of dates that hold for any text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.dates import (
    DateCues,
    date_over_lines,
    looks_like_date_line,
    read_capture_header,
    read_date,
    read_date_line,
    resolve_publication,
)
from archive.ingest.dates.intervals import to_edtf
from archive.records.documents import DateBasis, PublishedCandidate

pytestmark = pytest.mark.property

PIECES = (
    *(
        "10",
        "31",
        "٢٠٢٤",
        "2024",
        "1445",
        "0000",
        "9999",
        "17:41",
        "24:99",
        "٢",
        "/",
        "-",
        ".",
        ":",
    ),
    *("شباط", "تشرين الأول", "أكتوبر", "محرم", "ذو الحجة", "May", "السبت", "الاثنين", "Fri"),
    *("الجاري", "الماضي", "المقبل", "اليوم", "أمس", "غداً", "منذ", "عام", "العام الحالي", "هـ", "م"),
    *("الثالث من", "ألفين", "وعشرين", "نُشر", "آخر تحديث", "دمشق", "GMT", "+03:00", "+99", "(", ")"),
    *(
        "(@khizana)",
        "twitter.com/a/status/1691438931974254592",
        "tiktok.com/@a/video/9999999999999999999",
    ),
    *(
        "بواسطة",
        "كتب",
        "العدد",
        "تعليقات",
        "زيارة",
        "القسم:",
        "المصدر:",
        "نشرة",
        "صحيفة",
        "|",
        " - ",
    ),
    *(
        "ت2",
        "گەلاوێژ",
        "août",
        "12/03/2019",
        "05/01/20",
        "الموافق",
        "طباعة",
        "345",
        "لا توجد تعليقات",
    ),
    *("\u0640", "\u064f", "\u200f", "\ufefb", "\u0130", "\n", "  ", "العام الجديد", "بمناسبة"),
)
phrases = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=3)), max_size=14
).flatmap(lambda pieces: st.sampled_from((" ", "")).map(lambda gap: gap.join(pieces)))
texts = st.lists(phrases, max_size=3).map(tuple)
edges = st.sampled_from((date.min, date(1, 1, 31), date(9999, 12, 1), date.max))
days = st.one_of(st.none(), edges, st.dates())


@given(phrases)
def test_a_reading_quotes_the_text_at_its_offsets(text: str) -> None:
    for reading in read_date(text):
        assert text[reading.start : reading.end] == reading.surface
        assert reading.earliest <= reading.latest


@given(phrases)
def test_a_capture_header_is_a_date_line(text: str) -> None:
    if read_capture_header(text) is not None:
        assert looks_like_date_line(text)


@given(phrases)
def test_the_parts_of_a_date_line_quote_it_and_do_not_overlap(line: str) -> None:
    found = read_date_line(line)
    if found is None:
        return
    reached = 0
    for part in found.rest:
        assert line[part.start : part.end] == part.text
        assert part.text.strip()
        assert part.start >= reached
        reached = part.end
    if found.day is not None:
        assert found.days is not None
        assert found.dates
    if found.is_bare:
        assert found.is_date_line


@given(texts)
def test_a_date_over_lines_takes_no_more_than_there_are(lines: tuple[str, ...]) -> None:
    assert 0 <= date_over_lines(lines) <= len(lines)


@given(texts, texts, texts, phrases, days, days, st.sampled_from(("", "SY", "?")))
def test_resolving_never_raises_and_never_says_two_things(
    stated: tuple[str, ...],
    paragraphs: tuple[str, ...],
    quoted: tuple[str, ...],
    line: str,
    captured: object,
    today: object,
    country: str,
) -> None:
    cues = DateCues(
        stated=stated,
        dateline=line,
        metadata=tuple(PublishedCandidate(value, "meta") for value in quoted)
        + tuple(PublishedCandidate(value, "json-ld") for value in stated[:1]),
        url=f"https://example.org/{line}",
        header=line,
        captured=captured,  # type: ignore[arg-type]
        paragraphs=paragraphs,
        quoted=quoted,
        captions=paragraphs,
        outlet_country=country,
    )
    found = resolve_publication(cues, today)  # type: ignore[arg-type]
    assert found.edtf == to_edtf(found.earliest, found.latest)
    assert (found.basis is DateBasis.UNKNOWN) == (not found.edtf)
    assert not (found.review and found.edtf)
    if found.edtf:
        assert found.evidence
    if found.at is not None:
        assert found.earliest == found.latest


@given(texts, texts, st.one_of(edges, st.dates()))
def test_an_inferred_date_is_not_after_the_capture(
    paragraphs: tuple[str, ...], quoted: tuple[str, ...], captured: object
) -> None:
    cues = DateCues(paragraphs=paragraphs, quoted=quoted, captured=captured)  # type: ignore[arg-type]
    found = resolve_publication(cues)
    assert found.latest is None or found.latest <= captured  # type: ignore[operator]
