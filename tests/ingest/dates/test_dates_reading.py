"""The shared reader: every form in which Arabic news writes a date."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from archive.arabic.calendar_names import Calendar
from archive.ingest.dates import DateReading, read_date
from archive.ingest.dates.date_reader import Doubt
from archive.records.documents import DatePrecision


def only(text: str) -> DateReading:
    readings = read_date(text)
    assert len(readings) == 1, readings
    return readings[0]


@pytest.mark.parametrize(
    "text",
    [
        "10 شباط 2024",
        "10 فبراير 2024",
        "10 فيفري 2024",
        "١٠ شباط ٢٠٢٤",
        "۱۰ شباط ۲۰۲۴",
        "10 شباط/فبراير 2024",
        "10 شباط/ فبراير 2024",
        "10 فبراير (شباط) 2024",
        "10شباط2024",
        "10-شباط-2024",
        "10 شباط، 2024",
        "10 من شباط 2024",
        "10 شباط من العام 2024",
        "10 شباط عام 2024",
        "العاشر من شباط عام ألفين وأربعة وعشرين",
        "السبت 10 شباط 2024",
        "السبت، 10 شباط 2024",
        "السبت - 10 شباط - 2024",
        "السبت الموافق 10 شباط 2024",
        "شباط 10, 2024",
        "2024 شباط 10",
        "10/2/2024",
        "10-02-2024",
        "2024/02/10",
        "2024.02.10",
        "2024-02-10",
        "10th, February 2024 GMT",
        "10 Feb 2024",
        "Sat, 10 Feb 2024",
        "February 10, 2024",
    ],
)
def test_reads_a_day_however_it_is_written(text: str) -> None:
    reading = only(text)
    assert reading.earliest == reading.latest == date(2024, 2, 10)
    assert reading.doubt is None


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("في تشرين الأول/أكتوبر 2023", 2023, 10),
        ("كانون الثاني من عام 2022", 2022, 1),
        ("خلال نونبر 2021", 2021, 11),
    ],
)
def test_reads_a_month_without_a_day(text: str, year: int, month: int) -> None:
    reading = only(text)
    assert (reading.earliest.year, reading.earliest.month) == (year, month)
    assert reading.precision is DatePrecision.MONTH


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("الأول من آذار 2024", 1),
        ("الثالث من تموز 2023", 3),
        ("الخامس عشر من آذار 2011", 15),
        ("الحادي والعشرين من آذار 2024", 21),
    ],
)
def test_reads_days_in_words(words: str, day: int) -> None:
    assert only(words).earliest.day == day


@pytest.mark.parametrize(
    "text",
    [
        "15 شخصاً",
        "فاز الفريق 2-1",
        "بلغ السعر 12.5 دولار",
        "هاتف 011-22-3344",
        "العنوان 192.168.1.2024",
        "2000 جندي",
        "أكثر من 1900 جندي",
        "القرار 2254/2015",
        "مادة 3/4",
        "10 شباط",
        "في شباط الماضي 2000 حادثة",
        "رجب طيب أردوغان",
        "",
    ],
)
def test_numbers_and_yearless_days_are_no_dates(text: str) -> None:
    assert read_date(text) == []


def test_reads_a_clock_time_in_its_zone() -> None:
    reading = only("2022.10.08 | 17:41 دمشق")
    assert reading.precision is DatePrecision.MINUTE
    assert reading.at is not None
    assert reading.at.utcoffset() == timedelta(hours=3)
    assert reading.surface == "2022.10.08 | 17:41 دمشق"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("26 أكتوبر 2024 06:00 م", 18),
        ("26 أكتوبر 2024 06:00 ص", 6),
        ("26 أكتوبر 2024 06:00 مساءً", 18),
        ("26 أكتوبر 2024 12:10 ص", 0),
        ("26 أكتوبر 2024 الساعة 12:10 ظهراً", 12),
        ("06:00 PM 26/10/2024", 18),
        ("20 Aug 2024 18:09", 18),
    ],
)
def test_reads_halves_of_the_day(text: str, hour: int) -> None:
    clock = only(text).clock
    assert clock is not None
    assert clock.hour == hour


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-10-26T21:30:00Z", datetime(2024, 10, 26, 21, 30, tzinfo=UTC)),
        (
            "2024-10-26T21:30:00.250+0300",
            datetime(2024, 10, 26, 21, 30, tzinfo=timezone(timedelta(hours=3))),
        ),
        ("12/05/2024 | 12:00 GMT", datetime(2024, 5, 12, 12, tzinfo=UTC)),
        (
            "13/8/202311:23 AM (مكة المكرمة)",
            datetime(2023, 8, 13, 11, 23, tzinfo=timezone(timedelta(hours=3))),
        ),
        (
            "02 مايو ,2024: 11:53 ص GST",
            datetime(2024, 5, 2, 11, 53, tzinfo=timezone(timedelta(hours=4))),
        ),
    ],
)
def test_reads_moments(text: str, moment: datetime) -> None:
    assert only(text).at == moment


def test_a_clock_time_without_a_zone_is_no_moment() -> None:
    reading = only("20 Aug 2024 18:09")
    assert reading.at is None
    assert reading.precision is DatePrecision.DAY


def test_a_hijri_day_is_uncertain_by_the_sighting_of_the_moon() -> None:
    reading = only("28 محرم 1445 هـ")
    assert reading.calendar is Calendar.HIJRI
    assert (reading.earliest, reading.latest) == (date(2023, 8, 14), date(2023, 8, 16))


def test_the_weekday_settles_a_hijri_day() -> None:
    reading = only("الثلاثاء 28 محرم 1445 هـ")
    assert reading.earliest == reading.latest == date(2023, 8, 15)


def test_reads_a_numeric_hijri_date() -> None:
    assert date(2023, 8, 15) in only("28/1/1445 هـ").interval


def test_hijri_and_gregorian_side_by_side_are_two_readings_of_one_day() -> None:
    hijri, gregorian = read_date("28 محرم 1445 هـ - 15 أغسطس 2023 م")
    assert gregorian.earliest in hijri.interval


def test_arabic_writes_the_day_first() -> None:
    assert only("نشر في 5/2/2024").earliest == date(2024, 2, 5)


def test_a_thirteenth_month_is_a_day() -> None:
    assert only("2/13/2024").earliest == date(2024, 2, 13)


def test_an_english_line_may_mean_either_order() -> None:
    reading = only("5/2/2024 12:15:00 PM")
    assert (reading.earliest, reading.latest) == (date(2024, 2, 5), date(2024, 5, 2))


def test_the_weekday_tells_the_order_of_day_and_month() -> None:
    assert only("الخميس 5/2/2024").earliest == date(2024, 5, 2)


def test_a_weekday_that_contradicts_the_date_raises_a_doubt() -> None:
    assert only("الجمعة 26 أكتوبر 2024").doubt is Doubt.WEEKDAY


def test_two_names_of_different_months_raise_a_doubt() -> None:
    assert only("10 شباط/مارس 2024").doubt is Doubt.MONTH_NAMES


def test_impossible_days_are_left_out() -> None:
    assert read_date("31 شباط 2024، 45/13/2024") == []


def test_a_span_of_months_is_not_two_names_of_one() -> None:
    assert [reading.earliest.month for reading in read_date("تموز 2023 - آب 2023")] == [7, 8]


def test_surfaces_keep_marks_and_tatweel() -> None:
    text = "يوم ١٠ شُبـاطَ ٢٠٢٤م."
    reading = only(text)
    assert reading.surface == "١٠ شُبـاطَ ٢٠٢٤م"
    assert text[reading.start : reading.end] == reading.surface


def test_finds_each_date_of_a_sentence() -> None:
    text = "بين 3 كانون الثاني 2023 و15 نيسان/أبريل 2024، ثم في 2025-06-07"
    assert [r.earliest.isoformat() for r in read_date(text)] == [
        "2023-01-03",
        "2024-04-15",
        "2025-06-07",
    ]


def test_a_very_long_line_is_read_only_at_its_beginning() -> None:
    line = "10 شباط 2024 " + " " * 1_000_000 + "11 شباط 2024"
    assert len(read_date(line)) == 1
