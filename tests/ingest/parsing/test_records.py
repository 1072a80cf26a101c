"""What a record calls its text is its text, whatever its lines look like."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.normalize import fold
from archive.errors import UnreadableDocumentError
from archive.ingest.explain import explain_capture
from archive.ingest.parsing.line_roles import Role
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import (
    CSV_RECORD,
    RawCapture,
)
from tests.ingest.document_samples import PARAGRAPHS, TITLE
from tests.ingest.parsed_pages import parse_capture
from tests.ingest.parsed_records import BODY, LINK, article, capture, warnings


def words(*texts: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", fold("\n".join(texts))))


@pytest.mark.parametrize(
    "text",
    [
        "افتتحت المكتبة في البصرة",
        "افتتحت المكتبة في البصرة.",
        "افتتح الوزير صباحا المكتبة الجديدة في البصرة وقال إن فيها قاعات للأطفال وأخرى للباحثين",
        "عاجل",
        "الرئيسية",
        "صورة أرشيفية",
        "تصوير: سلمى الحداد",
        "7\n8\n9",
        "خاص",
        "رويترز",
        "افتتحت المكتبة اليوم.\nوقال أمينها إنها للجميع.\nأوقات الدوام\nالاسم والهاتف",
        "اقرأ أيضا: من يقرأ؟ افتتحت المكتبة اليوم أبوابها أمام سكان البصرة",
        "12 أيلول 2021",
        "انتهى",
        "#البصرة #كتب",
        LINK,
        f"اقرأ أيضا {LINK}",
        TITLE,
    ],
)
def test_a_short_text_is_there_whole(text: str) -> None:
    found = article(text=text)
    assert found.paragraphs == tuple(text.split("\n"))
    assert found.title == TITLE


def test_lines_below_the_last_sentence_stay() -> None:
    lines = (*PARAGRAPHS, "شروط الدخول", "بطاقة الباحث", "صورتان", "الأكثر قراءة", "تابعونا")
    assert article(text="\n".join(lines)).paragraphs == lines


def test_lines_of_a_poem_stay_lines() -> None:
    lines = tuple(f"يا نخلة في ضفاف الشط واقفة مثل التي بعدها رقم {n}" for n in range(9))
    found = article(text="\n".join(lines))
    assert (found.paragraphs, found.standfirst, found.byline) == (lines, "", "")


LINES = st.sampled_from(
    [
        *PARAGRAPHS,
        TITLE,
        "عاجل",
        "شارك",
        "اقرأ أيضا",
        "اقرأ أيضا: ورشة لتجليد الكتب",
        "الموصل - خاص",
        "بقلم: سلمى الحداد",
        "صورة: متحف الموصل (رويترز)",
        "تاريخ النشر: 12 أيلول 2021",
        "المصدر: رويترز",
        "كلمات دلالية: كتب، متحف",
        "انتهى",
        "اترك تعليقا",
        "نص تغريدة — سلمى (@salma) September 12, 2021",
        "1",
        "—",
    ]
)

# No text holds U+0000; a byte order mark within one stands for a blank.
ODD_LINES = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=60)


@pytest.mark.property
@given(st.lists(LINES | ODD_LINES, min_size=1, max_size=14))
def test_every_word_of_a_text_is_in_its_article(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        found = article(title="عنوان لا يتكرر", text=text)
    except UnreadableDocumentError:
        assert not words(text)
    else:
        assert not words(text) - words(*found.paragraphs)


@pytest.mark.parametrize(
    "related",
    [
        f"اقرأ أيضا: ورشة في دمشق لتجليد الكتب\n{LINK}",
        f"اقرأ أيضا: ورشة في دمشق لتجليد الكتب {LINK}",
        f"إقرأ أيضاً:\nورشة في دمشق لتجليد الكتب\n{LINK}",
    ],
)
def test_a_read_also_with_its_link_goes_and_is_told(related: str) -> None:
    columns = {"text": f"{PARAGRAPHS[0]}\n{related}\n{PARAGRAPHS[1]}"}
    assert article(**columns).paragraphs == PARAGRAPHS[:2]
    lines = related.count("\n") + 1
    told = f"{lines} line{'s' * (lines > 1)} left out of the text: «read also» with its link"
    assert told in warnings(**columns)


def test_a_read_also_without_a_link_stays() -> None:
    lines = (PARAGRAPHS[0], "اقرأ أيضا: ورشة في دمشق لتجليد الكتب", PARAGRAPHS[1])
    assert article(text="\n".join(lines)).paragraphs == lines
    assert not any("left out" in each for each in warnings(text="\n".join(lines)))


def test_a_poem_keeps_its_first_line_that_is_its_title() -> None:
    lines = ("يا نخلة الشط", "يا ظل من تعبوا", "ويا حكاية من غابوا ومن ذهبوا")
    found = article(title=lines[0], text="\n".join(lines))
    assert (found.title, found.paragraphs) == (lines[0], lines)


def test_a_text_that_goes_on_behind_its_title_keeps_it() -> None:
    text = f"{TITLE} بعد أن رُممت سقوفها ونوافذها وخزائنها."
    assert article(text=text).paragraphs == (text,)


def test_a_text_without_a_title_is_whole_and_its_first_words_stand_in() -> None:
    text = f"بغداد - خاص\n{PARAGRAPHS[0]}"
    found = article(title=None, text=text)
    assert found.title.rstrip("…") in PARAGRAPHS[0]
    assert found.paragraphs == ("بغداد - خاص", PARAGRAPHS[0])
    assert "no title: guessed from the first words of the text" in warnings(title=None, text=text)


def test_a_text_without_a_visible_word_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="empty"):
        article(text="\u200f\u200f")


def test_spans_hold_the_title_and_the_paragraphs() -> None:
    given_text = f"{PARAGRAPHS[0]}\nاقرأ أيضا: ورشة {LINK}\n{PARAGRAPHS[1]}"
    parsed = parse_capture(capture(text=given_text))
    (found,) = parsed.articles
    pieces = [parsed.text[span.start : span.end] for span in found.spans]
    assert pieces == [f"{TITLE}\n\n{PARAGRAPHS[0]}", PARAGRAPHS[1]]


def test_a_row_of_a_table_is_a_record_too() -> None:
    content = f"title,text\n{TITLE},عاجل\n".encode()
    row = RawCapture("t.csv#1", "t.csv#1", content, CSV_RECORD)
    (found,) = parse_capture(row).articles
    assert (found.title, found.paragraphs) == (TITLE, ("عاجل",))


def test_the_lines_of_a_record_are_explained() -> None:
    text = f"الموصل - خاص\n{BODY}\nاقرأ أيضا: ورشة {LINK}"
    lines = list(explain_capture(capture(text=text), OutletRegistry.shipped()))
    roles = [Role.TITLE, Role.DATELINE, Role.BODY, Role.BODY, Role.BODY, Role.RELATED]
    assert [line.role for line in lines] == roles
    assert lines[1].why.endswith("the line stays in the text")
