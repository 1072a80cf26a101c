"""Lines that date a page, as the sites and themes of the Arab press write them."""

import time
from datetime import date

import pytest

from archive.ingest.dates import DateLabel, PartKind, date_over_lines, read_date_line
from archive.ingest.dates.ages import read_age_within

DAY = date(2020, 1, 5)
PUBLICATION, ISSUE, UPDATE = DateLabel.PUBLICATION, DateLabel.ISSUE, DateLabel.UPDATE
NONE = DateLabel.NONE


@pytest.mark.parametrize(
    ("line", "label"),
    [
        # News sites by country: Egypt, Levant, Iraq, Gulf, Yemen, Sudan, Maghreb.
        ("الأحد 05/يناير/2020 - 10:22 ص", NONE),
        ("الأحد، 05 يناير 2020 10:22 ص", NONE),
        ("تاريخ النشر: الأحد 5 كانون الثاني/يناير 2020 - 09:15", PUBLICATION),
        ("5 كانون2 2020", NONE),
        ("05 ك2 2020 | 10:22", NONE),
        ("الأحد 05 كانون الثاني (يناير - January) 2020", NONE),
        ("تم نشره الأحد 5 كانون الثاني / يناير 2020 10:22 مساءً", PUBLICATION),
        ("2020/01/05 الساعة 10:22", NONE),
        ("الأحد 10 جمادى الأولى 1441 هـ الموافق 5 يناير 2020", NONE),
        ("1441/05/10 هـ - 2020/01/05 م", NONE),
        ("05 يناير 2020 - 12:30 بتوقيت مكة المكرمة", NONE),
        ("5 يناير 2020 12:30 م بتوقيت غرينتش (+3)", NONE),
        ("نُشر في 05 جانفي 2020 الساعة 10:22", PUBLICATION),
        ("الأحد 05 جانفي 2020 - 10:22", NONE),
        ("حُرّر بتاريخ: 05 يناير 2020", PUBLICATION),
        ("أُدرج في 5 يناير 2020 على الساعة 14:30", PUBLICATION),
        ("أضيف بتاريخ: 05 - 01 - 2020", PUBLICATION),
        ("أضيفت يوم 5/1/2020", PUBLICATION),
        ("تمت الإضافة: 2020-01-05", PUBLICATION),
        ("صدر في: 5 يناير 2020", PUBLICATION),
        ("٥ يناير ٢٠٢٠ - ١٢:٣٠ م", NONE),
        # Names of one month, months first, figures glued.
        ("كانون الثاني (يناير) 5, 2020", NONE),
        ("يناير 5, 2020", NONE),
        ("05كانون الثاني2020م", NONE),
        ("5يناير2020", NONE),
        ("05-Jan-2020", NONE),
        ("Sunday, January 5th, 2020 10:22 AM", NONE),
        # Other languages on Arabic pages.
        ("Publié le 05/01/2020", PUBLICATION),
        ("Publié le dimanche 5 janvier 2020 à 10h22", PUBLICATION),
        ("Posted on 5 January 2020", PUBLICATION),
        ("Yayınlanma: 05.01.2020 - 10:22", PUBLICATION),
        ("تاریخ انتشار: ۱۵ دی ۱۳۹۸ - ۱۰:۲۲", PUBLICATION),
        # Changes.
        ("آخر تحديث : الأحد 5 يناير 2020 - 10:22 صباحًا", UPDATE),
        ("الأحد، 5 يناير 2020، آخر تحديث 14:00 (GMT+0400)", UPDATE),
        ("عُدل بتاريخ 5/1/2020", UPDATE),
        ("Mis à jour le 05/01/2020", UPDATE),
        ("Updated: 2020-01-05 10:22", UPDATE),
        # Issues.
        ("العدد 11580 - الأحد 5 يناير 2020م الموافق 10 جمادى الأولى 1441هـ", ISSUE),
        ("السنة الخامسة عشرة - العدد 120 - 5 كانون الثاني 2020", ISSUE),
        ("العدد: 4567 الأحد 5 / 1 / 2020", ISSUE),
        ("عدد 5 يناير 2020", ISSUE),
        # Two figures of the year.
        ("أضيف بتاريخ 05/01/20", PUBLICATION),
        ("الأحد 05-01-20", NONE),
        ("05/01/20 10:22", NONE),
    ],
)
def test_a_line_of_nothing_but_its_day(line: str, label: DateLabel) -> None:
    found = read_date_line(line)
    assert found is not None
    assert found.is_date_line
    assert (found.day, found.label) == (DAY, label)


