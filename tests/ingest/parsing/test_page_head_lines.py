"""Days above the title, and standfirsts below it."""

from __future__ import annotations

import pytest

from tests.ingest.parsed_pages import parse_text

TITLE = "حكايات من سوق الحرفيين القديم في حي الدباغين"
LEDE = "افتتحت البلدية سوق الحرفيين أمس بعد سنتين من الترميم الذي شمل الأقواس والأبواب القديمة."
SECOND = "وقال مهندس المشروع إن الدكاكين ستفتح أبوابها حتى المساء، وإن الممرات رصفت بالحجر الأسود."


@pytest.mark.parametrize("day", ["الجمعة، 30 أكتوبر 2020", "الأربعاء، مارس 21، 2012"])
def test_a_weblogs_day_above_its_headline_is_the_posts(day: str) -> None:
    (article,) = parse_text(f"{day}\n\n{TITLE}\n\n{LEDE}\n\n{SECOND}")
    assert article.published.edtf[:4] in day
    assert article.captured is None


def test_a_stores_stamp_is_parted_from_what_it_is_glued_to() -> None:
    (article,) = parse_text(f"date 2025-11-14 محليات\n{TITLE}\n\n{LEDE}\n\n{SECOND}")
    assert article.captured is not None
    assert article.published.edtf == ""


def test_the_sites_last_update_is_the_day_of_the_capture() -> None:
    top = "آخر تحديث : الخميس 13 يونيو 2024"
    day = "الأحد 14 نوفمبر 2021"
    (article,) = parse_text(f"{top}\n\n{TITLE}\n\n{day}\n\n{LEDE}\n\n{SECOND}")
    assert article.published.edtf == "2021-11-14"
    assert article.captured is not None
    assert article.captured.isoformat() == "2024-06-13"


def test_a_line_without_a_stop_below_the_title_is_the_standfirst() -> None:
    words = "عودة الأقواس القديمة وعشرون ورشة جديدة في قلب الحي"
    (article,) = parse_text(f"{TITLE}\n{words}\nسمير حداد\n{LEDE}\n\n{SECOND}")
    assert article.standfirst == words


def test_a_paragraph_that_the_text_says_again_is_the_standfirst() -> None:
    (article,) = parse_text(f"{TITLE}\n\n{LEDE}\n\nدمشق - {LEDE[:-1]}، بحضور الأهالي.\n\n{SECOND}")
    assert article.standfirst == LEDE


def test_a_first_paragraph_is_no_standfirst() -> None:
    (article,) = parse_text(f"{TITLE}\n\n{LEDE}\n\n{SECOND}")
    assert article.standfirst == ""
