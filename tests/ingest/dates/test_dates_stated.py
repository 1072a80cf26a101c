"""Dates that a page states: labels, calendars, contradictions, the review queue."""

from datetime import date, datetime, timedelta, timezone

import pytest

from archive.ingest.dates import DateCues, resolve_publication
from archive.records.documents import DateBasis, DatePrecision, PublicationDate, PublishedCandidate


def stated(*lines: str, captured: date | None = None, country: str = "") -> PublicationDate:
    return resolve_publication(DateCues(lines, captured=captured, outlet_country=country))


def test_a_stated_day_with_its_words() -> None:
    found = stated("تاريخ النشر: 26th, October 2024 GMT")
    assert (found.edtf, found.basis, found.precision) == (
        "2024-10-26",
        DateBasis.STATED,
        DatePrecision.DAY,
    )
    assert found.evidence == "26th, October 2024"


def test_a_stated_minute() -> None:
    found = stated("2022.10.08 | 17:41 دمشق")
    assert found.edtf == "2022-10-08"
    assert found.at is not None
    assert found.at.isoformat() == "2022-10-08T17:41:00+03:00"
    assert found.precision is DatePrecision.MINUTE


def test_a_clock_time_is_that_of_the_outlet_s_country() -> None:
    found = stated("26 أكتوبر 2024 - 18:30", country="AE")
    assert found.at == datetime(2024, 10, 26, 18, 30, tzinfo=timezone(timedelta(hours=4)))


def test_a_dateline_states_the_day() -> None:
    found = resolve_publication(DateCues(dateline="دمشق (سانا) 10-2-2024"))
    assert (found.edtf, found.basis) == ("2024-02-10", DateBasis.STATED)


def test_publication_goes_before_change() -> None:
    assert stated("آخر تحديث: 29 أكتوبر 2024", "نُشر: 26 أكتوبر 2024").edtf == "2024-10-26"


def test_a_label_may_stand_on_its_own_line() -> None:
    assert stated("آخر تحديث:", "29 أكتوبر 2024", "نُشر:", "26 أكتوبر 2024").edtf == "2024-10-26"


@pytest.mark.parametrize(
    "line",
    [
        "آخر تحديث: 29 أكتوبر 2024",
        "الثلاثاء، 29 أكتوبر 2024، آخر تحديث 14:00 (GMT+0400)",
        "عُدل في 29 أكتوبر 2024",
        "Mis à jour le 29/10/2024",
        "Last updated on October 29, 2024",
        "Güncelleme : 29.10.2024",
    ],
)
def test_a_date_of_change_alone_is_the_last_day_possible(line: str) -> None:
    found = stated(line)
    assert (found.edtf, found.basis) == ("../2024-10-29", DateBasis.INFERRED)
    assert "29" in found.evidence


def test_a_date_of_change_closes_what_the_text_tells() -> None:
    cues = DateCues(
        ("آخر تحديث: 29 أكتوبر 2024",), paragraphs=("افتتح المعرض في العام الحالي 2024",)
    )
    assert resolve_publication(cues).edtf == "2024-01-01/2024-10-29"


def test_the_day_that_stands_beside_one_of_change_is_that_of_publication() -> None:
    assert stated("26 أكتوبر 2024 - آخر تحديث: 29 أكتوبر 2024").edtf == "2024-10-26"


def test_metadata_a_month_after_a_change_go_to_review() -> None:
    cues = DateCues(
        ("آخر تحديث: 29 أكتوبر 2023",), metadata=(PublishedCandidate("2024-10-26", "json-ld"),)
    )
    found = resolve_publication(cues)
    assert (found.edtf, found.basis) == ("", DateBasis.UNKNOWN)
    assert "بعيد عن تاريخ بياناتها" in found.review


def test_metadata_goes_before_a_date_of_change() -> None:
    cues = DateCues(
        ("آخر تحديث: 29 أكتوبر 2024",), metadata=(PublishedCandidate("2024-10-26", "json-ld"),)
    )
    assert resolve_publication(cues).edtf == "2024-10-26"