BYLINE, SECTION, OUTLET = PartKind.BYLINE, PartKind.SECTION, PartKind.OUTLET
COUNTER, CONTROL, OTHER = PartKind.COUNTER, PartKind.CONTROL, PartKind.OTHER


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        # WordPress and its themes: Sahifa, Jannah, Newspaper, Newsmag, JNews.
        ("نُشر في 5 يناير، 2020 بواسطة سعاد", {BYLINE: "سعاد"}),
        (
            "بواسطة admin | يناير 5, 2020 | أخبار | 0 تعليقات",
            {BYLINE: "admin", SECTION: "أخبار", COUNTER: "0 تعليقات"},
        ),
        ("5 يناير، 2020 0 96 دقيقة واحدة", {COUNTER: "0 96 دقيقة واحدة"}),
        ("سعاد نور 5 يناير، 2020 أخبار محلية 120 زيارة", {OTHER: "سعاد نور"}),
        ("5 يناير، 2020 اترك تعليقا 120 زيارة", {COUNTER: "اترك تعليقا 120 زيارة"}),
        ("كتبه سعاد نور في يناير 5, 2020", {BYLINE: "سعاد نور"}),
        ("كتب في: 5 يناير 2020", {}),
        ("بواسطة سعاد نور - 5 يناير 2020 في ثقافة", {BYLINE: "سعاد نور", SECTION: "ثقافة"}),
        ("يناير 5, 2020 لا توجد تعليقات", {COUNTER: "لا توجد تعليقات"}),
        ("Posted on 5 يناير 2020 by admin in أخبار", {BYLINE: "admin", SECTION: "أخبار"}),
        ("5 يناير 2020 | التصنيف: سياسة", {SECTION: "سياسة"}),
        # Joomla, Drupal, Blogger, boards.
        (
            "كتب بواسطة سعاد نور الأحد, 05 كانون2/يناير 2020 10:15",
            {BYLINE: "سعاد نور"},
        ),
        (
            "Sunday, 05 January 2020 10:15 | PostAuthorIconWritten by سعاد نور | PDF Print E-mail",
            {CONTROL: "PDF Print E-mail"},
        ),
        ("نشر بواسطة محرر الموقع يوم أحد, 05/01/2020 - 10:22", {BYLINE: "محرر الموقع"}),
        ("مُساهمة من طرف سعاد الأحد يناير 05, 2020 5:17 am", {BYLINE: "سعاد"}),
        ("آخر تعديل بواسطة سعاد ; 05-01-2020 الساعة 10:22 م", {BYLINE: "سعاد"}),
        # News sites.
        ("كتبت هدى سالم الأحد، 05 يناير 2020 10:22 ص", {BYLINE: "هدى سالم"}),
        ("تقرير: هدى سالم - الأحد 5 يناير 2020", {BYLINE: "هدى سالم"}),
        ("هدى سالم - 5 يناير 2020", {OTHER: "هدى سالم"}),
        ("القاهرة - هدى سالم الأحد 05 يناير 2020 10:22 ص", {OTHER: "القاهرة هدى سالم"}),
        (
            "حمص 10 جمادى الأولى 1441 هـ الموافق 05 يناير 2020 م وكالة النهر",
            {OUTLET: "وكالة النهر"},
        ),
        ("نشر في الضحى اليومية يوم 05 - 01 - 2020", {OUTLET: "الضحى اليومية"}),
        ("المصدر: الضحى - الأحد 5 يناير 2020", {OUTLET: "الضحى"}),
        ("صحيفة الضحى | ض.ن نشر في: 5 يناير 2020", {OUTLET: "صحيفة الضحى", OTHER: "ض.ن"}),
        ("الضحى الأدبية-العدد: 1873 - 2020 / 1 / 5 - 08:15", {OTHER: "الضحى الأدبية"}),
        ("منوعات 05-01-2020, 01:37 | --", {SECTION: "منوعات"}),
        ("ثقافة وفن / 5 يناير 2020", {SECTION: "ثقافة وفن"}),
        ("تابعونا على:   17:20 2020-01-05", {CONTROL: "تابعونا على"}),
        ("تاريخ الإضافة: 2020-01-05 - عدد القراءات: 345", {COUNTER: "عدد القراءات: 345"}),
        ("5 يناير 2020 1,245 مشاهدة", {COUNTER: "1,245 مشاهدة"}),
        ("سعاد نور  | 5.01.2020 - تحديث : 5.01.2020", {OTHER: "سعاد نور"}),
        ("أخبار > منوعات > 5 يناير 2020", {SECTION: "أخبار منوعات"}),
        ("د. سعاد نور 5-1-2020", {BYLINE: "د. سعاد نور"}),
        ("حمص - وكالات 5-1-2020", {OTHER: "حمص وكالات"}),
        ("المساء اليوم - حمص - 5 يناير 2020", {OTHER: "المساء اليوم حمص"}),
        ("5 يناير 2020 - 12:30 ص - 345 مشاهدة - شارك", {COUNTER: "345 مشاهدة"}),
        ("صفحة 12 | العدد 345 | 5 يناير 2020", {COUNTER: "صفحة 12"}),
        ("كتب بواسطة: سعاد نور آخر تحديث: 5 يناير 2020", {BYLINE: "سعاد نور"}),
        # A counter glued to the year or the day.
        ("5 يناير 20201245 مشاهدة", {COUNTER: "1245 مشاهدة"}),
        ("05/01/20201245", {COUNTER: "1245"}),
        ("2020-01-05345 قراءة", {COUNTER: "345 قراءة"}),
    ],
)
def test_a_line_that_tells_more_than_its_day(line: str, rest: dict[PartKind, str]) -> None:
    found = read_date_line(line)
    assert found is not None
    assert found.is_date_line
    assert found.day == DAY
    assert {kind: found.words(kind) for kind in rest} == rest
    assert all(line[part.start : part.end] == part.text for part in found.rest)


