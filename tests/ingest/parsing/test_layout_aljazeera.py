"""الجزيرة نت: the day in both calendars for print, sources beside the outlet."""

from __future__ import annotations

from tests.ingest.parsed_pages import parse_text

PAGE = """\
سباق للهجن في صحراء النقب
الخميس 7/3/1429 هـ - الموافق 13/3/2008 م (آخر تحديث) الساعة 16:25 (مكة المكرمة)، 13:25 (غرينتش)

شارك عشرات المتسابقين في سباق للهجن أقيم في صحراء النقب وسط حضور كبير من أهالي القرى المجاورة.

وقال المنظمون إن السباق سيتكرر كل عام.

المصدر : الجزيرة + رويترز
"""


def test_day_of_publication_beside_the_hijri_day() -> None:
    (article,) = parse_text(PAGE)
    assert article.layout == "aljazeera"
    assert article.published.edtf.startswith("2008-03-13")


def test_source_line_credits_an_agency_beside_the_outlet() -> None:
    (article,) = parse_text(PAGE)
    assert (article.outlet.slug, article.agency) == ("aljazeera", "رويترز")
    assert len(article.paragraphs) == 2
