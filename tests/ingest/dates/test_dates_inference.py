"""Dates inferred from cues: constraints, intersected, as wide as the truth."""

from datetime import date

import pytest

from archive.ingest.dates import DateCues, resolve_publication
from archive.records.documents import DateBasis, DatePrecision, PublicationDate

HEADER = "الخميس - 2 مايو - 2024"
HEADER_DAY = date(2024, 5, 2)
POST = "https://twitter.com/khizana/status/1691438931974254592?s=19"


def body(*paragraphs: str, **cues: object) -> PublicationDate:
    return resolve_publication(DateCues(paragraphs=paragraphs, **cues))  # type: ignore[arg-type]


def headed(*paragraphs: str) -> PublicationDate:
    return body(*paragraphs, header=HEADER, captured=HEADER_DAY)


def test_the_month_of_writing_takes_its_year_from_the_capture_header() -> None:
    found = headed("وكان المجلس قد اجتمع في 10 شباط الجاري")
    assert (found.edtf, found.basis) == ("2024-02", DateBasis.INFERRED)
    assert found.precision is DatePrecision.MONTH
    assert found.evidence == "10 شباط الجاري"


def test_a_month_that_the_header_has_not_reached_is_of_the_year_before() -> None:
    assert headed("اجتمعوا في 10 تشرين الثاني الجاري").edtf == "2023-11"


def test_what_was_said_on_a_day_is_not_older_than_the_day() -> None:
    assert headed("وفي 10 شباط الجاري قال الوزير إن القرار صدر").edtf == "2024-02-10/2024-02-29"


def test_what_is_announced_for_a_day_may_be_older() -> None:
    assert headed("من المقرر أن يعقد المؤتمر في 20 شباط الجاري").edtf == "2024-02"


def test_the_end_of_a_month_may_be_published_in_the_next() -> None:
    assert headed("اجتمعوا في 28 شباط الجاري").edtf == "2024-02-01/2024-03-02"


def test_without_a_header_the_month_of_writing_has_no_year() -> None:
    assert body("اجتمعوا في 10 شباط الجاري") == PublicationDate()
    assert body("اجتمعوا في 10 شباط الجاري", captured=HEADER_DAY) == PublicationDate()


def test_a_header_of_the_site_s_last_update_is_the_day_of_the_capture() -> None:
    found = body("اجتمعوا في 10 شباط الجاري", header="آخر تحديث: 2 مايو 2024")
    assert found.edtf == "2024-02"


def test_two_months_of_writing_contradict_each_other() -> None:
    found = headed("اجتمعوا في 10 شباط الجاري", "ويعود المجلس في 3 آذار الجاري")
    assert found == PublicationDate()


def test_a_weekday_that_the_header_s_year_denies_leaves_the_date_unknown() -> None:
    assert headed("اجتمعوا يوم الأحد 10 شباط الجاري") == PublicationDate()
    assert headed("اجتمعوا يوم السبت 10 شباط الجاري").edtf == "2024-02"


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("صرح اليوم السبت 26 تشرين الأول 2024", "2024-10-26/2024-10-28"),
        ("صرح أمس السبت 26 تشرين الأول 2024", "2024-10-27/2024-10-29"),
        ("يبدأ غداً السبت 26 تشرين الأول 2024", "2024-10-25/2024-10-27"),
    ],
)
def test_a_full_date_called_today_yesterday_or_tomorrow(words: str, edtf: str) -> None:
    assert body(words).edtf == edtf


def test_today_without_a_year_takes_it_from_the_header() -> None:
    assert headed("صرح اليوم الثلاثاء 13 شباط").edtf == "2024-02-13/2024-02-15"


@pytest.mark.parametrize(
    "words",
    [
        "أفاد المسؤول، اليوم (الاثنين)، بأن العدد ثابت",
        "سقطت القذائف أول من أمس (الأحد)",
        "في مثل هذا اليوم السبت 26 تشرين الأول 2024",
        "حتى سبتمبر 2026",
        "في 17 تشرين الأول 2023",
        "يعقد المؤتمر يوم الأربعاء 18 شباط 2015",
        "منذ 17 تشرين الأول 2011",
        "إعلان الانسحاب في منتصف أكتوبر (تشرين الأول)",
        "كان العام الماضي 2014 صعباً",
        "العام الحالي 1436 هـ",
        "بلغ السعر في العام الحالي 2015 دولاراً",
        "يتطلع إلى العام الجديد 2025",
    ],
)
def test_cues_that_prove_nothing_give_nothing(words: str) -> None:
    assert body(words) == PublicationDate()


def test_the_capture_alone_gives_nothing() -> None:
    assert headed("خبر بلا تاريخ") == PublicationDate()


def test_the_id_of_a_post_is_a_lower_bound() -> None:
    found = body("نص المقال", POST)
    assert (found.edtf, found.latest) == ("2023-08-15/..", None)
    assert found.precision is DatePrecision.UNKNOWN
    assert found.evidence == "twitter.com/khizana/status/1691438931974254592"


def test_the_capture_closes_what_a_post_opens() -> None:
    assert headed("نص المقال", POST).edtf == "2023-08-15/2024-05-02"


def test_the_newest_post_counts() -> None:
    found = body(
        "نص", quoted=("خبر (@khizana_ar) December 20, 2024", "آخر (@khizana_ar) ١٨ ديسمبر ٢٠٢٤")
    )
    assert found.edtf == "2024-12-20/.."
    assert found.evidence == "December 20, 2024"