@pytest.mark.parametrize(
    "line",
    [
        "نشر الجيش قواته على الحدود في 5 يناير 2020",
        "كتب المؤرخ في 5 يناير 2020 صفحة جديدة",
        "حرب 6 أكتوبر 1973",
        "ذكرى 5 يونيو 1967",
        "معركة ميسلون، 24 تموز 1920",
        "أمطار على الساحل الأحد 5 يناير 2020",
        "البلدية تفتتح الجسر - 5 يناير 2020",
        "إصابة 15 عاملاً - 5 يناير 2020",
        "وقد نُشر التقرير كاملاً في الخامس من كانون الثاني 2020 ثم سُحب",
        "07:40 م الأحد 05 يناير 2020 قال مدير المرفأ،…",
        "(49) صحيفة الضحى، 18 ديسمبر 1996، ص 3.",
        "آخر موعد للتسجيل في المسابقة يوم 5 يناير 2020",
        "من 5 يناير 2020 إلى 9 يناير 2020",
        "تُستأنف الرحلات منذ 3 أيام",
    ],
)
def test_prose_with_a_day_is_no_date_line(line: str) -> None:
    found = read_date_line(line)
    assert found is None or not found.is_date_line


@pytest.mark.parametrize("line", ["2020/1/0512345", "05/01/2020/77", "2020-01-05-22", "3/4/20"])
def test_figures_of_which_more_than_one_reading_is_possible_are_none(line: str) -> None:
    found = read_date_line(line)
    assert found is None or found.day is None


def test_a_founding_s_day_is_not_the_issue_s() -> None:
    found = read_date_line(
        "رئيس التحرير: سعاد نور صدر العدد الأول في 3 مايو 1958 الأحد 5 يناير 2020"
    )
    assert found is not None
    assert (found.day, found.label) == (DAY, NONE)


def test_a_member_s_joining_dates_no_article() -> None:
    found = read_date_line("تاريخ التسجيل : 11/04/2007")
    assert found is not None
    assert (found.day, found.label) == (None, DateLabel.OTHER)


