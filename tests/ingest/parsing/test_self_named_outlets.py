"""Outlets that no list holds, by what their pages say of themselves."""

from __future__ import annotations

import pytest

from tests.ingest.parsed_pages import parse_text

TITLE = "افتتاح سوق الحرفيين بعد سنتين من الترميم في حي الدباغين"
LEDE = "افتتحت البلدية سوق الحرفيين أمس بعد سنتين من الترميم الذي شمل الأقواس والأبواب القديمة."
SECOND = "وقال مهندس المشروع إن الدكاكين ستفتح أبوابها حتى المساء، وإن الممرات رصفت بالحجر الأسود."


def page(*lines: str) -> str:
    return "\n\n".join((TITLE, *lines))


@pytest.mark.parametrize(
    ("line", "outlet", "byline"),
    [
        ("صوت الضفاف – نسرين حداد:", "صوت الضفاف", "نسرين حداد"),
        ("سمير حداد - ضفاف الإخبارية", "ضفاف الإخبارية", "سمير حداد"),
        ("الينابيع – حماة – نسرين حداد:", "الينابيع", "نسرين حداد"),
        ("الرباط-صدى الضفاف", "صدى الضفاف", ""),
        ("أخبار الآن | دبي (وكالات)", "أخبار الآن", ""),
        ("سبيل الضفاف – حماة", "سبيل الضفاف", ""),
        ("خاص - سبيل الضفاف", "سبيل الضفاف", ""),
        ("عدن – سبيل الضفاف – خاص", "سبيل الضفاف", ""),
    ],
)
def test_a_dateline_of_an_unlisted_outlet(line: str, outlet: str, byline: str) -> None:
    (article,) = parse_text(page(line, LEDE, SECOND))
    assert (article.outlet.name, article.byline) == (outlet, byline)


@pytest.mark.parametrize(
    ("opening", "outlet", "byline"),
    [
        ("سمير حداد - ضفاف مونيتور أفاد مصدر أن ", "ضفاف مونيتور", "سمير حداد"),
        ("المفرق - نبع نيوز - ", "نبع نيوز", ""),
        ("شبكة الضفاف - رام الله - ", "شبكة الضفاف", ""),
        ("كتبت: نسرين حداد ", "", "نسرين حداد"),
        ("السعودية - بواسطة سمير حداد - ", "", "سمير حداد"),
    ],
)
def test_a_credit_before_the_first_words(opening: str, outlet: str, byline: str) -> None:
    (article,) = parse_text(page(f"{opening}{LEDE}", SECOND))
    assert (article.outlet.name, article.byline) == (outlet, byline)


def test_who_acts_in_the_first_sentence_did_not_write_it() -> None:
    (article,) = parse_text(page(f"الرياض - سمير حداد افتتح السوق. {LEDE}", SECOND))
    assert article.byline == ""


def test_words_of_somebody_are_no_dateline() -> None:
    headline = "سمير حداد: سوق الحرفيين ملتقى الجيران"
    (article,) = parse_text(f"{headline}\n\n{LEDE}\n\n{SECOND}")
    assert article.title == headline
    assert article.outlet.name == ""


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("وقال المهندس في تصريح خاص لوكالة “ضفاف الإخبارية” إن الممرات رصفت.", "ضفاف الإخبارية"),
        ("وأفاد مراسل نبع نيوز أن الدكاكين فتحت أبوابها.", "نبع نيوز"),
        ("صحيفة الضفاف الإلكترونية زارت السوق والتقت الحرفيين.", "صحيفة الضفاف الإلكترونية"),
    ],
)
def test_a_text_names_its_own_outlet(sentence: str, outlet: str) -> None:
    (article,) = parse_text(page(LEDE, sentence, SECOND))
    assert article.outlet.name == outlet


def test_a_review_of_the_press_is_of_none_of_its_papers() -> None:
    title = "عناوين الصحف الصادرة اليوم"
    quoted = "وقال وزير الثقافة لـ«عنب بلدي» إن السوق سيبقى مفتوحا حتى المساء كل يوم."
    (article,) = parse_text(f"{title}\n\n{LEDE}\n\n{quoted}")
    assert article.outlet.name == ""


@pytest.mark.parametrize(
    ("foot", "outlet"),
    [
        (f"The post {TITLE} appeared first on ضفاف نيوز.", "ضفاف نيوز"),
        (f"ظهرت المقالة {TITLE} أولاً على ضفاف نيوز.", "ضفاف نيوز"),
        ("اشترك في قناة وكالة ضفاف نيوز على التلجرام", "ضفاف نيوز"),
        ("نقلا عن صحيفة الضفاف", "صحيفة الضفاف"),
        ("تابعوا ضفاف نت على غوغل نيوز", "ضفاف نت"),
        ("شارك عبر ضفاف نت", ""),
        ("© 2005 - 2024 Copyrights difaf-example.org all right reserved", "difaf-example.org"),
    ],
)
def test_the_foot_of_a_page_names_it(foot: str, outlet: str) -> None:
    (article,) = parse_text(page(LEDE, SECOND, foot))
    assert article.outlet.name == outlet


def test_two_stories_that_open_with_one_name_are_its_own() -> None:
    first = "ضفاف : قال مهندس المشروع إن الدكاكين ستفتح أبوابها حتى المساء من كل يوم."
    second = "ضفاف - أعلن رئيس البلدية أن الممرات رصفت بالحجر الأسود قبل عيد الفطر بأيام."
    (article,) = parse_text(f"{first}\n\n{second}")
    assert article.outlet.name == "ضفاف"
