"""Date lines, capture headers, and ages such as "منذ ساعتين"."""

from datetime import date

import pytest

from archive.ingest.dates import looks_like_date_line, read_capture_header
from archive.ingest.dates.ages import read_ago
from archive.ingest.dates.intervals import Interval


@pytest.mark.parametrize("captured", [date.min, date(1, 1, 31)])
@pytest.mark.parametrize("line", ["منذ 3 أيام", "الشهر الماضي", "الأحد الماضي", "منذ ألف سنة"])
def test_no_age_reaches_beyond_the_calendar(line: str, captured: date) -> None:
    days = read_ago(line, captured)
    assert days is not None
    assert days.earliest is not None
    assert days.earliest.year == 1


@pytest.mark.parametrize(
    "line",
    [
        "الخميس - 2 مايو - 2024",
        "تاريخ النشر: 26th, October 2024 GMT",
        "نُشر في: 26 أكتوبر 2024 - 18:30 بتوقيت دمشق",
        "آخر تحديث: 13/8/202311:23 AM (مكة المكرمة)",
        "الثلاثاء 28 محرم 1445 هـ - 15 أغسطس 2023 م",
        "2022.10.08 | 17:41 دمشق",
        "Thursday, May 2, 2024",
        "الخميس 23 شوال 1445هـ - 2 مايو 2024م - العدد 20401",
        "02 ماي 2024 (10:15)",
        "منذ 3 ساعات",
        "أمس",
    ],
)
def test_knows_a_date_line(line: str) -> None:
    assert looks_like_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2024",
        "عدد الزيارات 1752",
        "قُتل 15 شخصاً في 17 تشرين الأول 2023",
        "حصاد عام 2023",
        "منذ ثلاثة أسابيع يتظاهر الطلاب",
        "أمس واليوم وغداً",
        "اليوم",
    ],
)
def test_a_sentence_or_a_number_is_no_date_line(line: str) -> None:
    assert not looks_like_date_line(line)


def test_a_capture_header_tells_its_day() -> None:
    assert read_capture_header("الخميس - 2 مايو - 2024") == date(2024, 5, 2)


def test_a_capture_header_in_two_calendars_tells_one_day() -> None:
    line = "الخميس 23 شوال 1445 هـ الموافق 2 مايو 2024"
    assert read_capture_header(line) == date(2024, 5, 2)


@pytest.mark.parametrize(
    "line",
    [
        "نُشر في 2 مايو 2024",
        "الجمعة - 2 مايو - 2024",
        "2 مايو 2024 - 3 مايو 2024",
        "مايو 2024",
        "منذ ساعة",
        "خبر عاجل",
    ],
)
def test_other_lines_are_no_capture_header(line: str) -> None:
    assert read_capture_header(line) is None


THURSDAY = date(2024, 5, 2)


@pytest.mark.parametrize(
    ("line", "earliest", "latest"),
    [
        ("اليوم 10:15", date(2024, 5, 2), date(2024, 5, 2)),
        ("أمس", date(2024, 5, 1), date(2024, 5, 1)),
        ("أول من أمس", date(2024, 4, 30), date(2024, 4, 30)),
        ("الأحد الماضي", date(2024, 4, 28), date(2024, 4, 28)),
        ("الخميس الماضي", date(2024, 4, 25), date(2024, 4, 25)),
        ("قبل ثلاثة أيام", date(2024, 4, 28), date(2024, 4, 29)),
        ("نُشر منذ أسبوعين", date(2024, 4, 11), date(2024, 4, 18)),
        ("الشهر الماضي", date(2024, 4, 1), date(2024, 4, 30)),
        ("منذ ٣ ساعات", date(2024, 5, 1), date(2024, 5, 2)),
        ("منذ 30 ساعة", date(2024, 4, 30), date(2024, 5, 1)),
        ("منذ يوم واحد", date(2024, 4, 30), date(2024, 5, 1)),
    ],
)
def test_an_age_is_counted_back_from_the_known_day(line: str, earliest: date, latest: date) -> None:
    assert read_ago(line, THURSDAY) == Interval(earliest, latest)


@pytest.mark.parametrize("line", ["منذ الحرب", "قبل ساعات من الهجوم", "بعد يومين", "x" * 10_000])
def test_other_words_tell_no_age(line: str) -> None:
    assert read_ago(line, THURSDAY) is None