def test_publication_and_change_on_one_line() -> None:
    found = read_date_line("نُشر: 5 يناير 2020 - آخر تحديث: 7 يناير 2020 10:22")
    assert found is not None
    assert (found.day, found.updated, found.has_clock) == (DAY, date(2020, 1, 7), True)
    unlabelled = read_date_line("5 يناير 2020 22:10:00 - آخر تحديث: 7 يناير 2020 22:18:25")
    assert unlabelled is not None
    assert (unlabelled.day, unlabelled.updated) == (DAY, date(2020, 1, 7))


@pytest.mark.parametrize(
    "line",
    [
        "الأحد - 5 يناير - 2020",
        "الأحد 05 يناير 2020, 01:40",
        "الأحد 5 يناير 2020 10:00 صـ 10 جمادى الأولى 1441 هـ",
        "(05/01/2020)",
    ],
)
def test_a_bare_day_may_be_a_masthead_s(line: str) -> None:
    found = read_date_line(line)
    assert found is not None
    assert found.is_bare
    assert found.day == DAY


@pytest.mark.parametrize(
    "line", ["نُشر في 5 يناير 2020", "سعاد نور - 5 يناير 2020", "العدد 12 - 5 يناير 2020"]
)
def test_a_day_with_label_or_name_is_not_bare(line: str) -> None:
    found = read_date_line(line)
    assert found is not None
    assert not found.is_bare


def test_a_bulletin_names_its_day() -> None:
    found = read_date_line("موجز الأخبار على راديو الضحى | الأحد 05-01-2020")
    assert found is not None
    assert (found.is_bulletin, found.day) == (True, DAY)


def test_a_hijri_day_alone_leaves_the_days_it_may_be() -> None:
    found = read_date_line("الأحد 10 جمادى الأولى")
    assert found is None
    found = read_date_line("10 جمادى الأولى 1441 هـ")
    assert found is not None
    assert found.day is None
    assert found.days is not None
    assert DAY in found.days


@pytest.mark.parametrize(
    "line",
    [
        "منذ 3 أيام 1,024 دقيقة واحدة",
        "admin منذ 3 أيام أخبار محلية 12 زيارة",
        "3 أيام مضت",
        "منذ 3 أيام014388",
        "نُشر قبل 3 أيام",
        "3 days ago",
        "il y a 3 jours",
    ],
)
def test_an_age_beside_other_things(line: str) -> None:
    found = read_date_line(line)
    assert found is not None
    assert (found.is_date_line, found.states_age, found.day) == (True, True, None)
    days = read_age_within(line, date(2024, 5, 20))
    assert days is not None
    assert (days.earliest, days.latest) == (date(2024, 5, 16), date(2024, 5, 17))


def test_an_age_of_a_change_leaves_the_first_day_open() -> None:
    days = read_age_within("آخر تحديث: منذ أسبوعين", date(2024, 5, 20))
    assert days is not None
    assert (days.earliest, days.latest) == (None, date(2024, 5, 6))


def test_a_number_of_a_year_is_no_age() -> None:
    assert read_date_line("مدينة الضحى تتوسع منذ عام 2011") is None


def test_a_date_over_three_lines() -> None:
    assert date_over_lines(["05", "JANUARY", "2020", "عنوان الخبر"]) == 3
    assert date_over_lines(["5 يناير", "2020", "عنوان الخبر"]) == 2
    assert date_over_lines(["5 يناير 2020", "10:22"]) == 0
    assert date_over_lines(["عنوان", "الخبر"]) == 0
    assert date_over_lines([]) == 0


@pytest.mark.parametrize("line", ["", " ", "\n", "2020", "x" * 10_000, "1/1/2020 " * 40, "\x00"])
def test_other_lines_tell_nothing(line: str) -> None:
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "x.example/status/1691438931974254592168931974254592 - 5/1/2020",
        "5/1/2020 " + "1" * 140,
        "5/1/2020 " + "1, " * 45,
        "5/1/2020 " + "دقيقة قراءة " * 12,
        "بواسطة " * 20 + "5/1/2020",
        "نشر في " * 20 + "5/1/2020",
        "(((" * 40 + "5/1/2020",
        "العدد 1 " * 18 + "5/1/2020",
    ],
)
def test_no_line_takes_long(line: str) -> None:
    begin = time.perf_counter()
    read_date_line(line)
    assert time.perf_counter() - begin < 1
