"""The author's name, and what stands around it or looks like it."""

from __future__ import annotations

import pytest

from archive.ingest.parsing.byline_names import author_in_title, byline_name
from archive.ingest.parsing.person_names import leading_names, name_share
from tests.ingest.parsed_pages import parse_text

TITLE = "حكايات من سوق الحرفيين القديم في حي الدباغين"
LEDE = "افتتحت البلدية سوق الحرفيين أمس بعد سنتين من الترميم الذي شمل الأقواس والأبواب القديمة."
SECOND = "وقال مهندس المشروع إن الدكاكين ستفتح أبوابها حتى المساء، وإن الممرات رصفت بالحجر الأسود."


@pytest.mark.parametrize(
    "line",
    [
        "( بقلم : سمير حداد )",
        "بقلم المؤرخ / سمير حداد",
        "1. سمير حداد",
        "• سمير حداد",
        "بقلم / سمير حداد - مصر",
        "سمير حداد/ الزلفي",
        "قرأها: سمير حداد",
        "سمير حداد writer [at] example.org",
        "تقرير وحوار/ سمير حداد",
        "مقال: سمير حداد",
        "About سمير حداد",
        "الرياض سمير حداد",
    ],
)
def test_what_stands_around_a_name_goes(line: str) -> None:
    assert byline_name(line) == "سمير حداد"


@pytest.mark.parametrize("line", ["**بقلم**", "مقال:", "sada-almadina.net"])
def test_a_label_or_a_site_alone_is_no_byline(line: str) -> None:
    assert byline_name(line) == ""


def test_a_town_that_is_a_given_name_too_stays() -> None:
    assert byline_name("عدن سمير حداد") == "عدن سمير حداد"


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("مسيرة الدكاكين القديمة، بقلم سمير حداد", "سمير حداد"),
        ("وجه النهار | سمير حداد يكتب: ورش تنتظر", "سمير حداد"),
        ("الوزير يكتب: ورش تنتظر", ""),
        ("سوق القلم القديم", ""),
    ],
)
def test_an_author_in_the_title(title: str, author: str) -> None:
    assert author_in_title(title) == author


def test_a_name_that_is_spelled_unlike_the_preposition() -> None:
    assert name_share(["ناصر", "بن", "علي", "الحمود"]) == 1.0
    assert name_share(["ناصر", "على", "الحمود"]) == 0.0


def test_the_names_before_a_text() -> None:
    assert leading_names(["نسرين", "حداد", "أطلقت", "مكتبة"]) == 2
    assert leading_names(["أطلقت", "مكتبة", "الحي"]) == 0


def test_a_name_between_title_and_text_is_the_author() -> None:
    (article,) = parse_text(f"{TITLE}\n\nسمير حداد\n\n{LEDE}\n\n{SECOND}")
    assert article.byline == "سمير حداد"


def test_names_in_a_row_are_those_of_others() -> None:
    names = "سمير حداد\n\nنسرين حداد\n\nياسر حمدي"
    (article,) = parse_text(f"{TITLE}\n\n{LEDE}\n\n{SECOND}\n\n{names}")
    assert article.byline == ""


def test_the_editor_signs_by_his_office() -> None:
    (article,) = parse_text(f"{TITLE}\n\nرئيس التحرير\n\n{LEDE}\n\n{SECOND}")
    assert article.byline == "رئيس التحرير"