def test_a_date_inside_a_post_is_no_bound() -> None:
    assert body("نص", quoted=("يستمر التسجيل حتى 5 مايو 2025 للجميع",)) == PublicationDate()


def test_an_old_style_post_id_holds_no_time() -> None:
    assert body("https://twitter.com/khizana/status/20") == PublicationDate()


def test_a_video_id_is_a_lower_bound() -> None:
    found = body("https://www.tiktok.com/@khizana/video/7230000000000000000")
    assert found.edtf == "2023-05-06/.."


def test_a_post_after_the_capture_contradicts_it() -> None:
    found = headed("خبر (@khizana_ar) December 20, 2024")
    assert found == PublicationDate()


def test_the_year_that_the_text_calls_present() -> None:
    found = body("ارتفع الإنتاج في العام الحالي 2015 ارتفاعاً كبيراً")
    assert (found.edtf, found.precision) == ("2015", DatePrecision.YEAR)
    assert found.evidence == "العام الحالي 2015"


def test_the_year_that_the_text_calls_next() -> None:
    assert body("يبدأ المشروع في العام المقبل 2016").edtf == "2015"


def test_the_year_of_the_text_gives_its_month_of_writing_a_year() -> None:
    found = body("في العام الحالي 2015 عموماً", "اجتمعوا في 10 شباط الجاري")
    assert found.edtf == "2015-02"


def test_a_greeted_new_year() -> None:
    found = body("بعث رسالة بمناسبة العام الجديد", "تمنى أن يكون العام الجديد 2025 عام سلام")
    assert found.edtf == "2024-06-01/2025-12-31"


def test_a_caption_narrows_what_other_cues_open() -> None:
    photo = "خلال زيارته إلى المدينة في يوليو 2024"
    greeting = "بمناسبة العام الجديد 2025"
    assert body(greeting, captions=(photo,)).edtf == "2024-07-01/2025-12-31"
    assert body("نص", captions=(photo,)) == PublicationDate()


def test_a_recent_event_with_its_weekday_is_a_lower_bound() -> None:
    found = body("يوم الثلاثاء 17 تشرين الأول 2023 أعلن المجلس قراره")
    assert found.edtf == "2023-10-17/.."


def test_cues_in_a_title_count() -> None:
    found = resolve_publication(DateCues(title="أسعار اليوم السبت 26 أكتوبر 2024"))
    assert found.edtf == "2024-10-26/2024-10-28"


def test_a_dateline_without_a_year_takes_it_from_the_header() -> None:
    cues = DateCues(
        dateline="القاهرة في 2 ديسمبر /وكالات/",
        header="الثلاثاء 3 ديسمبر 2024",
        captured=date(2024, 12, 3),
    )
    found = resolve_publication(cues)
    assert (found.edtf, found.basis, found.evidence) == (
        "2024-12-02",
        DateBasis.INFERRED,
        "2 ديسمبر",
    )


def test_evidence_from_two_cues_quotes_both() -> None:
    found = headed("اجتمعوا في شباط الجاري", "خبر (@khizana_ar) February 20, 2024")
    assert found.edtf == "2024-02-20/2024-02-29"
    assert found.evidence == "February 20, 2024 … شباط الجاري"


def test_a_text_that_speaks_of_older_years_is_not_placed_by_the_day_of_reading() -> None:
    text = "اجتمعوا في 10 شباط الجاري لتقييم اتفاق وقّعوه عام {}"
    header = "الخميس - 2 مايو - 2024"
    assert body(text.format(2017), header=header).edtf == ""
    assert body(text.format(2023), header=header).edtf.startswith("2024-02")


@pytest.mark.parametrize("captured", [date.min, date(1, 3, 1), date.max])
@pytest.mark.parametrize("line", ["10 شباط", "31 كانون الأول", "أمس", "الشهر الماضي"])
def test_a_day_at_the_edge_of_the_calendar_is_no_error(line: str, captured: date) -> None:
    found = body("اجتمعوا في 10 شباط الجاري", stated=(line,), captured=captured)
    assert found.latest is None or found.latest <= captured


def test_a_month_before_the_first_year_is_no_day() -> None:
    assert body("نص", stated=("10 شباط",), captured=date.min) == PublicationDate()


def test_today_in_another_story_s_first_words_dates_nothing() -> None:
    cues = DateCues(
        paragraphs=(
            "افتتحت البلدية الجسر بعد عامين من العمل.",
            "وقال مدير المشروع إن الجسر يخفف الزحام.",
            "مرايا الساحل - طرطوس أقام المركز الثقافي مساء اليوم الأحد 5 كانون الثاني 2020 معرضاً للخط.",
        )
    )
    assert resolve_publication(cues) == PublicationDate()


def test_a_stamp_at_the_foot_begins_another_story() -> None:
    cues = DateCues(
        paragraphs=(
            "افتتحت البلدية الجسر بعد عامين من العمل.",
            "07:40 م الأحد 05 يناير 2020 ذكرت إدارة المرفأ،…",
        )
    )
    assert resolve_publication(cues) == PublicationDate()


def test_two_days_called_today_leave_the_date_unknown() -> None:
    found = body(
        "زار الوزير اليوم الخميس 5 كانون الثاني 2023 المعمل. "
        "وتفقد الوزير اليوم السبت 7 كانون الثاني 2023 المرفأ."
    )
    assert found == PublicationDate()