@pytest.mark.parametrize(
    "line",
    [
        "2/5/2024-|آخر تحديث: 3/5/202404:12 م (بتوقيت مكة المكرمة)",
        "آخر تحديث: 03 مايو ,2024: 12:10 م GST نشر في: 02 مايو ,2024: 11:53 ص GST",
        "02.05.2024 - محدث : 03.05.2024",
        "10:15 02.05.2024 (تم التحديث: 12:10 03.05.2024)",
        "نُشر: 10:15-2 مايو 2024 م ـ 23 شوّال 1445 هـ",
        "الخميس - 23 شهر شوال 1445 هـ - 02 مايو 2024 مـ رقم العدد [ 14951]",
        "الخميس 02 أيار / مايو 2024. 10:15 صباحاً",
        "02\u200f/05\u200f/2024",
    ],
)
def test_reads_the_date_lines_of_widely_read_outlets(line: str) -> None:
    assert stated(line).edtf == "2024-05-02"


def test_unlabelled_dates_near_each_other_leave_an_interval() -> None:
    assert stated("26 أكتوبر 2024", "29 أكتوبر 2024").edtf == "2024-10-26/2024-10-29"


def test_unlabelled_dates_far_apart_go_to_review() -> None:
    found = stated("26 أكتوبر 2019", "29 أكتوبر 2024")
    assert found.basis is DateBasis.UNKNOWN
    assert "أكثر من تاريخ" in found.review


def test_the_gregorian_date_is_the_exact_one() -> None:
    found = stated("28 محرم 1445 هـ الموافق 15 أغسطس 2023 م")
    assert (found.edtf, found.review) == ("2023-08-15", "")


def test_a_hijri_date_alone_is_an_interval() -> None:
    assert stated("28 محرم 1445 هـ").edtf == "2023-08-14/2023-08-16"


def test_a_stated_month_and_year() -> None:
    assert stated("شباط 2024").edtf == "2024-02"
    assert stated("سنة النشر: 2023").edtf == "2023"


def test_stated_text_goes_before_metadata_and_address() -> None:
    cues = DateCues(
        ("26 أكتوبر 2024",),
        metadata=(PublishedCandidate("2024-10-28T08:00:00+03:00", "json-ld"),),
        url="https://example.org/2024/10/29/title",
    )
    assert resolve_publication(cues).edtf == "2024-10-26"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("31 شباط 2024", "لا وجود له"),
        ("الجمعة 26 أكتوبر 2024", "اسم اليوم"),
        ("10 شباط/مارس 2024", "اسما الشهر"),
        ("5 مايو 1845", "قبل عام 1900"),
        ("28 محرم 1445 هـ الموافق 25 أغسطس 2023", "الهجري والميلادي"),
    ],
)
def test_a_date_that_cannot_be_right_goes_to_review(line: str, reason: str) -> None:
    found = stated(line)
    assert reason in found.review
    assert (found.edtf, found.earliest, found.latest) == ("", None, None)
    assert found.basis is DateBasis.UNKNOWN


def test_a_date_after_the_capture_goes_to_review() -> None:
    found = stated("26 أكتوبر 2024", captured=date(2024, 10, 20))
    assert "بعد يوم التقاط" in found.review


def test_a_page_captured_further_west_may_be_a_day_ahead() -> None:
    assert stated("26 أكتوبر 2024", captured=date(2024, 10, 25)).edtf == "2024-10-26"


def test_a_future_date_goes_to_review_where_today_is_given() -> None:
    cues = DateCues(("26 أكتوبر 2024",))
    assert resolve_publication(cues).edtf == "2024-10-26"
    assert "المستقبل" in resolve_publication(cues, today=date(2024, 1, 1)).review


def test_an_age_is_counted_from_the_capture() -> None:
    found = stated("نُشر منذ أسبوعين", captured=date(2024, 5, 20))
    assert (found.edtf, found.basis) == ("2024-04-29/2024-05-06", DateBasis.INFERRED)
    assert found.evidence == "نُشر منذ أسبوعين"


def test_an_age_without_a_known_day_tells_nothing() -> None:
    assert stated("نُشر منذ أسبوعين") == PublicationDate()


def test_a_day_without_its_year_is_the_last_before_the_capture() -> None:
    assert stated("الخميس 26 أكتوبر", captured=date(2024, 2, 1)).edtf == "2023-10-26"


def test_a_weekday_that_denies_the_supposed_year_leaves_the_date_unknown() -> None:
    assert stated("الجمعة 26 أكتوبر", captured=date(2024, 2, 1)).edtf == ""


def test_an_issue_s_day_is_stated_and_a_founding_s_is_not() -> None:
    assert stated("العدد 120 - السبت 26 أكتوبر 2024").edtf == "2024-10-26"
    founded = stated("صدر العدد الأول في 3 مايو 1958 السبت 26 أكتوبر 2024")
    assert founded.edtf == "2024-10-26"
    assert stated("تاريخ التسجيل: 11/04/2007").edtf == ""


def test_a_label_behind_its_date_counts() -> None:
    assert stated("29 أكتوبر 2024 آخر تحديث", "26 أكتوبر 2024").edtf == "2024-10-26"


def test_a_page_and_its_metadata_a_month_apart_go_to_review() -> None:
    cues = DateCues(
        ("نُشر: 26 أكتوبر 2024",), metadata=(PublishedCandidate("2021-03-05", "json-ld"),)
    )
    found = resolve_publication(cues)
    assert (found.edtf, found.basis) == ("", DateBasis.UNKNOWN)
    assert "2021-03-05" in found.review
    assert "26 أكتوبر 2024" in found.review


def test_a_page_and_its_address_a_month_apart_go_to_review() -> None:
    cues = DateCues(("26 أكتوبر 2024",), url="https://example.org/2021/03/05/title")
    assert "بعيد" in resolve_publication(cues).review
    near = DateCues(("26 أكتوبر 2024",), url="https://example.org/2024/10/title")
    assert resolve_publication(near).edtf == "2024-10-26"


@pytest.mark.parametrize("title", ["2/8/1990", "حكاية الميناء منذ 2/8/1990"])
def test_a_day_in_the_title_does_not_outweigh_the_record_s_own(title: str) -> None:
    cues = DateCues(
        ("2/8/1990",),
        metadata=(PublishedCandidate("2016-08-02", "the column “date”"),),
        url="https://example.org/2016/08/02/title",
        title=title,
    )
    found = resolve_publication(cues)
    assert (found.edtf, found.basis) == ("2016-08-02", DateBasis.METADATA)


def test_a_bulletin_s_title_states_its_day_where_nothing_else_does() -> None:
    cues = DateCues(title="أبرز أخبار السبت 26 أكتوبر 2024")
    assert resolve_publication(cues).edtf == "2024-10-26"
    dated = DateCues(
        title="أبرز أخبار السبت 26 أكتوبر 2024",
        metadata=(PublishedCandidate("2024-10-27", "json-ld"),),
    )
    assert resolve_publication(dated).edtf == "2024-10-27"
    assert resolve_publication(DateCues(title="ذكرى 6 أكتوبر 1973")).edtf == ""


@pytest.mark.parametrize(
    "line", ["أضيف بتاريخ 26/10/24", "السبت 26-10-24", "26.10.24 - 18:30", "نُشر: 26/10/24"]
)
def test_two_figures_of_a_year_count_beside_label_weekday_or_hour(line: str) -> None:
    assert stated(line).edtf == "2024-10-26"


@pytest.mark.parametrize("line", ["26/10/24", "الأحد 26-10-24", "نتيجة 3-1-20", "192.168.1.20"])
def test_two_figures_of_a_year_alone_are_no_date(line: str) -> None:
    found = stated(line)
    assert (found.edtf, found.review) == ("", "")


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("26 أكتوبر 2024 12:30 ص بتوقيت القاهرة", "2024-10-26T00:30:00+03:00"),
        ("26 أكتوبر 2024 12:30 م بتوقيت القاهرة", "2024-10-26T12:30:00+03:00"),
        ("26 أكتوبر 2024 الساعة 02:07 مساءاً بتوقيت مكة المكرمة", "2024-10-26T14:07:00+03:00"),
        ("26 أكتوبر 2024 - 14:00 (GMT+0400)", "2024-10-26T14:00:00+04:00"),
        ("Publié le 26/10/2024 à 18h30 GMT", "2024-10-26T18:30:00+00:00"),
    ],
)
def test_forms_of_the_hour(line: str, moment: str) -> None:
    found = stated(line)
    assert found.at is not None
    assert found.at.isoformat() == moment


@pytest.mark.parametrize(
    ("line", "offset"),
    [
        ("26 أكتوبر 2024 10:22 ص - 345 مشاهدة", None),
        ("2024-10-26T18:09:00-03:00", -3),
        ("Sat, 26 Oct 2024 18:09:00 -0400", -4),
        ("26 أكتوبر 2024 10:22 GMT-3", -3),
    ],
)
def test_a_dash_before_a_counter_is_no_zone(line: str, offset: int | None) -> None:
    found = stated(line)
    assert found.edtf == "2024-10-26"
    told = None if found.at is None else found.at.utcoffset()
    assert told == (None if offset is None else timedelta(hours=offset))
